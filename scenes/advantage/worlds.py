"""One reward in three worlds: the same coin, and what the others of its group got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

MINE = 1.0
OTHERS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0))  # what the others got
_IN_FRONT = 1  # of panels that arrive while the coin is on its way
_LARGE = 1.15  # the coin's radius when it is alone
_VALUE_UP, _WORDS_UP = (0.4, 0.0, -0.55), (-0.35, -1.2, -1.2)  # from the arrow's middle


@dataclass(frozen=True)
class Room:
    """Where three panels stand, and what is in them; scene units."""

    left: float
    wide: float
    top: float
    bottom: float
    floor: float  # the heights of the rewards 0 and 1
    shelf: float
    own: float  # radii: of the coin that is asked about, and of the others
    coin: float
    first: float  # columns of coins, from a panel's left edge
    second: float
    pitch: float
    gap: float = 0.22
    number: float = 60.0  # size of type of what the coin is above the average

    def height(self, reward: float) -> float:
        """Where `reward` lies."""
        return self.floor + (self.shelf - self.floor) * reward


WIDE = Room(-5.46, 3.86, 2.6, -3.0, -2.06, 1.2, 0.46, 0.31, 0.74, 1.78, 0.76)
SMALL = Room(
    -6.5, 2.65, 3.55, -0.55, 0.1, 2.45, 0.42, 0.27, 0.52, 1.22, 0.56, gap=0.15, number=52.0
)


class World(VGroup):
    """A panel with a group of four: `mine`, glowing, the `others`, and their `average`.

    `arrow` is the way from the average to the coin; `word` says how long it is. In a `scale`
    other than "none" the number is the coin's advantage.
    """

    def __init__(self, number: int, others: Sequence[float], room: Room, *, scale: str = "none"):
        self.room = room
        left = room.left + number * (room.wide + room.gap)
        self.left, self.own = left, left + room.first
        self.group = np.array([MINE, *others])
        self.body = panel(room.wide, room.top - room.bottom)
        self.body.move_to([left + 0.5 * room.wide, 0.5 * (room.top + room.bottom), 0])
        self.shelves = VGroup(*(self._level(reward) for reward in (0.0, 1.0)))
        self.shelves.set_stroke(paint("muted"), AXIS)
        self.mine = Coin(MINE, room.own, glows=True)
        self.mine.move_to([self.own, room.shelf + room.own, 0])
        self.mine.set_z_index(_IN_FRONT)
        places = [left + room.second + room.pitch * k for k in range(len(others))]
        self.others = VGroup(
            *(
                Coin(reward, room.coin).move_to([x, room.height(reward) + room.coin, 0])
                for x, reward in zip(places, others, strict=True)
            )
        )
        mean = float(self.group.mean())
        self.average = self._level(mean).set_stroke(paint("text"), MAIN_CURVE)
        apart = float(group_advantages(self.group, scale="none")[0])
        self.length = apart * (room.shelf - room.floor)
        foot = np.array([self.own, room.height(mean), 0.0])
        self.arrow = BlockArrow(foot, foot + self.length * UP, "up", width=0.2, head=0.5)
        self.value = self._value(float(group_advantages(self.group, scale=scale)[0]))
        self.rest = [self.body, self.shelves, self.average, self.arrow, self.others]
        super().__init__(*self.rest, self.value, self.mine)

    def _level(self, reward: float) -> Line:
        y = self.room.height(reward)
        return Line([self.left, y, 0], [self.left + self.room.wide, y, 0])

    def _value(self, value: float) -> Formula:
        """What the coin is above the average, beside the middle of its arrow."""
        decimals = reward_text(round(value, 2), sign=bool(value))
        text = Formula(decimals, size=self.room.number, role="up" if value else "text")
        middle = self.room.height(0.5 * (MINE + float(self.group.mean())))
        text.move_to([0, middle if value else self.room.shelf - 0.55, 0])
        return text.align_to([self.own + 0.36, 0, 0], LEFT)

    def measure(self) -> list[Animation]:
        """The arrow from the average to the coin, and how long it is."""
        grow = Drive(self.arrow, self.arrow.set_length, 0.0, self.length)
        return [*([grow] if self.length else []), FadeIn(self.value)]


class NamedWorld(World):
    """A world that says who is who, and in words how far above the average the coin is."""

    def __init__(self, number: int, others: Sequence[float]):
        super().__init__(number, others, WIDE)
        middle = self.value.get_y() if self.length else WIDE.shelf
        self.value.set_y(middle + _VALUE_UP[number])
        self.word = Prose(say(f"advantage.worlds.word{number + 1}"), size=READOUT)
        self.word.set_y(middle + _WORDS_UP[number]).align_to(self.value, LEFT)
        self.names = VGroup(
            *(
                stand_on(Prose(say(f"advantage.worlds.{who}"), role=role).set_x(x), -2.66)
                for who, role, x in (
                    ("mine", "text", self.own + 0.08),
                    ("others", "muted", self.left + WIDE.second + WIDE.pitch),
                )
            )
        )
        self.label = Prose(say("advantage.worlds.average"))
        self.label.next_to(self.average, DOWN if number else UP, buff=0.14)
        self.label.align_to([self.left + WIDE.wide - 0.14, 0, 0], RIGHT)
        self.add(self.label, self.names)

    def open(self) -> list[Animation]:
        """The panel, with the coin's own column alone, whose average is its own reward."""
        self.average.set_y(WIDE.height(MINE))
        panel = VGroup(self.body, self.shelves, self.names)
        return [FadeIn(panel), Create(self.average)]

    def join(self, count: int) -> list[Animation]:
        """The next of the others comes, and draws the average to itself."""
        mean = float(self.group[: count + 2].mean())
        coin = self.others[count]
        return [FadeIn(coin, shift=0.5 * DOWN), self.average.animate.set_y(WIDE.height(mean))]

    def measure(self) -> list[Animation]:
        """The arrow, how long it is, and what it starts from."""
        return [*super().measure(), FadeIn(self.word), FadeIn(self.label)]


class Worlds:
    """Three worlds in a row; in each the same coin has the same height."""

    def __init__(self) -> None:
        self.worlds = [NamedWorld(k, others) for k, others in enumerate(OTHERS)]
        first = self.worlds[0]
        self.coin = Coin(MINE, _LARGE, glows=True).move_to([0, -0.5, 0])
        self.coin.set_z_index(_IN_FRONT)
        self.scale = VGroup(
            *(
                Formula(text, size=READOUT, role="muted").next_to(
                    [first.left, WIDE.height(reward), 0], LEFT, buff=0.2
                )
                for text, reward in (("0", 0.0), ("1", 1.0))
            )
        )
        reward = Prose(say("advantage.worlds.reward"), role="muted")
        self.scale.add(reward.next_to(self.scale[1], UP, buff=0.22).align_to(self.scale[1], RIGHT))

    def coins(self) -> list[Coin]:
        """All coins of all worlds."""
        return [coin for world in self.worlds for coin in (world.mine, *world.others)]

    def come(self, number: int) -> Animation:
        """The coin comes to the same height in the next world."""
        mine = self.worlds[number].mine
        if number == 0:
            return ReplacementTransform(self.coin, mine)
        return TransformFromCopy(self.worlds[number - 1].mine, mine)
