"""J over the uses of some batches: each starts at zero, rises, and is drawn anew."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, Dot, LineJointType, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Formula, Prose

_ROOM = 1.15  # over the highest tooth
_FALL = 1e-6  # of a batch, in which it is drawn anew
_NUMBERED = 8  # batches that have a number each


class Sawtooth(TimePlot):
    """J of the first `batches` of `run`, drawn as far as `set_time`, with a dot for each start.

    `sign` -1 makes it the loss.
    """

    def __init__(
        self, run: TabularRun, batches: int, *, width: float, height: float, sign: int = 1
    ):
        self.seen = float(batches)
        inner = run.objective.shape[1]
        values = sign * run.objective[:batches]
        reach = _ROOM * float(np.abs(values).max())
        ends = (0.0, reach) if sign > 0 else (-reach, 0.0)
        super().__init__(batches, *ends, width=width, height=height)
        within = np.append(np.arange(inner) / inner, 1 - _FALL)
        times = np.append((np.arange(batches)[:, None] + within).ravel(), batches)
        values = np.concatenate([values, values[:, -1:]], axis=1)  # it stands until a new batch
        self.line = Trace(self, times, np.append(values.ravel(), 0.0), role="text", head=False)
        self.line.line.joint_type = LineJointType.BEVEL
        self.starts = VGroup(*(self._start(k) for k in range(batches)))
        self.add(self.line, self.starts)

    def point(self, x: float, y: float) -> np.ndarray:
        """Where (x, y) lies, when as many batches as are `seen` fill the width."""
        return super().point(x * self.last / self.seen, y) if self.seen else super().point(x, y)

    def set_seen(self, batches: float) -> Self:
        """Let so many batches fill the width, and draw them."""
        self.seen = batches
        for k, dot in enumerate(self.starts):
            dot.move_to(self.point(k, 0.0) if k <= batches else self.point(0, 0))
        return self.set_time(batches)

    def _start(self, batch: int) -> Dot:
        radius = 0.09 if self.last < 10 else 0.05
        return Dot(self.point(batch, 0.0), radius=radius).set_fill(paint("text"), 1)

    def names(self) -> VGroup:
        """What is measured, and over what, with the number 0."""
        name = Formula("J", size=FORMULA).next_to(self.point(0, self.high), LEFT, buff=0.2)
        name.shift(0.2 * DOWN)
        zero = Formula("0", size=READOUT).next_to(self.point(0, 0), LEFT, buff=0.2)
        words = VGroup(name, zero)
        count = int(self.last)
        for k in range(count) if count <= _NUMBERED else (0, count - 1):
            number = Formula(str(k + 1), size=LABEL, role="muted")
            words.add(number.next_to(self.point(k + 0.5, 0), DOWN, buff=0.28))
        batch = Prose(say("training.batch.batch"), size=LABEL, role="muted")
        return words.add(batch.next_to(words[2], LEFT, buff=0.35))

    def set_time(self, time: float) -> Self:
        """Draw it as far as `time` batches."""
        self.line.set_time(time)
        for k, dot in enumerate(self.starts):
            dot.set_opacity(float(k <= time + 1e-9))
        return self
