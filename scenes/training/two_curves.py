"""Two curves of one run, at first without a name: its reward, and its loss."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Rectangle, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Formula, Prose, on_baseline

from .sawtooth import Sawtooth

_WIDE, _TALL = 11.4, 1.95
_HOLLOW = 0.85  # opacity
_X, _UPPER, _LOWER = 0.35, 1.2, -1.75  # the middle of both plots


class TwoCurves(VGroup):
    """The reward of each batch's fresh answers above, minus J below; `set_time` draws the first."""

    def __init__(self, run: TabularRun):
        steps = run.settings.steps
        self.upper = TimePlot(steps, 0.0, 1.0, width=_WIDE, height=_TALL)
        self.upper.stand_at([_X, _UPPER, 0])
        rewards = run.rewards.mean(axis=1)
        self.reward = Trace(self.upper, [k + 0.5 for k in range(steps)], rewards, head=False)
        self.dots = VGroup(
            *(Dot(self.upper.point(k + 0.5, r), radius=0.07) for k, r in enumerate(rewards))
        ).set_fill(paint("text"), 1)
        self.lower = Sawtooth(run, steps, width=_WIDE, height=_TALL - 0.35, sign=-1)
        self.lower.stand_at([_X, _LOWER, 0])
        self.ticks = VGroup(
            self.upper.value_tick(0.0, 0),
            self.upper.value_tick(1.0, 0),
            self._zero(),
            self._last(steps),
        )
        self.names = self._names()
        super().__init__(self.upper, self.reward, self.lower, self.ticks)

    def _zero(self) -> Formula:
        number = Formula("0", size=LABEL, role="muted")
        return number.next_to(self.lower.point(0, 0), LEFT, buff=0.18)

    def _last(self, steps: int) -> VGroup:
        number = Formula(str(steps), size=LABEL, role="muted")
        number.next_to(self.upper.point(steps, 0), DOWN, buff=0.16)
        word = Prose(say("training.batch.batches"), size=LABEL, role="muted")
        return VGroup(stand_on(word.next_to(number, LEFT, buff=0.25), number), number)

    def _names(self) -> VGroup:
        """What they are, each over its own curve."""
        reward = Prose(say("training.loss.reward"), size=FORMULA, role="reward")
        reward.next_to(self.upper.point(0, 1), UP, buff=0.22).align_to(self.upper.axis, LEFT)
        loss = on_baseline(
            Prose(say("training.loss.loss"), size=FORMULA), Formula("- J", size=FORMULA)
        )
        loss.next_to(self.lower.point(0, 0), UP, buff=0.2).align_to(self.upper.axis, LEFT)
        again = Prose(say("training.loss.zero"), size=READOUT, role="muted")
        again.align_to(self.upper.axis, RIGHT)
        again.shift((loss[0].baseline - again.baseline) * UP)
        return VGroup(reward, loss, again)

    def hollow(self, silent: np.ndarray) -> VGroup:
        """A hollow column where the loss lies flat since the batch is silent."""
        columns = VGroup()
        for batch in np.flatnonzero(silent):
            left, right = (self.lower.point(batch + share, 0) for share in (0.14, 0.86))
            column = Rectangle(width=right[0] - left[0], height=_TALL - 0.5)
            columns.add(column.move_to(0.5 * (left + right) + 0.12 * DOWN, aligned_edge=UP))
        return columns.set_fill(opacity=0).set_stroke(paint("reward"), HAIRLINE, opacity=_HOLLOW)

    def set_time(self, time: float) -> Self:
        """Draw the reward as far as `time` batches."""
        self.reward.set_time(time)
        return self
