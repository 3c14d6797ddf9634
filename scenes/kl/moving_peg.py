"""The peg of the spring is set anew now and then: drift starts again from zero."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable, moving_reference_runs
from scenes.script.decimals import printed, without_zero
from scenes.script.facts import Fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Prose

from .period_line import PeriodLine
from .pieces import Pieces
from .spring import Spring

_MOMENT = 1e-6  # of a period: so little before its end the old reference still stands
_RADIUS = 0.17  # of peg and bead


class MovingPeg:
    """The divergence from the reference of each period, with the spring that measures it.

    The spring stands on the axis of time and reaches up to the curve: its peg is where drift
    is 0. `published` is how often the reference is replaced elsewhere.
    """

    line_from = (-5.7, -2.1, 0.0)  # where the axis of time begins
    width = 6.8  # of the axis
    words_at = (3.6, 2.75, 0.0)  # their upper left corner

    def __init__(self, whole: GroupTable, published: Fact):
        runs = moving_reference_runs(whole.ref, whole.rewards)
        self.line = line = PeriodLine(runs, width=self.width)
        line.shift(self.line_from - line.grid.point(0, 0))
        line.remove(line.dot)
        self.spring = Spring(
            line.dot.get_center(), line.dot.get_center(), radius=_RADIUS, coil=0.17, wire=4
        )
        self.rewards = whole.rewards
        self.moving = VGroup(line, self.spring)
        self.words = self._words(published)
        self.names = self._names()
        self.pieces = Pieces(line)
        self.last = VGroup(self._won(), *self._whole_way())
        self.set_time(0.0)

    def take_over(self, spring: Spring) -> list[Animation]:
        """The spring of the picture before becomes this one."""
        return [ReplacementTransform(spring, self.spring)]

    def show(self) -> list[Animation]:
        """The axes of time and of drift."""
        return [*map(FadeIn, (self.line, self.names))]

    def drift(self, period: int) -> list[Animation]:
        """The policy learns through one period and leaves its reference."""
        return walks(period, period + 1 - _MOMENT, (self.moving, self.set_time))

    def name_peak(self, period: int) -> list[Animation]:
        """The divergence at the end of a period, and what is said then."""
        said = (*self.words, self.last)[period : period + 1]
        return [FadeIn(part) for part in (self.line.peak(period), *said)]

    def pull_peg(self, period: int) -> list[Animation]:
        """The peg is pulled out and set where the policy is; not at the end of the last."""
        if period + 1 == self.line.periods:
            return []
        foot, top = self.spring.start, self.spring.end

        def move(share: float) -> None:
            self.spring.set_ends(foot + share * (top - foot), top)

        return walks(0.0, 1.0, (self.spring, move))

    def count_anew(self, period: int) -> list[Animation]:
        """From there drift counts from 0."""
        if period + 1 == self.line.periods:
            return []
        foot, top = self.line.grid.point(period + 1, 0), self.spring.end

        def move(share: float) -> None:
            self.spring.set_ends(*2 * [(1 - share) * top + share * foot])

        count = walks(period + 1 - _MOMENT, period + 1, (self.line, self.line.set_time))
        return [*walks(0.0, 1.0, (self.spring, move)), *count]

    def add_up(self) -> list[Animation]:
        """What each period came to goes into one column, beside the whole way, as high as it is."""
        return self.pieces.gather() if len(self.last) > 1 else []

    def conclude(self) -> list[Animation]:
        """What that shows, in the place of what was said first."""
        if len(self.last) == 1 or self.pieces.is_alike:
            return []
        claim = Prose(say("kl.moving_reference.apart"), size=FORMULA, align="left")
        claim.move_to(self.words[0], aligned_edge=LEFT + UP)
        return [FadeOut(self.words[0], rate_func=EARLY), FadeIn(claim, rate_func=LATE)]

    def set_time(self, time: float) -> None:
        """The state at a time, in periods."""
        self.line.set_time(time)
        foot = self.line.grid.point(min(time, self.line.periods), 0)
        self.spring.set_ends(foot, self.line.grid.point(time, self.line.divergence(time)))

    def _words(self, published: Fact) -> VGroup:
        """How often the peg is moved: here, and in a published run with its source."""
        every = printed(f"{published.value:g}")
        here = Prose(say("kl.moving_reference.here", count=self.line.length), size=READOUT)
        there = VGroup(
            Prose(say("kl.moving_reference.every", count=every), size=READOUT),
            Prose(published.brief, size=LABEL, role="muted"),
        ).arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        rows = VGroup(here, there).arrange(DOWN, buff=0.4, aligned_edge=LEFT)
        return rows.move_to(self.words_at, aligned_edge=LEFT + UP)

    def _names(self) -> VGroup:
        """What is drawn over the axis of time, and what that counts."""
        line = self.line
        drift = Prose(say("kl.moving_reference.drift"), size=READOUT)
        drift.next_to(line.upright[0].get_end(), RIGHT, buff=0.3)
        steps = Prose(say("kl.moving_reference.steps"), role="muted")
        steps.next_to(line.ticks[-1][1], RIGHT, buff=0.25)
        return VGroup(drift, stand_on(steps, line.ticks[-1][1]))

    def _whole_way(self) -> list[Prose]:
        """What the fainter curve counts, if it is not all 0."""
        if not self.line.totals[-1][-1] > _MOMENT:
            return []
        words = Prose(say("kl.moving_reference.whole_way"), role="muted", align="left")
        end = self.line.end_of_whole_way()
        return [stand_on(words.next_to(end, UP + LEFT, buff=0.2), float(end[1]) + 0.1)]

    def _won(self) -> Prose:
        """Why the last way is short: the reward that the policy had when the period began."""
        reward = float(self.line.policies(self.line.periods - 1)[1] @ self.rewards)
        words = say("kl.moving_reference.won", reward=printed(without_zero(number_text(reward, 2))))
        text = Prose(words, role="reward", align="left")
        return text.next_to(self.words, DOWN, buff=0.4, aligned_edge=LEFT)
