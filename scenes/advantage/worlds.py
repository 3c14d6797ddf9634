"""One reward in three worlds: the same coin, and what the others of its group got."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Line,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.motion import Drive
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.retelling import LATE
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

MINE = 1.0
OTHERS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0))  # what the others got
_WIDE, _GAP, _LEFT = 3.86, 0.22, -5.46
_TOP, _BOTTOM = 2.6, -3.0  # of the panels
_FLOOR, _SHELF = -2.06, 1.2  # heights of the rewards 0 and 1
_OWN, _COIN, _LARGE = 0.46, 0.31, 1.15  # radii: of the coin that is asked about, and at first
_FIRST, _SECOND, _PITCH = 0.74, 1.78, 0.76  # columns of coins, from a panel's left edge
_NUMBER = 60  # size of type
_VALUE_UP, _WORDS_UP = (0.4, 0.0, -0.6), (-0.35, -1.15, -1.25)  # from the arrow's middle


class World(VGroup):
    """A panel with a group of four: `mine`, glowing, the `others`, and their `average`.

    `arrow` is the way from the average to the coin; `word` says how long it is.
    """

    def __init__(self, number: int, others: Sequence[float]):
        left = _LEFT + number * (_WIDE + _GAP)
        self.left, self.own = left, left + _FIRST
        self.group = np.array([MINE, *others])
        self.body = panel(_WIDE, _TOP - _BOTTOM)
        self.body.move_to([left + 0.5 * _WIDE, 0.5 * (_TOP + _BOTTOM), 0])
        self.shelves = VGroup(*(_level(left, reward) for reward in (0.0, 1.0)))
        self.shelves.set_stroke(paint("muted"), AXIS)
        self.mine = Coin(MINE, _OWN, glows=True).move_to([self.own, _SHELF + _OWN, 0])
        self.others = VGroup(
            *(
                Coin(reward, _COIN).move_to(
                    [left + _SECOND + _PITCH * k, _height(reward) + _COIN, 0]
                )
                for k, reward in enumerate(others)
            )
        )
        self.names = VGroup(
            *(
                stand_on(Prose(say(f"advantage.worlds.{who}"), role=role).move_to([x, 0, 0]), -2.66)
                for who, role, x in (
                    ("mine", "text", self.own + 0.08),
                    ("others", "muted", left + _SECOND + _PITCH),
                )
            )
        )
        mean = float(self.group.mean())
        self.average = _level(left, mean).set_stroke(paint("text"), MAIN_CURVE)
        self.label = Prose(say("advantage.worlds.average"))
        self.label.next_to(self.average, DOWN if number else UP, buff=0.14)
        self.label.align_to([left + _WIDE - 0.14, 0, 0], RIGHT)
        self.length = float(group_advantages(self.group, scale="none")[0]) * (_SHELF - _FLOOR)
        foot = np.array([self.own, _height(mean), 0.0])
        self.arrow = BlockArrow(foot, foot + self.length * UP, "up", width=0.2, head=0.52)
        self.word = self._word(number, 0.5 * (_height(mean) + _SHELF))
        super().__init__(self.body, self.shelves, self.names, self.average, self.label)
        self.add(self.arrow, self.word, self.others, self.mine)

    def _word(self, number: int, middle: float) -> VGroup:
        """How far the coin lies above the average: in numbers, and under it in words."""
        apart = MINE - float(self.group.mean())
        role = "up" if apart else "text"
        value = Formula(reward_text(apart, sign=bool(apart)), size=_NUMBER, role=role)
        words = Prose(say(f"advantage.worlds.word{number + 1}"), size=READOUT)
        value.move_to([0, middle + _VALUE_UP[number], 0])
        words.move_to([0, middle + _WORDS_UP[number], 0])
        for text in (value, words):
            text.align_to([self.own + 0.42, 0, 0], LEFT)
        return VGroup(value, words)

    def open(self) -> list[Animation]:
        """The panel, with the coin's own column alone."""
        return [FadeIn(VGroup(self.body, self.shelves, self.names))]

    def show_others(self) -> list[Animation]:
        """What the others got falls into its places."""
        return [FadeIn(coin, shift=0.5 * DOWN) for coin in self.others]

    def set_average(self, share: float) -> Self:
        """Let the average sink from the coin's own reward by `share` of its way."""
        return self._put(MINE + share * (float(self.group.mean()) - MINE))

    def _put(self, reward: float) -> Self:
        self.average.set_y(_height(reward))
        return self

    def find_average(self) -> list[Animation]:
        """Of one coin the average is its own reward; the others draw it to theirs."""
        return [Drive(self.average, self.set_average, 0.0, 1.0), FadeIn(self.label, rate_func=LATE)]

    def measure(self) -> list[Animation]:
        """The arrow from the average to the coin, and how long it is."""
        grow = Drive(self.arrow, self.arrow.set_length, 0.0, self.length)
        return [*([grow] if self.length else []), FadeIn(self.word)]


class Worlds:
    """Three worlds in a row; in each the same coin has the same height."""

    def __init__(self) -> None:
        self.worlds = [World(k, others) for k, others in enumerate(OTHERS)]
        first = self.worlds[0]
        self.coin = Coin(MINE, _LARGE, glows=True).move_to([0, -0.5, 0])
        self.scale = VGroup(
            *(
                Formula(text, size=READOUT, role="muted").next_to(
                    [first.left, _height(reward), 0], LEFT, buff=0.2
                )
                for text, reward in (("0", 0.0), ("1", 1.0))
            )
        )
        reward = Prose(say("advantage.worlds.reward"), role="muted")
        self.scale.add(reward.next_to(self.scale[1], UP, buff=0.22).align_to(self.scale[1], RIGHT))

    def coins(self) -> list[Coin]:
        """All coins of all worlds."""
        return [coin for world in self.worlds for coin in (world.mine, *world.others)]

    def enter(self, number: int) -> list[Animation]:
        """Open the next world: the coin comes to the same height there."""
        world = self.worlds[number]
        if number == 0:
            come = ReplacementTransform(self.coin, world.mine)
            return [FadeIn(self.scale), *world.open(), come]
        return [*world.open(), TransformFromCopy(self.worlds[number - 1].mine, world.mine)]


def _height(reward: float) -> float:
    return _FLOOR + (_SHELF - _FLOOR) * reward


def _level(left: float, reward: float) -> Line:
    y = _height(reward)
    return Line([left, y, 0], [left + _WIDE, y, 0])
