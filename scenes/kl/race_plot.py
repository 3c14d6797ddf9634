"""The running means of k1 and k3 over the same samples, drawn as the samples come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Line, Mobject, Polygon, VGroup, VMobject

from grpo_core import EstimatorRace
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.grid import Grid
from scenes.stage.marks import tick
from scenes.stage.placement import find_place
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, current_theme, paint
from scenes.stage.typeset import Formula, Prose

from .log_bars import DECIMALS

_AROUND = (UP, DOWN, UP + RIGHT, DOWN + RIGHT, RIGHT)
_ROOM = 1.3  # left of the axes, for a word


class RacePlot(VGroup):
    """Means of the first n samples over n, about the exact divergence.

    The axis of n is logarithmic: a mean of four times as many samples strays half as far, so
    that the bands narrow all along it. `spreads` are the standard deviations of one sample of
    k1 and of k3: each has a band, as wide as a mean of n samples strays. A `Drive` can call
    `set_count`.
    """

    def __init__(
        self,
        race: EstimatorRace,
        spreads: tuple[float, float],
        *,
        width: float = 7.5,
        height: float = 4.7,
    ):
        super().__init__()
        self.race, self.size = race, len(race.samples)
        means = np.concatenate([race.mean_k1, race.mean_k3])
        reach = max(1.06 * float(np.abs(means - race.exact).max()), 1e-6)
        ends = (race.exact - reach, race.exact + reach)
        self.grid = Grid((0, float(np.log(self.size))), ends, width, height)
        low, high = self.grid.up
        self.axis = Line(self.point(1, low), self.point(1, high))
        self.foot = Line(self.point(1, low), self.point(self.size, low))
        for axis in (self.axis, self.foot):
            axis.set_stroke(paint("muted"), AXIS)
        powers = 10 ** np.arange(int(np.log10(self.size)) + 1)
        self.ticks = VGroup(*(tick(self.point(n, low), f"{n}", buff=0.14) for n in powers))
        self.word = self._axis_name()
        self.exact = DashedLine(self.point(1, race.exact), self.point(self.size, race.exact))
        self.exact.set_stroke(paint("muted"), HAIRLINE)
        self.spreads = spreads
        self.wild = VMobject().set_stroke(paint("muted"), CURVE)
        self.calm = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.add(self.grid, self.axis, self.foot, self.ticks, self.word, self.exact)
        self.add(self.wild, self.calm)
        self.set_count(1.0)

    def point(self, n: float, mean: float) -> np.ndarray:
        """Where a mean of n samples lies on the stage."""
        return self.grid.point(float(np.log(n)), mean)

    def bands(self) -> VGroup:
        """The band of k1, and that of k3 in it."""
        roles = ("muted", "text")
        return VGroup(*(self._band(*band) for band in zip(self.spreads, roles, strict=True)))

    def _band(self, spread: float, role: str) -> Polygon:
        n = np.geomspace(1, self.size, 80)
        half = np.minimum(spread / np.sqrt(n), self.grid.up[1] - self.race.exact)
        above = self.grid.path(np.log(n), self.race.exact + half)
        below = self.grid.path(np.log(n), self.race.exact - half)
        band = Polygon(*above, *below[::-1], stroke_width=0)
        return band.set_fill(paint(role), 1.6 * current_theme().tint)

    def set_count(self, count: float) -> Self:
        """Draw both means of the first `count` samples."""
        self.count = n = max(1, round(count))
        across = np.log(np.arange(1, n + 1))
        for curve, means in ((self.wild, self.race.mean_k1), (self.calm, self.race.mean_k3)):
            path = self.grid.path(across, means[:n])
            curve.set_points_as_corners(path if n > 1 else np.repeat(path, 2, axis=0))
        return self

    def _axis_name(self) -> Prose:
        """What the axis counts, before its first tick; under it if that is too wide."""
        name, first = Prose(say("stage.race_plot.samples"), role="muted"), self.ticks[0][1]
        if name.width > _ROOM:
            return name.next_to(VGroup(self.foot, self.ticks), DOWN, buff=0.1)
        name.next_to(first, LEFT, buff=0.3)
        return stand_on(name, first)

    def exact_label(self) -> VGroup:
        """The exact value on the vertical axis."""
        words = VGroup(
            Prose(say("stage.race_plot.exact"), role="muted"),
            Formula(number_text(self.race.exact, DECIMALS), size=LABEL, role="muted"),
        ).arrange(DOWN, buff=0.14)
        return words.next_to(self.axis.point_from_proportion(0.5), LEFT, buff=0.2)

    def names(self) -> VGroup:
        """k1 and k3 beside their curves, where these are farthest apart."""
        taken: list[Mobject] = [self.wild, self.calm, self.exact, self.axis, self.foot]
        curves = (("k_1", "muted", self.race.mean_k1), ("k_3", "text", self.race.mean_k3))
        apart = np.abs(self.race.mean_k1 - self.race.mean_k3)
        order = [int(k) for k in np.argsort(-apart, kind="stable") if k > 0] or [0]
        placed = VGroup()
        for source, role, means in curves:
            name = Formula(source, size=LABEL, role=role)
            self._beside(name, [self.point(k + 1, means[k]) for k in order], taken)
            taken.append(name)
            placed.add(name)
        return placed

    def band_name(self, names: VGroup) -> VGroup:
        """What the bands are, over the upper edge of the outer one; empty without room."""
        spread = quoted(say("stage.race_plot.spread"))
        samples = quoted(say("stage.race_plot.samples"))
        source = f"plus.minus {spread} \\/ sqrt({samples})"
        name = Formula(source, size=LABEL, role="muted")
        n = np.geomspace(4, 0.5 * self.size, 40)
        edge = [self.point(k, self.race.exact + self.spreads[0] / np.sqrt(k)) for k in n]
        upper = VMobject().set_points_as_corners(np.array(edge)).set_stroke(width=1)
        taken = [self.wild, self.calm, self.axis, upper, *names]
        sides = (UP + RIGHT, UP)
        return VGroup(name) if self._beside(name, edge, taken, sides) else VGroup()

    def _beside(
        self, name: Formula, spots: Iterable[np.ndarray], taken: Iterable[Mobject], sides=_AROUND
    ) -> bool:
        """Put `name` at the first of `spots` that has room beside it within the plot."""
        corners = self.grid.points[0], self.grid.points[-1]
        box = corners[0][:2], corners[1][:2]
        for spot in spots:
            dot = Dot(spot, radius=0.02)
            if find_place(name, dot, taken, directions=sides, buff=0.14, within=box) and (
                np.linalg.norm(name.get_center() - spot) < 0.5 * name.width + 0.45
            ):
                return True
        return False
