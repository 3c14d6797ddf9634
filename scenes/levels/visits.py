"""A word visits its picture, is called by its symbol there, and the symbol goes back."""

from __future__ import annotations

from manim import Animation, FadeIn, FadeOut, Mobject, TransformFromCopy, VGroup

from scenes.stage.retelling import EARLY, LATE
from scenes.stage.typeset import Formula

from .row_marks import RowMarks

VISITORS = ("answers", "mean", "ratio", "range", "reference")  # the parts that go, by row
_LANDED = 0.8  # of a word's size, where it lies on its picture


class Visit:
    """The word of the row `row` of `line` at the label of its idea; methods return animations."""

    def __init__(self, line: Formula, row: int, marks: RowMarks, numbers: VGroup):
        self.part = VISITORS[row]
        self.word = VGroup(*(glyph.copy() for glyph in line.select(self.part)))
        self.numbers, self.symbols = numbers, marks.labels(row, symbols=True)
        self.sent: list[VGroup] = []  # copies that came back, for a film to take away

    @property
    def place(self) -> Mobject | None:
        """Where it goes: the first of its idea's labels."""
        return self.symbols[0] if len(self.symbols) else None

    def go(self) -> list[Animation]:
        """The word flies to its picture, and lies there in place of the number."""
        if self.place is None:
            return []
        return [
            self.word.animate.scale(_LANDED).move_to(self.place),
            FadeOut(self.numbers, rate_func=EARLY),
        ]

    def rename(self) -> list[Animation]:
        """It is called by its symbol."""
        if self.place is None:
            return []
        size = self.place.width / max(self.word.width, 0.1)
        leaving = FadeOut(self.word, target_position=self.place, scale=min(size, 1.0))
        return [leaving, FadeIn(self.symbols, rate_func=LATE)]

    def come_back(self, line: Formula) -> list[Animation]:
        """The symbol flies into its slot of the next line."""
        if self.place is None:
            return []
        slot = line.select(self.part).copy()
        self.sent.append(slot)
        return [TransformFromCopy(VGroup(*self.place), slot)]
