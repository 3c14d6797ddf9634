"""Probabilities as bars: old hollow, new filled, reference dashed."""

from __future__ import annotations

from functools import lru_cache
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, DashedVMobject, Line, Rectangle, VGroup, VMobject

from .hatch import Hatch
from .theme import CURVE, paint

_LEAST = 0.06  # scene units: a bar of probability 0 is still a line that can be seen
_DASHES = 24
_RIM = 5  # stroke width: of the ground's colour on both sides of an outline, together


class PolicyBar(VGroup):
    """One probability of one policy (`role`: old, new or reference) as a bar on its foot."""

    def __init__(self, probability: float, role: str, *, width: float = 0.5, full: float = 4.0):
        """`full` is the height of probability 1 in scene units."""
        super().__init__()
        self.role, self.width_at_birth, self.full = role, width, full
        self.hatch: Hatch | None = None
        self.base = Line(0.5 * width * LEFT, 0.5 * width * RIGHT, stroke_width=0)
        self.bar = Rectangle(width=width, height=1.0, stroke_width=0)
        self.dashes = VGroup()
        self.add(self.base, self.bar, self.dashes)
        if role == "new":
            self.bar.set_fill(paint(role), opacity=1)
        else:  # drawn over the new policy's fill, of which no outline stands out by itself
            self.bar.set_stroke(paint("ground"), CURVE + _RIM, background=True)
        if role == "old":
            self.bar.set_stroke(paint(role), CURVE)
        self.set_probability(probability)

    def set_probability(self, probability: float) -> Self:
        """Grow or shrink the bar; its foot stays."""
        self.probability = probability
        return self.set_rise(probability * self.full)

    def set_rise(self, rise: float) -> Self:
        """Make the bar `rise` scene units high, at the size that it had at birth."""
        foot = self.base.get_end() - self.base.get_start()
        scale = np.linalg.norm(foot) / self.width_at_birth
        height = max(rise, _LEAST) * scale
        self.bar.stretch_to_fit_height(height).move_to(self.base.get_center(), aligned_edge=DOWN)
        if self.role == "reference":
            self._dash()
        if self.hatch:
            self.hatch.cover(self.bar)
        return self

    def _dash(self) -> None:
        """Lay the dashes along the bar: the same ones, as others would leave them on the stage."""
        if not self.dashes.submobjects:
            outline = self.bar.copy().set_stroke(width=0, background=True)
            outline.set_stroke(paint(self.role), CURVE)
            self.dashes.submobjects = _dashed(outline).submobjects
        for dash, points in zip(self.dashes, _laid(self.bar.points.tobytes()), strict=True):
            dash.set_points(points)

    def set_clipped(self, level: float) -> Self:
        """Hatch it by `level`, 0 to 1: its answer is clipped. The hatch goes with the bar."""
        if not self.hatch:
            self.hatch = Hatch(self.bar, 0.0)
            self.add(self.hatch)
        self.hatch.set_level(level)
        return self

    def top(self) -> np.ndarray:
        """The middle of the bar's upper edge."""
        return self.bar.get_top()


def _dashed(outline: VMobject) -> DashedVMobject:
    return DashedVMobject(outline, num_dashes=_DASHES)


@lru_cache(maxsize=64)
def _laid(outline: bytes) -> tuple[np.ndarray, ...]:
    """The points of each dash along those of an outline, which often stands as it stood."""
    bar = VMobject().set_points(np.frombuffer(outline).reshape(-1, 3))
    return tuple(dash.points for dash in _dashed(bar).submobjects)
