"""How often a whole group agrees, over the chance of a right answer: a valley."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from grpo_core import silent_probability
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.marks import tick
from scenes.stage.motion import Drive
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, current_theme, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .share_field import ShareField

_WIDTH, _HEIGHT, _AT = 11.4, 4.9, np.array([0.35, 0.08, 0.0])
_SAMPLES = 120
_ASKED = np.array([0.6, 3.75, 0.0])
_ARM = 0.058  # the middle of what stands under an arm
_NUMBER = 84  # size of type
_FIELD, _FIELD_AT = 3.0, np.array([-1.4, 0.95, 0.0])


class Valley(Plot):
    """The chance that `size` answers agree, over that of a right one; `set_reach` draws it."""

    asked_at = _ASKED

    def __init__(self, size: int, chance: float):
        self.size, self.chance = size, chance
        super().__init__((0.0, 1.0), (0.0, 1.0), _WIDTH, _HEIGHT)
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(1, 0)), Line(self.point(0, 0), self.point(0, 1))
        ).set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(
            *(
                tick(self.point(p, 0), reward_text(round(p, 2)), buff=0.16)
                for p in (0.0, chance, 0.5, 1.0)
            )
        )
        for share in (0.5, 1.0):
            label = Formula(f"{number_text(100 * share, 0)} %", size=LABEL, role="muted")
            self.numbers.add(label.next_to(self.point(0, share), LEFT, buff=0.18))
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.area = VMobject(stroke_width=0).set_fill(paint("muted"), 1.6 * current_theme().tint)
        self.dot = Dot(radius=0.16).set_fill(paint("text"), 1)
        self.add(self.area, self.axes, self.numbers, self.curve, self.dot)
        self.shift(_AT)
        self.share = self.value(chance)
        self.field, self.count = self._hundred()
        self.thread = self._thread()
        self.set_reach(0.0).set_chance(0.5)

    def value(self, chance: float) -> float:
        """The chance that all agree."""
        return float(silent_probability(chance, self.size))

    def set_reach(self, reach: float) -> Self:
        """Draw the curve from either end towards the middle; 1 is all of it."""
        half = 0.5 * max(reach, 1e-4)
        self.curve.clear_points()
        self.area.clear_points()
        for start, end in ((0.0, half), (1.0, 1.0 - half)):
            chances = np.linspace(start, end, _SAMPLES)
            path = self.grid.path(chances, silent_probability(chances, self.size))
            self.curve.start_new_path(path[0])
            self.curve.add_points_as_corners(path[1:])
            self.area.start_new_path(self.point(start, 0))
            self.area.add_points_as_corners([*path, self.point(end, 0), self.point(start, 0)])
        return self

    def names(self) -> VGroup:
        """What the axes are."""
        across = Prose(say("advantage.silences.chance"), role="muted")
        across.next_to(self.point(0.75, 0), DOWN, buff=0.28)
        up = Prose(say("advantage.silences.agree", count=self.size), role="muted")
        up.next_to(self.point(0, 1), UP, buff=0.3).align_to([-6.5, 0, 0], LEFT)
        return VGroup(across, up)

    def arms(self) -> VGroup:
        """What the ends of the curve are, on the groups that agree, and its middle."""
        hard, easy = (
            Prose(say(f"advantage.silences.{end}"), size=READOUT, align="center")
            for end in ("hard", "easy")
        )
        hard.move_to(self.point(_ARM, 0.14))
        easy.move_to(self.point(1 - _ARM, 0.14))
        learns = Prose(say("advantage.silences.middle"), size=FORMULA)
        return VGroup(hard, easy, learns.next_to(self.point(0.5, 0), UP, buff=0.35))

    def set_chance(self, chance: float) -> Self:
        """Move the dot along the curve."""
        self.dot.move_to(self.point(chance, self.value(chance)))
        return self

    def _hundred(self) -> tuple[ShareField, VGroup]:
        """A hundred groups, and how many of them are silent at the run's place."""
        field = ShareField(_FIELD).move_to(_FIELD_AT)
        silent = round(100 * self.share)
        number = Formula(str(silent), size=_NUMBER)
        words = Prose(say("advantage.silences.silent"), size=FORMULA)
        of = Prose(say("advantage.silences.hundred", count=100), role="muted")
        said = VGroup(on_baseline(number, words), of).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        said.next_to(field, RIGHT, buff=0.35).align_to(field, DOWN)
        teach = Prose(say("advantage.silences.teach"), size=READOUT)
        teach.next_to(field, RIGHT, buff=0.35).align_to(field, UP)
        return field, VGroup(said, teach)

    def _thread(self) -> DashedLine:
        """From the run's place on the curve to its hundred groups."""
        end = self.field.get_left() + 0.15 * LEFT
        start = self.point(self.chance, self.share) + 0.25 * RIGHT
        return DashedLine(start, end, dash_length=0.1).set_stroke(paint("muted"), AXIS)

    def silence(self) -> Drive:
        """Make the silent ones of the hundred hollow."""
        return Drive(self.field, self.field.set_share, 0.0, self.share)
