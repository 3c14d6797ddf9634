"""A thread from a symbol of a formula to the thing that it stands for."""

from __future__ import annotations

import numpy as np
from manim import UP, CubicBezier, Dot, VGroup

from .theme import AXIS, paint


class Thread(VGroup):
    """A smooth line that leaves `start` downwards and comes to `end` from above.

    A dot marks the end that points; `curve` and `dot` may be shown one after the other.
    """

    def __init__(self, start: np.ndarray, end: np.ndarray, role: str, *, scale: float = 1.0):
        height = (start[1] - end[1]) * UP
        # It is over its end early, so that it falls between what stands there.
        self.curve = CubicBezier(start, start - 0.4 * height, end + 0.95 * height, end)
        self.curve.set_stroke(paint(role), AXIS)
        self.dot = Dot(end, radius=0.09 * scale, stroke_width=0).set_fill(paint(role), 1)
        super().__init__(self.curve, self.dot)
