"""GSPO's ratios: answers get longer while the eye comes closer, and the gate stays in sight."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, Animation, VGroup

from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Prose, fit_prose

from .law import Law, clip_between
from .weight_plot import COLUMN, WeightPlot

_LOWER = 0.1  # the name of the axis, for its numbers are long


class Closer:
    """From answers of one token to those of `end`; `walk` is the share of the way, in powers."""

    def __init__(self, plot: WeightPlot, start: Law, end: Law):
        self.plot, self.start, self.end, self.reach = plot, start, end, plot.grid.across[1]
        self.count = LiveNumber(1.0, 0, size=FORMULA, align="left")
        words = fit_prose(say("variants.answers.tokens"), COLUMN, size=LABEL, align="left")
        self.counter = VGroup(self.count, words.next_to(self.count, DOWN, buff=0.16))
        words.align_to(self.count, LEFT)
        spot = plot.point(self.reach, 0.6 * self.reach) + 0.22 * RIGHT
        self.counter.shift(spot - self.count.get_left())
        mean = Prose(say("variants.answers.mean"), size=LABEL, role="muted")
        mean.move_to(plot.across_name, aligned_edge=RIGHT).shift(_LOWER * DOWN)
        self.mean = mean

    def walk(self, share: float) -> None:
        """Answers of so many tokens, and as much closer."""
        tokens = self.end.tokens**share
        self.plot.grid.across = (1 - 1 / tokens, 1 + (self.reach - 1) / tokens)
        self.plot.set_law(self.law(share))

    def _count(self, share: float) -> None:
        self.count.set_value(self.end.tokens**share)

    def law(self, share: float) -> Law:
        """The gate part of the way."""
        rule = clip_between(self.start.rule, self.end.rule, share)
        return Law(rule, tokens=self.end.tokens**share)

    def come(self) -> list[Animation]:
        """All the way there; the counter goes along."""
        return walks(0.0, 1.0, (self.plot, self.walk), (self.count, self._count))

    def go_back(self) -> list[Animation]:
        """And back."""
        return walks(1.0, 0.0, (self.plot, self.walk))
