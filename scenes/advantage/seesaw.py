"""The average as a balance: coins on a beam, a pivot that slides, and arms that cancel."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Circle,
    DashedLine,
    Line,
    Polygon,
    VGroup,
)

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Drive
from scenes.stage.placement import touches
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, FORMULA, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose, on_baseline

from .coin_cloud import CoinCloud
from .worlds import MINE, OTHERS

_BEAM, _REACH = 0.6, 3.2  # the beam's height; the longest arm
_HALF = 4.4  # of the beam
_PILE = 2.3
_PIVOT = 0.85  # the pivot's height
_STEEPEST = 0.16  # radians
_LANES, _DEPTH = -1.0, 1.25  # where the arms begin, and the room that they have
_MOST = 0.62  # of a lane
_MIDDLE = -0.6  # where the balance is
_ROOM = 6.0  # for arms end to end
_ARM, _MOST_NUMBERS = 46, 3  # size of type; arms of unlike lengths that are told
_TALL = 128  # size of type for a lane of one scene unit, with some air between numbers
ONE_RIGHT = np.array([MINE, *OTHERS[0]])


class Seesaw(VGroup):
    """A beam with the group's coins, which tilts until the pivot is at their average.

    `arms` are the ways from the pivot to each coin, those of a side one below the other.
    """

    def __init__(self, rewards: np.ndarray):
        self.rewards, self.mean = rewards, float(rewards.mean())
        self.values = group_advantages(rewards, scale="none")
        self.unit = _REACH / float(np.abs(self.values).max())
        self.beam = Line(LEFT, RIGHT).set_stroke(paint("text"), MAIN_CURVE + 3)
        self.coins = CoinCloud(self.rewards, self._across(self.rewards), _BEAM, height=_PILE).glow()
        self.level_places = [coin.get_center() for coin in self.coins]
        self.pivot = Polygon([0, 0, 0], [0.55, -_PIVOT, 0], [-0.55, -_PIVOT, 0], stroke_width=0)
        self.pivot.set_fill(paint("muted"), 1)
        self.lanes = self._lanes()
        pitch = min(_MOST, _DEPTH / (1 + max(self.lanes)))
        self.heights_apart = pitch
        self.heights = [_LANES - pitch * lane for lane in self.lanes]
        self.arms = VGroup(
            *(
                BlockArrow(
                    [_MIDDLE, y, 0],
                    [_MIDDLE + self.unit * value, y, 0],
                    sign_role(float(value)),
                    width=0.55 * pitch,
                    head=0.95 * pitch,
                )
                for value, y in zip(self.values, self.heights, strict=True)
            )
        )
        self.texts = self._lengths()
        super().__init__(self.pivot, self.beam, self.coins)
        self.set_pivot(0.0)

    def _across(self, rewards: np.ndarray) -> np.ndarray:
        return _MIDDLE + self.unit * (rewards - self.mean)

    def _lanes(self) -> list[int]:
        """Which arm of its side each one is, the longest first."""
        order = np.argsort(-np.abs(self.values), kind="stable")
        lanes = [0] * len(self.values)
        for side in (1, -1):
            for lane, k in enumerate(k for k in order if side * self.values[k] > 0):
                lanes[k] = lane
        return lanes

    def set_pivot(self, off: float) -> Self:
        """Put the pivot `off` scene units right of the balance; the beam tilts accordingly."""
        at = np.array([_MIDDLE + off, _BEAM - 0.05, 0.0])
        angle = _STEEPEST * float(np.tanh(off))  # its heavier side sinks
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

        def tilted(place: np.ndarray) -> np.ndarray:
            x, y = turn @ (place[:2] - at[:2]) + at[:2]
            return np.array([x, y, 0.0])

        ends = ([_MIDDLE + side * _HALF, _BEAM, 0.0] for side in (-1, 1))
        self.beam.put_start_and_end_on(*(tilted(np.array(end)) for end in ends))
        for coin, place in zip(self.coins, self.level_places, strict=True):
            coin.move_to(tilted(place))
        self.pivot.shift(at - self.pivot.get_top())
        return self

    def grow_arms(self) -> list[Animation]:
        """Let all arms grow from the pivot."""
        ways = zip(self.arms, self.values, strict=True)
        return [Drive(arm, arm.set_length, 0.0, abs(v) * self.unit) for arm, v in ways]

    @property
    def is_told_once(self) -> bool:
        """Whether the arms of each side are alike: then there is one text for each."""
        return len({round(float(value), 9) for value in self.values if value}) == 2

    def cancel(self) -> list[Animation]:
        """The arms out lie end to end, and under them those back: all the way to the pivot.

        Nothing moves where there is no room for that.
        """
        out = self.unit * float(self.values[self.values > 0].sum())
        if out > _ROOM or not self.is_told_once:
            return []
        pen, step, moves = np.array([_MIDDLE, _LANES, 0.0]), self.heights_apart * DOWN, []
        for side in (1, -1):
            for arm, value in zip(self.arms, self.values, strict=True):
                if side * value > 0:
                    moves.append(arm.animate.shift(pen - arm.pin.get_start()))
                    pen = pen + self.unit * float(value) * RIGHT
            pen = pen + step
        ends = (np.array([_MIDDLE, _LANES, 0.0]) + step, np.array([_MIDDLE + out, _LANES, 0.0]))
        told = zip(self.texts, ends, (LEFT, RIGHT), strict=True)
        return moves + [text.animate.next_to(end, way, buff=0.3) for text, end, way in told]

    def _lengths(self) -> VGroup:
        """How long the arms are: of each where they differ and have room, else once for a side."""
        texts = VGroup()
        in_lanes = max(READOUT, min(_ARM, _TALL * self.heights_apart))
        for side in (-1, 1):
            arms = [k for k in range(len(self.values)) if side * self.values[k] > 1e-12]
            alike = np.allclose(self.values[arms], self.values[arms[0]])
            if not alike and len(arms) > _MOST_NUMBERS:
                continue
            for k in arms[:1] if alike else arms:
                text = reward_text(round(float(self.values[k]), 2), sign=True)
                times = f"{len(arms)} times " if alike and len(arms) > 1 else ""
                role = sign_role(float(self.values[k]))
                size = _ARM if alike else in_lanes
                number = Formula(times + f"({text})" * bool(times) or text, size=size, role=role)
                y = float(np.mean([self.heights[j] for j in arms])) if alike else self.heights[k]
                tip = _MIDDLE + self.unit * float(self.values[k])
                number.next_to([tip, y, 0], side * RIGHT, buff=0.3)
                if not any(touches(number, other, 0.0) for other in texts):
                    texts.add(number)
        return texts

    def together(self) -> VGroup:
        """That all arms together cancel."""
        total = Formula(reward_text(abs(round(float(self.values.sum()), 6))), size=_ARM)
        words = Prose(say("advantage.seesaw.together"), size=READOUT)
        row = on_baseline(words, total, buff=0.25)
        return row.move_to([_MIDDLE, _LANES - _DEPTH - 0.25, 0])

    def average(self) -> VGroup:
        """The pivot's place by its names."""
        said = say("advantage.worlds.average")
        label = Formula(f'"{said}" thick {reward_text(round(self.mean, 2))}', size=FORMULA)
        label.next_to([_MIDDLE + 0.5, _BEAM, 0], RIGHT, buff=0.1)
        stand_on(label, _BEAM - 0.68)
        name = Prose(say("advantage.seesaw.baseline"), role="muted")
        return VGroup(label, stand_on(name.next_to(label, RIGHT, buff=0.3), label))


