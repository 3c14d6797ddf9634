"""The told answers' coins about the group's average, with an arrow to each: its advantage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import UP, DashedLine, Line, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .chosen import ToldGroup
from .panels import LEFT_X, RIGHT_X, Panels
from .turning_coin import TurningCoin

_HEAD, _FOOT = -1.45, -2.83  # where the best and the worst reward lie
_RADIUS = 0.3
_FROM_MIDDLE, _TO_NUMBER = -0.85, 0.55
_TO_ARROW = 0.28  # from a coin to its arrow
_LOWEST = -2.78  # of numbers
_OVER_LINE = 0.3  # where there is no room under it
_BEYOND = 0.34  # from both lines of the average to what an advantage was
_NAME = np.array([5.98, 0.0, 0.0])


class CoinRow(VGroup):
    """A coin for each told answer, as high as its reward; `mix` goes from one table to another.

    `tables` are all that are shown.
    """

    def __init__(self, told: ToldGroup, panels: Panels, tables: Sequence[GroupTable]):
        self.told = told
        rewards = np.concatenate([t.rewards for t in tables])
        self.least, self.most = float(rewards.min()), float(rewards.max())
        self.xs = [x + _FROM_MIDDLE for x in panels.lanes]
        self.line = Line([LEFT_X, 0, 0], [RIGHT_X, 0, 0]).set_stroke(paint("reward"), CURVE)
        self.called = Prose(say("explorer.one_answer.mean"), size=LABEL)
        self.number = LiveNumber(0.0, 2, size=READOUT, role="reward")
        self.coins = VGroup(
            *(TurningCoin([t.rewards[i] for t in tables], _RADIUS) for i in told.shown)
        )
        start = np.zeros(3)
        self.arrows = VGroup(*(BlockArrow(start, start, width=0.2, head=0.4) for _ in self.xs))
        style = {"sign": True, "size": READOUT, "align": "left"}
        self.numbers = VGroup(*(LiveNumber(0.0, 2, **style) for _ in self.xs))
        self.level = 1.0
        super().__init__(self.line, self.called, self.number, self.arrows, self.coins, self.numbers)
        self.show(tables[0])

    def set_level(self, level: float) -> Self:
        """Let all arrows grow out of the line, 0 to 1."""
        self.level = level
        return self.mix(*self.between)

    def y(self, reward: float) -> float:
        """How high a reward lies."""
        return _FOOT + (_HEAD - _FOOT) * (reward - self.least) / (self.most - self.least)

    def show(self, table: GroupTable) -> Self:
        """Stand as in `table`."""
        return self.mix(table, table, 0.0)

    def mix(self, before: GroupTable, after: GroupTable, share: float) -> Self:
        """Stand between two tables; what is printed is that of one or the other."""
        self.between = before, after, share
        now = after if share > 0.5 else before
        mean = self.y((1 - share) * before.reward_mean + share * after.reward_mean)
        self.line.set_y(mean)
        self.called.move_to(_NAME + (mean + 0.3) * UP)
        self.number.set_value(now.reward_mean).move_to(_NAME + (mean - 0.28) * UP)
        self.called.shift(max(0.0, _LOWEST - self.number.get_y()) * UP)
        self.number.set_y(max(self.number.get_y(), _LOWEST))
        for k, i in enumerate(self.told.shown):
            y = self.y((1 - share) * before.rewards[i] + share * after.rewards[i])
            spot = np.array([self.xs[k], y, 0.0])
            self.coins[k].show(now.rewards[i]).move_to(spot)
            advantage = float(now.advantage[i])
            side = np.sign(y - mean)
            foot = np.array([self.coins[k].get_right()[0] + _TO_ARROW, mean, 0.0])
            end = foot + self.level * (y - mean) * UP
            self.arrows[k].set_role(sign_role(side)).set_ends(foot, end)
            number = self.numbers[k].set_value(advantage).set_role(sign_role(advantage))
            number.shift(
                [self.coins[k].get_right()[0] + _TO_NUMBER - number.slots.get_left()[0], 0, 0]
            )
            number.slots.set_fill(opacity=float(self.level == 1.0))
            away = (side or 1.0) * max(0.5 * abs(y - mean), _OVER_LINE)
            number.set_y(mean + (away if mean + away >= _LOWEST else _OVER_LINE))
        return self

    def before(self, table: GroupTable) -> VGroup:
        """The average and the advantages of another table, muted."""
        y = self.y(table.reward_mean)
        line = DashedLine([LEFT_X, y, 0], [RIGHT_X, y, 0], dash_length=0.08)
        found = VGroup(line.set_stroke(paint("muted"), HAIRLINE))
        lines = y, float(self.line.get_y())
        for number, i in zip(self.numbers, self.told.shown, strict=True):
            text = number_text(float(table.advantage[i]), 2, sign=True)
            old = Formula(text, size=LABEL, role="muted").move_to(number.slots)
            is_over = number.get_y() > lines[1]  # so that the other side is free
            beyond = min(lines) - _BEYOND if is_over else max(lines) + _BEYOND
            found.add(old.set_y(max(beyond, _LOWEST)))
        return found
