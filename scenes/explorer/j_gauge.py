"""How large J is: the surrogate as a block, from its end the price of drift, and J's mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedVMobject, Line, Polygon, Rectangle, Triangle, VGroup

from grpo_core import GroupTable
from scenes.stage.placement import find_place, touches
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, paint
from scenes.stage.typeset import Formula

_X, _WIDE = 5.75, 0.5
_HEAD, _FOOT = -1.12, -2.8  # between them all heights lie, scene units
_AXIS = (5.35, 6.15)  # where the line of 0 begins and ends
_MARK, _TO_MARK = 0.11, 0.14
_BESIDE = 0.2  # from the 0 to what J was, where both lines are near each other
_LEAST = 0.02  # of a block of nothing


class JGauge(VGroup):
    """`show` sets it to a table; `set_price` shrinks the price from all the drift to beta of it.

    `tables` are all that are shown, of one policy.
    """

    def __init__(self, tables: Sequence[GroupTable]):
        levels = [0.0, *(t.surrogate for t in tables), *(t.objective for t in tables)]
        levels.append(tables[0].surrogate - tables[0].kl)
        self.low = min(levels)
        self.unit = (_HEAD - _FOOT) / max(max(levels) - self.low, 1e-9)
        self.zero = Line(*([x, self.y(0.0), 0] for x in _AXIS)).set_stroke(paint("muted"), AXIS)
        self.nought = Formula("0", size=LABEL, role="muted")
        self.nought.next_to(self.zero, LEFT, buff=0.12)
        self.sum, self.price = (Polygon(*np.eye(3), stroke_width=0) for _ in range(2))
        self.sum.set_fill(paint("text"), 1)
        self.price.set_fill(paint("reference"), 1)
        self.drift = self._drift(tables[0])
        self.mark = Triangle(radius=_MARK, stroke_width=0).rotate(np.pi / 2)
        self.mark.set_fill(paint("text"), 1)
        self.called = Formula("J", size=FORMULA)
        super().__init__(self.zero, self.nought, self.sum, self.price, self.mark, self.called)
        self.share = 0.0
        self.show(tables[0])

    def y(self, value: float) -> float:
        """How high a value lies."""
        return _FOOT + self.unit * (value - self.low)

    def _drift(self, table: GroupTable) -> DashedVMobject:
        """A hollow block as high as the mean k3, from the end of the surrogate down."""
        high = max(self.unit * table.kl, _LEAST)
        box = Rectangle(width=_WIDE, height=high)
        box.move_to([_X, self.y(table.surrogate), 0], aligned_edge=UP)
        box.set_stroke(paint("reference"), CURVE)
        return DashedVMobject(box, num_dashes=max(6, round((_WIDE + high) / 0.08)))

    def show(self, table: GroupTable) -> Self:
        """The blocks and the mark of a table."""
        self.table = table
        return self.set_price(self.share)

    def set_price(self, share: float) -> Self:
        """Let the price be all the drift at 0, and beta times it at 1."""
        self.share = share
        table = self.table
        end = table.surrogate - ((1 - share) + share * table.beta) * table.kl
        self._lay(self.sum, 0.0, table.surrogate)
        self._lay(self.price, table.surrogate, end)
        self.price.set_fill(opacity=float(end != table.surrogate))
        for part in (self.mark, self.called):  # J is there when the price is what it is
            part.set_fill(opacity=max(0.0, 5 * share - 4))
        self.mark.move_to([_X + 0.5 * _WIDE + _TO_MARK, self.y(end), 0])
        self.called.next_to(self.mark, RIGHT, buff=0.1)
        return self

    def was(self, table: GroupTable, said: str) -> VGroup:
        """A line where J is in `table`, and J as it is `said`: under or over it, or beside it.

        A block that is as high, as where J is above 0, would be behind the number. Where the line
        is so near to 0 that nothing fits between, J stands beside the 0, as high as the line.
        """
        ends = (
            np.array([_X + side * _WIDE, self.y(table.objective), 0.0]) for side in (-0.75, 0.75)
        )
        line = Line(*ends).set_stroke(paint("muted"), CURVE)
        below = DOWN if self.table.objective > table.objective else UP
        number = Formula(said, size=LABEL, role="muted")
        taken = [self.sum, self.price, self.zero, self.nought, self.mark, self.called]
        found = find_place(number, line, taken, directions=(below, LEFT), buff=0.1, reach=0.1)
        number.set_y(max(float(number.get_y()), _FOOT))
        if not found or touches(number, line, gap=0.0):
            number.next_to(self.nought, LEFT, buff=_BESIDE).set_y(line.get_y())
        return VGroup(line, number)

    def _lay(self, shape: Polygon, start: float, end: float) -> None:
        low, high = self.y(start), self.y(end)
        if abs(high - low) < _LEAST:
            high = low + np.copysign(_LEAST, high - low)
        left, right = _X - 0.5 * _WIDE, _X + 0.5 * _WIDE
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        shape.set_points_as_corners([[x, y, 0.0] for x, y in corners])
