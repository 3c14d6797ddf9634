"""The average as a balance: coins on a beam, a pivot that slides, and arms that cancel."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    Line,
    Polygon,
    VGroup,
)

from grpo_core import GroupTable, group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Drive
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .coin_cloud import CoinCloud

_BEAM, _REACH = 0.75, 3.7  # the beam's height; the longest arm
_HALF = 4.8  # of the beam
_PILE = 2.3
_PIVOT = 0.85  # the pivot's height
_STEEPEST = 0.16  # radians
_LANES, _DEPTH = -1.05, 1.5  # where the arms begin, and the room that they have
_MOST = 0.62  # of a lane
_MIDDLE = -1.0  # where the balance is


class Seesaw(VGroup):
    """A beam with the group's coins, which tilts until the pivot is at their average."""

    def __init__(self, table: GroupTable):
        self.values = group_advantages(table.rewards, scale="none")
        self.mean = table.reward_mean
        self.unit = _REACH / float(np.abs(self.values).max())
        self.across = _MIDDLE + self.unit * self.values
        self.beam = Line([_MIDDLE - _HALF, _BEAM, 0], [_MIDDLE + _HALF, _BEAM, 0])
        self.beam.set_stroke(paint("text"), MAIN_CURVE + 3)
        self.coins = CoinCloud(table.rewards, self.across, _BEAM + 0.04, height=_PILE)
        self.level_places = [coin.get_center() for coin in self.coins]
        self.pivot = Polygon([0, 0, 0], [0.55, -_PIVOT, 0], [-0.55, -_PIVOT, 0], stroke_width=0)
        self.pivot.set_fill(paint("muted"), 1)
        super().__init__(self.pivot, self.beam, self.coins)
        self.arms = self._arms()
        self.set_pivot(0.0)

    def set_pivot(self, off: float) -> Self:
        """Put the pivot `off` scene units right of the balance; the beam tilts accordingly."""
        at = np.array([_MIDDLE + off, _BEAM - 0.05, 0.0])
        angle = _STEEPEST * float(np.tanh(off))  # the heavier side is the other one: it sinks
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

    def _arms(self) -> VGroup:
        """An arrow from the pivot to each coin's place, those of a side one below the other."""
        sides = [np.flatnonzero(self.values > 1e-12), np.flatnonzero(self.values < -1e-12)]
        pitch = min(_MOST, _DEPTH / max(map(len, sides)))
        arms = VGroup()
        for side in sides:
            order = side[np.argsort(-np.abs(self.values[side]), kind="stable")]
            for lane, k in enumerate(order):
                y = _LANES - pitch * lane
                foot = np.array([_MIDDLE, y, 0.0])
                tip = np.array([self.across[k], y, 0.0])
                arms.add(
                    BlockArrow(
                        foot, tip, sign_role(self.values[k]), width=0.55 * pitch, head=0.95 * pitch
                    )
                )
        return arms

    def grow_arms(self) -> list[Animation]:
        """Let all arms grow from the pivot."""
        lengths = [abs(float(np.ptp([a.pin.get_start()[0], _tip(a)]))) for a in self.arms]
        return [
            Drive(arm, arm.set_length, 0.0, length)
            for arm, length in zip(self.arms, lengths, strict=True)
        ]

    def totals(self) -> VGroup:
        """What the arms of either side come to: the same."""
        texts = VGroup()
        for side, part in ((LEFT, self.values[self.values < 0]), (RIGHT, self.values[self.values > 0])):
            total = float(part.sum())
            text = reward_text(round(total, 2), sign=True)
            number = Formula(text, size=72, role=sign_role(total))
            number.next_to([_MIDDLE + side[0] * _REACH, 0, 0], side, buff=0.35)
            texts.add(number.set_y(self.arms.get_y()))
        return texts

    def average(self) -> VGroup:
        """The pivot's place by its name."""
        said = say("advantage.worlds.average")
        label = Formula(f'"{said}" thick {reward_text(round(self.mean, 2))}', size=FORMULA)
        name = Prose(say("advantage.seesaw.baseline"), role="muted")
        label.next_to([_MIDDLE + 0.5, _BEAM, 0], RIGHT, buff=0.1)
        stand_on(label, _BEAM - 0.62)
        name.next_to(label, RIGHT, buff=0.3)
        return VGroup(label, stand_on(name, label))


def _tip(arm: BlockArrow) -> float:
    points = arm.body.points[:, 0]
    start = arm.pin.get_start()[0]
    return float(max(points, key=lambda x: abs(x - start)))


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
                for left, right in zip(nodes, nodes[1:], strict=False)
                for a in left
                for b in right
            )
        )
        discs = VGroup(
            *(
                Circle(0.14).set_stroke(paint("muted"), AXIS).set_fill(paint("ground"), 1).move_to(p)
                for layer in nodes
                for p in layer
            )
        )
        self.net = VGroup(links, discs)
        self.name = Prose(say("advantage.seesaw.critic"), role="muted", align="center")
        self.name.next_to(self.net, DOWN, buff=0.22)
        self.cross = VGroup(
            Line([-0.25, -0.75, 0], [1.5, 0.75, 0]), Line([-0.25, 0.75, 0], [1.5, -0.75, 0])
        ).set_stroke(paint("text"), CURVE)
        super().__init__(self.net, self.name, self.cross)
