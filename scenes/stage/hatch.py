"""The hatch of what is clipped: stripes over a solid shape, cut exactly to it."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from .theme import paint

_GAP, _SHARE = 0.17, 0.34  # from stripe to stripe in scene units; how much of it is stripe
_SLANT = np.array([1.0, 1.0]) / np.sqrt(2)  # across the stripes, which fall to the right

_PARTS = np.arange(4) / 4  # where a bent curve has its corners


class Hatch(VMobject):
    """Diagonal stripes in the colour of `role` over the convex `shape`: it is clipped.

    The stripes start from the shape's lower left corner: they move with it, and stand still
    while it grows upwards. `cover` makes them follow. `gap` is from stripe to stripe.
    """

    def __init__(
        self,
        shape: VMobject,
        level: float = 1.0,
        *,
        role: str = "ground",
        gap: float = _GAP,
    ):
        super().__init__(stroke_width=0)
        self.gap, self.level, self.shape = gap, level, shape
        self.set_fill(paint(role), opacity=1)
        self.cover(shape)

    def set_level(self, level: float) -> Self:
        """Open the stripes by `level`: 0 is no hatch, 1 the whole of it."""
        self.level = level
        return self.cover(self.shape)

    def cover(self, shape: VMobject) -> Self:
        """Lay the stripes over `shape` as it is now."""
        self.shape = shape
        self.clear_points()
        outline = polygon_of(shape)
        if not self.level or not len(outline):
            return self
        heights = outline @ _SLANT
        foot = outline.min(axis=0) @ _SLANT
        half = 0.5 * _SHARE * self.gap * self.level
        for middle in np.arange(foot + 0.5 * self.gap, heights.max() + half, self.gap):
            stripe = _cut(_cut(outline, -_SLANT, half - middle), _SLANT, middle + half)
            if len(stripe) > 2:
                first, *others = np.pad(stripe, ((0, 0), (0, 1)))
                self.start_new_path(first).add_points_as_corners([*others, first])
        return self


def polygon_of(shape: VMobject) -> np.ndarray:
    """The corners of the outline of `shape`, shape (n, 2); a round one has many."""
    curves = shape.points[:, :2].reshape(-1, 4, 2)
    along, bent = curves[:, 3] - curves[:, 0], curves[:, 1] - curves[:, 0]
    is_straight = np.allclose(along[:, 0] * bent[:, 1], along[:, 1] * bent[:, 0])
    parts = np.zeros(1) if is_straight else _PARTS
    shares = [(1 - parts) ** 3, 3 * parts * (1 - parts) ** 2, 3 * parts**2 * (1 - parts), parts**3]
    return np.einsum("ct,ncd->ntd", shares, curves).reshape(-1, 2)


def _cut(polygon: np.ndarray, across: np.ndarray, limit: float) -> np.ndarray:
    """What of a convex polygon, shape (n, 2), lies where ``point @ across <= limit``."""
    kept = []
    for i in range(len(polygon)):
        a, b = polygon[i - 1], polygon[i]
        over_a, over_b = a @ across - limit, b @ across - limit
        if (over_a > 0) != (over_b > 0):
            kept.append(a + (b - a) * over_a / (over_a - over_b))
        if over_b <= 0:
            kept.append(b)
    return np.array(kept)
