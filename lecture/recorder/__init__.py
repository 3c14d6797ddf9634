"""`make recorder`: a page on this machine's own address that records a voice, beat by beat."""
