"""What one answer does at an inner step: its ratio, and whether it still pushes."""

from __future__ import annotations

from typing import Self

from manim import LEFT, RIGHT, VGroup

from scenes.script.words import say
from scenes.stage.gradient import verdict
from scenes.stage.lamp import Lamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .ratio_fan import RatioFan

_PAD, _LEAST_PAD = 0.35, 0.2


class StepPanel(VGroup):
    """The inner step of a `RatioFan`; the ratio, lamp and verdict of its path `index`."""

    def __init__(self, fan: RatioFan, index: int, name: str, *, width: float = 5.8):
        super().__init__()
        self.index = index
        self.advantage = float(fan.advantages[index])
        self.body = panel(width, 1.72)
        self.step_number = LiveNumber(1.0, 0, size=READOUT, align="left")
        self.ratio = LiveNumber(1.0, 3, size=FORMULA, align="left")
        words = Prose(say("stage.ratio_fan.inner_step"), size=READOUT)
        self.heading = on_baseline(words, self.step_number, buff=0.22)
        self.heading.align_to(self.body.get_left() + _PAD * RIGHT, LEFT).set_y(0.4)
        source = f"rho_{name} ="
        row = on_baseline(Formula(source, size=FORMULA), self.ratio, buff=0.18)
        row.align_to(self.heading, LEFT).set_y(-0.4)
        self.lamp = Lamp(on=True).move_to(row.get_right() + 0.85 * RIGHT)
        self.words = VGroup(
            *(Prose(verdict(on, self.advantage), size=LABEL) for on in (False, True))
        )
        for word in self.words:
            stand_on(word.next_to(self.lamp, RIGHT, buff=0.22), self.ratio)
        over = self.words.get_right()[0] + _LEAST_PAD - self.body.get_right()[0]
        VGroup(self.lamp, self.words).shift(max(0.0, over) * LEFT)
        self.add(self.body, self.heading, row, self.lamp, self.words)
        self.show(fan)

    def show(self, fan: RatioFan) -> Self:
        """Say what was at the last whole step that `fan` shows: a ratio between two never was."""
        step, ratio, bound = fan.ratio_of(self.index)
        self.step_number.set_value(step + 1)
        self.ratio.set_value(ratio)
        self.lamp.set_level(float(not bound))
        for word, shown in zip(self.words, (bound, not bound), strict=True):
            word.set_fill(paint("text"), opacity=float(shown))
        return self
