"""The ways to divide by the standard deviation, and who has which."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.script.words import say


@dataclass(frozen=True)
class Convention:
    """A way to divide the deviations, and the systems that do it so.

    `key` is that of its words: title, users, and what is said before `divisor`, a formula.
    """

    key: str
    divisor: str
    settings: dict

    def said(self, what: str) -> str:
        """The words for its "title", "users" or "divided"."""
        return say(f"stage.conventions.{self.key}.{what}")


CONVENTIONS = (
    Convention("population", "G", {"ddof": 0}),
    Convention("sample", "G - 1", {"ddof": 1}),
    Convention("none", '{{ r_i : r }} - "mean"', {"scale": "none"}),
)
