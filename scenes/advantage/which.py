"""Two groups under three rules for the ruler: who is heard."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, Line, TransformFromCopy, VGroup

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.places import stand_on
from scenes.stage.ruler import Ruler
from scenes.stage.theme import CURVE, FORMULA, READOUT, paint, sign_role
from scenes.stage.typeset import Prose

from .conventions import CONVENTIONS, Convention

_ROWS = (1.75, 0.05, -1.65)  # heights
_LEFT = -6.4
Pair = tuple[float, float]  # the largest and the smallest advantage
_HEAD = 3.05  # the baseline of the groups' names
_BOXES = ((-2.75, 1.75), (2.1, 6.6))  # where the arrows and numbers of a group may be
CLOSER = 10  # times, the other group's rewards
_RULER = 2.0  # length of the first
_DECIMALS, _APART = 2, 6.0  # arrows that differ more than that share no scale


class Heard(VGroup):
    """A group's largest and smallest advantage under each rule, in rows about one line.

    `arrows` and `numbers` have a pair for each row. `units` are scene units for 1, a row each.
    """

    def __init__(self, heading: str, pairs: list[Pair], zero: float, units: list[float]):
        self.line = Line([zero, _ROWS[-1] - 0.75, 0], [zero, _ROWS[0] + 0.6, 0])
        self.line.set_stroke(paint("text"), CURVE)
        self.heading = Prose(heading, size=READOUT).set_x(zero)
        stand_on(self.heading, _HEAD)
        self.arrows, self.numbers = VGroup(), VGroup()
        for pair, unit, y in zip(pairs, units, _ROWS, strict=True):
            self.arrows.add(VGroup(*(_arrow(zero, unit * value, y) for value in pair)))
            self.numbers.add(VGroup(*(_number(value, zero + unit * value, y) for value in pair)))
        super().__init__(self.line, self.heading, self.arrows, self.numbers)

    def next_row(self, number: int) -> list[Animation]:
        """The arrows of the row above come down and take this row's length."""
        pairs = zip(self.arrows[number - 1], self.arrows[number], strict=True)
        return [TransformFromCopy(*pair) for pair in pairs]


class Rules(VGroup):
    """The three rules: how long the ruler is, if there is one, and small who does it so."""

    def __init__(self, rewards: np.ndarray):
        stds = [float(np.std(rewards, ddof=rule.settings["ddof"])) for rule in CONVENTIONS[:2]]
        lengths = [_RULER * std / stds[0] for std in stds]
        self.rulers = VGroup(*map(_ruler, lengths, _ROWS))
        super().__init__(*(_rule(*pair) for pair in zip(CONVENTIONS, _ROWS, strict=True)))
        self[0].add(self.rulers[0])

    def come(self, number: int) -> list[Animation]:
        """The next rule; its ruler is that of the rule above, made longer."""
        longer = [TransformFromCopy(*self.rulers)] if number == 1 else []
        return [FadeIn(self[number]), *longer]


class Pairs:
    """The user's group, and the same rewards closer together, under each rule: one scale.

    Of rewards that are far from the size of 1 the undivided rows have a scale of their own.
    """

    def __init__(self, rewards: np.ndarray):
        mean = rewards.mean()
        groups = (rewards, mean + (rewards - mean) / CLOSER)
        told = [[_pair(group, rule) for rule in CONVENTIONS] for group in groups]
        spans = [high - low for high, low in told[0]]
        self.is_alike = spans[2] <= _APART * spans[0] and spans[0] <= _APART * spans[2]
        drawn = told[0] if self.is_alike else told[0][:2]
        zeros, unit = _layout(drawn, [pair for group in told for pair in group])
        units = [unit, unit, unit if self.is_alike else unit * spans[0] / spans[2]]
        names = (
            say("advantage.which_ruler.mine"),
            say("advantage.which_ruler.other", count=CLOSER),
        )
        self.groups = [
            Heard(name, pairs, zero, units)
            for name, pairs, zero in zip(names, told, zeros, strict=True)
        ]

    def own_scale(self) -> Prose:
        """That the undivided arrows have a scale of their own."""
        note = Prose(" ".join(say("stage.conventions.own_scale").split()), role="muted")
        return note.move_to([0.5 * (_BOXES[0][0] + _BOXES[1][1]), _ROWS[-1] - 0.95, 0])


def _pair(rewards: np.ndarray, rule: Convention) -> Pair:
    advantages = group_advantages(rewards, **rule.settings)
    return float(advantages.max()), float(advantages.min())


def _ruler(length: float, y: float) -> Ruler:
    return Ruler([_LEFT, y - 0.3, 0], [_LEFT + length, y - 0.3, 0], width=0.3)


def _rule(convention: Convention, y: float) -> VGroup:
    title = Prose(convention.said("title"), size=FORMULA).align_to([_LEFT, 0, 0], LEFT)
    stand_on(title, y + 0.25)
    users = Prose(convention.said("users"), role="muted").align_to([_LEFT, 0, 0], LEFT)
    return VGroup(title, stand_on(users, y - 0.8))


def _layout(drawn: list[Pair], told: list[Pair]) -> tuple[list[float], float]:
    """Where the arrows of both groups start, and scene units for 1, so that numbers fit."""
    most, least = max(pair[0] for pair in drawn), min(pair[1] for pair in drawn)
    right, left = (max(map(_width, side)) + 0.2 for side in zip(*told, strict=True))
    unit = (_BOXES[0][1] - _BOXES[0][0] - right - left) / (most - least)
    return [box[0] + left - unit * least for box in _BOXES], unit


def _width(value: float) -> float:
    return number_width(value, _DECIMALS, sign=True, size=READOUT)


def _arrow(zero: float, length: float, y: float) -> BlockArrow:
    end = [zero + length, y, 0]
    return BlockArrow([zero, y, 0], end, sign_role(length), width=0.34, head=0.66)


def _number(value: float, tip: float, y: float) -> LiveNumber:
    number = LiveNumber(value, _DECIMALS, sign=True, size=READOUT, role=sign_role(value))
    return number.next_to([tip, y, 0], RIGHT if value > 0 else LEFT, buff=0.15)
