"""The group's rewards about their average, each with its advantage as an arrow."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Circle, Line, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.telling import cards_of, left_out
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Drive
from scenes.stage.reward_line import reward_dot
from scenes.stage.theme import CURVE, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose

_LEFT, _RIGHT = -6.2, 0.75
_MIDDLE, _REACH = 1.15, 1.05  # the average's height, and the longest arrow
_MARGIN = 1.4  # left of the first column: the line's name
_RADII = (0.45, 0.36, 0.27)
_SIGN_X, _WORDS_X = 1.55, 1.95  # where a verdict's sign stands, and its words begin
_LEFT_OVER = 47  # size of type
_PRICE = '- beta thin DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'


class OwnGroup(VGroup):
    """A column for each telling answer: its coin, its arrow from the average, its advantage."""

    def __init__(self, table: GroupTable):
        self.table, self.shown = table, cards_of(table)
        self.pitch = (_RIGHT - _LEFT - _MARGIN) / len(self.shown)
        gaps = table.rewards - table.reward_mean
        most = float(np.abs(gaps).max()) or 1.0
        self.line = Line([_LEFT, _MIDDLE, 0], [_RIGHT, _MIDDLE, 0])
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.arrows, self.coins, self.numbers = VGroup(), VGroup(), VGroup()
        self.lengths: list[float] = []
        self.radius, coins = self._coins()
        self.coins.add(*coins)
        for place, k in enumerate(self.shown):
            x = _LEFT + _MARGIN + self.pitch * (place + 0.5)
            self._add_column(place, x, _REACH * float(gaps[k]) / most)
        self.average = Prose(say("advantage.worlds.average"))
        self.average.next_to(self.line, UP, buff=0.15).align_to(self.line, LEFT)
        self.rest = VGroup()  # how many answers there are beside those that are shown
        if more := left_out(table, self.shown):
            said = fit_prose(more, _MARGIN, role="muted", align="left")
            self.rest.add(said.next_to(self.line, DOWN, buff=0.15).align_to(self.line, LEFT))
        super().__init__(self.line, self.average, self.rest)
        self.add(self.arrows, self.coins, self.numbers)

    def _coins(self) -> tuple[float, list[VGroup]]:
        """The coins, as large as their columns let them be; plain ones where digits do not fit."""
        room = self.pitch - 0.08
        for radius in _RADII:
            coins = [Coin(float(self.table.rewards[k]), radius) for k in self.shown]
            if all(coin.face.width <= room for coin in coins):
                return radius, [
                    self._lit(coin, k) for coin, k in zip(coins, self.shown, strict=True)
                ]
        return _RADII[-1], [VGroup(reward_dot(_RADII[-1])) for _ in self.shown]

    def _lit(self, coin: Coin, k: int) -> Coin:
        """The first of the best shines, if it is better than its group."""
        best = int(np.argmax(self.table.rewards))
        return coin.set_glow(float(k == best and self.table.advantage[k] > 0))

    def grow_arrows(self) -> list[Animation]:
        """Let the arrows grow from the average."""
        return [
            Drive(arrow, arrow.set_length, 0.0, length)
            for arrow, length in zip(self.arrows, self.lengths, strict=True)
        ]

    def _add_column(self, place: int, x: float, way: float) -> None:
        value, coin = float(self.table.advantage[self.shown[place]]), self.coins[place]
        foot, tip = np.array([x, _MIDDLE, 0.0]), np.array([x, _MIDDLE + way, 0.0])
        arrow = BlockArrow(foot, tip, sign_role(value), width=0.2, head=0.5)
        side = np.sign(way)
        coin.move_to(tip + side * self.radius * UP)
        number = LiveNumber(value, 2, sign=True, size=READOUT, role=sign_role(value))
        number.next_to(coin, UP if side >= 0 else DOWN, buff=0.14)
        self.lengths.append(abs(float(way)))
        self.arrows.add(arrow)
        name = Formula(f"o_{self.shown[place] + 1}", size=LABEL, role="muted")
        name.next_to([x, _MIDDLE, 0], DOWN if side >= 0 else UP, buff=0.15 if side else self.radius)
        self.numbers.add(VGroup(name, number))


class Verdict(VGroup):
    """What becomes of answers above and below, and what is left where all are equal."""

    def __init__(self) -> None:
        super().__init__()
        for key, role, way, y in (("more", "up", UP, 1.3), ("less", "down", DOWN, 0.45)):
            foot = np.array([_SIGN_X, y, 0.0]) - 0.32 * way
            sign = BlockArrow(foot, foot + 0.64 * way, role, width=0.18, head=0.42)
            self.add(self._row(sign, Prose(say(f"advantage.home.{key}"), size=READOUT), y))
        ring = Circle(0.22).set_stroke(paint("reward"), CURVE).move_to([_SIGN_X, -0.35, 0])
        self.add(self._row(ring, Prose(say("advantage.home.equal"), size=READOUT), -0.35))
        left = Formula(_PRICE, size=_LEFT_OVER, new="new", reference="reference")
        self.add(left.next_to([_WORDS_X, -1.05, 0], RIGHT, buff=0))

    @staticmethod
    def _row(sign: VMobject, words: Prose, y: float) -> VGroup:
        return VGroup(sign, words.next_to([_WORDS_X, y, 0], RIGHT, buff=0))
