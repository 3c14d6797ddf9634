"""An answer on a sheet, word by word, in one language or in several at once."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, ReplacementTransform, VGroup

from .panel import panel
from .theme import FORMULA
from .typeset import Prose, on_baseline

# The same three short lines; the words of other languages are said to be muted.
READABLE = ("Let x be even.", "Then half is whole.", "So we are done.")
MIXED = ("Пусть x be even.", "Тогда половина είναι whole.", "Άρα we готово.")
_PAD = 0.7
_SIZE = (7.6, 4.0)


class AnswerSheet(VGroup):
    """A panel with lines of words; those that are not Latin are muted."""

    def __init__(self, lines: tuple[str, ...], *, size: float = FORMULA):
        self.body = panel(*_SIZE)
        self.lines = VGroup(
            *(on_baseline(*(_word(w, size) for w in line.split()), buff=0.2) for line in lines)
        ).arrange(DOWN, buff=0.62, aligned_edge=LEFT)
        self.lines.move_to(self.body.get_left() + _PAD * RIGHT, aligned_edge=LEFT)
        super().__init__(self.body, self.lines)

    def translate(self, other: AnswerSheet) -> list[ReplacementTransform]:
        """Animations that turn each line into that of `other`."""
        return [
            ReplacementTransform(mine, new)
            for mine, new in zip(self.lines, other.lines, strict=True)
        ]


def _word(word: str, size: float) -> Prose:
    return Prose(word, size=size, role="text" if word.isascii() else "muted")
