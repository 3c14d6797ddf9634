"""The film Variants: its storyboard is `film`, its own pictures stand beside it."""

from .film import Variants

__all__ = ["Variants"]
