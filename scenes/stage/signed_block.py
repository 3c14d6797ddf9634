"""A signed height as a block: a hill is shaded, a hole is hatched; both have a crisp edge."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VGroup, VMobject

from .marks import hatching
from .theme import AXIS, current_theme, paint

_SHADE = 1.9  # tints: so much of the block's colour is in a hill
_HATCH = 0.17  # between two lines of a hole, scene units
_LEAST_HOLE = 0.02  # a hole less deep has no room for lines


class SignedBlock(VMobject):
    """A rectangle from the line at `foot` up (shaded) or down (hatched) by a signed height.

    The shade is faint; `edge` carries the contrast.
    """

    def __init__(self, role: str = "muted"):
        super().__init__(stroke_width=0)
        self.role = role
        self.hatch = VGroup()
        self.edge = VMobject().set_stroke(paint(role), AXIS)
        self.add(self.hatch, self.edge)

    def stand(
        self,
        left: np.ndarray,
        right: np.ndarray,
        height: float,
        beside: tuple[float, float] = (0.0, 0.0),
    ) -> Self:
        """Stand on the line from `left` to `right`, `height` scene units high or deep.

        `beside` are the heights of the neighbours: no edge is drawn where one of them goes on.
        """
        rise = np.array([0.0, height, 0.0])
        corners = [right + rise, left + rise, left, right, right + rise]  # as a Rectangle has them
        self.set_points_as_corners(np.array(corners))
        self.set_fill(paint(self.role), opacity=shade() * (height >= 0), family=False)
        starts = [np.array([0.0, _shared(height, other), 0.0]) for other in beside]
        self.edge.set_points_as_corners(
            np.array([left + starts[0], left + rise, right + rise, right + starts[1]])
        )
        deep = height < -_LEAST_HOLE and right[0] - left[0] > _LEAST_HOLE
        lines = hatching([left, right, right + rise, left + rise], self.role, gap=_HATCH,
                         through=np.zeros(3)) if deep else VGroup()  # fmt: skip
        self.hatch.submobjects = lines.submobjects
        return self

    def tip(self) -> np.ndarray:
        """The middle of the edge that is away from the line."""
        return 0.5 * (self.points[0] + self.points[3])


def shade() -> float:
    """The opacity of a shaded area with a crisp edge."""
    return _SHADE * current_theme().tint


def _shared(height: float, other: float) -> float:
    """Up to where a block and its neighbour stand side by side."""
    if height * other <= 0:
        return 0.0
    return other if abs(other) < abs(height) else height
