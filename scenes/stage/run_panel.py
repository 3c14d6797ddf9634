"""What is measured of a run, in one panel: a line drawn as the steps go on, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject

from .live_number import LiveNumber
from .places import stand_on
from .theme import CURVE, DIMMED, LABEL, MAIN_CURVE, READOUT, paint
from .time_plot import TimePlot, Trace
from .typeset import Prose, fit_prose

_AWAY = 0.3  # scene units from the right end of the axes to what is said of a line
_APART = 0.54  # between what is said of two lines, from middle to middle
_NAME = 3.4  # the widest name of a line
_BAND = 0.25  # opacity


class RunCurve(NamedTuple):
    """What is measured at `steps`, shape (n,): `values` of one run, shape (n,), or (runs, n).

    Of several runs, such as seeds, the one at place `lit` is drawn in front of the others.
    """

    name: str
    steps: Sequence[float]
    values: Sequence[float] | np.ndarray
    role: str = "text"
    lit: int = 0


class Measure(NamedTuple):
    """A panel: what is measured, by its `name`, its `curves`, and the ends of its axis."""

    name: str
    curves: Sequence[RunCurve]
    low: float = 0.0
    high: float = 1.0
    decimals: int = 2  # of the values at the lines' ends
    ticks: int = 1  # decimals of the two numbers at the axis


class RunLine(VGroup):
    """One curve: its lit run with the others as a band or as faint lines, and what it says.

    `label` is its last value and, with `named`, its name; it stands right of the axes, as
    high as the line has got.
    """

    def __init__(
        self, plot: TimePlot, curve: RunCurve, *, decimals: int, named: bool, is_band: bool
    ):
        super().__init__()
        self.plot, self.role = plot, curve.role
        self.steps = np.array(curve.steps, dtype=float)
        self.runs = np.atleast_2d(np.array(curve.values, dtype=float))
        lit = self.runs[curve.lit]
        others = np.delete(self.runs, curve.lit, axis=0)
        self.band = VMobject(stroke_width=0).set_fill(paint(self.role), _BAND)
        self.is_band = is_band and len(others) > 0
        self.faint = [] if is_band else [self._trace(run, CURVE, DIMMED) for run in others]
        self.ghost = self._trace(lit, CURVE, 0.0)
        self.trace = Trace(plot, self.steps, lit, role=self.role, width=MAIN_CURVE)
        self.number = LiveNumber(lit[-1], decimals, short=True, size=READOUT, role=self.role)
        self.label = VGroup(self.number)
        if named:
            name = fit_prose(curve.name, _NAME, lines=1, size=LABEL, role=self.role)
            self.label.add(stand_on(name.next_to(self.number, RIGHT, buff=0.24), self.number))
        self.label.next_to(plot.point(plot.last, plot.low), RIGHT, buff=_AWAY)
        self.add(self.band, *self.faint, self.ghost, self.trace, self.label)
        self.set_step(float(self.steps[-1]))

    def _trace(self, values: np.ndarray, width: float, opacity: float) -> Trace:
        trace = Trace(self.plot, self.steps, values, role=self.role, width=width, head=False)
        trace.line.set_stroke(opacity=opacity)
        return trace

    def set_step(self, step: float) -> Self:
        """Draw it as far as `step`; the number is the last one measured by then."""
        for trace in (self.trace, *self.faint):
            trace.set_time(step)
        self.number.set_value(self.trace.last(step))
        if self.is_band:
            self._lay_band(step)
        return self

    def _lay_band(self, step: float) -> None:
        """From the lowest of the runs to the highest, as far as `step`."""
        times = np.array([*self.steps[self.steps < step], max(step, self.steps[0])])
        values = np.array([np.interp(times, self.steps, run) for run in self.runs])
        way = [*zip(times, values.min(axis=0), strict=True)]
        way += reversed([*zip(times, values.max(axis=0), strict=True)])
        corners = [self.plot.point(*spot) for spot in way]
        self.band.set_points_as_corners([*corners, corners[0]])

    def set_ghost(self, level: float) -> Self:
        """Show by `level` the whole line faintly, also where it is not drawn yet."""
        self.ghost.line.set_stroke(opacity=level * DIMMED)
        return self


class RunPanel(VGroup):
    """A measure over the steps from 0 to `last`, in a box of `width` by `height`.

    Its name stands over the axes, their lowest and highest value beside them. What lines
    say at their right ends keeps apart, in the order of the lines' last values.
    """

    def __init__(
        self, measure: Measure, last: float, width: float, height: float, *, is_band: bool = True
    ):
        super().__init__()
        low, high = measure.low, measure.high
        self.plot = TimePlot(last, low, high, width=width, height=height)
        ticks = [self.plot.value_tick(value, measure.ticks) for value in (low, high)]
        self.title = Prose(measure.name, size=LABEL)
        self.title.next_to(self.plot.point(0, high), UP, buff=0.17)
        self.title.align_to(self.plot.point(0, high), LEFT)
        self.lines = [
            RunLine(
                self.plot,
                curve,
                decimals=measure.decimals,
                named=len(measure.curves) > 1,
                is_band=is_band,
            )
            for curve in measure.curves
        ]
        self.add(self.plot, *ticks, self.title, *self.lines)
        self.set_step(last)

    def set_step(self, step: float) -> Self:
        """Draw every line as far as `step`."""
        for line in self.lines:
            line.set_step(step)
        upward = sorted(self.lines, key=lambda line: line.trace.values[-1])
        heights = np.array([line.trace.head.get_center()[1] for line in upward])
        for line, height in zip(upward, _apart(heights, _APART), strict=True):
            line.label.shift((height - line.number.get_center()[1]) * UP)
        return self


def _apart(heights: np.ndarray, gap: float) -> np.ndarray:
    """Heights in this order, `gap` apart at least, about where they were."""
    steps = gap * np.arange(len(heights))
    pushed = np.maximum.accumulate(heights - steps) + steps
    pulled = np.minimum.accumulate((heights - steps)[::-1])[::-1] + steps
    return 0.5 * (pushed + pulled)
