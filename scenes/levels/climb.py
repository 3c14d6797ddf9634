"""How the objective rises while the bars go one step."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Dot, Line, VGroup

from grpo_core import GroupTable, MixturePath, evaluate_group, no_update
from scenes.script.numerals import number_text
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, READOUT, paint
from scenes.stage.typeset import Formula

_FROM, _TO, _Y = -0.6, 6.57, -2.72  # what it may take under the rows, and its height
_GAP, _SINK = 0.25, 0.12  # between the line and what its ends say, which stands a little under it
_DECIMALS, _SAME = 3, 5e-4
_POINTS = 21  # shares of the step at which J is worked out; between them it is all but straight


def j_before(table: GroupTable) -> float:
    """J of no update."""
    return evaluate_group(no_update(table.group)).objective


def rises(table: GroupTable) -> bool:
    """Whether the step to the new policy lifts J; where all rewards are alike it does not."""
    return table.objective - j_before(table) > _SAME


class Climb(VGroup):
    """A line from J before the step to J after it, and a dot; `set_step` leads it as the bars."""

    def __init__(self, table: GroupTable):
        path = MixturePath(table.group)
        self.shares = np.linspace(0.0, 1.0, _POINTS)
        self.heights = np.array([evaluate_group(path.at(t)).objective for t in self.shares])
        before, self.rises = j_before(table), rises(table)
        start, end = (number_text(value, _DECIMALS) for value in (before, table.objective))
        self.start = _said(f"cal(J) = {start}", "old").align_to([_FROM, 0, 0], LEFT)
        self.end = _said(end, "new").align_to([_TO, 0, 0], RIGHT)
        self.left, self.right = self.start.get_right()[0] + _GAP, self.end.get_left()[0] - _GAP
        ends = [self.left, _Y, 0], [self.right, _Y, 0]
        self.line = Line(*ends).set_stroke(paint("muted"), AXIS)
        self.way = Line(*ends).set_stroke(paint("text"), CURVE)
        self.dot = Dot(radius=0.13).set_fill(paint("text"), 1)
        super().__init__(self.line, self.way, self.dot, self.start, self.end)
        self.set_step(1.0)

    def set_step(self, share: float) -> Self:
        """Where J is after `share` of the step."""
        height = np.interp(share, self.shares, self.heights)
        span = max(self.heights[-1] - self.heights[0], 1e-12)
        done = float(np.clip((height - self.heights[0]) / span, 0, 1))
        at = self.left + (self.right - self.left) * done
        self.dot.move_to([at, _Y, 0])
        self.way.put_start_and_end_on([self.left - 1e-3, _Y, 0], [at, _Y, 0])
        return self


def _said(source: str, role: str) -> Formula:
    return stand_on(Formula(source, size=READOUT, role=role), _Y - _SINK)
