"""The hatch of what is clipped: stripes over a solid shape, cut exactly to it."""

from __future__ import annotations

import numpy as np

from .covering import Covering

_SHARE = 0.34  # how much of the way from stripe to stripe is stripe
_SLANT = np.array([1.0, 1.0]) / np.sqrt(2)  # across the stripes, which fall to the right


class Hatch(Covering):
    """Diagonal stripes in the colour of `role` over the convex `shape`: it is clipped.

    The stripes start from the shape's lower left corner: they move with it, and stand still
    while it grows upwards. `cover` makes them follow. `gap` is from stripe to stripe.
    """

    def _lay(self, outline: np.ndarray) -> None:
        heights = outline @ _SLANT
        foot = outline.min(axis=0) @ _SLANT
        half = 0.5 * _SHARE * self.gap * self.level
        for middle in np.arange(foot + 0.5 * self.gap, heights.max() + half, self.gap):
            stripe = _cut(_cut(outline, -_SLANT, half - middle), _SLANT, middle + half)
            if len(stripe) > 2:
                first, *others = np.pad(stripe, ((0, 0), (0, 1)))
                self.start_new_path(first).add_points_as_corners([*others, first])


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
