"""The mean surrogate as a function of eps, drawn as eps is turned."""

from __future__ import annotations

from functools import lru_cache
from typing import Self

import numpy as np
from manim import DOWN, DR, RIGHT, UL, UP, UR, DashedLine, Dot, Line, Mobject, VGroup, VMobject

from grpo_core import (
    GroupTable,
    WorkedGroup,
    evaluate_group,
    surrogate_breaks,
    surrogate_zero,
)
from scenes.script.numerals import number_text

from .envelope import ratio_text
from .placement import find_place, touches
from .plot import Plot
from .theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, paint
from .typeset import Formula, Typeset

_FURTHEST = 1.2  # eps beyond this is not turned to: real systems are far below


@lru_cache(maxsize=32)  # a frame asks for one table several times, and for the kinks' again
def _table_at(group: WorkedGroup, epsilon: float) -> GroupTable:
    return evaluate_group(group, eps_low=epsilon)


class SweepPlot(Plot):
    """Axes, and a curve that `set_epsilon` draws as far as eps."""

    def __init__(self, table: GroupTable, *, width: float = 7.6, height: float = 3.4):
        self.group = table.group
        self.breaks = surrogate_breaks(table.group)
        self.zero = surrogate_zero(table.group)
        self.most = float(np.clip(1.2 * self.breaks.max(initial=0.0), 0.6, _FURTHEST))
        values = np.array([self.value(knot) for knot in self._knots(self.most)])
        self.floor = min(values.min(), 0.0)
        self.top = max(values.max(), 0.0)
        if self.top - self.floor < 1e-9:
            self.top = 1.0
        super().__init__((0, self.most), (self.floor, self.top), width, height)
        self.zero_line = Line(self.point(0, 0), self.point(self.most, 0))
        self.zero_line.set_stroke(paint("muted"), AXIS)
        self.axis = Line(self.point(0, self.floor), self.point(0, self.top))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.dot = Dot(radius=0.11).set_fill(paint("text"), 1)
        self.axis_name = Formula("epsilon", size=LABEL)
        self.axis_name.next_to(self.zero_line, RIGHT, buff=0.2)
        self.add(self.zero_line, self.axis, self.curve, self.dot, self.axis_name)
        self.set_epsilon(0.0)

    def _knots(self, epsilon: float) -> list[float]:
        """0, the kinks before `epsilon`, and `epsilon`."""
        return [0.0, *self.breaks[self.breaks < epsilon], epsilon]

    def _corners(self, epsilon: float) -> list[np.ndarray]:
        return [self.point(knot, self.value(knot)) for knot in self._knots(epsilon)]

    def landmarks(self) -> list[float]:
        """Where the curve crosses 0, and where its last kink makes it flat."""
        last = self.breaks.max(initial=0.0)
        return [float(e) for e in (self.zero, last) if e and e < self.most]

    def value(self, epsilon: float) -> float:
        """The mean surrogate at `epsilon`."""
        return self.table_at(epsilon).surrogate

    def table_at(self, epsilon: float) -> GroupTable:
        """The group evaluated with both bounds at `epsilon`."""
        return _table_at(self.group, epsilon)

    def set_epsilon(self, epsilon: float) -> Self:
        """Draw the curve from 0 to `epsilon`, with the dot at its end."""
        corners = self._corners(epsilon)
        self.curve.set_points_as_corners(corners)
        self.dot.move_to(corners[-1])
        return self

    def whole_curve(self) -> VMobject:
        """The curve as it will be at the end of the sweep; labels keep clear of it."""
        return VMobject().set_points_as_corners(self._corners(self.most))

    def mark(self, epsilon: float, taken: list[Mobject], decimals: int = 3) -> VGroup:
        """The point at `epsilon` with its value, clear of the curve and of `taken`."""
        value = self.value(epsilon)
        spot = Dot(self.point(epsilon, value), radius=0.08).set_fill(paint("text"), 1)
        number = Formula(number_text(value, decimals), size=LABEL)
        return self._named(spot, number, taken, (RIGHT, DR, UP, DOWN, UR))

    def tick(self, epsilon: float, taken: list[Mobject], decimals: int = 2) -> VGroup:
        """A named tick on the zero line, with a thread to the curve."""
        foot, top = self.point(epsilon, 0), self.point(epsilon, self.value(epsilon))
        thread = DashedLine(foot, top + 1e-3 * UP).set_stroke(paint("muted"), HAIRLINE)
        label = Formula(ratio_text(epsilon, decimals), size=LABEL, role="muted")
        spot = Dot(foot, radius=0.08).set_fill(paint("text"), 1)
        if np.linalg.norm(top - foot) < 0.01:  # the curve itself passes here
            return self._named(spot, label, taken, (DR, UL))
        near, far = (DOWN, UP) if top[1] > foot[1] else (UP, DOWN)
        return self._named(thread, label, taken, (near, UL, DR, far), at=spot)

    def _named(self, mark, label, taken, directions, at=None) -> VGroup:
        obstacles = [self.whole_curve(), self.zero_line, self.axis_name, *taken]
        if at:
            obstacles.append(mark)
        if not find_place(label, at or mark, obstacles, directions=directions):
            label = VGroup()  # no room: the read-out says the number
        if any(touches(text, mark) for text in taken if isinstance(text, Typeset)):
            mark = VGroup()
        return VGroup(mark, label)