class Critic(VGroup):
    """The ghost of a value network, and the stroke that crosses it out."""

    def __init__(self) -> None:
        layers = [2, 3, 1]
        nodes = [
            [np.array([0.62 * k, 0.5 * (i - 0.5 * (n - 1)), 0.0]) for i in range(n)]
            for k, n in enumerate(layers)
        ]
        links = VGroup(
            *(
                Line(a, b).set_stroke(paint("muted"), 1.5)
                for left, right in pairwise(nodes)
                for a in left
                for b in right
            )
        )
        discs = VGroup(
            *(
                Circle(0.14)
                .set_stroke(paint("muted"), AXIS)
                .set_fill(paint("ground"), 1)
                .move_to(p)
                for layer in nodes
                for p in layer
            )
        )
        self.net = VGroup(links, discs)
        self.label = Prose(say("advantage.seesaw.critic"), role="muted", align="center")
        self.label.next_to(self.net, DOWN, buff=0.22)
        self.cross = VGroup(
            Line([-0.25, -0.75, 0], [1.5, 0.75, 0]), Line([-0.25, 0.75, 0], [1.5, -0.75, 0])
        ).set_stroke(paint("text"), CURVE)
        super().__init__(self.net, self.label, self.cross)

    def guess_at(self, off: float) -> VGroup:
        """A guess of the balance, `off` scene units from it, and the thread that it comes by."""
        x, top = _MIDDLE + off, _BEAM + 1.7
        line = DashedLine([x, _BEAM + 0.08, 0], [x, top, 0], dash_length=0.12)
        thread = DottedThread(
            self.net.get_left() + 0.1 * LEFT,
            [x, top + 0.1, 0],
            leaving=LEFT,
            arriving=DOWN,
            pull=0.9,
        )
        return VGroup(line.set_stroke(paint("muted"), CURVE), thread)


def lopsided(rewards: np.ndarray) -> np.ndarray:
    """`rewards`, or an example of which the balance is not in the middle if theirs is."""
    middle = 0.5 * float(rewards.min() + rewards.max())
    return ONE_RIGHT if np.isclose(rewards.mean(), middle) else rewards
