"""k3 as a picture: the gap between the line x - 1 and the curve ln x."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Dot, Line, Polygon, VGroup, VMobject

from grpo_core import kl_estimate
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.grid import Grid
from scenes.stage.marks import tick
from scenes.stage.theme import AXIS, CURVE, FORMULA, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula

_LEAST, _MOST = 0.12, 6.0  # x beyond these is not drawn
_STEPS = 160
_BETWEEN = 0.66  # opacity of the gap


class GapPlot(VGroup):
    """x - 1 and ln x for x = pi_ref / pi_theta, and the gap between them.

    The picture is wide enough for the ratios `xs`, within reason (`shows` tells).
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
        self.between.set_fill(paint("muted"), _BETWEEN)
        self.line = Line(upper[0], upper[-1]).set_stroke(paint("muted"), CURVE)
        self.curve = VMobject().set_points_smoothly(lower).set_stroke(paint("text"), MAIN_CURVE)
        self.touch = Dot(self.point(1, 0), radius=0.1).set_fill(paint("text"), 1)
        self.add(self.grid, self.between, self.axis, self.line, self.curve, self.touch)

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

    def ends(self, x: float) -> tuple[np.ndarray, np.ndarray]:
        """Where the gap at `x` begins and ends."""
        foot = self.point(x, float(np.log(x)))
        return foot, foot + (self.point(x, self.gap(x)) - self.point(x, 0))

    def names(self) -> VGroup:
        """x - 1 and ln x at the ends of their lines, 1 on the axis, and what x is."""
        line = Formula("x - 1", size=FORMULA, role="muted")
        line.next_to(self.line.get_end(), RIGHT, 0.16)
        curve = Formula("ln x", size=FORMULA).next_to(self.curve.get_end(), RIGHT, 0.16)
        ticks = VGroup(*(tick(self.point(x, 0), f"{x:g}", buff=0.14) for x in self.ticks()))
        new, ref = (quoted(say(f"kl.surprise.{word}")) for word in ("new", "ref"))
        ratio = Formula(
            f"x = ({{{{ {ref} : reference }}}}) / ({{{{ {new} : new }}}})",
            size=READOUT,
            new="new",
            reference="reference",
        )
        ratio.next_to(self.axis.get_end(), DOWN, 0.22).align_to(self.axis, RIGHT)
        return VGroup(line, curve, ticks, ratio)

    def ticks(self) -> list[float]:
        """The ratios that the axis names."""
        return [x for x in (1.0, 2.0, 3.0, 5.0) if x <= 0.9 * self.most]
