"""All groups of a run side by side: a column a batch, a cell a sample, right ones below."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, VMobject

from grpo_core import TabularRun
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose

_FILL = 0.72  # of a cell's room, across
_FILL_UP = 0.8
_WRONG = 0.34  # opacity: context


class GroupGrid(Plot):
    """`set_time` shows the columns as far as a batch; `set_silent` empties silent columns.

    A filled column compares something; an empty one has equal rewards and pushes nothing.
    `point` is the lower left corner of a sample's cell.
    """

    def __init__(self, run: TabularRun, *, width: float = 12.4, height: float = 3.6):
        steps, size = run.rewards.shape
        super().__init__((0, steps), (0, size), width, height)
        self.silent = run.silent
        self.steps, self.size = steps, size
        self.columns = VGroup(
            *(self._column(step, int((run.rewards[step] > 0).sum())) for step in range(steps))
        )
        self.foot = Line(self.point(0, 0), self.point(steps, 0)).shift(0.08 * DOWN)
        self.foot.set_stroke(paint("muted"), AXIS)
        self.add(self.foot, self.columns)
        self.shown, self.emptied = float(steps), 0.0

    def tick(self, step: int) -> Formula:
        """The number of a batch, counted from 1, under its column."""
        label = Formula(f"{step + 1}", size=LABEL, role="muted")
        return label.next_to(self.point(step + 0.5 * _FILL, 0), DOWN, buff=0.26)

    def name_over(self, word: str, step: int) -> Prose:
        """`word` over the column of a batch, or as near as it fits over the grid."""
        name = Prose(word, size=LABEL, role="muted")
        name.next_to(self.point(step + 0.5 * _FILL, self.size), UP, buff=0.36)
        low, high = self.foot.get_left()[0], self.foot.get_right()[0]
        name.shift(max(0.0, low - name.get_left()[0]) * RIGHT)
        return name.shift(max(0.0, name.get_right()[0] - high) * LEFT)

    def pointer(self, step: int, name: Prose) -> Line:
        """A hairline from `name` down to the column of a batch."""
        top = self.point(step + 0.5 * _FILL, self.size)
        line = Line(np.array([top[0], name.get_bottom()[1] - 0.07, 0.0]), top + 0.03 * UP)
        return line.set_stroke(paint("muted"), HAIRLINE)

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
                part.set_stroke(opacity=(0.9 if empty else opacity) * there)
        return self
