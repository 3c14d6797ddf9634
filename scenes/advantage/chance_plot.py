"""Curves over p, the share of right answers, drawn as p moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, DashedLine, Line, VGroup, VMobject

from scenes.script.numerals import number_text
from scenes.stage.marks import tick
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula, Prose

_SAMPLES = 160


class ChancePlot(Plot):
    """Axes for p from 0 to 1 and values from `low` to `high`, and a curve for each name.

    `curves` gives each name its function of p and its role; `markers` the mobject that
    runs at its end. `set_chance` draws the curves from `first` to p. `meaning` says in
    words what p is here.
    """

    def __init__(
        self,
        curves: Mapping[str, tuple[Callable[[np.ndarray], np.ndarray], str]],
        markers: Sequence[VMobject],
        low: float,
        high: float,
        *,
        first: float = 0.0,
        width: float = 8.0,
        height: float = 5.6,
        meaning: str = "",
    ):
        super().__init__((0, 1), (low, high), width, height)
        self.functions = [function for function, _ in curves.values()]
        self.first, self.low = first, low
        self.axes = VGroup(
            Line(self.point(0, low), self.point(1, low)),
            Line(self.point(0, low), self.point(0, high)),
        ).set_stroke(paint("muted"), AXIS)
        if low < 0 < high:
            zero = Line(self.point(0, 0), self.point(1, 0)).set_stroke(paint("muted"), HAIRLINE)
            self.axes.add(zero)
        self.axis_name = VGroup(Formula("p", size=LABEL))
        self.axis_name.next_to(self.axes[0], RIGHT, buff=0.2)
        if meaning:
            words = Prose(meaning, role="muted")
            self.axis_name.add(words.next_to(self.axis_name, RIGHT, buff=0.25))
        self.curves = VGroup(
            *(VMobject().set_stroke(paint(role), MAIN_CURVE) for _, role in curves.values())
        )
        self.markers = VGroup(*markers)
        self.add(self.axes, self.axis_name, self.curves, self.markers)
        self.set_chance(first)

    def values(self, chance: float) -> list[float]:
        """The height of each curve at p."""
        return [float(function(np.asarray(chance))) for function in self.functions]

    def at(self, chance: float) -> list[np.ndarray]:
        """The point of each curve at p."""
        return [self.point(chance, value) for value in self.values(chance)]

    def set_chance(self, chance: float) -> Self:
        """Draw the curves up to p, with the markers at their ends."""
        # Closer samples at both ends, where curves are steep.
        phase = np.linspace(0, 1, _SAMPLES)
        chances = self.first + (chance - self.first) * (1 - np.cos(np.pi * phase)) / 2
        for curve, function in zip(self.curves, self.functions, strict=True):
            heights = function(chances)
            curve.set_points_as_corners(self.grid.path(chances, heights))
        return self.set_markers(chance)

    def set_markers(self, chance: float) -> Self:
        """Move the markers along the curves and leave the curves as they are."""
        for marker, point in zip(self.markers, self.at(chance), strict=True):
            marker.move_to(point)
        return self

    def mark(self, chance: float) -> VGroup:
        """A hairline through all curves at p, and p at its foot."""
        points = [self.point(chance, self.low), *self.at(chance)]
        top = max(points, key=lambda point: point[1])
        line = DashedLine(points[0], top, dash_length=0.07).set_stroke(paint("muted"), HAIRLINE)
        return VGroup(line, tick(points[0], reward_text(round(chance, 2)), DOWN, buff=0.16))

    def level(self, chance: float, decimals: int = 2) -> VGroup:
        """A hairline from the vertical axis to the first curve at p, with the value at its foot."""
        value, end = self.values(chance)[0], self.at(chance)[0]
        foot = self.point(0, value)
        line = DashedLine(foot, end, dash_length=0.07).set_stroke(paint("muted"), HAIRLINE)
        label = Formula(number_text(value, decimals), size=LABEL, role="muted")
        return VGroup(line, label.next_to(foot, LEFT, buff=0.16))
