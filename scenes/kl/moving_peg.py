"""The peg of the spring is set anew now and then: drift starts again from zero."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable, moving_reference_runs
from scenes.script.decimals import printed
from scenes.script.facts import Fact
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Prose

from .period_line import PeriodLine
from .spring import SLACK, Spring

_MOMENT = 1e-6  # of a period: so little before its end the old reference still stands
_PULL, _NOTHING = 1.3, 1e-9  # length of the arrow at first; a reward too small to count
_HOLE = 0.1  # radius of where a peg has been
_LITTLE = 0.5  # of the first period's drift: who drifts less has little left to gain


class MovingPeg:
    """The spring on its way, and under it the divergence from the reference of each period.

    The spring is as long as the divergence; its peg stands where the policy was when the
    period began. `published` is how often the reference is replaced elsewhere.
    """

    line_from = (-5.9, -2.2, 0.0)  # where the axis of time begins
    track_from, reach = (-5.9, 1.15, 0.0), 9.2  # where the first peg stands; the whole way
    words_at = (0.2, 3.55, 0.0)  # their upper left corner

    def __init__(self, whole: GroupTable, published: Fact):
        self.line = line = PeriodLine(moving_reference_runs(whole.ref, whole.rewards))
        line.shift(self.line_from - line.grid.point(0, 0))
        self.peaks = [float(drift[-1]) for drift in line.drifts]
        self.scale = self.reach / max(sum(self.peaks), 1e-9)
        self.spring = Spring(self.track_from, self.track_from, radius=0.3, coil=0.3, wire=6)
        self.pull = BlockArrow(self.track_from, self.track_from, "coin", width=0.14, head=0.36)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.rewards, self.moving = whole.rewards, VGroup(self.spring, self.pull)
        self.holes = VGroup()
        every = printed(f"{published.value:g}")
        self.words = VGroup(
            Prose(say("kl.moving_reference.every", count=every), size=FORMULA),
            Prose(published.source, role="muted"),
        ).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        self.words.move_to(self.words_at, aligned_edge=LEFT + UP)
        self.names = self._names()
        self.set_time(0.0)

    def take_over(self, spring: Spring) -> list[Animation]:
        """The spring of the picture before becomes this one."""
        return [ReplacementTransform(spring, self.spring)]

    def show(self) -> list[Animation]:
        """The axis of time."""
        return [FadeIn(part) for part in (self.line, self.names, self.pull)]

    def drift(self, period: int) -> list[Animation]:
        """The policy learns through one period and leaves its reference."""
        end = period + 1 - _MOMENT
        return walks(period, end, (VGroup(self.line, self.moving), self.set_time))

    def name_peak(self, period: int) -> list[Animation]:
        """The divergence at the end of a period."""
        return [FadeIn(self.line.peak(period))]

    def leave_hole(self, period: int) -> VMobject:
        """Where the peg stands, before it is pulled out; not the last."""
        if period + 1 == self.line.periods:
            return VGroup()
        hole = Dot(self.spring.start, radius=_HOLE).set_fill(paint("muted"), 1)
        self.holes.add(hole)
        return hole

    def move_peg(self, period: int) -> list[Animation]:
        """The peg goes to where the policy is, and drift counts from 0; how often is said once."""
        if period + 1 == self.line.periods:
            return []
        foot, top = self._ends(period + 1 - _MOMENT)

        def move(share: float) -> None:
            self.spring.set_ends(foot + share * (top - foot - SLACK * RIGHT), top)

        count = walks(period + 1 - _MOMENT, period + 1, (self.line, self.line.set_time))
        said = [FadeIn(self.words)] if period == 0 else []
        return [*walks(0.0, 1.0, (self.spring, move)), *count, *said]

    def say_why(self) -> list[Animation]:
        """Why the last way is short, if it is."""
        if self.peaks[-1] > _LITTLE * self.peaks[0]:
            return []
        words = Prose(say("kl.moving_reference.little"), role="muted")
        words.next_to(self.line.peak(self.line.periods - 1), UP, buff=0.14)
        return [FadeIn(words.align_to(self.line.axis.get_end() + 0.3 * RIGHT, RIGHT))]

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

    def _names(self) -> VGroup:
        """What is drawn over the axis of time, and what that counts."""
        line = self.line
        drift = Prose(say("kl.moving_reference.drift"), size=READOUT)
        drift.next_to(line.grid.point(0, line.grid.up[1]), UP, buff=-0.2)
        steps = Prose(say("kl.moving_reference.steps"), role="muted")
        steps.next_to(line.ticks[-1][1], RIGHT, buff=0.25)
        return VGroup(drift.align_to(line.axis, LEFT), stand_on(steps, line.ticks[-1][1]))
