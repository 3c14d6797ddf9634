"""An answer on a sheet, word by word, in one language or in several at once."""

from __future__ import annotations

from unicodedata import name

from manim import DOWN, LEFT, RIGHT, ReplacementTransform, VGroup

from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Prose, on_baseline

_PAD = 0.7
_SIZE = (7.6, 4.0)


class AnswerSheet(VGroup):
    """A panel with the lines "readable" or "mixed"; words in other than Latin letters are muted."""

    def __init__(self, kind: str, *, size: float = FORMULA):
        lines = say(f"stage.answer_sheet.{kind}").splitlines()
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
    latin = all("LATIN" in name(letter) for letter in word if letter.isalpha())
    return Prose(word, size=size, role="text" if latin else "muted")
