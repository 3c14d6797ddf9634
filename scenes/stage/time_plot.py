"""What a run measures, over its batches: axes that stay, and lines drawn as time goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Dot, Line, VGroup, VMobject

from .envelope import ratio_text
from .theme import AXIS, CURVE, HAIRLINE, LABEL, paint
from .typeset import Formula


class TimePlot(VGroup):
    """Axes of batches (0 to `last`) and of a value (`low` to `high`), fixed for a film."""

    def __init__(self, last: int, low: float, high: float, *, width: float, height: float):
        super().__init__()
        self.last, self.low, self.high = last, low, high
        self._pin = VMobject(stroke_width=0).set_points_as_corners(
            [[-width / 2, -height / 2, 0], [width / 2, height / 2, 0]]
        )
        floor = max(low, 0.0)
        self.axis = Line(self.point(0, floor), self.point(last, floor))
        self.upright = Line(self.point(0, low), self.point(0, high))
        for axis in (self.axis, self.upright):
            axis.set_stroke(paint("muted"), AXIS)
        self.add(self._pin, self.axis, self.upright)

    def point(self, time: float, value: float) -> np.ndarray:
        """Where (time, value) lies on the stage."""
        start, end = self._pin.points[0], self._pin.points[-1]
        share = [time / self.last, (value - self.low) / (self.high - self.low), 0.0]
        return start + (end - start) * np.array(share)

    def middle(self) -> np.ndarray:
        """The centre of the picture between its axes."""
        return 0.5 * (self._pin.points[0] + self._pin.points[-1])

    def value_tick(self, value: float, decimals: int = 1) -> Formula:
        """The number of `value` left of the vertical axis."""
        label = Formula(ratio_text(value, decimals), size=LABEL, role="muted")
        return label.next_to(self.point(0, value), LEFT, buff=0.18)

    def time_tick(self, time: int) -> Formula:
        """The number of a batch under the picture."""
        label = Formula(str(time), size=LABEL, role="muted")
        return label.next_to(self.point(time, self.low), DOWN, buff=0.18)

    def level(self, value: float) -> Line:
        """A hairline across the picture at `value`."""
        line = Line(self.point(0, value), self.point(self.last, value))
        return line.set_stroke(paint("hairline"), HAIRLINE)


class Trace(VGroup):
    """A line through (`times`, `values`) of a `TimePlot`, drawn as far as `set_time`."""

    def __init__(
        self,
        plot: TimePlot,
        times: Sequence[float],
        values: Sequence[float],
        *,
        role: str = "text",
        width: float = CURVE,
        head: bool = True,
    ):
        super().__init__()
        self.plot_point = plot.point
        self.times = np.array(times, dtype=float)
        self.values = np.array(values, dtype=float)
        self.line = VMobject().set_stroke(paint(role), width)
        self.add(self.line)
        self.head = Dot(radius=0.09).set_fill(paint(role), 1)
        if head:
            self.add(self.head)
        self.set_time(float(self.times[-1]))

    def at(self, time: float) -> float:
        """The value at `time`, between two measurements by a straight line."""
        return float(np.interp(time, self.times, self.values))

    def set_time(self, time: float) -> Self:
        """Draw the line as far as `time`."""
        self.time = time
        passed = self.times < time - 1e-9
        times = [*self.times[passed], time] if time > self.times[0] else [self.times[0]]
        values = [*self.values[passed], self.at(time)] if time > self.times[0] else [self.values[0]]
        corners = [self.plot_point(t, v) for t, v in zip(times, values, strict=True)]
        self.line.set_points_as_corners([*corners, corners[-1] + 1e-4 * RIGHT])
        self.head.move_to(corners[-1])
        return self
