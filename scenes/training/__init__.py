"""The film Training: its storyboard is `film`, its own pictures stand beside it."""

from .film import Training

__all__ = ["Training"]
