"""The same rewards from a strict and from a kinder grader: about their averages they are one."""

from __future__ import annotations

import math

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
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable, group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.marks import tick
from scenes.stage.motion import Drive
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.reward_line import reward_text, spread_of
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .coin_cloud import CoinCloud

_NAME, _BONUS, _NAME_AT = 50, 54, np.array([0.0, 3.2, 0.0])
_LIT = 2  # words of the name that this is about
_HIGH, _LOW = 0.5, -1.9  # the two lines
_PILE = 1.55  # how high coins may pile
_CLEAR = 2.2  # nearer to the middle the name of the average stands
_UNDER = 0.26  # arrows lie under their line
_LEFT, _RIGHT = -6.3, 6.3
_REACH = 3.3  # of the farthest coin from the average, once centred


class Kinder:
    """Rewards of a strict grader below, and the same with a bonus above, on one scale.

    `means` gives the average of each by its name. Centred, both lie about the middle.
    """

    def __init__(self, table: GroupTable):
        rewards, self.bonus = table.rewards, bonus_for(table.rewards)
        mean = table.reward_mean
        self.means = {say("advantage.kinder_grader.strict"): mean}
        self.means[say("advantage.kinder_grader.kind")] = mean + self.bonus
        pad = 0.08 * (spread_of(rewards) + self.bonus)
        low, high = rewards.min() - pad, rewards.max() + self.bonus + pad
        self._across = lambda r: _LEFT + (np.asarray(r) - low) / (high - low) * (_RIGHT - _LEFT)
        self.apart = group_advantages(rewards, scale="none")
        self.unit = _REACH / float(np.abs(self.apart).max())
        self.axes = VGroup(*(Line([_LEFT, y, 0], [_RIGHT, y, 0]) for y in (_LOW, _HIGH)))
        self.axes.set_stroke(paint("muted"), AXIS)
        self.strict = CoinCloud(rewards, self._across(rewards), _LOW, height=_PILE).glow()
        kinder = rewards + self.bonus
        self.kind = CoinCloud(kinder, self._across(kinder), _HIGH, height=_PILE).glow()
        tops = (cloud.get_top()[1] + 0.1 for cloud in (self.strict, self.kind))
        self.marks = VGroup(*map(self._mark, self.means.values(), (_LOW, _HIGH), tops))
        self.labels = VGroup(
            *(
                _average(mean, place)
                for mean, place in zip(self.means.values(), self.marks, strict=True)
            )
        )
        self.lift, self.lift_length = self._lift()
        self.names = self._names()
        self.ticks = VGroup(
            *(
                tick(np.array([float(self._across(r)), y, 0]), reward_text(r), buff=0.14)
                for cloud, y in ((self.strict, _LOW), (self.kind, _HIGH))
                if not cloud.has_digits
                for r in (cloud.rewards.min(), cloud.rewards.max())
            )
        )
        self.name = self._spell()
        self._common()

    def _mark(self, mean: float, y: float, top: float) -> Line:
        x = float(self._across(mean))
        return Line([x, y - 0.16, 0], [x, top, 0]).set_stroke(paint("text"), MAIN_CURVE)

    def _names(self) -> VGroup:
        strict, kind = (Prose(name, size=LABEL) for name in self.means)
        strict.next_to([_RIGHT, _LOW, 0], UP, buff=0.4).align_to([_RIGHT, 0, 0], RIGHT)
        sign, size = reward_text(self.bonus, sign=True)[0], reward_text(self.bonus)
        more = Formula(f'"{sign}"{size}', size=_BONUS, role="reward")
        row = VGroup(more, kind).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        row.next_to([_LEFT, _HIGH, 0], UP, buff=0.3).align_to([_LEFT, 0, 0], LEFT)
        return VGroup(strict, row)

    def _spell(self) -> VGroup:
        """What GRPO stands for; the words that this is about are bright."""
        words = [Prose(word, size=_NAME) for word in say("stage.door.name").split()]
        for word in words[_LIT:]:
            word.set_color(paint("muted"))
        return on_baseline(*words, buff=0.26).move_to(_NAME_AT)

    def show_strict(self) -> list[Animation]:
        """The line of the strict grader, and its name."""
        return [Create(self.axes[0]), FadeIn(self.names[0]), *map(FadeIn, self.ticks)]

    def give_bonus(self) -> list[Animation]:
        """Copies of all coins rise to the second line, each with the bonus."""
        copies = [TransformFromCopy(*pair) for pair in zip(self.strict, self.kind, strict=True)]
        grow = Drive(self.lift, self.lift.set_length, 0.0, self.lift_length)
        return [*copies, grow, Create(self.axes[1]), FadeIn(self.names[1], rate_func=LATE)]

    def show_means(self) -> list[Animation]:
        """Each grader's average."""
        return [*map(Create, self.marks), *map(FadeIn, self.labels)]

    def centre(self) -> list[Animation]:
        """Slide each cloud until its average is in the middle."""
        across = self.apart * self.unit
        moves = [
            coin.animate.move_to(place)
            for cloud, y in ((self.strict, _LOW), (self.kind, _HIGH))
            for coin, place in zip(cloud, cloud.places(across, y), strict=True)
        ]
        marks = [mark.animate.set_x(0) for mark in self.marks]
        names = [name.animate.align_to([_LEFT, 0, 0], LEFT) for name in self.names]
        leaving = (*self.ticks, self.lift)
        marks += [
            label.animate.next_to(end, way, buff=0.14)
            for label, end, way in zip(
                self.labels, self.line.get_start_and_end(), (DOWN, UP), strict=True
            )
        ]
        return [*moves, *marks, *names, *(FadeOut(part, rate_func=EARLY) for part in leaving)]

    def meet(self) -> list[Animation]:
        """Both averages become one, through both lines."""
        first, second = self.marks
        return [
            ReplacementTransform(first, self.line),
            FadeOut(second),
        ]

    def compare(self) -> list[Animation]:
        """The same ways from the average, on both lines."""
        grow = [Drive(a, a.set_length, 0.0, length) for a, length in self.ways]
        return [*grow, FadeIn(self.ends)]

    def _lift(self) -> tuple[BlockArrow, float]:
        """The arrow of the bonus, from one cloud towards the other, and its length."""
        start, end = (cloud.get_center() for cloud in (self.strict, self.kind))
        start = start + 0.5 * (self.strict.width + 0.5) * RIGHT
        end = end - 0.5 * (self.kind.width + 0.7) * RIGHT
        arrow = BlockArrow(start, end, "reward", width=0.14, head=0.42)
        return arrow, float(np.linalg.norm(end - start))

    def _common(self) -> None:
        reach = [float(self.apart.min()), float(self.apart.max())]
        self.line = Line([0, _LOW - 0.5, 0], [0, _HIGH + 1.5, 0])
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.ways = [
            (
                _way(x * self.unit, y - _UNDER),
                abs(x) * self.unit,
            )
            for x in reach
            for y in (_LOW, _HIGH)
        ]
        self.arrows = VGroup(*(arrow for arrow, _ in self.ways))
        told = [x for x in reach if abs(x) * self.unit > _CLEAR]
        self.ends = VGroup(*(self._end(x, y) for x in told for y in (_LOW, _HIGH)))

    def _end(self, apart: float, y: float) -> VGroup:
        text = reward_text(round(apart, 2), sign=True)
        number = Formula(text, size=FORMULA, role=sign_role(apart))
        return VGroup(number.next_to([apart * self.unit, y - _UNDER, 0], DOWN, buff=0.25))


def bonus_for(rewards: np.ndarray) -> float:
    """What the kinder grader gives everyone: a power of ten over the rewards' spread."""
    return 10.0 ** (math.floor(math.log10(spread_of(rewards))) + 1)


def _way(length: float, y: float) -> BlockArrow:
    return BlockArrow([0, y, 0], [length, y, 0], sign_role(length), width=0.16, head=0.4)


def _average(mean: float, mark: Line) -> Formula:
    said = say("advantage.worlds.average")
    return Formula(f'"{said}" thick {reward_text(round(mean, 2))}', size=READOUT).next_to(
        mark, UP, buff=0.08
    )
