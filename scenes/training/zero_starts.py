"""A run without the KL term: its J starts every batch at zero, while its policy learns."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DR, LEFT, RIGHT, UP, Dot, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import LABEL, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Formula, Prose

from .run_chart import chance_name


class ZeroStarts(VGroup):
    """Over the batches of `run`: the chance of answer `right`, and under it J.

    `setting` is the source of what the run changes. `set_time` draws `moving`: both lines,
    a dot for each batch's first inner step, and the numbers.
    """

    upper_at, lower_at = np.array([-0.4, 2.0, 0.0]), np.array([-0.4, -1.3, 0.0])
    axes_width, upper_height, lower_height = 10.4, 2.2, 1.8
    setting_at = (6.4, 3.35, 0.0)  # its right end
    numbers_end = 6.5
    near_width = 5.4  # of the closer look
    near_shift = np.array([1.6, -0.05, 0.0])  # its middle, from the axis of J

    def __init__(self, run: TabularRun, right: int, setting: str):
        self.objective, self.steps = run.objective, len(run.objective)
        low, high = min(0.0, run.objective.min()), run.objective.max()
        self.upper = self._plot(0.0, 1.0, self.upper_height, self.upper_at)
        self.lower = self._plot(low, high, self.lower_height, self.lower_at)
        chances = run.policy[:, right]
        self.rise = Trace(self.upper, range(self.steps + 1), chances, role="new")
        self.teeth = self._teeth()
        self.starts = VGroup(*map(self._start, range(self.steps)))
        self.numbers = VGroup(
            LiveNumber(0.0, 2, size=READOUT, role="new"), LiveNumber(0.0, 3, size=READOUT)
        )
        for number, plot in zip(self.numbers, (self.upper, self.lower), strict=True):
            number.move_to([self.numbers_end, plot.middle()[1], 0], aligned_edge=RIGHT)
        self.moving = VGroup(self.rise, self.teeth, self.starts, self.numbers)
        named = Formula(setting, size=READOUT).move_to(self.setting_at, aligned_edge=RIGHT)
        parts = self.upper, self.lower, self._names(), self._ticks(), named, self.moving
        super().__init__(*parts)
        self.set_time(0.0)

    def _plot(self, low: float, high: float, height: float, at: np.ndarray) -> TimePlot:
        plot = TimePlot(self.steps, low, high, width=self.axes_width, height=height)
        return plot.stand_at(at)

    def _teeth(self) -> Trace:
        """J over the inner steps; its last value stands until the end."""
        inner = self.objective.shape[1]
        times = np.append(np.arange(self.steps * inner) / inner, self.steps)
        values = np.append(self.objective.ravel(), self.objective[-1, -1])
        return Trace(self.lower, times, values, role="muted", head=False)

    def _start(self, step: int) -> Dot:
        """A dot for the value at a batch's first inner step."""
        place = self.lower.point(step, self.objective[step, 0])
        return Dot(place, radius=0.055).set_fill(paint("text"), 1)

    def _names(self) -> VGroup:
        """What each plot shows, and which of its values the number of J is."""
        names = VGroup(Formula(chance_name(), size=LABEL, role="new"), Formula("J", size=LABEL))
        for name, plot in zip(names, (self.upper, self.lower), strict=True):
            name.next_to(plot.point(0, plot.high), UP, buff=0.14).align_to(plot.upright, LEFT)
        start = Prose(say("training.loss.start"), size=LABEL, role="muted")
        start.next_to(self.numbers[1], UP, buff=0.2).align_to(self.numbers[1], RIGHT)
        return names.add(start)

    def _ticks(self) -> VGroup:
        upper, lower = self.upper, self.lower
        return VGroup(upper.value_tick(1.0), lower.value_tick(0.0), lower.time_tick(self.steps))

    def set_time(self, time: float) -> Self:
        """Draw both as far as `time`; J's number is that of the batch under way, at its start."""
        self.rise.set_time(time)
        self.teeth.set_time(time)
        for step, dot in enumerate(self.starts):
            dot.set_opacity(float(step <= time))
        chance, objective = self.numbers
        chance.set_value(self.rise.last(time))
        objective.set_value(self.objective[min(int(time), self.steps - 1), 0])
        return self

    def near(self) -> np.ndarray:
        """The middle of the closer look, at the first batches of J."""
        return self.lower.point(0, 0.5 * self.lower.high) + self.near_shift

    def say_steps(self, batch: int) -> tuple[Prose, Prose]:
        """For the closer look at `batch` batches: which steps the dots and the teeth are."""
        plot, size = self.lower, LABEL * self.near_width / HOME_WIDTH
        peak = float(self.objective[batch - 1].max())
        first = Prose(say("training.loss.first"), size=size)
        later = Prose(say("training.loss.later"), size=size, role="muted")
        first.next_to(plot.point(batch, 0), DR, buff=0.1).shift(0.14 * LEFT)
        later.next_to(plot.point(batch, max(peak, 0.5 * plot.high)), RIGHT, buff=0.06)
        return first, later
