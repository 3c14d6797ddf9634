"""The same rewards from a strict and from a kinder grader: about their averages they are one."""

from __future__ import annotations

import math

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
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
from scenes.stage.motion import Drive
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.reward_line import RewardLine, reward_text, spread_of
from scenes.stage.spelled_out import spelled_out
from scenes.stage.theme import MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .coin_cloud import CoinCloud

_NAME, _BONUS, _DISTANCE, _NAME_AT = 50, 60, 66, np.array([0.0, 3.2, 0.0])
_LIT = 2  # words of the name that this is about
_LINE, _LEFT, _RIGHT = -0.35, -6.3, 6.3  # the axis
_PILE = 1.7  # how high coins may pile
_OVER = 1.2  # from the axis to the arrow of the bonus, over the piles
_CLEAR = 2.2  # nearer to the average there is no room for a distance
_REACH = 3.1  # of the farthest coin from the average, in the end


class Kinder:
    """Rewards of a strict grader, and the same with a bonus, on one axis.

    `means` gives the average of each by its name. In the end both lie about one average, the
    kinder grader's coins on the axis and the strict one's under it.
    """

    def __init__(self, table: GroupTable):
        rewards, self.bonus = table.rewards, bonus_for(table.rewards)
        kinder = rewards + self.bonus
        self.means = {
            say("advantage.kinder_grader.strict"): table.reward_mean,
            say("advantage.kinder_grader.kind"): table.reward_mean + self.bonus,
        }
        self.apart = group_advantages(rewards, scale="none")
        self.axis = self._axis(rewards, kinder)
        self.wide = _REACH / float(np.abs(self.apart).max())
        self.strict, self.kind = (
            CoinCloud(r, [self.axis.place(x)[0] for x in r], _LINE, height=_PILE).glow()
            for r in (rewards, kinder)
        )
        top = max(cloud.get_top()[1] for cloud in (self.strict, self.kind)) + 0.1
        self.marks = VGroup(*(self._mark(mean, top) for mean in self.means.values()))
        self.labels = VGroup(
            *(
                _average(mean).next_to(mark, UP, buff=0.12)
                for mean, mark in zip(self.means.values(), self.marks, strict=True)
            )
        )
        self.names = VGroup(
            *(
                Prose(name, role="muted").move_to([mark.get_x(), _LINE - 0.95, 0])
                for name, mark in zip(self.means, self.marks, strict=True)
            )
        )
        self.lift = self._lift(top)
        self.plus = Formula(reward_text(self.bonus, sign=True), size=_BONUS, role="reward")
        self.plus.next_to(self.lift, DOWN, buff=0.2)
        self.name = self._spell()
        self._common()

    def _axis(self, strict: np.ndarray, kinder: np.ndarray) -> RewardLine:
        pad = 0.08 * (spread_of(strict) + self.bonus)
        low, high = strict.min() - pad, kinder.max() + pad
        ends = [end for rewards in (strict, kinder) for end in (rewards.min(), rewards.max())]
        axis = RewardLine(ends, low, high, width=_RIGHT - _LEFT)
        return axis.shift(_LINE * UP - axis.axis.get_center())

    def _mark(self, mean: float, top: float) -> Line:
        foot = self.axis.place(mean)
        return Line(foot + 0.16 * DOWN, [foot[0], top, 0]).set_stroke(paint("text"), MAIN_CURVE)

    def _lift(self, top: float) -> BlockArrow:
        """The bonus, from the one average to the other, over the axis."""
        start, end = ([mark.get_x(), top + _OVER, 0] for mark in self.marks)
        return BlockArrow(start, end, "reward", width=0.16, head=0.48)

    def _spell(self) -> VGroup:
        """What GRPO stands for; the words that this is about are bright."""
        words = [Prose(word, size=_NAME) for word in spelled_out()[0]]
        for word in words[_LIT:]:
            word.set_color(paint("muted"))
        return on_baseline(*words, buff=0.26).move_to(_NAME_AT)

    def lie_down(self, upright: Line) -> Animation:
        """The axis turns over, from `upright`."""
        return ReplacementTransform(upright, self.axis.axis, path_arc=-PI / 2)

    def give_bonus(self) -> list[Animation]:
        """All coins move along the axis, each with the bonus; those from before stay."""
        copies = [
            TransformFromCopy(*pair, path_arc=-PI / 6)
            for pair in zip(self.strict, self.kind, strict=True)
        ]
        length = float(self.marks[1].get_x() - self.marks[0].get_x())
        grow = Drive(self.lift, self.lift.set_length, 0.0, length)
        return [*copies, grow, FadeIn(self.plus), FadeIn(self.names[1], rate_func=LATE)]

    def show_means(self) -> list[Animation]:
        """Each grader's average."""
        return [*map(Create, self.marks), *map(FadeIn, self.labels)]

    def meet(self) -> list[Animation]:
        """Both slide along the axis, as they are, until their averages are one."""
        first, second = self.marks
        leaving = (self.axis.ticks, self.lift, self.plus, *self.names, *self.labels)
        arriving = self._placed()
        return [
            *self._move(self.axis.unit),
            ReplacementTransform(first, self.line),
            ReplacementTransform(second, self.line.copy()),
            *(FadeOut(part, rate_func=EARLY) for part in leaving),
            *(FadeIn(part, rate_func=LATE) for part in arriving),
        ]

    def _placed(self) -> VGroup:
        """Names and averages at their ends: the strict grader's below."""
        found = VGroup()
        ends = self.line.get_start_and_end()
        for name, label, end, way in zip(self.names, self.labels, ends, (DOWN, UP), strict=True):
            found.add(label.copy().next_to(end, way, buff=0.12))
            beside = np.array([_LEFT, _LINE, 0.0]) + 0.55 * way
            found.add(name.copy().move_to(beside, aligned_edge=LEFT))
        return found

    def spread(self) -> list[Animation]:
        """One scale for both grows, to see the distances."""
        return self._move(self.wide)

    def _move(self, unit: float) -> list[Animation]:
        """All coins at their distances from the middle: the strict one's hang from the axis."""
        across = self.apart * unit
        stand, hang = self.kind.places(across, _LINE), self.strict.places(across, _LINE)
        down = max(place[1] for place in hang) - _LINE + 1.12 * self.strict.radius
        hang = [place + down * DOWN for place in hang]
        moves = [(self.kind, stand), (self.strict, hang)]
        return [
            coin.animate.move_to(place)
            for cloud, places in moves
            for coin, place in zip(cloud, places, strict=True)
        ]

    def compare(self) -> list[Animation]:
        """One way each from the average to the farthest coins of both."""
        grow = [Drive(a, a.set_length, 0.0, length) for a, length in self.ways]
        return [*grow, FadeIn(self.ends)]

    def _common(self) -> None:
        """What there is in the end beside the coins: one average, and two distances."""
        reach = [float(self.apart.min()), float(self.apart.max())]
        self.line = Line([0, _LINE - 1.9, 0], [0, _LINE + 1.9, 0])
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.ways = [(_way(x * self.wide), abs(x) * self.wide) for x in reach]
        self.arrows = VGroup(*(arrow for arrow, _ in self.ways))
        self.ends = VGroup(*(self._end(x) for x in reach if abs(x) * self.wide > _CLEAR))

    def _end(self, apart: float) -> Formula:
        text = reward_text(round(apart, 2), sign=True)
        number = Formula(text, size=_DISTANCE, role=sign_role(apart))
        middle, side = 0.5 * apart * self.wide, number.width / 2 + self.kind.radius + 0.1
        if min(abs(self.apart * self.wide - middle)) > side:
            return number.next_to([middle, _LINE, 0], UP, buff=0.35)
        side = math.copysign(1, apart) * RIGHT  # beside the average's name, under the pile
        return number.next_to(_CLEAR * side + (_LINE - _PILE - 0.6) * UP, side, buff=0.0)


def bonus_for(rewards: np.ndarray) -> float:
    """What the kinder grader gives everyone: a power of ten over the rewards' spread."""
    return 10.0 ** (math.floor(math.log10(spread_of(rewards))) + 1)


def _way(length: float) -> BlockArrow:
    end = [length, _LINE, 0]
    return BlockArrow([0, _LINE, 0], end, sign_role(length), width=0.2, head=0.46)


def _average(mean: float) -> Formula:
    said = say("advantage.worlds.average")
    return Formula(f'"{said}" thick {reward_text(round(mean, 2))}', size=READOUT)
