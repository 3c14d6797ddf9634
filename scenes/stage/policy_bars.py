"""Probabilities as bars: old hollow, new filled, reference dashed."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, UP, DashedVMobject, Line, Rectangle, VGroup

from .theme import AXIS, CURVE, paint

LEAST = 0.015  # a bar of probability 0 is still a line that can be seen


class PolicyBar(VGroup):
    """One probability of one policy (`role`: old, new or reference) as a bar."""

    def __init__(self, probability: float, role: str, *, width: float = 0.5, full: float = 4.0):
        """`full` is the height of probability 1 in scene units."""
        super().__init__()
        self.role, self.full = role, full
        self.base = Line(ORIGIN_LEFT * width / 2, -ORIGIN_LEFT * width / 2, stroke_width=0)
        self.bar = Rectangle(width=width, height=1.0)
        self.add(self.base, self.bar)
        if role == "new":
            self.bar.set_stroke(width=0).set_fill(paint(role), opacity=1)
        else:
            self.bar.set_stroke(paint(role), CURVE * width / 0.5).set_fill(opacity=0)
        self.set_probability(probability)

    def set_probability(self, probability: float) -> Self:
        """Grow or shrink the bar on its foot."""
        self.probability = probability
        scale = np.linalg.norm(self.base.get_end() - self.base.get_start()) / self.bar.width
        height = max(probability, LEAST) * self.full * scale
        self.bar.stretch_to_fit_height(height).move_to(self.base.get_center(), aligned_edge=DOWN)
        return self

    def top(self) -> np.ndarray:
        """The middle of the bar's upper edge."""
        return self.bar.get_top()


ORIGIN_LEFT = np.array([-1.0, 0.0, 0.0])


def dashed(bar: PolicyBar) -> VGroup:
    """The dashed outline of a reference bar."""
    return DashedVMobject(bar.bar, num_dashes=24).set_stroke(paint(bar.role), AXIS)


def floor(bars: VGroup, margin: float = 0.2) -> Line:
    """The line that a row of bars stands on."""
    left, right = bars.get_left()[0] - margin, bars.get_right()[0] + margin
    y = bars[0].base.get_y()
    return Line([left, y, 0], [right, y, 0]).set_stroke(paint("muted"), AXIS).shift(0.0 * UP)
