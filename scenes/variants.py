"""Where Manim's command finds the film; its storyboard is ``variants/film.py``."""

__path__ = [__file__.removesuffix(".py")]  # to Manim this file has the folder's name

from scenes.variants.film import Variants

Variants.__module__ = __name__  # Manim shows what a file defines itself
