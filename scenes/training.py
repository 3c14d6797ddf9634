"""Where Manim's command finds the film; its storyboard is ``training/film.py``."""

__path__ = [__file__.removesuffix(".py")]  # to Manim this file has the folder's name

from scenes.training.film import Training

Training.__module__ = __name__  # Manim shows what a file defines itself
