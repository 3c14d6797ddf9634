"""What drifting costs: leashes of length k3, and their mean."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, GrowFromEdge, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.script.telling import left_out
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.placement import touches
from scenes.stage.places import stand_on
from scenes.stage.typeset import Formula, Prose

from .leash import LeashChart
from .nearer import HALF, NEAR_LABEL, NEAR_READOUT

_MIDDLE, _FOOT = -3.1, -1.02  # of the bars
_SYMBOL = 48 * HALF  # so that a subscript can be read


class Prices(VGroup):
    """Bars of the new policy and of the reference; from foot to foot hangs an answer's price.

    Made for a view of half of home, under the objective's third line.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.leashes = LeashChart(table, indices, width=4.9, height=1.0, drop=0.6, scale=HALF)
        self.chart = self.leashes.chart
        middle = 0.5 * (self.chart.get_left()[0] + self.chart.foot.get_right()[0])
        self.leashes.shift([_MIDDLE - middle, _FOOT - self.chart.foot.get_y(), 0])
        self.names = self._names()
        self.mean = self._mean(table, indices)
        super().__init__(self.names, self.leashes, self.mean)

    def show_policies(self) -> Animation:
        """The policies' names, and the line for their bars."""
        return FadeIn(self.chart.foot, self.names, *self.chart.axis)

    def grow(self, role: str) -> list[Animation]:
        return [GrowFromEdge(bar, DOWN) for bar in self.chart.bars[role]]

    def leash(self, k: int) -> Walk:
        """The k-th leash, and the setter that lets it hang down."""
        return self.leashes.leashes[k], lambda share: self.leashes.set_share(k, share)

    def _names(self) -> VGroup:
        """The policies' names beside their bars of the last answer, or over each other."""
        names = VGroup()
        for role, source, side in (("new", "pi_theta", LEFT), ("reference", 'pi_"ref"', RIGHT)):
            bar = self.chart.bars[role][-1].bar
            name = Formula(source, size=_SYMBOL, role=role).next_to(bar, side, buff=0.09)
            names.add(name.set_y(self.chart.foot.get_y() + 0.22))
        bars = [one.bar for row in self.chart.bars.values() for one in row]
        if any(touches(names[0], bar, 0.03) for bar in bars):
            names[0].next_to(names[1], UP, buff=0.12, aligned_edge=LEFT)
        return names

    def _mean(self, table: GroupTable, indices: Sequence[int]) -> VGroup:
        """The mean of all answers' prices, beside those that are shown."""
        value = Formula(f"= {number_text(table.kl, 3)}", size=NEAR_READOUT)
        estimate = Formula('DD_"KL" approx "mean" k_3', size=NEAR_READOUT)
        estimate.next_to(value, UP, buff=0.12, aligned_edge=LEFT)
        mean = VGroup(value, estimate)
        if left_out(table, indices):
            words = say("equation.price.of_all", count=table.group.size)
            words = Prose(words, size=NEAR_LABEL, role="muted")
            mean.add(words.next_to(estimate, UP, buff=0.1, aligned_edge=LEFT))
        mean.next_to(self.chart.foot, RIGHT, buff=0.25)
        line = self.leashes.numbers.get_bottom()[1] + 0.04
        stand_on(value, line, row=mean)
        return mean
