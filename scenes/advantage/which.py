"""Two groups under three rules for the ruler: who is heard."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, FadeOut, Line, VGroup

from grpo_core import group_advantages
from scenes.script.decimals import without_zero
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.motion import Drive
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import AXIS, FORMULA, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .conventions import Convention

_MEAN, _UNIT = 0.15, 4.4  # the average's height; scene units for a reward of 1, in both groups
_LEFT, _RIGHT = -5.9, 6.4
_COLUMNS = ((-5.2, -4.3, -1.9, -1.0), (1.0, 2.2, 4.5, 5.7))
_HEADS, _RADIUS = 3.1, 0.33  # the row of coins
_RULERS, _BAR = (0.45, -0.45), 0.3  # from the column of the second and third arrow
_CLEAR = 0.65  # of a number from its column
_SIZES = (34, 96)  # of type: of silence, and of an advantage of 1
_RULE_AT, _USERS_AT = -2.65, -3.15


class Heard(VGroup):
    """A group: coins over arrows that lead from the average as far as each reward lies from it.

    `rulers` lie along two of the arrows, one up, one down. `set_ddof` says how long they are.
    """

    def __init__(self, rewards: np.ndarray, columns: tuple[float, ...]):
        order = np.argsort(-rewards, kind="stable")
        self.rewards, self.columns = rewards[order], columns
        self.mean = float(rewards.mean())
        self.coins = VGroup(
            *(
                Coin(float(r), _RADIUS).move_to([x, _HEADS, 0])
                for r, x in zip(self.rewards, columns, strict=True)
            )
        )
        self.arrows = VGroup(
            *(
                BlockArrow(
                    [x, _MEAN, 0],
                    [x, _MEAN + _UNIT * gap, 0],
                    sign_role(float(gap)),
                    width=0.3,
                    head=0.6,
                )
                for x, gap in zip(columns, self.rewards - self.mean, strict=True)
            )
        )
        self.rulers = VGroup(*(Ruler([0, 0, 0], [0, 1, 0], width=_BAR) for _ in range(2)))
        super().__init__(self.arrows, self.coins)
        self.set_ddof(0.0)

    def set_ddof(self, ddof: float) -> Self:
        """Let the rulers be the root of the squares over all but `ddof` of the answers."""
        std = float(np.std(self.rewards, ddof=ddof))
        for ruler, k, aside, way in zip(self.rulers, (1, 2), _RULERS, (1, -1), strict=True):
            foot = np.array([self.columns[k] + aside, _MEAN, 0.0])
            ruler.set_ends(foot, foot + way * _UNIT * std * UP)
        return self

    def grow(self) -> list[Animation]:
        """The ways from the average to each reward."""
        gaps = np.abs(self.rewards - self.mean)
        ways = zip(self.arrows, gaps, strict=True)
        return [Drive(arrow, arrow.set_length, 0.0, _UNIT * float(gap)) for arrow, gap in ways]

    def lay(self) -> list[Animation]:
        """The rulers come to lie along the arrows."""
        sides = zip(self.rulers, (-1, 1), strict=True)
        return [FadeIn(ruler, shift=0.4 * way * RIGHT) for ruler, way in sides]

    def counts(self, rule: Convention, loudest: float) -> VGroup:
        """The advantages under `rule`, in type as large as they are beside the `loudest`."""
        found = VGroup()
        values = group_advantages(self.rewards, **rule.settings)
        for value, x, way, side in (
            (float(values[0]), self.columns[1] + _CLEAR, UP, LEFT),
            (float(values[-1]), self.columns[2] - _CLEAR, DOWN, RIGHT),
        ):
            loud = abs(value) / loudest
            text = Formula(
                without_zero(reward_text(round(value, 2), sign=True)),
                size=_SIZES[0] + loud * (_SIZES[1] - _SIZES[0]),
                role=sign_role(value),
            )
            found.add(text.move_to([x, _MEAN, 0] + 1.05 * way, aligned_edge=side))
        return found


class TwoGroups:
    """Rewards, and the same ten times closer, on one scale of reward about one average."""

    def __init__(self, rewards: np.ndarray, closer: float):
        mean = float(rewards.mean())
        pairs = zip((rewards, mean + (rewards - mean) / closer), _COLUMNS, strict=True)
        self.groups = [Heard(*pair) for pair in pairs]
        self.average = Line([_LEFT, _MEAN, 0], [_RIGHT, _MEAN, 0])
        self.average.set_stroke(paint("text"), MAIN_CURVE)
        levels = VGroup(
            *(
                Line([_LEFT, y, 0], [_RIGHT, y, 0])
                for y in (_MEAN + _UNIT * (r - mean) for r in (0.0, 1.0))
            )
        ).set_stroke(paint("panel"), AXIS)
        told = zip((0.0, 1.0, mean), (*levels, self.average), strict=True)
        numbers = VGroup(
            *(
                Formula(reward_text(r), size=READOUT, role="muted").next_to(line, LEFT, buff=0.15)
                for r, line in told
            )
        )
        name = Prose(say("advantage.worlds.reward"), role="muted")
        name.next_to(numbers[1], UP, buff=0.2).align_to([-6.6, 0, 0], LEFT)
        self.scale = VGroup(levels, numbers, name)
        label = Prose(say("advantage.worlds.average"))
        self.label = label.next_to([_RIGHT, _MEAN, 0], UP, buff=0.12, aligned_edge=RIGHT)

    def counts(self, rule: Convention) -> VGroup:
        """The advantages of both groups under `rule`; the largest is the loudest."""
        values = (group_advantages(group.rewards, **rule.settings) for group in self.groups)
        loudest = max(1.0, *(float(np.abs(v).max()) for v in values))
        return VGroup(*(group.counts(rule, loudest) for group in self.groups))

    def use(self, number: int) -> list[Animation]:
        """The rulers come, get longer, or are taken away."""
        if number == 0:
            return [move for group in self.groups for move in group.lay()]
        if number == 1:
            return [Drive(group.rulers, group.set_ddof, 0.0, 1.0) for group in self.groups]
        return [
            FadeOut(ruler, shift=0.5 * way * RIGHT)
            for group in self.groups
            for ruler, way in zip(group.rulers, (1, -1), strict=True)
        ]


def rule_line(rule: Convention) -> VGroup:
    """What is divided by and what comes of it, and small who does it so."""
    what = Prose(say(f"advantage.which_ruler.{rule.key}"), size=FORMULA)
    users = Prose(rule.said("users"), role="muted").move_to([0, _USERS_AT, 0])
    return VGroup(what.move_to([0, _RULE_AT, 0]), users)
