"""Where Manim's command finds the film; its storyboard is ``tokens/film.py``."""

__path__ = [__file__.removesuffix(".py")]  # to Manim this file has the folder's name

from scenes.tokens.film import Tokens

Tokens.__module__ = __name__  # Manim shows what a file defines itself
