"""All batches of the run pass: columns pile up, and over them what else a log has."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose

_ROWS = (2.45, 0.75)  # the middle of each plot
_WIDE, _TALL, _LEFT = 4.7, 0.95, 0.95


class LapseStrips(VGroup):
    """The share clipped and the drift from the start, with the last values at the right."""

    def __init__(self, run: TabularRun):
        steps = run.settings.steps
        clipped = run.clip_fraction.mean(axis=1)
        kinds = (
            ("clipped", range(1, steps + 1), clipped),
            ("drift", range(steps + 1), run.exact_kl),
        )
        self.traces, self.numbers, rows = [], [], []
        for y, (key, times, values) in zip(_ROWS, kinds, strict=True):
            top = max(0.5, 0.5 * np.ceil(2 * float(np.max(values))))
            plot = TimePlot(steps, 0.0, top, width=_WIDE, height=_TALL)
            plot.stand_at([_LEFT + 0.5 * _WIDE, y, 0])
            trace = Trace(plot, times, values, role="text")
            number = LiveNumber(float(np.max(values)), 2, short=True, size=READOUT)
            number.next_to(plot, RIGHT, buff=0.2).set_y(y)
            title = Prose(say(f"training.time_lapse.{key}"), size=LABEL)
            title.next_to(plot.point(0, top), UP, buff=0.14).align_to(plot.axis, LEFT)
            ends = VGroup(plot.value_tick(0.0, 0), plot.value_tick(top, 1))
            self.traces.append(trace)
            self.numbers.append(number)
            rows.append(VGroup(plot, ends, title, trace, number))
        super().__init__(*rows)

    def set_time(self, time: float) -> Self:
        """Draw as far as `time`; the numbers are those of the last batch."""
        for trace, number in zip(self.traces, self.numbers, strict=True):
            trace.set_time(time)
            number.set_value(trace.last(time))
        return self


class SilentCount(VGroup):
    """A word with a number that counts, and of how many, in a row."""

    def __init__(
        self, word: str, value: float, of: str, *, size: float = READOUT, role: str = "text"
    ):
        self.number = LiveNumber(value, 0, size=size, align="left", role=role)
        words = Prose(word, size=size, role=role)
        rest = Prose(of, size=size, role=role)
        self.number.next_to(words, RIGHT, buff=0.22)
        super().__init__(words, self.number, rest.next_to(self.number, RIGHT, buff=0.25))
        stand_on(self.number, words)
        stand_on(rest, words)

    def set_count(self, value: float) -> Self:
        """Whole numbers only."""
        self.number.set_value(int(value + 1e-9))
        return self
