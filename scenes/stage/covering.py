"""Signs that lie over a shape, cut to it: what they share."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from .once import lay_once
from .theme import paint

GAP = 0.17  # scene units from stripe to stripe, and from dot to dot

_PARTS = np.arange(4) / 4  # where a bent curve has its corners


class Covering(VMobject):
    """A sign in the colour of `role` over the convex `shape`; `cover` makes it follow.

    A kind of sign says in `_lay` what lies over an outline at its `level` and `gap`.
    """

    def __init__(
        self,
        shape: VMobject,
        level: float = 1.0,
        *,
        role: str = "ground",
        gap: float = GAP,
    ):
        super().__init__(stroke_width=0)
        self.gap, self.level, self.shape = gap, level, shape
        self.set_fill(paint(role), opacity=1)
        self.cover(shape)

    def set_level(self, level: float) -> Self:
        """Open the sign by `level`: 0 is none, 1 the whole of it."""
        self.level = level
        return self.cover(self.shape)

    def cover(self, shape: VMobject) -> Self:
        """Lay it over `shape` as it is now."""
        self.shape = shape
        asked = self.level, self.gap, shape.points.tobytes()
        lay_once([self], asked, lambda: self._follow(shape))
        return self

    def _follow(self, shape: VMobject) -> None:
        self.clear_points()
        outline = polygon_of(shape)
        if self.level and len(outline):
            self._lay(outline)

    def _lay(self, outline: np.ndarray) -> None:
        """Set the points over a polygon, shape (n, 2)."""
        raise NotImplementedError


def polygon_of(shape: VMobject) -> np.ndarray:
    """The corners of the outline of `shape`, shape (n, 2); a round one has many."""
    curves = shape.points[:, :2].reshape(-1, 4, 2)
    along, bent = curves[:, 3] - curves[:, 0], curves[:, 1] - curves[:, 0]
    is_straight = np.allclose(along[:, 0] * bent[:, 1], along[:, 1] * bent[:, 0])
    parts = np.zeros(1) if is_straight else _PARTS
    shares = [(1 - parts) ** 3, 3 * parts * (1 - parts) ** 2, 3 * parts**2 * (1 - parts), parts**3]
    return np.einsum("ct,ncd->ntd", shares, curves).reshape(-1, 2)
