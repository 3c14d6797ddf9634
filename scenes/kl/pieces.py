"""The drifts of all periods in one column, beside the drift of the whole way: not as high."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from manim import DOWN, UP, Animation, FadeIn, GrowFromEdge, Rectangle, ReplacementTransform, VGroup

from scenes.stage.theme import FORMULA, paint
from scenes.stage.typeset import Formula

from .period_line import PeriodLine
from .short import short

_BESIDE, _APART, _WIDE = 0.6, 1.0, 0.55  # of the columns, right of the axis' end
_THIN = 0.06  # of a piece, where it still is in the plot


class Pieces:
    """The column of what the periods of `line` came to, and one of the whole way."""

    def __init__(self, line: PeriodLine):
        self.drifts = [float(drift[-1]) for drift in line.drifts]
        self.total = float(line.totals[-1][-1])
        self.line = line
        tops = np.cumsum([0.0, *self.drifts])
        self.column = VGroup(*(self._bar(0, *ends, "text") for ends in pairwise(tops)))
        self.whole = self._bar(1, 0.0, self.total, "muted")
        # The printed ones add up.
        added = sum(float(short(drift)) for drift in self.drifts)
        self.numbers = VGroup(
            *(
                Formula(short(value), size=FORMULA, role=role).next_to(bar, UP, buff=0.14)
                for value, bar, role in (
                    (added, self.column, "text"),
                    (self.total, self.whole, "muted"),
                )
            )
        )

    @property
    def is_alike(self) -> bool:
        """Whether both columns are as high, as far as their numbers tell."""
        return bool(self.numbers[0].plain == self.numbers[1].plain)

    def gather(self) -> list[Animation]:
        """Each height moves from where it was reached into the column."""
        moves = [
            ReplacementTransform(*pair) for pair in zip(self._thin(), self.column, strict=True)
        ]
        return [*moves, GrowFromEdge(self.whole, DOWN), FadeIn(self.numbers)]

    def _bar(self, place: int, low: float, high: float, role: str) -> Rectangle:
        """From one drift to another, in the first or the second column."""
        point, end = self.line.grid.point, self.line.periods
        foot = point(end, low) + (_BESIDE + place * _APART) * np.array([1.0, 0.0, 0.0])
        height = max(float(point(0, high)[1] - point(0, low)[1]), 1e-3)
        bar = Rectangle(width=_WIDE, height=height).set_fill(paint(role), 1)
        return bar.set_stroke(paint("ground"), 1.5).move_to(foot, aligned_edge=DOWN)

    def _thin(self) -> Iterator[Rectangle]:
        """Each piece as a line at the end of its period."""
        for period, piece in enumerate(self.column, start=1):
            thin = piece.copy().stretch_to_fit_width(_THIN)
            yield thin.move_to(self.line.grid.point(period, 0), aligned_edge=DOWN)
