"""The film Clipping: its storyboard is `film`, its own pictures stand beside it."""

from .film import Clipping

__all__ = ["Clipping"]
