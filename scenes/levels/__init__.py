"""The film Levels: its storyboard is `film`, its own pictures stand beside it."""

from .film import Levels

__all__ = ["Levels"]
