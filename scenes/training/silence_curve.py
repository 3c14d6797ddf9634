"""How likely a group falls silent, over the chance of a right answer: a valley."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    Dot,
    Line,
    VGroup,
    VMobject,
)

from grpo_core import silent_probability
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.lettered import lettered
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .chance_bars import between

_WIDE, _TALL, _AT = 10.6, 3.85, np.array([-0.15, -0.4, 0.0])
_FLOOR = 0.12  # from the axis to what lies in the valley
_SAMPLES = 121
_LOW = 0.3  # up to here a mark stands at the left
_FORMULA, _ENDS = 0.64, 1.22  # the heights of the formula and of what it is made of
_APART = 0.32  # from the end of the axis to a mark beside it: piles are wider than the axis


class SilenceCurve(Plot):
    """The chance that all `size` answers agree, with a dot that slides along as the run does.

    `chances` are those of a right answer before each batch; what lies in the valley lies
    `floor` over its axis.
    """

    floor = _FLOOR

    def __init__(self, chances: np.ndarray, size: int):
        super().__init__((0.0, 1.0), (0.0, 1.0), _WIDE, _TALL)
        self.stand_at(_AT)
        self.size, self.chances = size, chances
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(1, 0)), Line(self.point(0, 0), self.point(0, 1))
        ).set_stroke(paint("muted"), AXIS)
        xs = np.linspace(0.0, 1.0, _SAMPLES)
        spots = [self.point(x, self.value(x)) for x in xs]
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE).set_points_as_corners(spots)
        self.numbers = VGroup(*(self._across(p) for p in (0.0, 0.5, 1.0)), self._up(1.0))
        self.dot = Dot(radius=0.2).set_fill(paint("coin"), 1).set_stroke(paint("ground"), 4)
        name = lettered(say("training.saturation.chance"), role="muted")
        name.next_to(self.point(1, 0), DOWN, buff=0.2)
        self.axis_name = name.shift((self.point(1, 0)[0] - 0.35 - name.get_right()[0]) * RIGHT)
        self.formula = self._formula()
        self.column = Prose(say("training.saturation.column"), size=LABEL, role="muted")
        self.column.move_to(self.point(0.5, 0.36))
        self.title = Prose(say("training.saturation.agree", count=size), size=READOUT)
        self.title.next_to(self.formula, UP, buff=0.24)
        self.add(self.axes, self.numbers, self.axis_name, self.curve, self.dot)
        self.set_batch(0.0)

    def value(self, chance: float) -> float:
        """The chance that all agree."""
        return float(silent_probability(chance, self.size))

    def _across(self, chance: float) -> Formula:
        label = Formula(number_text(chance, 1 if chance % 1 else 0), size=LABEL, role="muted")
        return label.next_to(self.point(chance, 0), DOWN, buff=0.2)

    def _up(self, value: float) -> Formula:
        label = Formula(f"{number_text(100 * value, 0)} %", size=LABEL, role="muted")
        return label.next_to(self.point(0, value), LEFT, buff=0.18)

    def _formula(self) -> Formula:
        right, wrong = f"p^{self.size}", f"(1 - p)^{self.size}"
        formula = Formula(f"{{{{ {wrong} : wrong }}}} + {{{{ {right} : right }}}}", size=60)
        return formula.move_to(self.point(0.5, _FORMULA))

    def ends(self) -> VGroup:
        """Why it is high at either end: all wrong, all right, with their chances."""
        wrong, right = (
            VGroup(
                Prose(say(f"training.saturation.{key}"), size=READOUT, role=role),
                Formula(source, size=FORMULA, role=role),
            ).arrange(DOWN, buff=0.18)
            for key, source, role in (
                ("all_wrong", f"(1 - p)^{self.size}", "text"),
                ("all_right", f"p^{self.size}", "reward"),
            )
        )
        wrong.move_to(self.point(0.06, _ENDS))
        right.move_to(self.point(0.85, _ENDS))
        return VGroup(wrong, right)

    def counts(self, ends: VGroup, rights: Sequence[int]) -> VGroup:
        """Under what the silent ends are, how many groups of the run were of that kind."""
        found = np.array(rights)
        return VGroup(
            *(
                Prose(
                    say("training.saturation.groups", count=int((found == kind).sum())),
                    size=LABEL,
                    role="muted",
                ).next_to(end, UP, buff=0.16)
                for end, kind in zip(ends, (0, self.size), strict=True)
            )
        )

    def set_batch(self, time: float) -> Self:
        """Put the dot where the run was after `time` batches."""
        chance = float(between(self.chances[:, None], min(time, len(self.chances) - 1))[0])
        self.dot.move_to(self.point(chance, self.value(chance)))
        return self

    def mark(self, chance: float) -> VGroup:
        """A dot on the curve where the dot was, with how likely silence is there."""
        value = self.value(chance)
        spot = self.point(chance, value)
        stop = Dot(spot, radius=0.12).set_fill(paint("text"), 1)
        label = Formula(f"{number_text(100 * value, 0)} %", size=READOUT)
        if chance < _LOW:
            label.next_to(self.point(0, value), LEFT, buff=0.18)
            way = DashedLine(self.point(0, value), stop.get_left()).set_stroke(paint("text"), AXIS)
            return VGroup(stop, label, way)
        if chance > 1 - _LOW:
            end = self.point(1, value) + _APART * RIGHT
            return VGroup(stop, label.next_to(end, RIGHT, buff=0.16))
        return VGroup(stop, label.next_to(stop, UP, buff=0.16))
