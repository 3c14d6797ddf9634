"""The same rewards twice, once all higher: without their means both are one."""

from __future__ import annotations

import math

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable, group_advantages
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.reward_line import RewardLine, reward_text, spread_of
from scenes.stage.theme import CURVE, LABEL, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

LOW, HIGH = -0.15 * UP, 1.5 * UP  # the middles of the two number lines
_WIDTH, _HEIGHT = 9.0, 0.7
_EDGE = 6.3  # the lines' names end there on the right, and begin there on the left


class TwoQuestions:
    """Number lines of one question and of another, whose rewards are all `offset` higher.

    `means` gives the mean of each by its name. `lower` and `upper` have the rewards on one
    scale, `here` and `there` what is left of them without the mean, at `unit` scene units for 1.
    """

    def __init__(self, table: GroupTable, unit: float):
        rewards, self.offset = table.rewards, offset_for(table.rewards)
        mean = table.reward_mean
        self.means = {_said("here"): mean, _said("there"): mean + self.offset}
        pad = 0.06 * (spread_of(rewards) + self.offset)
        ends = (rewards.min() - pad, rewards.max() + self.offset + pad)
        self.lower = _line(rewards, *ends).shift(LOW)
        self.upper = _line(rewards + self.offset, *ends).shift(HIGH)
        pairs = zip((self.lower, self.upper), self.means.values(), strict=True)
        self.marks, self.labels = zip(*(_mean(line, mean) for line, mean in pairs), strict=True)

        half, centred = 0.5 * _WIDTH / unit, group_advantages(rewards, scale="none")
        self.here = _line(centred, -half, half, signed=True).shift(LOW)
        self.there = _line(centred, -half, half, signed=True).shift(HIGH)
        self.there.remove(self.there.ticks)
        self.middle = _middle(self.here, self.there)
        self._name()

    def _name(self) -> None:
        here, there = (Prose(name, size=LABEL) for name in self.means)
        sign, size = reward_text(self.offset, sign=True)[0], reward_text(self.offset)
        self.higher = Formula(f'"{sign}"{size}', size=LABEL)
        here.next_to(self.lower.axis, UP, buff=0.5).align_to(_EDGE * RIGHT, RIGHT)
        row = on_baseline(there, self.higher, buff=0.3)
        row.next_to(self.upper.axis, UP, buff=0.5).align_to(_EDGE * LEFT, LEFT)
        self.names = VGroup(here, there)
        self.axis_name = Formula('{{ r_i : r }} - "mean"', size=LABEL, r="reward")
        self.axis_name.next_to(self.here.axis, RIGHT, buff=0.2)

    def show_second_line(self) -> list[Animation]:
        """Name the first question, and draw an empty line for the second."""
        return [FadeIn(self.names[0]), Create(self.upper.axis), FadeIn(self.upper.ticks)]

    def copy_higher(self) -> list[Animation]:
        """The same rewards, all of them higher by the same number."""
        arriving = (FadeIn(self.names[1]), FadeIn(self.higher))
        return [TransformFromCopy(self.lower.dots, self.upper.dots), *arriving]

    def show_means(self) -> list[Animation]:
        """A mark and a label at each mean."""
        return [*map(Create, self.marks), *map(FadeIn, self.labels)]

    def hide_numbers(self) -> list[Animation]:
        """Take away what is true only before the lines slide."""
        return [*map(FadeOut, (*self.labels, self.lower.ticks, self.upper.ticks, self.higher))]

    def slide_to_means(self) -> list[Animation]:
        """Slide each cloud until its mean is in the middle."""
        pairs = ((self.lower, self.here), (self.upper, self.there))
        slides = [ReplacementTransform(old.axis, new.axis) for old, new in pairs]
        slides += [ReplacementTransform(old.dots, new.dots) for old, new in pairs]
        return [*slides, *map(ReplacementTransform, self.marks, self.middle)]

    def show_differences(self) -> list[Animation]:
        """What the common axis says now."""
        return [FadeIn(self.here.ticks), FadeIn(self.axis_name)]

    def fall_together(self) -> list[Animation]:
        """The second cloud falls onto the first, and its line goes."""
        fall = Transform(self.there.dots, self.here.dots.copy(), remover=True)
        return [fall, *map(FadeOut, (self.there.axis, self.middle[1], self.names))]


def offset_for(rewards: np.ndarray) -> float:
    """By how much the second question's rewards are higher: a power of ten over the spread."""
    return 10.0 ** (math.floor(math.log10(spread_of(rewards))) + 1)


def _said(which: str) -> str:
    return say(f"advantage.same_once_centred.{which}")


def _line(rewards: np.ndarray, low: float, high: float, *, signed: bool = False) -> RewardLine:
    return RewardLine(rewards, low, high, width=_WIDTH, height=_HEIGHT, signed=signed)


def _mean(line: RewardLine, mean: float) -> tuple[Line, Formula]:
    """A mark of the mean across a number line, and its label."""
    mark = Line(line.place(mean), line.place(mean, 1.05)).set_stroke(paint("text"), CURVE)
    label = Formula(f'"mean" thick {number_text(mean, 2)}', size=LABEL)
    return mark, label.next_to(mark, UP, buff=0.1)


def _middle(here: RewardLine, there: RewardLine) -> VGroup:
    """What both means become: a line from the first to the second, and on through that."""
    between = Line(here.place(0), there.place(0))
    through = Line(there.place(0), there.place(0, 0.9))
    return VGroup(between, through).set_stroke(paint("text"), CURVE)
