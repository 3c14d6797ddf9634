"""Where Manim's command finds the film; its storyboard is ``clipping/film.py``."""

__path__ = [__file__.removesuffix(".py")]  # to Manim this file has the folder's name

from scenes.clipping.film import Clipping

Clipping.__module__ = __name__  # Manim shows what a file defines itself
