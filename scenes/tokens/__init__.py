"""The film Tokens: its storyboard is `film`, its own pictures stand beside it."""

from .film import Tokens

__all__ = ["Tokens"]
