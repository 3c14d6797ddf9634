"""k3 as a picture: the gap between the line x - 1 and the curve ln x."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, Polygon, VGroup, VMobject

from grpo_core import kl_estimate
from scenes.stage.grid import Grid
from scenes.stage.theme import AXIS, CURVE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula

from .signed_block import shade

_LEAST, _MOST = 0.12, 6.0  # x beyond these is not drawn
_STEPS = 160
_GAP = 9.0  # stroke
_INSET = 0.55  # of the name in the gap from its right end, scene units


class GapPlot(VGroup):
    """x - 1 and ln x for x = pi_ref / pi_theta, and the gap between them as a bar.

    The picture is wide enough for the ratios `xs`, within reason (`shows` tells). A
    `Drive` can call `set_x`, which moves the bar.
    """

    def __init__(self, xs: np.ndarray, *, width: float = 8.1, height: float = 5.5):
        super().__init__()
        self.xs = np.asarray(xs)
        self.least = float(np.clip(0.8 * xs.min(), _LEAST, 0.35))
        self.most = float(np.clip(1.15 * xs.max(), 2.35, _MOST))
        ends = (self.least, self.most)
        self.grid = Grid(ends, (float(np.log(self.least)), self.most - 1), width, height)
        samples = np.geomspace(*ends, _STEPS)
        upper = self.grid.path(samples, samples - 1)
        lower = self.grid.path(samples, np.log(samples))
        self.axis = Line(self.point(self.least, 0), self.point(self.most, 0))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.between = Polygon(*upper, *lower[::-1], stroke_width=0)
        self.between.set_fill(paint("muted"), shade())
        self.line = Line(upper[0], upper[-1]).set_stroke(paint("muted"), CURVE)
        self.curve = VMobject().set_points_smoothly(lower).set_stroke(paint("text"), MAIN_CURVE)
        self.touch = Dot(self.point(1, 0), radius=0.1).set_fill(paint("text"), 1)
        self.bar = Line().set_stroke(paint("text"), _GAP)
        self.add(self.grid, self.between, self.axis, self.line, self.curve, self.touch)
        self.set_x(1.0)

    def point(self, x: float, value: float) -> np.ndarray:
        """Where (x, value) lies on the stage."""
        return self.grid.point(x, value)

    def shows(self, x: float) -> bool:
        """Whether the picture reaches as far as `x`."""
        return self.least <= x <= self.most

    @staticmethod
    def gap(x: float) -> float:
        """The k3 of an answer with the ratio `x`."""
        return float(kl_estimate(0.0, np.log(x), "k3"))

    def set_x(self, x: float) -> Self:
        """Put the bar between line and curve at `x`."""
        self.bar.put_start_and_end_on(*self._ends(x))
        return self

    def _ends(self, x: float) -> tuple[np.ndarray, np.ndarray]:
        foot = self.point(x, float(np.log(x)))
        top = foot + (self.point(x, self.gap(x)) - self.point(x, 0))
        return foot, top if top[1] - foot[1] > 1e-3 else foot + 1e-3 * UP

    def stamp(self, x: float) -> Line:
        """The bar at `x`, to stay."""
        return Line(*self._ends(x)).set_stroke(paint("text"), _GAP)

    def names(self) -> VGroup:
        """x - 1 and ln x at the ends of their lines, 1 and what x is on the axis."""
        line = Formula("x - 1", size=LABEL, role="muted").next_to(self.line.get_end(), RIGHT, 0.14)
        curve = Formula("ln x", size=LABEL).next_to(self.curve.get_end(), RIGHT, 0.14)
        one = Formula("1", size=LABEL, role="muted").next_to(self.point(1, 0), DOWN, 0.2)
        ratio = Formula(
            'x = ({{ pi_"ref" : reference }}) / ({{ pi_theta : new }})',
            size=LABEL,
            new="new",
            reference="reference",
        )
        ratio.next_to(self.axis.get_end(), DOWN, 0.22).align_to(self.axis, RIGHT)
        return VGroup(line, curve, one.shift(0.22 * RIGHT), ratio)

    def gap_name(self) -> VGroup:
        """k3 inside the gap, near its right end; empty where it has no room."""
        name = Formula("k_3", size=LABEL)
        unit = self.grid.width / (self.most - self.least)
        x = self.most - _INSET / unit
        foot, top = self._ends(x)
        name.move_to(0.5 * (foot + top))
        bars = [self.point(float(other), 0)[0] for other in self.xs if self.shows(other)]
        free = all(abs(bar - foot[0]) > 0.5 * name.width + 0.15 for bar in bars)
        return VGroup(name) if free and top[1] - foot[1] > 1.9 * name.height else VGroup()

    def names_near(self, reach: float, scale: float) -> VGroup:
        """x - 1 and ln x for a close view of the point of contact, `reach` to its right."""
        x = 1 + reach * (self.most - self.least) / self.grid.width
        line = Formula("x - 1", size=READOUT * scale, role="muted")
        curve = Formula("ln x", size=READOUT * scale)
        line.next_to(self.point(x, x - 1), UP + LEFT, buff=0.05)
        curve.next_to(self.point(x, float(np.log(x))), DOWN + RIGHT, buff=0.05)
        return VGroup(line, curve)
