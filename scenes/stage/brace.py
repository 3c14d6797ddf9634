"""A curly brace, drawn without LaTeX."""

from __future__ import annotations

from typing import Self, TypeVar

import numpy as np
from manim import Mobject, VMobject
from manim.typing import Point3DLike

from .theme import CURVE, paint

_SHOULDER = 1.15  # how far an arm's bend reaches along the brace, in depths
_POINT = 11  # of its points that in the middle, where the third curve ends

Labelled = TypeVar("Labelled", bound=Mobject)


class Brace(VMobject):
    """A brace from `start` to `end`, pointed in the middle, on the left-hand side of that way.

    `depth` is how far its point stands out, in scene units.
    """

    def __init__(
        self,
        start: Point3DLike,
        end: Point3DLike,
        *,
        depth: float = 0.28,
        role: str = "text",
        stroke: float = CURVE,
    ):
        super().__init__()
        self.reach = depth
        self.set_stroke(paint(role), stroke)
        self.set_ends(start, end)

    def set_ends(self, start: Point3DLike, end: Point3DLike) -> Self:
        """Lay it from `start` to `end`; a length of 0 draws nothing."""
        self.clear_points()
        start, way = np.array(start, dtype=float), np.subtract(end, start)
        length = float(np.linalg.norm(way))
        if not length:
            return self
        along = way / length
        out = np.array([-along[1], along[0], 0.0])
        curves = _curves(length, min(_SHOULDER * self.reach, 0.25 * length))
        self.set_points([start + x * along + y * self.reach * out for x, y in curves])
        return self

    @property
    def point(self) -> np.ndarray:
        """Its point, in the middle."""
        return self.points[_POINT]

    def put(self, label: Labelled, buff: float = 0.14) -> Labelled:
        """Move `label` to its point, and return it."""
        out = self.point - 0.5 * (self.points[0] + self.points[-1])
        out = (out / np.linalg.norm(out)).round(6)  # hardly slanted is not slanted
        return label.next_to(self.point, out, buff=buff)


def _curves(length: float, bend: float) -> list[tuple[float, float]]:
    """The cubic curves of a brace along the x-axis whose point stands out by 1."""
    middle, inner = 0.5 * length, 0.3 * bend
    half = [
        *((0.0, 0.0), (0.0, 0.62), (inner, 0.5), (bend, 0.5)),
        *[(bend, 0.5)] * 2,
        *[(middle - bend, 0.5)] * 2,
        *((middle - bend, 0.5), (middle - inner, 0.5), (middle, 0.38), (middle, 1.0)),
    ]
    return half + [(length - x, y) for x, y in reversed(half)]
