"""`make watch`: a film that waits before its beat and shows at once what an edit does to it.

A film's process is forked at the start of each beat; a copy waits there. After an edit the
last copy that has used nothing of what changed takes the edit over and goes on. What cannot be
taken over begins anew, with Manim still loaded.
"""
