"""The reference is replaced now and then: the divergence grows, and is counted afresh."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, ReplacementTransform, VGroup

from grpo_core import GroupTable, moving_reference_runs
from scenes.script.decimals import printed
from scenes.script.facts import Fact
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, Prose, on_baseline

from .formulas import divergence
from .period_line import PeriodLine
from .whole_chart import WholeChart

_MOMENT = 1e-6  # of a period: so little before its end the old reference still stands


class MovingReference:
    """The policies of some periods over their divergence from the reference of each.

    `published` is how often the reference is replaced elsewhere.
    """

    line_from = (-5.2, -2.2, 0.0)  # where the axis of time begins
    foot_at = (-3.0, 0.95, 0.0)  # the middle of the foot of the bars
    words_at = (1.1, 1.8, 0.0)  # their left end

    def __init__(self, whole: GroupTable, published: Fact):
        self.line = line = PeriodLine(moving_reference_runs(whole.ref, whole.rewards))
        line.shift(self.line_from - line.grid.point(0, 0))
        met = np.concatenate(line.paths)
        highest = met[met[:, cards_of(whole)].max(axis=1).argmax()]
        self.chart = WholeChart(whole, highest, width=6.8, height=2.4)
        self.chart.set_policy("new", self.chart.logps["reference"])
        self.chart.shift(self.foot_at - self.chart.foot.get_center())
        self.words = _in_words(line.length, published)
        self.words.move_to(self.words_at, aligned_edge=LEFT)
        self.names = self._names()

    def take_over(self, chart: PolicyChart) -> list[Animation]:
        """The bars of the picture before become these."""
        return [ReplacementTransform(chart, self.chart)]

    def show(self) -> list[Animation]:
        """The axis of time, what is over it, and how often the reference is replaced."""
        return [FadeIn(part) for part in (self.line, self.names, self.words)]

    def drift(self, period: int) -> list[Animation]:
        """The policy learns through one period and leaves its reference."""
        end = period + 1 - _MOMENT
        return walks(period, end, (self.line, self.line.set_time), (self.chart, self._walk))

    def replace_reference(self, period: int) -> list[Animation]:
        """After a period the dashed bars go to where the policy is, and the divergence to 0."""
        if period + 1 == self.line.periods:
            return []
        before, after = self.line.references[period : period + 2]

        def move(share: float) -> None:
            self.chart.show("reference", (1 - share) * before + share * after)

        return [
            *walks(period + 1 - _MOMENT, period + 1, (self.line, self.line.set_time)),
            *walks(0.0, 1.0, (self.chart, move)),
        ]

    def name_peak(self, period: int) -> list[Animation]:
        """The divergence at the end of a period."""
        return [FadeIn(self.line.peak(period))]

    def _walk(self, time: float) -> None:
        reference, new = self.line.policies(time)
        self.chart.show("reference", reference)
        self.chart.show("new", new)

    def _names(self) -> VGroup:
        """What is drawn over the axis of time, and what that counts."""
        line = self.line
        drift = divergence(LABEL).next_to(line.grid.point(0, line.grid.up[1]), UP, buff=0.3)
        steps = Prose(say("kl.moving_reference.steps"), role="muted")
        return VGroup(
            drift.align_to(self.chart.foot, LEFT), steps.next_to(line.axis, RIGHT, buff=0.3)
        )


def _in_words(length: int, published: Fact) -> VGroup:
    """How often this run replaces its reference, and how often another does."""
    own = VGroup(
        on_baseline(
            Formula('pi_"ref"', size=LABEL, role="reference"),
            Prose(say("kl.moving_reference.replaced", count=length)),
        ),
        Prose(say("kl.moving_reference.small_run"), role="muted"),
    )
    paper = VGroup(
        Prose(say("kl.moving_reference.every", count=printed(f"{published.value:g}"))),
        Prose(published.source, role="muted"),
    )
    for pair in (own, paper):
        pair.arrange(DOWN, buff=0.18, aligned_edge=LEFT)
    return VGroup(own, paper).arrange(DOWN, buff=0.5, aligned_edge=LEFT)
