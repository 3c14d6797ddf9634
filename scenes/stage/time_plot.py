"""What a run measures, over its batches: axes that stay, and lines drawn as time goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Dot, Line, VGroup, VMobject

from scenes.script.numerals import ratio_text

from .plot import Plot
from .straight import lay_straight
from .theme import AXIS, CURVE, HAIRLINE, LABEL, paint
from .typeset import Formula


class TimePlot(Plot):
    """Axes of batches (0 to `last`) and of a value (`low` to `high`), fixed for a film."""

    def __init__(self, last: int, low: float, high: float, *, width: float, height: float):
        super().__init__((0, last), (low, high), width, height)
        self.last, self.low, self.high = last, low, high
        floor = max(low, 0.0)
        self.axis = Line(self.point(0, floor), self.point(last, floor))
        self.upright = Line(self.point(0, low), self.point(0, high))
        for axis in (self.axis, self.upright):
            axis.set_stroke(paint("muted"), AXIS)
        self.add(self.axis, self.upright)

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
    """A line through (`times`, `values`) of a `TimePlot`, drawn as far as `set_time`.

    `dash` is the length of a dash and of the gap after it.
    """

    def __init__(
        self,
        plot: TimePlot,
        times: Sequence[float],
        values: Sequence[float],
        *,
        role: str = "text",
        width: float = CURVE,
        head: bool = True,
        dash: tuple[float, float] | None = None,
    ):
        super().__init__()
        self.dash = dash
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

    def last(self, time: float) -> float:
        """The last value measured by `time`, the first one before that."""
        return float(self.values[max(0, int(np.sum(self.times < time + 1e-9)) - 1)])

    def set_time(self, time: float) -> Self:
        """Draw the line as far as `time`."""
        self.time = time
        passed = self.times < time - 1e-9
        times = [*self.times[passed], time] if time > self.times[0] else [self.times[0]]
        values = [*self.values[passed], self.at(time)] if time > self.times[0] else [self.values[0]]
        corners = [self.plot_point(t, v) for t, v in zip(times, values, strict=True)]
        self.line.set_points_as_corners([*corners, corners[-1] + 1e-4 * RIGHT])
        if self.dash:
            cut_into_dashes(self.line, np.array(corners), *self.dash)
        self.head.move_to(corners[-1])
        return self


def cut_into_dashes(line: VMobject, corners: np.ndarray, dash: float, gap: float) -> VMobject:
    """Give `line` the dashes of the way through `corners`, counted from its start.

    A longer way has the same dashes at its beginning, so that they stand still as it grows.
    """
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    way = np.array([0.0, *np.cumsum(lengths)])
    if way[-1] < 1e-3:
        return line

    spans = []  # of each dash: how far along its start, its corners and its end lie
    for start in np.arange(0.0, way[-1] - 1e-3, dash + gap):
        end = min(start + dash, way[-1])
        inside = way[(way > start + 1e-6) & (way < end - 1e-6)]
        spans.append(np.array([start, *inside, end]))

    def at(where: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(where, way, corners[:, axis]) for axis in range(3)], axis=1)

    froms = at(np.concatenate([span[:-1] for span in spans]))
    tos = at(np.concatenate([span[1:] for span in spans]))
    return lay_straight(line, froms, tos)
