"""GSPO's window for the mean ratio: a hairline on a token's axis, and under a lens."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, DashedLine, Line, Polygon, Rectangle, VGroup, VMobject

from scenes.script.facts import Fact
from scenes.script.words import say
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, READOUT, current_theme, paint
from scenes.stage.typeset import Formula, Prose

from .product_chart import BREADTH, HALF, LEFT_SIDE, MIDDLE, ProductChart

_CLOSEST = 8e-4  # nats from 1 to the lens's edge in the end
_CORNER, _WIDE, _HIGH = (0.25, -1.98), 4.5, 1.75  # its lower left corner, and its size
_AT = 0.42  # where the hairline is looked at, as a share of the axis


class Lens(VGroup):
    """A sheet that shows the axis about 1: `set_zoom` goes from the chart's span to a hairline's.

    `hairline` is the window as it is on the chart's own axis.
    """

    def __init__(self, chart: ProductChart, low: Fact, high: Fact):
        self.span, self.bounds = chart.view.span, chart.bounds
        self.held = np.log([1 - low.value, 1 + high.value])
        self.hairline = self._hairline()
        left, foot = _CORNER
        self.middle = np.array([left + 0.5 * _WIDE, foot + 0.5 * _HIGH, 0.0])
        self.sheet = Rectangle(width=_WIDE, height=_HIGH).move_to(self.middle)
        self.sheet.set_fill(paint("panel"), 1).set_stroke(paint("muted"), HAIRLINE)
        self.window = VMobject(stroke_width=0).set_fill(paint("muted"), 2 * current_theme().tint)
        self.edges = VGroup(*(VMobject().set_stroke(paint("text"), AXIS) for _ in self.held))
        self.old = VGroup(*(VMobject().set_stroke(paint("muted"), CURVE) for _ in self.bounds))
        ends = self.sheet.get_left(), self.sheet.get_right()
        self.one = DashedLine(*ends).set_stroke(paint("muted"), AXIS)
        spot = np.array([LEFT_SIDE + _AT * BREADTH, MIDDLE, 0.0])
        corners = self.sheet.get_corner(UP + LEFT), self.sheet.get_corner(UP + RIGHT)
        self.beam = Polygon(spot, *corners, stroke_width=0)
        self.beam.set_fill(paint("muted"), current_theme().tint)
        super().__init__(self.beam, self.sheet, self.window, self.old, self.edges, self.one)
        self.labels = self._labels(low, high)
        self.set_zoom(0.0)

    def _hairline(self) -> Line:
        left, right = LEFT_SIDE, LEFT_SIDE + BREADTH
        line = Line([left, MIDDLE, 0], [right, MIDDLE, 0])
        width = float(HALF * np.ptp(self.held) / self.span)  # thinner than a line can be
        return line.set_stroke(paint("text"), max(AXIS, width))

    def _labels(self, low: Fact, high: Fact) -> VGroup:
        """The bounds at the sheet's right, and whose window it is, in it."""
        told = VGroup()
        for log, source in zip(self.held, (f"1 - {low.value}", f"1 + {high.value}"), strict=True):
            label = Formula(source, size=LABEL, role="muted")
            y = self.middle[1] + 0.5 * _HIGH * log / _CLOSEST
            told.add(label.move_to([self.sheet.get_right()[0] + 0.12, y, 0], aligned_edge=LEFT))
        name = Prose(say("tokens.mean.bounds"), size=READOUT)
        name.move_to(self.middle + 0.66 * UP)
        return told.add(name)

    def set_zoom(self, share: float) -> Self:
        """How near it looks, by equal factors: 0 as the chart does, 1 as close as it can."""
        span = float(np.exp((1 - share) * np.log(self.span) + share * np.log(_CLOSEST)))
        half, (x, y, _) = 0.5 * _HIGH, self.middle
        sides = x - 0.5 * _WIDE, x + 0.5 * _WIDE
        low, high = (float(np.clip(log / span, -1, 1)) * half for log in self.held)
        corners = [(sides[0], low), (sides[1], low), (sides[1], high), (sides[0], high)]
        self.window.set_points_as_corners([[a, y + b, 0] for a, b in (*corners, corners[0])])
        for edge, height in zip(self.edges, (y + low, y + high), strict=True):
            edge.set_points_as_corners([[sides[0], height, 0], [sides[1], height, 0]])
        for line, bound in zip(self.old, self.bounds, strict=True):
            line.clear_points()
            if abs(bound) < span:
                height = y + half * bound / span
                line.set_points_as_corners([[sides[0], height, 0], [sides[1], height, 0]])
        return self
