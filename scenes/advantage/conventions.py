"""The ways to divide by the standard deviation, and who has which."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.script.words import say


@dataclass(frozen=True)
class Convention:
    """A way to divide the deviations, and the systems that do it so.

    `key` is that of its words, `settings` are those of `group_advantages`.
    """

    key: str
    settings: dict

    def said(self, what: str) -> str:
        """The words for its "title" or "users"."""
        return say(f"stage.conventions.{self.key}.{what}")


CONVENTIONS = (
    Convention("population", {"ddof": 0}),
    Convention("sample", {"ddof": 1}),
    Convention("none", {"scale": "none"}),
)
