"""Whether an answer still pushes: a lamp with its word, and a curve with its lamp."""

from __future__ import annotations

from typing import Self

from manim import DL, DOWN, LEFT, RIGHT, UL, UP, UR, VGroup

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.words import say

from .envelope import Envelope
from .lamp import Lamp
from .live_number import LiveNumber
from .marks import set_pushing
from .panel import panel
from .places import stand_on
from .theme import LABEL, READOUT, paint
from .typeset import Formula, Prose


class SlopeLamp(VGroup):
    """A lamp, the word "slope", and the slope of an envelope at its marker."""

    def __init__(self, width: float = 3.7):
        self.body = panel(width, 0.95)
        self.lamp = Lamp().move_to(self.body.get_left() + 0.5 * RIGHT)
        word = Prose(say("stage.gradient.slope"), size=READOUT).next_to(self.lamp, RIGHT, buff=0.28)
        self.number = LiveNumber(0.0, 2, size=READOUT)
        self.number.move_to(self.body).align_to(self.body.get_right() + 0.28 * LEFT, RIGHT)
        stand_on(word, self.number)
        super().__init__(self.body, self.lamp, word, self.number)

    def show(self, envelope: Envelope, ratio: float) -> Self:
        """Set lamp and number to what `envelope` has at `ratio`."""
        self.lamp.set_level(float(envelope.flows(ratio)))
        self.number.set_value(envelope.slope(ratio))
        return self


def example_note(size: float = LABEL) -> Prose:
    """What is said beside a probe, which is none of the group's answers."""
    return Prose(say("stage.cases.example"), size=size, role="muted")


def verdict(pushes: bool, advantage: float) -> str:
    """What the lamp of an answer says in words."""
    if not pushes:
        return say("stage.gradient.clipped") if advantage else say("stage.gradient.silent")
    return say("stage.gradient.pushes_up") if advantage > 0 else say("stage.gradient.pushes_down")


class SlopePanel(VGroup):
    """One candidate objective for one answer: its curve, its tangent, its lamp and a word."""

    def __init__(self, table: GroupTable, case: Case, title: str, which: str):
        self.body = body = panel(6.25, 5.7)
        self.envelope = envelope = Envelope(
            case.advantage,
            table.eps_low,
            table.eps_high,
            most=max(2.0, 1.15 * case.ratio),
            width=4.9,
            height=2.9,
            which=which,
        )
        envelope.reveal("tangent")
        envelope.move_to(body).shift(0.42 * DOWN)
        self.title = Prose(title, size=READOUT)
        self.title.move_to(body.get_corner(UL) + 0.35 * (RIGHT + DOWN), aligned_edge=UL)
        self.lamp = Lamp(radius=0.2).move_to(body.get_corner(DL) + 0.65 * RIGHT + 0.55 * UP)
        self.slope = LiveNumber(0.0, 2, size=READOUT, align="left")
        name = Prose(say("stage.gradient.slope"), size=READOUT).next_to(self.lamp, RIGHT, buff=0.3)
        self.slope.next_to(name, RIGHT, buff=0.25)
        stand_on(name, self.slope)
        words = say("stage.gradient.no_brake"), say("stage.gradient.brake")
        self.words = VGroup(*(Prose(word, role="muted") for word in words))
        for word in self.words:
            word.align_to(body.get_right() + 0.45 * LEFT, RIGHT)
            stand_on(word, self.slope)
        self.answer = Formula(case.name, size=LABEL)
        sign = Formula("A < 0" if case.advantage < 0 else "A > 0", role=envelope.role)
        sign.move_to(body.get_corner(UR) + 0.35 * (LEFT + DOWN), aligned_edge=UR)
        axis = VGroup(envelope.fence_ticks(), envelope.axis_name(), sign)
        if case.index is None:
            axis.add(example_note().next_to(sign, LEFT, buff=0.3))
        super().__init__(body, envelope, axis, self.title, self.lamp, name, self.slope)
        self.add(self.words, self.answer)
        self.set_ratio(1.0)

    def set_ratio(self, ratio: float) -> Self:
        """Move the marker; tangent, lamp, slope and the word follow."""
        envelope = self.envelope.set_ratio(ratio)
        flows = envelope.flows(ratio)
        self.lamp.set_level(float(flows))
        self.slope.set_value(envelope.slope(ratio))
        set_pushing(envelope.marker, envelope.advantage, pushes=flows)
        for word, shown in zip(self.words, (not flows, flows), strict=True):
            word.set_fill(paint("text"), opacity=float(shown))
        self.answer.next_to(envelope.marker, UP + RIGHT, buff=0.04)
        return self
