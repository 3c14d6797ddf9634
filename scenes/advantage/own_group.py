"""The group's rewards about their average, each with its advantage as an arrow."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import GroupTable
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import FORMULA, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Prose

_LEFT, _RIGHT = -6.2, 0.55
_MIDDLE, _REACH = 1.05, 1.15  # the average's height, and the longest arrow
_RADIUS = 0.45


class OwnGroup(VGroup):
    """A column for each telling answer: its coin, its arrow from the average, its advantage."""

    def __init__(self, table: GroupTable):
        self.table, self.shown = table, cards_of(table)
        pitch = (_RIGHT - _LEFT - 0.5) / len(self.shown)
        gaps = table.rewards - table.reward_mean
        most = float(np.abs(gaps).max()) or 1.0
        self.line = Line([_LEFT, _MIDDLE, 0], [_RIGHT, _MIDDLE, 0])
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.arrows, self.coins, self.numbers = VGroup(), VGroup(), VGroup()
        for place, k in enumerate(self.shown):
            x = _LEFT + 0.5 + pitch * (place + 0.5)
            self._add_column(k, x, _REACH * float(gaps[k]) / most)
        average = Prose(say("advantage.worlds.average"))
        self.average = average.next_to([_LEFT - 0.1, _MIDDLE, 0], UP, buff=0.15, aligned_edge=LEFT)
        super().__init__(self.line, self.average, self.arrows, self.coins, self.numbers)

    def _add_column(self, k: int, x: float, way: float) -> None:
        value = float(self.table.advantage[k])
        foot, tip = np.array([x, _MIDDLE, 0.0]), np.array([x, _MIDDLE + way, 0.0])
        arrow = BlockArrow(foot, tip, sign_role(value), width=0.2, head=0.5)
        side = np.sign(way)
        coin = Coin(float(self.table.rewards[k]), _RADIUS).move_to(tip + side * _RADIUS * UP)
        number = LiveNumber(value, 2, sign=True, size=READOUT, role=sign_role(value))
        number.next_to(coin, UP if side >= 0 else DOWN, buff=0.14)
        for parts, part in zip(
            (self.arrows, self.coins, self.numbers), (arrow, coin, number), strict=True
        ):
            parts.add(part)


class Verdict(VGroup):
    """What becomes of answers above and below: more, less."""

    def __init__(self) -> None:
        super().__init__()
        for key, role, way, y in (("more", "up", UP, 0.75), ("less", "down", DOWN, -0.55)):
            foot = np.array([1.75, y, 0.0]) - 0.4 * way
            arrow = BlockArrow(foot, foot + 0.8 * way, role, width=0.2, head=0.5)
            words = Prose(say(f"advantage.home.{key}"), size=FORMULA)
            self.add(VGroup(arrow, words.next_to([2.25, y, 0], RIGHT, buff=0)))
