"""The race of two estimators: their running means, and how far one sample of each strays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn

from grpo_core import EstimatorRace, GroupTable, sample_variance
from scenes.script.decimals import that_divide
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.readout import ReadOut
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Formula

from .log_bars import DECIMALS
from .race_plot import RacePlot

_STRAY = ("wild", "k_1", "muted"), ("calm", "k_3", "text")  # row, estimator, role
_LEAST_WIDTH, _REST = 3.6, 0.85  # of a read-out, and what of its width is no text


class Contest:
    """The running means of `race` beside their read-out, and the bands that hold them.

    `spreads` are the standard deviations of one sample of k1 and of k3, by enumeration.
    """

    origin = (-5.0, -2.1, 0.0)  # of the plot
    panel_at = (6.55, 1.65, 0.0)  # the right end of the upper read-out

    def __init__(self, whole: GroupTable, race: EstimatorRace):
        self.race = race
        self.spreads = tuple(
            float(np.sqrt(sample_variance(whole.new, values))) for values in (whole.k1, whole.k3)
        )
        self.plot = RacePlot(race, self.spreads)
        self.plot.shift(self.origin - self.plot.foot.get_start())
        self.exact = self.plot.exact_label()
        samples, self._strays = (
            quoted(say(f"kl.contest.{word}")) for word in ("samples", "spread")
        )
        self._width = _wide_enough((samples, f"{self._strays} k_1"), self.spreads)
        rows = {
            "count": (samples, "muted"),
            "wild": ('"mean" k_1', "muted"),
            "calm": ('"mean" k_3', "text"),
        }
        self.means = ReadOut(rows, decimals=DECIMALS, width=self._width, result=False)
        self.means.move_to(self.panel_at, aligned_edge=RIGHT)
        self.means.numbers["count"].decimals = 0
        self._count(0.0)
        self.spread = self._spread_of_one()

    def show(self) -> list[Animation]:
        """The axes with the exact value, and the read-out, before the first sample."""
        return [FadeIn(self.plot), FadeIn(self.exact), FadeIn(self.means)]

    def draw(self) -> list[Animation]:
        """The samples come, slowly at first."""
        return walks(0.0, 1.0, (self.plot, self._draw), (self.means, self._count))

    def show_names(self) -> list[Animation]:
        """k1 and k3 beside their curves, which must be drawn."""
        self.names = self.plot.names()
        return [FadeIn(self.names)]

    def show_bands(self) -> list[Animation]:
        """How wide a mean of n samples strays, behind the curves, and how far one sample does."""
        bands = self.plot.bands().set_z_index(-1)
        arriving = [bands, self.spread, *self.plot.band_name(self.names)]
        return [FadeIn(part) for part in arriving]

    def _draw(self, share: float) -> None:
        self.plot.set_count(self.plot.size**share)

    def _count(self, share: float) -> None:
        count = max(1, round(self.plot.size**share))
        calm, wild = self.race.mean_k3[count - 1], self.race.mean_k1[count - 1]
        self.means.show(count=count, calm=calm, wild=wild)

    def _spread_of_one(self) -> ReadOut:
        """How far one sample of each strays, and how many times as far that of k1 does."""
        wild, calm = self.spreads
        rows = {name: (f"{self._strays} {k}", role) for name, k, role in _STRAY}
        if calm > 0:
            rows["quotient"] = (quoted(say("kl.contest.quotient")), "text")
        spread = ReadOut(rows, decimals=DECIMALS, width=self._width, result=calm > 0)
        spread.next_to(self.means, DOWN, buff=0.25)
        spread.show(wild=wild, calm=calm)
        if calm > 0:
            spread.numbers["quotient"].decimals = that_divide(wild, calm, most=DECIMALS)
            spread.show(quotient=wild / calm)
        return spread


def _wide_enough(names: Sequence[str], values: Sequence[float]) -> float:
    """The width of a read-out in which each of `names` stands apart from each of `values`."""
    name, value = (
        max(Formula(source, size=READOUT).width for source in sources)
        for sources in (names, [number_text(value, DECIMALS) for value in values])
    )
    return max(_LEAST_WIDTH, name + value + _REST)
