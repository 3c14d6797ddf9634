"""J along the direction of a step: a line through zero that is not flat."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
from manim import DOWN, DR, LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from grpo_core import TabularRun, train_tabular
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

_ACROSS, _UP = (-0.45, 1.5), (-0.045, 0.125)  # in steps; J
_SHORT = 0.01  # of a step, for the slope at its start
_SAMPLES = 13


class StepSlope(Plot):
    """J of the batch `step` of `run` over how far its first update goes; 1 is the update.

    `set_length` leads the bead along, with the value at which it is.
    """

    def __init__(self, run: TabularRun, step: int, *, at: np.ndarray, width: float, height: float):
        super().__init__(_ACROSS, _UP, width, height)
        self.lengths = np.linspace(0.0, 1.0, _SAMPLES)
        self.values = np.array([along(run, step, length) for length in self.lengths])
        self.slope = along(run, step, _SHORT) / _SHORT
        self.stand_at(at)
        self.axes = VGroup(
            Line(self.point(_ACROSS[0], 0), self.point(_ACROSS[1], 0)),
            Line(self.point(0, _UP[0]), self.point(0, _UP[1])),
        ).set_stroke(paint("muted"), AXIS)
        self.zero = Formula("0", size=READOUT).next_to(self.point(0, 0), DR, buff=0.14)
        self.axis_name = Formula("J", size=FORMULA).next_to(self.point(0, _UP[1]), LEFT, buff=0.2)
        self.axis_name.shift(0.2 * DOWN)
        across = Prose(say("training.first_step.along"), size=LABEL, role="muted")
        self.across = across.next_to(self.point(_ACROSS[1], 0), DOWN, buff=0.22)
        self.across.align_to(self.axes, RIGHT)
        ends = (_ACROSS[0], 1.35)
        self.line = DashedLine(*(self.point(t, self.slope * t) for t in ends), dash_length=0.12)
        self.line.set_stroke(paint("muted"), MAIN_CURVE - 2)
        self.way = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.bead = Dot(radius=0.17).set_fill(paint("text"), 1).set_stroke(paint("ground"), 3)
        self.number = LiveNumber(float(self.values[-1]), 3, short=True, size=FORMULA)
        self.add(self.axes, self.zero, self.axis_name, self.across, self.line, self.way)
        self.add(self.bead, self.number)
        self.set_length(0.0)

    def set_length(self, length: float) -> Self:
        """The update has gone so far."""
        passed = [t for t in self.lengths if t < length]
        times = [0.0, *passed, max(length, 1e-4)]
        values = np.interp(times, self.lengths, self.values)
        spots = [self.point(t, v) for t, v in zip(times, values, strict=True)]
        self.way.set_points_as_corners(spots)
        self.bead.move_to(spots[-1])
        self.number.set_value(float(values[-1]) if length >= 1.0 else 0.0)
        self.number.slots.set_fill(opacity=float(length >= 1.0))
        self.number.next_to(self.bead, UP + LEFT, buff=0.06)
        return self


def along(run: TabularRun, step: int, length: float) -> float:
    """J of a batch after `length` times its first update."""
    told = run.settings
    settings = replace(
        told,
        logits=tuple(run.logits[step]),
        steps=1,
        inner_steps=2,
        learning_rate=length * told.learning_rate,
        beta=0.0,
    )
    return float(train_tabular(settings, samples=run.samples[step : step + 1]).objective[0, 1])
