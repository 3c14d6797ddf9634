"""A ruler: a length that others are measured with."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VGroup, VMobject
from manim.typing import Point3DLike

from .theme import HAIRLINE, paint

_TENTHS = 10
_TICK, _FINE = 0.03, 0.14  # a tick's width in scene units; and in tenths, where those are short
_LONG, _SHORT = 0.55, 0.32  # how far ticks reach over the bar: the middle one, the others


class Ruler(VGroup):
    """A white bar from `start` to `end` with ticks at its tenths, the middle one longer.

    The bar lies on the left-hand side of that way, `width` scene units wide; its ticks
    stand on the side of the way itself.
    """

    def __init__(self, start: Point3DLike, end: Point3DLike, *, width: float = 0.22):
        self.width_at_birth = width
        self.bar = VMobject().set_fill(paint("paper"), opacity=1)
        self.bar.set_stroke(paint("text"), HAIRLINE)
        self.ticks = VMobject(stroke_width=0).set_fill(paint("ink"), opacity=1)
        super().__init__(self.bar, self.ticks)
        self.set_ends(start, end)

    def set_ends(self, start: Point3DLike, end: Point3DLike) -> Self:
        """Lay it along the way from `start` to `end`; a length of 0 draws nothing."""
        self.bar.clear_points()
        self.ticks.clear_points()
        start, way = np.array(start, dtype=float), np.subtract(end, start)
        length = float(np.linalg.norm(way))
        if not length:
            return self
        along = way / length
        across = self.width_at_birth * np.array([-along[1], along[0], 0.0])

        def block(low: float, high: float, depth: float) -> list[np.ndarray]:
            corners = [(low, 0), (high, 0), (high, depth), (low, depth), (low, 0)]
            return [start + x * along + y * across for x, y in corners]

        self.bar.set_points_as_corners(block(0, length, 1))
        half = 0.5 * min(_TICK, _FINE * length / _TENTHS)
        for tenth in range(1, _TENTHS):
            middle = length * tenth / _TENTHS
            corners = block(middle - half, middle + half, _LONG if 2 * tenth == _TENTHS else _SHORT)
            self.ticks.start_new_path(corners[0]).add_points_as_corners(corners[1:])
        return self
