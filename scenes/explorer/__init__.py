"""The film Explorer: its storyboard is `film`, its own pictures stand beside it."""

from .film import Explorer

__all__ = ["Explorer"]
