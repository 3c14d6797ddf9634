"""Where Manim's command finds the film; its storyboard is ``pipeline/film.py``."""

__path__ = [__file__.removesuffix(".py")]  # to Manim this file has the folder's name

from scenes.pipeline.film import Pipeline

Pipeline.__module__ = __name__  # Manim shows what a file defines itself
