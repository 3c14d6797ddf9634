"""A signed height as a block: a hill is solid, a hole is hollow."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from .theme import AXIS, paint

_OVERLAP = 0.02


class SignedBlock(VMobject):
    """A rectangle from the line at `foot` up (solid) or down (hollow) by a signed height."""

    def __init__(self, role: str = "muted"):
        super().__init__(stroke_width=0)
        self.role = role

    def stand(self, left: np.ndarray, right: np.ndarray, height: float) -> Self:
        """Stand on the line from `left` to `right`, `height` scene units high or deep."""
        rise = np.array([0.0, height, 0.0])
        if height >= 0:  # neighbours overlap, so that no seam shows where they are level
            right = right + np.array([_OVERLAP, 0.0, 0.0])
        corners = [right + rise, left + rise, left, right, right + rise]  # as a Rectangle has them
        self.set_points_as_corners(np.array(corners))
        hill = height >= 0
        self.set_fill(paint(self.role), opacity=float(hill))
        self.set_stroke(paint(self.role), 0 if hill else AXIS, opacity=1)
        return self

    def tip(self) -> np.ndarray:
        """The middle of the edge that is away from the line."""
        return 0.5 * (self.points[0] + self.points[3])
