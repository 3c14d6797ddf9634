"""Running means of one estimator in many runs: a funnel about the exact divergence."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, DashedLine, Line, Polygon, VGroup, VMobject

from scenes.script.words import say
from scenes.stage.grid import Grid
from scenes.stage.marks import tick
from scenes.stage.theme import AXIS, HAIRLINE, MAIN_CURVE, current_theme, paint
from scenes.stage.typeset import Prose

_FAINT, _FAINT_OPACITY = 2.0, 0.75
_BAND = 1.6  # tints


class RacePlot(VGroup):
    """Means of the first n samples over n, in many `runs`, about the `exact` divergence.

    The axis of n is logarithmic: a mean of four times as many samples strays half as far, so
    that the band narrows all along it. `runs` has shape ``(R, N)``; the first one is lit.
    The band is as wide as a mean of n samples strays: `spread` / sqrt(n) to either side. The
    vertical axis goes from one to the other of `up`. A `Drive` can call `set_count`.
    """

    def __init__(
        self,
        runs: np.ndarray,
        exact: float,
        spread: float,
        up: tuple[float, float],
        *,
        width: float = 5.6,
        height: float = 4.6,
    ):
        super().__init__()
        self.runs, self.size, self.exact_value, self.spread = runs, runs.shape[1], exact, spread
        self.grid = Grid((0, float(np.log(self.size))), up, width, height)
        low, high = self.grid.up
        self.axis = Line(self.point(1, low), self.point(1, high))
        self.foot = Line(self.point(1, low), self.point(self.size, low))
        for axis in (self.axis, self.foot):
            axis.set_stroke(paint("muted"), AXIS)
        powers = 10 ** np.arange(int(np.log10(self.size)) + 1)
        self.ticks = VGroup(*(tick(self.point(n, low), f"{n}", buff=0.14) for n in powers))
        self.exact = DashedLine(self.point(1, exact), self.point(self.size, exact))
        self.exact.set_stroke(paint("text"), HAIRLINE)
        self.band = self._band().set_z_index(-1)
        self.faint = VMobject().set_stroke(paint("muted"), _FAINT, opacity=_FAINT_OPACITY)
        self.lit = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.add(self.grid, self.band, self.axis, self.foot, self.ticks, self.exact)
        self.add(self.faint, self.lit)
        self.set_count(1.0)

    def point(self, n: float, mean: float) -> np.ndarray:
        """Where a mean of n samples lies on the stage."""
        return self.grid.point(float(np.log(n)), mean)

    def set_count(self, count: float) -> Self:
        """Draw all means of the first `count` samples."""
        n = round(count)
        if n < 2:
            self.faint.clear_points()
            self.lit.clear_points()
            return self
        across = np.log(np.arange(1, n + 1))
        self.faint.clear_points()
        for run in self.runs[1:]:
            self.faint.start_new_path(self.grid.path(across[:1], self._inside(run[:1]))[0])
            self.faint.add_points_as_corners(self.grid.path(across[1:], self._inside(run[1:n])))
        self.lit.set_points_as_corners(self.grid.path(across, self._inside(self.runs[0][:n])))
        return self

    def _inside(self, means: np.ndarray) -> np.ndarray:
        return np.clip(means, *self.grid.up)

    def _band(self) -> Polygon:
        n = np.geomspace(1, self.size, 80)
        half = self.spread / np.sqrt(n)
        above = self.grid.path(np.log(n), self._inside(self.exact_value + half))
        below = self.grid.path(np.log(n), self._inside(self.exact_value - half))
        band = Polygon(*above, *below[::-1], stroke_width=0)
        return band.set_fill(paint("muted"), 0.0)

    def shade_band(self, share: float) -> None:
        """Show the band by a share of its shade; at first it is not seen."""
        self.band.set_fill(opacity=share * _BAND * current_theme().tint)

    def axis_name(self) -> Prose:
        """What the axis counts, under its middle."""
        return Prose(say("kl.contest.samples"), role="muted").next_to(
            VGroup(self.foot, self.ticks), DOWN, buff=0.12
        )
