"""Two groups under three rules for the ruler: who is heard."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Animation, Line, TransformFromCopy, VGroup

from grpo_core import group_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.places import stand_on
from scenes.stage.ruler import Ruler
from scenes.stage.theme import CURVE, FORMULA, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .conventions import CONVENTIONS, Convention

_ROWS = (1.75, 0.05, -1.65)  # heights
_LEFT = -6.4
_HEAD = 3.05  # the baseline of the groups' names
_BOXES = ((-2.75, 1.75), (2.1, 6.6))  # where the arrows and numbers of a group may be
_DECIMALS, _APART = 2, 6.0  # arrows that differ more than that share no scale


class Heard(VGroup):
    """A group's largest and smallest advantage under each rule, in rows about one line.

    `arrows` and `numbers` have a pair for each row; `rulers` one where there is a ruler.
    """

    def __init__(self, heading: str, rewards: np.ndarray, box: tuple[float, float]):
        every = [group_advantages(rewards, **rule.settings) for rule in CONVENTIONS]
        pairs = [(float(a.max()), float(a.min())) for a in every]
        self.is_alike = _alike([pair[0] - pair[1] for pair in pairs])
        zero, unit = _layout(pairs if self.is_alike else pairs[:2], pairs, box)
        self.line = Line([zero, _ROWS[-1] - 0.75, 0], [zero, _ROWS[0] + 0.6, 0])
        self.line.set_stroke(paint("text"), CURVE)
        self.heading = Prose(heading, size=READOUT).move_to([0.5 * sum(box), 0, 0])
        stand_on(self.heading, _HEAD)
        stds = [float(np.std(rewards, ddof=ddof)) for ddof in (0, 1)]
        self.arrows, self.numbers, self.rulers = VGroup(), VGroup(), VGroup()
        for row, (pair, y) in enumerate(zip(pairs, _ROWS, strict=True)):
            last = unit * (pairs[0][0] - pairs[0][1]) / (pair[0] - pair[1])
            scale = unit if self.is_alike or row < 2 else last
            self.arrows.add(VGroup(*(_arrow(zero, scale * value, y) for value in pair)))
            self.numbers.add(VGroup(*(_number(value, zero + scale * value, y) for value in pair)))
            if row < len(stds):
                long = unit * stds[row] / stds[0]
                self.rulers.add(Ruler([zero, y - 0.62, 0], [zero + long, y - 0.62, 0], width=0.24))
        super().__init__(self.line, self.heading, self.arrows, self.numbers, self.rulers)

    def row(self, number: int) -> list[VGroup]:
        """What is in a row beside its arrows."""
        return [self.numbers[number], *self.rulers[number : number + 1]]

    def next_row(self, number: int) -> list[Animation]:
        """The arrows of the row above come down and take this row's length."""
        pairs = zip(self.arrows[number - 1], self.arrows[number], strict=True)
        return [TransformFromCopy(*pair) for pair in pairs]


class Rules(VGroup):
    """The three rules: what is divided by, and small who does it so."""

    def __init__(self) -> None:
        super().__init__(*(_rule(*pair) for pair in zip(CONVENTIONS, _ROWS, strict=True)))


def own_scale() -> Prose:
    """That the undivided arrows of the first group have a scale of their own."""
    note = Prose(" ".join(say("stage.conventions.own_scale").split()), role="muted")
    return note.move_to([0.5 * sum(_BOXES[0]), _ROWS[-1] - 0.95, 0])


def both(own: np.ndarray, other: np.ndarray) -> tuple[Heard, Heard]:
    """The user's group and a lopsided one beside it."""
    names = (say(f"advantage.which_ruler.{which}") for which in ("mine", "other"))
    first, second = (Heard(*args) for args in zip(names, (own, other), _BOXES, strict=True))
    return first, second


def _rule(convention: Convention, y: float) -> VGroup:
    title = Prose(convention.said("title"), size=FORMULA).align_to([_LEFT, 0, 0], LEFT)
    stand_on(title, y + 0.25)
    divisor = Formula(f"{quoted(convention.said('divided'))} {convention.divisor}", size=LABEL)
    if "r" in divisor.part_names:
        divisor.paint_parts(r="reward")
    users = Prose(convention.said("users"), role="muted")
    for text, line in ((divisor, y - 0.28), (users, y - 0.8)):
        stand_on(text.align_to([_LEFT, 0, 0], LEFT), line)
    return VGroup(title, divisor, users)


def _alike(spans: list[float]) -> bool:
    return spans[2] <= _APART * spans[0] and spans[0] <= _APART * spans[2]


def _layout(
    drawn: list[tuple[float, float]], told: list[tuple[float, float]], box: tuple[float, float]
) -> tuple[float, float]:
    """Where arrows start, and scene units for 1, so that they and their numbers fit the box."""
    most, least = max(pair[0] for pair in drawn), min(pair[1] for pair in drawn)
    right, left = (max(map(_width, side)) + 0.2 for side in zip(*told, strict=True))
    unit = (box[1] - box[0] - right - left) / (most - least)
    return box[0] + left - unit * least, unit


def _width(value: float) -> float:
    return number_width(value, _DECIMALS, sign=True, size=READOUT)


def _arrow(zero: float, length: float, y: float) -> BlockArrow:
    end = [zero + length, y, 0]
    return BlockArrow([zero, y, 0], end, sign_role(length), width=0.34, head=0.66)


def _number(value: float, tip: float, y: float) -> LiveNumber:
    number = LiveNumber(value, _DECIMALS, sign=True, size=READOUT, role=sign_role(value))
    return number.next_to([tip, y, 0], RIGHT if value > 0 else LEFT, buff=0.15)
