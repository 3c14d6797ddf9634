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
    FadeOut,
    Line,
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
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import AXIS, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose, fit_prose

MINE = 1.0
OTHERS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0))  # what the others got
_SMALLER = 0.55  # the answer, once a world stands beside it
_IN_FRONT = 1  # of panels that arrive while the coin is on its way
_ANSWER, _ANSWER_AT = 76, np.array([-2.6, -0.9, 0.0])  # size of type; the panel's middle
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
    hangs: bool = False  # coins of 0 hang from their line
    number: float = 60.0  # size of type of what the coin is above the average

    @property
    def step(self) -> float:
        """From a panel to the next."""
        return self.wide + self.gap

    def height(self, reward: float) -> float:
        """Where `reward` lies."""
        return self.floor + (self.shelf - self.floor) * reward

    def lies(self, reward: float, radius: float) -> float:
        """The middle of a coin of `reward`."""
        return self.height(reward) + (-radius if self.hangs and not reward else radius)


WIDE = Room(-5.46, 3.86, 2.6, -3.0, -2.06, 1.2, 0.46, 0.31, 0.74, 1.78, 0.76)


class World(VGroup):
    """A panel with a group of four: the answer that got `mine`, the `others`, their `average`.

    `arrow` is the way from the average to the coin of `mine`; `value` says how far that is.
    """

    def __init__(self, number: int, others: Sequence[float], room: Room, *, mine: float = MINE):
        self.room = room
        left = room.left + number * room.step
        self.left, self.own = left, left + room.first
        self.group = np.array([mine, *others])
        self.body = panel(room.wide, room.top - room.bottom)
        self.body.move_to([left + 0.5 * room.wide, 0.5 * (room.top + room.bottom), 0])
        self.shelves = VGroup(*(self._level(reward) for reward in (0.0, 1.0)))
        self.shelves.set_stroke(paint("muted"), AXIS)
        self.mine = Coin(mine, room.own).set_z_index(_IN_FRONT)
        self.mine.move_to([self.own, room.lies(mine, room.own), 0])
        places = [left + room.second + room.pitch * k for k in range(len(others))]
        self.others = VGroup(
            *(
                Coin(reward, room.coin).move_to([x, room.lies(reward, room.coin), 0])
                for x, reward in zip(places, others, strict=True)
            )
        )
        mean = float(self.group.mean())
        self.average = self._level(mean).set_stroke(paint("text"), MAIN_CURVE)
        self.apart = float(group_advantages(self.group, scale="none")[0])
        foot, tip = (np.array([self.own, room.height(r), 0.0]) for r in (mean, mine))
        role = sign_role(self.apart)
        self.arrow = BlockArrow(foot, tip, role, width=0.2, head=0.5)
        self.length = abs(float(tip[1] - foot[1]))
        self.value = self._value()
        self.rest = [self.body, self.shelves, self.average, self.arrow, self.others]
        super().__init__(*self.rest, self.value, self.mine)

    def _level(self, reward: float) -> Line:
        y = self.room.height(reward)
        return Line([self.left, y, 0], [self.left + self.room.wide, y, 0])

    def _value(self) -> Formula:
        """How far the coin is from the average, beside the middle of its arrow."""
        decimals = reward_text(round(self.apart, 2), sign=bool(self.apart))
        role = sign_role(self.apart) if self.apart else "text"
        text = Formula(decimals, size=self.room.number, role=role)
        middle = self.average.get_y() + 0.5 * np.sign(self.apart) * self.length
        text.move_to([0, middle if self.apart else self.room.shelf - 0.55, 0])
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
        self.add(self.label, self.names, self.word)

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
    """Three worlds, one after the other behind a coin that rests; each moves on to its place.

    `answer` is what the coin is for. Each world opens in the last of the three places.
    """

    def __init__(self, answer: str) -> None:
        self.worlds = [NamedWorld(k, others) for k, others in enumerate(OTHERS)]
        last = self.worlds[-1].mine
        self.coin = Coin(MINE, WIDE.own, glows=True).move_to(last).set_z_index(2 * _IN_FRONT)
        self.scale = self._scale()
        self.upright = self.scale[-1]
        for number, world in enumerate(self.worlds):
            world.shift(self._way(number))
        self.scale.shift(self._way(0))
        self.answer = self._answer(answer)
        self.thread = self._thread()

    def _way(self, number: int) -> np.ndarray:
        """From the place of a world to where it opens."""
        return (len(self.worlds) - 1 - number) * WIDE.step * RIGHT

    def _scale(self) -> VGroup:
        told = VGroup(
            *(
                Formula(reward_text(reward), size=READOUT, role="muted").next_to(
                    [WIDE.left, WIDE.height(reward), 0], LEFT, buff=0.2
                )
                for reward in (0.0, 1.0)
            )
        )
        reward = Prose(say("advantage.worlds.reward"), role="muted")
        told.add(reward.next_to(told[1], UP, buff=0.22).align_to(told[1], RIGHT))
        ends = ([WIDE.left, WIDE.height(r), 0] for r in (0.0, 1.0))
        return told.add(Line(*ends).set_stroke(paint("muted"), AXIS))

    def _answer(self, answer: str) -> VGroup:
        """The answer that is spoken of, found right."""
        text = fit_prose(answer, 6.4, size=_ANSWER)
        body = panel(text.width + 2.0, text.height + 1.0).move_to(_ANSWER_AT)
        text.move_to(body).shift(0.4 * LEFT)
        return VGroup(body, text, right_mark(0.6).next_to(text, RIGHT, buff=0.4))

    def _thread(self) -> DottedThread:
        start = self.answer.get_right() + 0.1 * RIGHT
        end = self.coin.face.get_left() + 0.35 * LEFT
        return DottedThread(start, end, leaving=RIGHT, arriving=RIGHT)

    def settle(self, number: int) -> list[Animation]:
        """All worlds so far move on by a place, the last with a coin for the one that rests.

        The answer makes room for them, then goes.
        """
        moved = [self.scale, *self.worlds[: number + 1]]
        moves: list[Animation] = [part.animate.shift(WIDE.step * LEFT) for part in moved]
        if number:
            return [*moves, FadeOut(self.answer)]
        room = self.worlds[0].body.get_center() - 2 * WIDE.step * RIGHT
        return [*moves, self.answer.animate.scale(_SMALLER).set_x(room[0])]

    def coins(self) -> list[Coin]:
        """The coin and the others of its last world."""
        return [self.coin, *self.worlds[-1].others]
