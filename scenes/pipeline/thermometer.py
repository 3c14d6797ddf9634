"""A thermometer: a model as the share of problems that it solves, from nothing to all."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import TAU, Line, VMobject

from scenes.stage.theme import AXIS, CURVE, paint

from .pinned import Pinned

TUBE, BULB, SCALE = 0.13, 0.22, 1.2  # half widths, and the length from 0 to 100 %
_RIM = 0.05  # between the glass and what it holds


class Thermometer(Pinned):
    """Glass and filling; `set_level` takes a percentage. The bulb does not count."""

    def __init__(self, percent: float, *, role: str = "text", scale: float = 1.0):
        super().__init__()
        self.glass = VMobject().set_stroke(paint("muted"), AXIS)
        self.glass.set_points_as_corners(self.outline(_contour(TUBE, BULB, SCALE, rounded=True)))
        self.filling = VMobject(stroke_width=0).set_fill(paint(role), opacity=1)
        self.add(self.glass, self.filling)
        self.set_level(percent)
        self.move_to([0, 0, 0]).scale(scale)

    def set_level(self, percent: float) -> Self:
        """Fill it to `percent`; the foot stays."""
        self.percent = percent
        top = SCALE * percent / 100
        corners = _contour(TUBE - _RIM, BULB - _RIM, top, rounded=False)
        self.filling.set_points_as_corners(self.outline(corners))
        return self

    def at(self, percent: float, side: float = 1.0) -> np.ndarray:
        """The point on the glass at `percent`, on its right side or on the left (-1)."""
        return self.point(side * TUBE, BULB + SCALE * percent / 100)

    def mark(self, percent: float) -> Line:
        """A short line across the tube at `percent`, reaching out to the right."""
        left, right = (self.at(percent, side) for side in (-1.0, 2.4))
        return Line(left, right).set_stroke(paint("text"), CURVE)


def _contour(tube: float, bulb: float, top: float, *, rounded: bool) -> list[tuple[float, float]]:
    """The corners of a bulb about the origin with a tube up to `top` of the scale."""
    neck = np.arcsin(tube / bulb)
    angles = np.linspace(TAU / 4 - neck, TAU / 4 + neck - TAU, 33)
    around = [(bulb * np.cos(a), bulb * np.sin(a)) for a in angles]
    height = BULB + top
    if rounded:
        over = [(tube * np.cos(a), height + tube * np.sin(a)) for a in np.linspace(TAU / 2, 0, 17)]
    else:
        over = [(-tube, height), (tube, height)]
    return [*around, *over, around[0]]
