"""The push of an objective on one probability, as an arrow on its bar."""

from __future__ import annotations

import numpy as np
from manim import UP, Line, VGroup

from scenes.stage.marks import sign_marker
from scenes.stage.theme import CURVE, paint, sign_role


class PushArrow(VGroup):
    """An arrow of `length` over the point `foot`: away from it for a positive slope, else at it.

    Its tip is the sign's marker, so that shape and colour say the same.
    """

    def __init__(self, foot: np.ndarray, slope: float, length: float, *, tip: float = 0.26):
        self.slope, self.foot = slope, foot
        self.tip = sign_marker(slope, tip)
        top = foot + length * UP
        if slope > 0:
            self.tip.move_to(top, aligned_edge=UP)
            self.stem = Line(foot, self.tip.get_bottom())
        else:
            self.tip.move_to(foot, aligned_edge=-UP)
            self.stem = Line(self.tip.get_top(), top)
        self.stem.set_stroke(paint(sign_role(slope)), CURVE)
        super().__init__(self.stem, self.tip)
