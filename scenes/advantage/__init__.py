"""The film Advantage: its storyboard is `film`, its own pictures stand beside it."""

from .film import Advantage

__all__ = ["Advantage"]
