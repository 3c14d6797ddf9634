"""The divergence over time when the reference is replaced: it grows, and starts again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import LEFT, UP, DashedLine, Dot, Line, VGroup, VMobject

from grpo_core import TabularRun, kl_divergence
from scenes.stage.grid import Grid
from scenes.stage.marks import tick
from scenes.stage.theme import AXIS, CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula

from .short import short

_OVER = 0.22  # from a peak to its number, scene units
_UNDER = 0.3  # from a tick to its number
_HIGH = 0.9  # of the axis of drift: its second number is a round one near there
_KNEE = 1e-6  # of a period: the curve falls within so little time


class PeriodLine(VGroup):
    """KL(new || ref) after each step of `runs`, each counted from its own start.

    The policy that a run leaves is the reference of the next. Between two steps policies and
    curve go straight. `whole_way` is the divergence from the first reference, which is never
    counted anew; the fall of the curve at a replacement is dashed. A `Drive` can call
    `set_time`, in periods.
    """

    def __init__(self, runs: Sequence[TabularRun], *, width: float = 8.6, height: float = 5.1):
        super().__init__()
        self.paths = [run.policy for run in runs]
        self.drifts = [run.exact_kl for run in runs]
        self.periods, self.length = len(runs), len(self.drifts[0]) - 1
        self.references = [path[0] for path in self.paths]
        self.totals = [kl_divergence(path, self.references[0]) for path in self.paths]
        most = max(float(drift.max()) for drift in (*self.drifts, *self.totals))
        self.grid = Grid((0, self.periods), (0, max(most, 1e-6)), width, height)
        self.axis = Line(self.grid.point(0, 0), self.grid.point(self.periods, 0))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.ticks = VGroup(
            *(
                tick(self.grid.point(k, 0), f"{k * self.length}", buff=_UNDER)
                for k in range(self.periods + 1)
            )
        )
        self.upright = self._upright()
        self.dot = Dot(radius=0.1).set_fill(paint("text"), 1)
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.whole_way = VMobject().set_stroke(paint("muted"), CURVE)
        self.falls = VGroup(*(self._fall(k) for k in range(1, self.periods)))
        self.add(self.grid, self.axis, self.ticks, self.upright, self.whole_way, self.falls)
        self.add(self.curve, self.dot)
        self.set_time(0.0)

    def policies(self, time: float) -> tuple[np.ndarray, np.ndarray]:
        """The reference and the present policy at `time`."""
        period, low, share = self._at(time)
        path = self.paths[period]
        return path[0], (1 - share) * path[low] + share * path[min(low + 1, self.length)]

    def divergence(self, time: float) -> float:
        """KL of the present policy from its reference at `time`."""
        return self._between(self.drifts, time)

    def total(self, time: float) -> float:
        """KL of the present policy from the first reference at `time`."""
        return self._between(self.totals, time)

    def _between(self, drifts: Sequence[np.ndarray], time: float) -> float:
        period, low, share = self._at(time)
        drift = drifts[period]
        return float((1 - share) * drift[low] + share * drift[min(low + 1, self.length)])

    def _at(self, time: float) -> tuple[int, int, float]:
        """The period, the step in it, and the share of the way to the next step."""
        period = min(int(time), self.periods - 1)
        step = min((time - period) * self.length, float(self.length))
        return period, int(step), step - int(step)

    def peak(self, period: int) -> Formula:
        """The divergence at the end of a period, over its peak."""
        value = float(self.drifts[period][-1])
        place = self.grid.point(period + 1, value)
        return Formula(short(value), size=FORMULA).next_to(place, LEFT + UP, buff=_OVER)

    def end_of_whole_way(self) -> np.ndarray:
        """Where the divergence from the first reference ends."""
        return self.grid.point(self.periods, float(self.totals[-1][-1]))

    def set_time(self, time: float) -> Self:
        """Draw the curve up to `time`."""
        steps = np.arange(0, time, 1 / self.length)
        knots = np.arange(1, int(time) + 1)
        times = np.concatenate([steps, knots - _KNEE, knots[knots < time], [time]])
        times = np.unique(np.clip(times, 0, self.periods))
        if len(times) == 1:
            times = np.repeat(times, 2)
        path = self.grid.path(times, [self.divergence(t) for t in times])
        way = self.grid.path(times, [self.total(t) for t in times])
        self.whole_way.set_points_as_corners(way)
        for k, fall in enumerate(self.falls, start=1):
            fall.set_stroke(opacity=float(time > k - 2 * _KNEE))
        # Where the reference is replaced there is a gap: nothing has happened in between.
        rises = np.split(path, np.flatnonzero(np.isin(times, knots[knots < time])))
        self.dot.move_to(path[-1])
        self.curve.clear_points()
        for rise in rises:
            self.curve.start_new_path(rise[0])
            self.curve.add_points_as_corners(rise[1:])
        return self

    def _fall(self, k: int) -> DashedLine:
        """Where drift is counted anew, from the peak down to 0."""
        peak = float(self.drifts[k - 1][-1])
        fall = DashedLine(self.grid.point(k, peak), self.grid.point(k, 0))
        return fall.set_stroke(paint("text"), HAIRLINE)

    def _upright(self) -> VGroup:
        """The axis of drift with two numbers: 0, and a round one below its end."""
        low, high = self.grid.up
        upright = VGroup(Line(self.grid.point(0, low), self.grid.point(0, high)))
        upright.set_stroke(paint("muted"), AXIS)
        round_one = float(f"{_HIGH * high:.1g}")
        for value in (0.0, round_one):
            number = Formula(short(value), size=LABEL, role="muted")
            upright.add(number.next_to(self.grid.point(0, value), LEFT, buff=0.2))
        return upright
