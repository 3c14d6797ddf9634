"""Reward, KL and share clipped over the batches of a run, one under the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose


class TimeStrips(VGroup):
    """Each on axes that stay, drawn as far as `set_time`, with its last value at the right."""

    first_at = np.array([3.0, 2.3, 0.0])  # the middle of the upper one
    pitch = 1.95
    axes_width, axes_height = 4.5, 1.15
    numbers_end = 6.6

    def __init__(self, run: TabularRun):
        super().__init__()
        self.steps = run.settings.steps
        after, whole = range(1, self.steps + 1), range(self.steps + 1)
        clipped = run.clip_fraction.mean(axis=1)
        self.traces: list[Trace] = []
        self.numbers: list[LiveNumber] = []
        self._add("reward", after, run.rewards.mean(axis=1), 1.0, 1.0, "reward")
        self._add("kl", whole, run.exact_kl, 1.1 * run.exact_kl.max(), 2.0, "text")
        self._add("clipped", after, clipped, max(0.5, clipped.max()), 0.5, "text")
        self.add(self[-1][0].time_tick(self.steps))

    def _add(
        self, key: str, times: range, values: np.ndarray, top: float, tick: float, role: str
    ) -> None:
        """The next strip: up to `top`, with the number of `tick` at its axis."""
        plot = TimePlot(self.steps, 0.0, float(top), width=self.axes_width, height=self.axes_height)
        plot.stand_at(self.first_at + len(self.traces) * self.pitch * DOWN)
        title = Prose(say(f"training.time_lapse.{key}"), size=LABEL, role="muted")
        title.next_to(plot.point(0, plot.high), UP, buff=0.18).align_to(plot.axis, LEFT)
        trace = Trace(plot, times, values, role=role)
        number = LiveNumber(0.0, 2, size=READOUT, role=role)
        number.move_to([self.numbers_end, plot.middle()[1], 0], aligned_edge=RIGHT)
        self.traces.append(trace)
        self.numbers.append(number)
        self.add(VGroup(plot, plot.value_tick(tick), title, trace, number))

    def set_time(self, time: float) -> Self:
        """Draw the strips as far as `time`; the numbers are those of the last batch."""
        for trace, number in zip(self.traces, self.numbers, strict=True):
            trace.set_time(time)
            number.set_value(trace.last(time))
        return self
