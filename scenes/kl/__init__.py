"""The film KL: its storyboard is `film`, its own pictures stand beside it."""

from .film import KL

__all__ = ["KL"]
