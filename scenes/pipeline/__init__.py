"""The film Pipeline: its storyboard is `film`, its own pictures stand beside it."""

from .film import Pipeline

__all__ = ["Pipeline"]
