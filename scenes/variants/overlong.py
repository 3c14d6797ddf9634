"""What DAPO takes off the reward of an answer that nears the limit of length."""

from __future__ import annotations

import numpy as np
from manim import LEFT, UP, Animation, Line, VGroup, VMobject

from grpo_core import overlong_penalty
from scenes.script.facts import fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import Drive
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

_WIDTH, _HEIGHT, _MIDDLE = 6.8, 4.2, np.array([2.6, -0.7, 0.0])
_BEYOND = 1.12  # how far the axis goes, in limits


class Overlong(Plot):
    """The penalty over an answer's length; `set_share` draws it from the left."""

    def __init__(self) -> None:
        self.limit, self.buffer = (fact(f"dapo.{key}").value for key in ("max_length", "buffer"))
        self.most = _BEYOND * self.limit
        super().__init__((0.0, self.most), (-1.0, 0.0), _WIDTH, _HEIGHT)
        self.stand_at(_MIDDLE)
        axes = [((0, 0), (self.most, 0)), ((0, 0), (0, -1))]
        self.axes = VGroup(*(Line(*(self.point(*end) for end in ends)) for ends in axes))
        self.axes.set_stroke(paint("muted"), AXIS)
        self.curve = VMobject().set_stroke(paint("down"), MAIN_CURVE + 2)
        self.words = self._words()
        self.add(self.axes, self.words, self.curve)
        self.set_share(0.0)

    def _words(self) -> VGroup:
        words = VGroup()
        free = self.limit - self.buffer
        for length in (free, self.limit):
            number = Formula(f"{length:.0f}", size=LABEL, role="muted")
            words.add(number.next_to(self.point(length, 0), UP, buff=0.18))
        for height in (0, -1):
            number = Formula(number_text(height, 0), size=LABEL, role="muted")
            words.add(number.next_to(self.point(0, height), LEFT, buff=0.18))
        across = Prose(say("variants.silent.length"), size=LABEL, role="muted")
        across.next_to(self.point(0, 0), UP, buff=0.75).align_to(self.axes, LEFT)
        docked = Prose(say("variants.silent.docked"), size=READOUT)
        docked.next_to(self.point(free, -0.5), LEFT, buff=0.1)
        return words.add(across, docked)

    def set_share(self, share: float) -> Overlong:
        """Draw it up to this share of the axis."""
        lengths = np.linspace(0.0, share * self.most, 301)
        penalty = overlong_penalty(lengths, self.limit, self.buffer)
        self.curve.set_points_as_corners(self.grid.path(lengths, penalty))
        return self

    def draw(self) -> list[Animation]:
        """An answer grows: free for long, then docked more and more."""
        return [Drive(self, self.set_share, 0.0, 1.0)]
