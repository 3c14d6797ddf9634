"""The hatch of what is clipped: stripes over a solid shape, cut exactly to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .covering import Covering
from .straight import lay_straight

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
        corners = outline.tolist()
        froms: list[Sequence[float]] = []
        tos: list[Sequence[float]] = []
        for middle in np.arange(foot + 0.5 * self.gap, heights.max() + half, self.gap).tolist():
            over = _cut(corners, -1.0, half - middle)
            stripe = _cut(over, 1.0, middle + half)
            if len(stripe) > 2:
                froms += stripe
                tos += [*stripe[1:], stripe[0]]
        if froms:
            lay_straight(self, *(np.pad(ends, ((0, 0), (0, 1))) for ends in (froms, tos)))


def _cut(polygon: Sequence[Sequence[float]], side: float, limit: float) -> list[Sequence[float]]:
    """What of a convex polygon, n corners (x, y), lies where ``side * height <= limit``.

    The height is that across the stripes. Of so few numbers each by itself is quicker than
    an array.
    """
    across_x, across_y = (side * _SLANT).tolist()
    overs = [x * across_x + y * across_y - limit for x, y in polygon]
    kept: list[Sequence[float]] = []
    for i, ((x, y), over) in enumerate(zip(polygon, overs, strict=True)):
        (last_x, last_y), last = polygon[i - 1], overs[i - 1]
        if (last > 0) != (over > 0):
            share = last / (last - over)
            kept.append((last_x + (x - last_x) * share, last_y + (y - last_y) * share))
        if over <= 0:
            kept.append((x, y))
    return kept
