"""The film Equation: its storyboard is `film`, its own pictures stand beside it."""

from .film import Equation

__all__ = ["Equation"]
