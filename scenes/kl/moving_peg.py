"""The peg of the spring is set anew now and then: drift starts again from zero."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Circle,
    DashedVMobject,
    FadeIn,
    Line,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable, moving_reference_runs
from scenes.script.decimals import printed, without_zero
from scenes.script.facts import Fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import walks
from scenes.stage.places import keep_inside, stand_on
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose

from .period_line import PeriodLine
from .spring import SLACK, Spring

_MOMENT = 1e-6  # of a period: so little before its end the old reference still stands
_PULL, _NOTHING = 1.3, 1e-9  # length of the arrow at first; a reward too small to count
_RADIUS = 0.3  # of peg and bead
_UNDER = 0.55  # from the axis of time to where a thread begins: under the numbers


class MovingPeg:
    """The divergence from the reference of each period, and under it the spring on its way.

    The spring is as long as the divergence; its peg stands where the policy was when the
    period began, and a thread joins it to that moment. `published` is how often the reference
    is replaced elsewhere.
    """

    line_from = (-5.6, 0.35, 0.0)  # where the axis of time begins
    track_from, reach = (-5.6, -1.95, 0.0), 8.6  # where the first peg stands; the whole way
    words_at = (2.6, 3.5, 0.0)  # their upper left corner

    def __init__(self, whole: GroupTable, published: Fact):
        self.line = line = PeriodLine(moving_reference_runs(whole.ref, whole.rewards))
        line.shift(self.line_from - line.grid.point(0, 0))
        self.peaks = [float(drift[-1]) for drift in line.drifts]
        self.scale = self.reach / max(sum(self.peaks), 1e-9)
        self.spring = Spring(self.track_from, self.track_from, radius=_RADIUS, coil=0.32, wire=6)
        self.pull = BlockArrow(self.track_from, self.track_from, "coin", width=0.14, head=0.36)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.rewards, self.moving = whole.rewards, VGroup(self.spring, self.pull)
        self.words = self._words(published)
        self.names = self._names()
        self.last = VGroup(self._won(), self._whole_way())
        self.set_time(0.0)

    def take_over(self, spring: Spring) -> list[Animation]:
        """The spring of the picture before becomes this one."""
        return [ReplacementTransform(spring, self.spring)]

    def show(self) -> list[Animation]:
        """The axes of time and of drift."""
        return [*map(FadeIn, (self.line, self.names)), FadeIn(self.pull, rate_func=LATE)]

    def drift(self, period: int) -> list[Animation]:
        """The policy learns through one period and leaves its reference."""
        end = period + 1 - _MOMENT
        return walks(period, end, (VGroup(self.line, self.moving), self.set_time))

    def name_peak(self, period: int) -> list[Animation]:
        """The divergence at the end of a period, and where the first way goes on to."""
        return [FadeIn(self.line.peak(period))]

    def leave_hole(self, period: int) -> VGroup:
        """Where the peg stood until now, joined to the moment when it was set."""
        ring = Circle(_RADIUS).set_stroke(paint("reference"), HAIRLINE).move_to(self.spring.start)
        top = self.line.grid.point(period, 0) + _UNDER * DOWN
        toward = self.spring.start - top
        end = self.spring.start - _RADIUS / float(np.linalg.norm(toward)) * toward
        thread = Line(top, end).set_stroke(paint("reference"), HAIRLINE)
        return VGroup(DashedVMobject(ring, num_dashes=10), thread)

    def move_peg(self, period: int) -> list[Animation]:
        """The peg goes to where the policy is, and drift counts from 0."""
        if period + 1 == self.line.periods:
            return []
        foot, top = self._ends(period + 1 - _MOMENT)

        def move(share: float) -> None:
            self.spring.set_ends(foot + share * (top - foot - SLACK * RIGHT), top)

        count = walks(period + 1 - _MOMENT, period + 1, (self.line, self.line.set_time))
        return [*walks(0.0, 1.0, (self.spring, move)), *count]

    def say_words(self, period: int) -> list[Animation]:
        """How often here, and how often elsewhere; at last why that way is short."""
        return [FadeIn(part) for part in (*self.words, self.last)[period : period + 1]]

    def set_time(self, time: float) -> None:
        """The state at a time, in periods."""
        self.line.set_time(time)
        self.spring.set_ends(*self._ends(time))
        start = self.spring.bead.get_right() + 0.1 * RIGHT
        self.pull.set_ends(start, start + _PULL * self._to_gain(time) * RIGHT)

    def _to_gain(self, time: float) -> float:
        """The share of the reward that the policy lacks, of what it lacked at first."""
        best = float(self.rewards.max())
        first, now = (best - float(self.line.policies(t)[1] @ self.rewards) for t in (0.0, time))
        return now / first if first > _NOTHING else 0.0

    def _ends(self, time: float) -> tuple[np.ndarray, np.ndarray]:
        period = min(int(time), self.line.periods - 1)
        foot = self.track_from + self.scale * sum(self.peaks[:period]) * RIGHT
        length = SLACK + self.scale * self.line.divergence(time)
        return foot, foot + length * RIGHT

    def _words(self, published: Fact) -> VGroup:
        """How often the peg is moved: here, and in a published run with its source."""
        every = printed(f"{published.value:g}")
        here = Prose(say("kl.moving_reference.here", count=self.line.length), size=READOUT)
        there = VGroup(
            Prose(say("kl.moving_reference.every", count=every), size=READOUT),
            Prose(published.source.rpartition(", ")[2], size=LABEL, role="muted"),
        ).arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        rows = VGroup(here, there).arrange(DOWN, buff=0.4, aligned_edge=LEFT)
        return rows.move_to(self.words_at, aligned_edge=LEFT + UP)

    def _names(self) -> VGroup:
        """What is drawn over the axis of time, what that counts, and the fainter curve."""
        line = self.line
        drift = Prose(say("kl.moving_reference.drift"), size=READOUT)
        drift.next_to(line.upright[0].get_end(), RIGHT, buff=0.3)
        steps = Prose(say("kl.moving_reference.steps"), role="muted")
        steps.next_to(line.ticks[-1][1], RIGHT, buff=0.25)
        return VGroup(drift, stand_on(steps, line.ticks[-1][1]))

    def _whole_way(self) -> Prose:
        """What the fainter curve counts."""
        words = Prose(say("kl.moving_reference.whole_way"), role="muted")
        words.next_to(self.line.end_of_whole_way(), LEFT, buff=0.3)
        return words.shift(0.3 * UP)

    def _won(self) -> Prose:
        """How much reward the policy had when the last period began."""
        reward = float(self.line.policies(self.line.periods - 1)[1] @ self.rewards)
        words = f"{say('kl.moving_reference.won')} {without_zero(number_text(reward, 2))}"
        end = self.track_from + (SLACK + self.reach) * RIGHT
        return keep_inside(Prose(words, role="reward").next_to(end, DOWN, buff=0.5))
