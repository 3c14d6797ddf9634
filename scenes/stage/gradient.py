"""Whether an answer still pushes: a lamp with its gradient, and a curve with its lamp."""

from __future__ import annotations

from typing import Self

from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import ClippedSurrogate, GroupTable

from .cases import Case
from .envelope import Envelope
from .live_number import LiveNumber
from .marks import Lamp
from .panel import panel
from .theme import READOUT
from .typeset import Formula, Prose


class GradientLamp(VGroup):
    """A lamp, the word, and d value / d log-probability as a number."""

    def __init__(self, width: float = 4.1):
        self.body = panel(width, 0.95)
        self.lamp = Lamp().move_to(self.body.get_left() + 0.5 * RIGHT)
        word = Prose("gradient").next_to(self.lamp, RIGHT, buff=0.28)
        self.number = LiveNumber(0.0, 2, size=READOUT)
        self.number.move_to(self.body).align_to(self.body.get_right() + 0.28 * LEFT, RIGHT)
        super().__init__(self.body, self.lamp, word, self.number)

    def show(self, result: ClippedSurrogate) -> Self:
        """Set lamp and number from a core result for one answer."""
        self.lamp.set_level(0.0 if result.binds else 1.0)
        self.number.set_value(float(result.gradient))
        return self


class SlopePanel(VGroup):
    """One candidate objective for one answer: its curve, its tangent and its lamp."""

    def __init__(self, table: GroupTable, case: Case, title: str, which: str):
        self.body = body = panel(6.2, 5.7)
        most = max(2.0, 1.15 * case.ratio)
        self.envelope = Envelope(
            case.advantage,
            table.eps_low,
            table.eps_high,
            most=most,
            width=4.9,
            height=2.9,
            which=which,
        )
        self.envelope.reveal("tangent")
        self.envelope.move_to(body).shift(0.3 * DOWN)
        self.title = Formula(title).move_to(body.get_corner(UP + LEFT), aligned_edge=UP + LEFT)
        self.title.shift(0.3 * (RIGHT + DOWN))
        self.lamp = (
            Lamp(radius=0.22).move_to(body.get_corner(UP + RIGHT)).shift(0.6 * (LEFT + DOWN))
        )
        self.name = Formula(case.name, size=READOUT, role="muted")
        self.number = LiveNumber(0.0, 2, size=READOUT, role=self.envelope.role, align="left")
        row = VGroup(self.name, self.number).arrange(RIGHT, buff=0.3)
        row.move_to(body.get_bottom() + 0.55 * UP)
        axis = VGroup(self.envelope.fence_ticks(), self.envelope.axis_name())
        super().__init__(body, self.envelope, axis, self.title, self.lamp, row)
        self.set_ratio(1.0)

    def set_ratio(self, ratio: float) -> Self:
        """Move the dot; curve value, tangent and lamp follow."""
        self.envelope.set_ratio(ratio)
        self.lamp.set_level(float(self.envelope.flows(ratio)))
        result = self.envelope.evaluate(ratio)
        self.number.set_value(float(getattr(result, self.envelope.which)))
        return self
