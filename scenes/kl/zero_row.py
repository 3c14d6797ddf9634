"""Add a zero: ln(new/ref) and ref/new - 1 side by side, and the k3 that their sum is."""

from __future__ import annotations

import numpy as np
from manim import (
    RIGHT,
    UP,
    Animation,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    smooth,
    squish_rate_func,
)

from grpo_core import GroupTable, expected_value
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import touches
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .level import Level
from .short import short

LEFTS, WIDTH = (-6.5, -2.0, 2.5), 4.0  # of the three strips
ZERO = -0.6  # the height of the strips
_UP, _DOWN = 1.75, 1.2  # room over and under the strips for the blocks, scene units
_HEAD, _SUM = 2.5, -2.88  # the middles of the symbols, the baselines of the means
_SYMBOL, _RATIO = 64, 48
_NOTHING = "{{ 1 : ref }} - {{ 1 : new }} = 0"  # both policies' chances add up to 1


_FLIGHT = squish_rate_func(smooth, 0.0, 0.6)
_SUM_UP = squish_rate_func(smooth, 0.4, 1.0)


class ZeroRow:
    """Three charts on one scale: `charts` of k1, of ref / new - 1, and of k3.

    `means` are those under the new policy: the divergence, 0, and the divergence.
    """

    def __init__(self, whole: GroupTable):
        self.whole = whole
        self.rows = (whole.k1, whole.control_variate, whole.k3)
        self.means = [expected_value(whole.new, row) for row in self.rows]
        unit = _unit(np.concatenate(self.rows))
        self.charts = VGroup(
            *(
                AreaChart(
                    whole.new,
                    row,
                    unit=unit,
                    width=WIDTH,
                    corner=(left, ZERO, 0.0),
                    bright=row is whole.k3,
                )
                for left, row in zip(LEFTS, self.rows, strict=True)
            )
        )
        self.heights = VGroup(*(self._heights(k) for k in range(3)))
        self.symbols, self.signs = self._head()
        self.averages = self._averages()
        self.levels = VGroup(
            *(Level(chart, mean) for chart, mean in zip(self.charts, self.means, strict=True))
        )
        self.tie = VGroup(*(self._tie(k) for k in range(2)))
        self.verdict = Prose(say("kl.add_a_zero.never"), size=FORMULA)
        self.verdict.move_to([LEFTS[2] + 0.5 * WIDTH, ZERO - 1.35, 0])

    def take_over(self, chart: AreaChart) -> list[Animation]:
        """The chart of the picture before becomes the first."""
        return [ReplacementTransform(chart, self.charts[0])]

    def name_row(self, k: int) -> list[Animation]:
        """The heights of a chart and its symbol."""
        return [FadeIn(part) for part in (self.symbols[k], self.heights[k]) if part.submobjects]

    def grow_row(self, k: int) -> list[Animation]:
        """The blocks of a chart rise out of its strip."""
        return self._walk(k, 0.0 * self.rows[k], self.rows[k])

    def level(self, k: int) -> list[Animation]:
        """The blocks of a chart go to their mean."""
        mean = np.full(len(self.rows[k]), self.means[k])
        return self._walk(k, self.rows[k], mean)

    def unlevel(self, k: int) -> list[Animation]:
        """And back to their own heights."""
        mean = np.full(len(self.rows[k]), self.means[k])
        return self._walk(k, mean, self.rows[k])

    def lay_down(self) -> list[Animation]:
        """A copy of the first row comes to the third strip."""
        first, third = self.charts[0].copy(), self.charts[2]
        third.set_shape(self.whole.new, self.rows[0])
        return [ReplacementTransform(first, third)]

    def pour(self) -> list[Animation]:
        """The blocks of the second row come to the third strip and are added there: k3."""
        lifted = self.charts[1].blocks.copy()
        way = (LEFTS[2] - LEFTS[1]) * RIGHT
        arrives = FadeOut(lifted, shift=way, rate_func=_FLIGHT)
        sums = self._walk(2, self.rows[0], self.rows[2])
        for move in sums:
            move.set_rate_func(_SUM_UP)
        return [arrives, *sums]

    def show_average(self, k: int) -> list[Animation]:
        """The mean of a row: its line and its number."""
        return [Create(self.levels[k]), FadeIn(self.averages[k])]

    def _walk(self, k: int, start: np.ndarray, end: np.ndarray) -> list[Animation]:
        chart = self.charts[k]

        def move(share: float) -> None:
            chart.set_shape(self.whole.new, (1 - share) * start + share * end)

        return walks(0.0, 1.0, (chart, move))

    def _heights(self, k: int) -> VGroup:
        """How high the blocks are; of k3 under the strip, where nothing else is."""
        chart = self.charts[k]
        _, _, heights = chart.labels(sign=k < 2, size=READOUT)
        if k == 2:
            foot = chart.grid.point(0, 0)[1]
            for number in heights:
                number.shift((foot - 0.3 - number.get_top()[1]) * UP)
            heights = _apart(heights)
        return heights.set_color(paint("text" if k == 2 else "muted"))

    def _head(self) -> tuple[VGroup, VGroup]:
        """The symbols over the charts, and the signs between them."""
        new, ref = (
            f"{{{{ {quoted(say(f'kl.surprise.{word}'))} : {word} }}}}" for word in ("new", "ref")
        )
        inks = {"new": "new", "ref": "reference"}
        symbols = VGroup(
            Formula(f"ln ({new}) / ({ref})", size=_RATIO, **inks),
            Formula(f"({ref}) / ({new}) - 1", size=_RATIO, **inks),
            Formula("k_3", size=_SYMBOL),
        )
        signs = VGroup(Formula("+", size=_SYMBOL), Formula("=", size=_SYMBOL))
        for symbol, left in zip(symbols, LEFTS, strict=True):
            symbol.move_to([left + 0.5 * WIDTH, _HEAD, 0])
        for k, sign in enumerate(signs):
            sign.move_to([0.5 * (LEFTS[k] + WIDTH + LEFTS[k + 1]), _HEAD, 0])
        return symbols, signs

    def _averages(self) -> VGroup:
        """Under each chart its mean."""
        rows = VGroup()
        for k, (left, mean) in enumerate(zip(LEFTS, self.means, strict=True)):
            number = Formula(_NOTHING if k == 1 else short(mean), size=_RATIO)
            if k == 1:
                number.paint_parts(ref="reference", new="new")
            words = Prose(say("kl.add_a_zero.average"), size=READOUT, role="muted")
            row = on_baseline(words, number, buff=0.25).set_x(left + 0.5 * WIDTH)
            rows.add(row.shift((_SUM - number.baseline) * UP))
        return rows

    def _tie(self, k: int) -> DashedLine:
        """From the level of the divergence on one chart to the next."""
        y = self.charts[0].point(0, self.means[0])[1]
        ends = (LEFTS[k] + WIDTH, y, 0), (LEFTS[k + 1], y, 0)
        return DashedLine(*ends).set_stroke(paint("text"), AXIS)


def _apart(texts: VGroup) -> VGroup:
    """The texts that keep clear of those before them."""
    kept = VGroup()
    for text in texts:
        if not any(touches(text, other) for other in kept):
            kept.add(text)
    return kept


def _unit(values: np.ndarray) -> float:
    """Scene units for 1: as large as the room over and under the strips lets them be."""
    above, below = max(float(values.max()), 1e-6), max(-float(values.min()), 1e-6)
    return min(_UP / above, _DOWN / below, 4.0)
