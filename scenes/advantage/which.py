"""One group, three rulers: the same arrows about one line, each time of another length."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Line, TransformFromCopy, VGroup

from grpo_core import group_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.places import stand_on
from scenes.stage.ruler import Ruler
from scenes.stage.theme import FORMULA, LABEL, MAIN_CURVE, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .conventions import CONVENTIONS, Convention

_ROWS = (2.1, 0.1, -1.9)  # heights
_ZERO, _REACH = 2.95, 2.05  # where all arrows begin, and how far they may go
_LEFT, _LONGEST = -6.4, 4.2  # where rows begin; the longest ruler
_EDGE = 6.4  # where a number may end beside the longest arrow
_APART = 6.0  # arrows that differ more than that share no scale


class RulerRow(VGroup):
    """One convention: its name, who uses it, and its largest and smallest advantage."""

    def __init__(
        self,
        convention: Convention,
        advantages: np.ndarray,
        unit: float,
        ruler: tuple[float, float],
        y: float,
    ):
        divided_by, long = ruler
        title = Prose(convention.said("title"), size=FORMULA)
        divisor = Formula(f"{quoted(convention.said('divided'))} {convention.divisor}", size=LABEL)
        if "r" in divisor.part_names:
            divisor.paint_parts(r="reward")
        self.title = on_baseline(title, divisor, buff=0.35).align_to([_LEFT, 0, 0], LEFT)
        stand_on(title, y + 0.4, row=self.title)
        self.ruler = Ruler([_LEFT, y - 0.28, 0], [_LEFT + long, y - 0.28, 0], width=0.34)
        length = LiveNumber(divided_by, 3, size=LABEL).next_to(self.ruler, RIGHT, buff=0.2)
        self.users = Prose(convention.said("users"), role="muted").align_to([_LEFT, 0, 0], LEFT)
        stand_on(self.users, y - 0.82)
        self.values = (float(advantages.max()), float(advantages.min()))
        self.arrows, self.numbers = VGroup(), VGroup()
        for value in self.values:
            tip = [_ZERO + unit * value, y, 0]
            self.arrows.add(BlockArrow([_ZERO, y, 0], tip, sign_role(value), width=0.36, head=0.74))
            number = LiveNumber(value, 3, sign=True, size=FORMULA, role=sign_role(value))
            number.next_to(tip, RIGHT if value > 0 else LEFT, buff=0.2)
            self.numbers.add(number)
        self.words = VGroup(self.title, self.ruler, length, self.users)
        super().__init__(self.words, self.arrows, self.numbers)

    def rescale(self, other: RulerRow) -> list[Animation]:
        """The arrows of `other` come down here and take this length."""
        pairs = zip(other.arrows, self.arrows, strict=True)
        return [TransformFromCopy(*pair) for pair in pairs]


class WhichRuler(VGroup):
    """The three rows, with one line from which all their arrows start."""

    def __init__(self, rewards: np.ndarray):
        every = [group_advantages(rewards, **convention.settings) for convention in CONVENTIONS]
        longest = [float(np.abs(a).max()) for a in every]
        alike = longest[2] <= _APART * longest[0] and longest[0] <= _APART * longest[2]
        reach = min(_REACH, _EDGE - _ZERO - max(map(_widest, every)))
        shared = reach / max(longest if alike else longest[:2])
        units = [shared, shared, shared if alike else reach / longest[2]]
        rulers = _rulers(rewards)
        self.rows = [
            RulerRow(*row) for row in zip(CONVENTIONS, every, units, rulers, _ROWS, strict=True)
        ]
        self.line = Line([_ZERO, _ROWS[-1] - 0.7, 0], [_ZERO, _ROWS[0] + 1.1, 0])
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.average = Prose(say("advantage.worlds.average"), size=LABEL)
        self.average.next_to(self.line, DOWN, buff=0.15)
        if not alike:
            note = Prose(" ".join(say("stage.conventions.own_scale").split()), role="muted")
            self.rows[2].words.add(note.move_to([_ZERO + 1.6, _ROWS[2] - 0.75, 0]))
        super().__init__(self.line, self.average, *self.rows)


def _widest(advantages: np.ndarray) -> float:
    """How wide the wider of the two numbers of a row is."""
    ends = (float(advantages.max()), float(advantages.min()))
    return max(number_width(value, 3, sign=True, size=FORMULA) for value in ends)


def _rulers(rewards: np.ndarray) -> list[tuple[float, float]]:
    """Both standard deviations and 1, and how long each is drawn.

    Rulers too unlike for one scale have a length alone where rewards are divided by it.
    """
    lengths = [float(np.std(rewards, ddof=ddof)) for ddof in (0, 1)] + [1.0]
    alike = max(lengths) <= _APART * min(lengths)
    longest = max(lengths if alike else lengths[:2])
    return [(length, _LONGEST * min(1.0, length / longest)) for length in lengths]
