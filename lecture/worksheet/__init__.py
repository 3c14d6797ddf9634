"""Exercises over all films, on paper, with a key; every value of theirs is the core's."""
