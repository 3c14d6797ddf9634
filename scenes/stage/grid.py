"""Where data lies on the stage: the invisible box that a plot is drawn in."""

from __future__ import annotations

import numpy as np
from manim import VMobject


class Grid(VMobject):
    """Maps (x, y) to the stage, and moves and grows with the picture it belongs to.

    `across` and `up` are the data at the left and right, at the lower and upper edge of a
    box of `width` by `height` scene units about the middle of the stage.
    """

    def __init__(
        self,
        across: tuple[float, float],
        up: tuple[float, float],
        width: float,
        height: float,
    ):
        super().__init__(stroke_width=0)
        self.across, self.up = across, up
        self.set_points_as_corners([[-width / 2, -height / 2, 0], [width / 2, height / 2, 0]])

    def point(self, x: float, y: float) -> np.ndarray:
        """The place of (x, y); data beyond the box lies beyond it."""
        low, high = self.points[0], self.points[-1]
        share = [_share(x, self.across), _share(y, self.up), 0.0]
        return low + (high - low) * np.array(share)

    def path(self, xs, ys) -> np.ndarray:
        """The places of many points as ``(N, 3)``."""
        low, high = self.points[0], self.points[-1]
        shares = np.stack([_share(np.asarray(xs), self.across), _share(np.asarray(ys), self.up)])
        flat = low[:2] + (high - low)[:2] * shares.T
        return np.concatenate([flat, np.zeros((len(flat), 1))], axis=1)


def _share(value, ends: tuple[float, float]):
    return (value - ends[0]) / (ends[1] - ends[0])
