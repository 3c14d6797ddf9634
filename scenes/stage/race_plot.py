"""The running means of k1 and k3 over the same samples, drawn as the samples come."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, Polygon, VGroup, VMobject

from grpo_core import EstimatorRace

from .grid import Grid
from .live_number import LiveNumber, number_text
from .log_bars import DECIMALS
from .theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, current_theme, paint
from .typeset import Formula, Prose

_THIN = 3.0
_LEAST_ROOM = 2.4
_ROOM = 0.32  # between the names at the ends of the two curves


class RacePlot(VGroup):
    """Means of the first n samples over n, about the exact divergence.

    `spreads` are the standard deviations of one sample of k1 and of k3: each has a band,
    as wide as a mean of n samples strays. A `Drive` can call `set_count`.
    """

    def __init__(
        self,
        race: EstimatorRace,
        spreads: tuple[float, float],
        *,
        width: float = 7.3,
        height: float = 4.7,
    ):
        super().__init__()
        self.race, self.size = race, len(race.samples)
        means = np.concatenate([race.mean_k1, race.mean_k3])
        reach = max(1.06 * float(np.abs(means - race.exact).max()), 1e-6)
        self.grid = Grid((0, self.size), (race.exact - reach, race.exact + reach), width, height)
        low, high = self.grid.up
        self.axis = Line(self.grid.point(0, low), self.grid.point(0, high))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.exact = DashedLine(
            self.grid.point(0, race.exact), self.grid.point(self.size, race.exact)
        )
        self.exact.set_stroke(paint("muted"), HAIRLINE)
        self.spreads = spreads
        self.wild = VMobject().set_stroke(paint("muted"), _THIN)
        self.calm = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.counter = LiveNumber(1, 0, size=LABEL, role="muted")
        self.word = Prose("samples", role="muted")
        self.add(self.grid, self.axis, self.exact, self.wild, self.calm, self.counter, self.word)
        self.set_count(1.0)

    def bands(self) -> VGroup:
        """The band of k1, and that of k3 in it."""
        return VGroup(*map(self._band, self.spreads))

    def _band(self, spread: float) -> Polygon:
        n = np.geomspace(1, self.size, 80)
        half = np.minimum(spread / np.sqrt(n), self.grid.up[1] - self.race.exact)
        above = self.grid.path(n, self.race.exact + half)
        below = self.grid.path(n, self.race.exact - half)
        band = Polygon(*above, *below[::-1], stroke_width=0)
        return band.set_fill(paint("muted"), 1.4 * current_theme().tint)

    def set_count(self, count: float) -> Self:
        """Draw both means of the first `count` samples."""
        n = max(1, round(count))
        self.count = n
        across = np.arange(1, n + 1)
        for curve, means in ((self.wild, self.race.mean_k1), (self.calm, self.race.mean_k3)):
            path = self.grid.path(across, means[:n])
            curve.set_points_as_corners(path if n > 1 else np.repeat(path, 2, axis=0))
        self.counter.set_value(n)
        # The number goes with the curves' ends as soon as there is room for its word.
        end = max(self.grid.point(n, 0)[0] + 0.3, self.axis.get_x() + _LEAST_ROOM)
        self.counter.set_y(self.axis.get_bottom()[1] - 0.35).align_to([end, 0, 0], RIGHT)
        self.word.next_to(self.counter, LEFT, buff=0.2)
        self.word.shift((self.counter.baseline - self.word.baseline) * UP)
        return self

    def exact_label(self) -> VGroup:
        """The exact value on the vertical axis."""
        words = VGroup(
            Prose("exact", role="muted"),
            Formula(number_text(self.race.exact, DECIMALS), size=LABEL, role="muted"),
        ).arrange(DOWN, buff=0.14)
        return words.next_to(self.axis.point_from_proportion(0.5), LEFT, buff=0.2)

    def end_names(self) -> VGroup:
        """k1 and k3 at the ends of their curves, clear of each other."""
        names = VGroup(Formula("k_1", size=LABEL, role="muted"), Formula("k_3", size=LABEL))
        ends = [self.wild.get_end(), self.calm.get_end()]
        for name, end in zip(names, ends, strict=True):
            name.next_to(end, RIGHT, buff=0.18)
        apart = names[0].get_y() - names[1].get_y()
        side = 1.0 if apart >= 0 else -1.0
        missing = max(names[0].height + _ROOM - abs(apart), 0.0)
        names[0].shift(0.5 * side * missing * UP)
        names[1].shift(-0.5 * side * missing * UP)
        return names
