"""The sum of what the answers count, and under it the drift, of which beta is the price."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DashedVMobject, Polygon, Rectangle, VGroup, VMobject

from grpo_core import GroupTable
from scenes.stage.theme import CURVE, paint

from .chosen import ToldGroup
from .panels import Panels
from .term_bars import SUM_X, TermHeights

_WIDE = 0.62
_FROM = 0.3  # how wide a piece of drift is in its panel, scene units
_SEAM = 0.02


class PriceBlock(VGroup):
    """A block for the surrogate, and from its end down a hollow one, as high as the mean k3.

    The hollow one is dashed, in pieces of the answers; `set_beta` fills it by beta: what is
    filled is the price, and ends where J is.
    """

    def __init__(self, told: ToldGroup, heights: TermHeights):
        self.told, self.heights = told, heights
        self.x = SUM_X
        self.sum = Polygon(*[[0, 0, 0], [1, 0, 0], [0, 1, 0]], stroke_width=0)
        self.sum.set_fill(paint("text"), 1)
        self.filled = Polygon(*[[0, 0, 0], [1, 0, 0], [0, 1, 0]], stroke_width=0)
        self.filled.set_fill(paint("reference"), 1)
        self.pieces = VGroup(*(self._piece(*ends) for ends in self._ends()))
        super().__init__(self.sum, self.filled, self.pieces)
        self.show(told.table)

    def _ends(self) -> list[tuple[float, float]]:
        """Where the pieces of the hollow block begin and end, in heights."""
        table = self.told.table
        level, size = table.surrogate, table.group.size
        shown = list(self.told.shown)
        drifts = [float(table.k3[i]) / size for i in shown]
        drifts += [table.kl - sum(drifts)] if self.told.left_out else []
        ends = []
        for drift in drifts:
            ends.append((level, level - drift))
            level -= drift
        return ends

    def _piece(self, high: float, low: float) -> DashedVMobject:
        box = Rectangle(width=_WIDE, height=max(self.heights.y(high) - self.heights.y(low), 0.02))
        box.move_to([self.x, 0.5 * (self.heights.y(high) + self.heights.y(low)), 0])
        count = max(6, round(2 * (box.width + box.height) / 0.16))
        return DashedVMobject(box.set_stroke(paint("reference"), CURVE), num_dashes=count)

    def show(self, table: GroupTable) -> Self:
        """The surrogate of a table, and its price."""
        self.lay_sum(table.surrogate)
        return self.set_beta(table.beta)

    def lay_sum(self, surrogate: float) -> None:
        """Let the upper block reach from the line to a surrogate."""
        self._lay(self.sum, 0.0, surrogate)

    def set_beta(self, beta: float) -> Self:
        """Fill the hollow block by beta."""
        start = self.told.table.surrogate
        self._lay(self.filled, start, start - beta * self.told.table.kl)
        return self

    def _lay(self, shape: VMobject, start: float, end: float) -> None:
        low, high = self.heights.y(start), self.heights.y(end)
        if abs(high - low) < 0.03:
            high = low + (0.03 if end > start else -0.03)
        left, right = self.x - 0.5 * _WIDE, self.x + 0.5 * _WIDE
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        shape.set_points_as_corners([[x, y, 0.0] for x, y in corners])


def drifts(panels: Panels) -> VGroup:
    """In each panel the way on the axis between the bead and the reference."""
    found = VGroup()
    for plot in panels.plots:
        ends = [plot.foot(min(r, plot.reach)) for r in (plot.ratio, plot.reference)]
        left, right = sorted(end[0] for end in ends)
        box = Rectangle(width=max(right - left, 0.04), height=_FROM)
        side = np.sign(plot.side) * 0.5 * _FROM
        box.move_to([0.5 * (left + right), ends[0][1] + side, 0])
        box.set_stroke(paint("reference"), CURVE)
        found.add(DashedVMobject(box, num_dashes=max(6, round(2 * (box.width + _FROM) / 0.16))))
    return found
