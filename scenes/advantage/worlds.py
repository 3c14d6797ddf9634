"""One reward in three worlds: the same coin, and what the others of its group got."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
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
from scenes.stage.theme import AXIS, FORMULA, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

MINE = 1.0
OTHERS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0))  # what the others got
_WIDE, _GAP, _LEFT = 3.86, 0.22, -5.46
_TOP, _BOTTOM = 2.6, -3.0  # of the panels
_FLOOR, _SHELF = -2.06, 1.2  # heights of the rewards 0 and 1
_OWN, _COIN, _LARGE = 0.46, 0.31, 1.15  # radii: of the coin that is asked about, and at first
_FIRST, _SECOND, _PITCH = 0.74, 1.78, 0.76  # columns of coins, from a panel's left edge
_ADVANTAGE = 56


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
        role = "text" if self.length else "muted"
        self.word = Prose(say(f"advantage.worlds.word{number + 1}"), size=FORMULA, role=role)
        self.word.next_to([self.own + 0.38, 0, 0], RIGHT, buff=0)
        middle = 0.5 * (_height(mean) + _SHELF) if self.length else _SHELF - 0.62
        self.word.set_y(middle)
        super().__init__(self.body, self.shelves, self.names, self.average, self.label)
        self.add(self.arrow, self.word, self.others, self.mine)

    def open(self) -> list[Animation]:
        """The panel, with the coin's own column alone."""
        return [FadeIn(VGroup(self.body, self.shelves, self.names))]

    def show_others(self) -> list[Animation]:
        """What the others got falls into its places."""
        return [FadeIn(coin, shift=0.5 * DOWN) for coin in self.others]

    def show_average(self) -> list[Animation]:
        """Their average."""
        return [Create(self.average), FadeIn(self.label)]

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
        self.advantage = Prose(say("advantage.worlds.advantage"), size=_ADVANTAGE)
        self.advantage.next_to(first.word, UP, buff=0.3).align_to(first.word, LEFT)

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

    def name(self) -> list[Animation]:
        """Call the difference by its name."""
        return [FadeIn(self.advantage, shift=0.2 * UP)]


def _height(reward: float) -> float:
    return _FLOOR + (_SHELF - _FLOOR) * reward


def _level(left: float, reward: float) -> Line:
    y = _height(reward)
    return Line([left, y, 0], [left + _WIDE, y, 0])
