"""A voice over a film: one recording a beat, in a folder of the lecturer's.

The folder is what ``VOICE`` names. If it has a subfolder that is called as the film
(``Clipping/``), the film's recordings are those in there; if it has subfolders for other films
only, the film has none; if it has no such subfolder at all, they lie in the folder itself. A
recording is a WAV, FLAC, MP3 or M4A file, named by the beat's number (``4.wav``, ``04.wav``)
or by its key, which is the name of its method (``ruler.wav``). A beat without one is silent.
Files of other kinds and hidden ones are nobody's business.
"""
