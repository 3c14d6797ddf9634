"""Groups side by side: a column a group, a cell an answer, right ones below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, Line, VGroup, VMobject

from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula

_FILL, _FILL_UP = 0.72, 0.8  # of a cell's room, across and up
_WRONG = 0.34  # opacity: context
_EDGE = 0.9  # of a hollow cell


class GroupGrid(Plot):
    """Columns of groups of `size` answers, of which `rights` are right.

    `set_time` shows the columns as far as a group; `set_silent` empties silent ones. A filled
    column compares something; an empty one has equal rewards and pushes nothing. `point` is
    the lower left corner of an answer's cell.
    """

    def __init__(
        self, rights: Sequence[int], size: int, *, width: float = 12.4, height: float = 3.6
    ):
        self.rights = np.array(rights, dtype=int)
        self.steps, self.size = len(self.rights), size
        super().__init__((0, self.steps), (0, size), width, height)
        self.silent = (self.rights == 0) | (self.rights == size)
        self.columns = VGroup(*(self._column(k, int(n)) for k, n in enumerate(self.rights)))
        self.foot = Line(self.point(0, 0), self.point(self.steps, 0)).shift(0.08 * DOWN)
        self.foot.set_stroke(paint("muted"), AXIS)
        self.add(self.foot, self.columns)
        self.shown, self.emptied = float(self.steps), 0.0
        self._show()

    def tick(self, step: int) -> Formula:
        """The number of a group, counted from 1, under its column."""
        label = Formula(f"{step + 1}", size=LABEL, role="muted")
        return label.next_to(self.point(step + 0.5 * _FILL, 0), DOWN, buff=0.2)

    def top(self, step: int) -> np.ndarray:
        """The middle of a column's upper edge."""
        return self.point(step + 0.5 * _FILL, self.size)

    def level(self, step: int) -> np.ndarray:
        """The middle of the upper edge of a column's right answers."""
        return self.point(step + 0.5 * _FILL, self.rights[step])

    def _column(self, step: int, right: int) -> VGroup:
        cells = VGroup(self._cells(step, 0, right), self._cells(step, right, self.size))
        for part, fill, edge in zip(cells, ("coin", "muted"), ("reward", "muted"), strict=True):
            part.set_fill(paint(fill)).set_stroke(paint(edge), HAIRLINE, opacity=0)
        return cells

    def _cells(self, step: int, first: int, last: int) -> VMobject:
        """The cells of one colour of a column as one outline."""
        cells = VMobject()
        for row in range(first, last):
            a, c = self.point(step, row), self.point(step + _FILL, row + _FILL_UP)
            b, d = np.array([c[0], a[1], 0.0]), np.array([a[0], c[1], 0.0])
            cells.start_new_path(a)
            cells.add_points_as_corners([b, c, d, a])
        return cells

    def set_time(self, time: float) -> Self:
        """Show the columns before `time`; the one at it comes in."""
        self.shown = time
        return self._show()

    def set_silent(self, time: float) -> Self:
        """Empty the silent columns before `time`."""
        self.emptied = time
        return self._show()

    def count(self) -> int:
        """How many columns are empty so far."""
        return int(self.silent[: int(self.emptied + 1e-9)].sum())

    def _show(self) -> Self:
        for step, (right, wrong) in enumerate(self.columns):
            there = float(np.clip(self.shown - step, 0, 1))
            empty = bool(self.silent[step]) and step + 1 <= self.emptied + 1e-9
            for part, opacity in ((right, 1.0), (wrong, _WRONG)):
                part.set_fill(opacity=0.0 if empty else opacity * there)
                part.set_stroke(opacity=(_EDGE if empty else opacity) * there)
        return self


def laid(column: VGroup, width: float, height: float) -> VGroup:
    """A copy of a column on its side, its right answers on the left."""
    row = column.copy().rotate(-0.5 * np.pi)
    return row.stretch_to_fit_width(width).stretch_to_fit_height(height)
