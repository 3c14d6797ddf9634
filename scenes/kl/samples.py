"""Samples of the log-ratio: each falls on the strip by chance and keeps the height it hits."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    Animation,
    Create,
    DashedLine,
    FadeIn,
    Line,
    Mobject,
    TransformFromCopy,
    VGroup,
)

from grpo_core import EstimatorRace
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import touches
from scenes.stage.places import STAGE
from scenes.stage.theme import AXIS, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .area_chart import AreaChart
from .sample_row import FIRST, SampleRow
from .short import short

_SLOW, _FEW = 20, 3  # samples: at most, and where none of those is below zero
_NEAR = 0.9  # so far from the mean may its name stand, scene units
_UNDER, _FOOT = 1.0, -2.95  # from the lowest row to what is said; the foot of the stage
_AIR = 0.4  # about a name, scene units
_TRIES = 8  # places of what is said, from the middle to the right
_SLOTS = (-0.6, 4.7)  # where the first and the last sample come to stand
_LEVEL = (-0.85, 4.85)  # from where to where the line of 0 goes


class Samples:
    """The first `count` samples of `race`, beside the `chart` that they fall on.

    The race is such that as many are below zero as is to be expected.
    """

    def __init__(self, chart: AreaChart, race: EstimatorRace, count: int):
        self.chart, self.race, self.count = chart, race, count
        self.row = SampleRow(chart, race, count, *_SLOTS)
        zero = chart.grid.point(0, 0)[1]
        self.line = DashedLine(*([x, zero, 0] for x in _LEVEL)).set_stroke(paint("muted"), HAIRLINE)
        self.nought = Formula("0", size=LABEL, role="muted").next_to(self.line, LEFT, buff=0.12)
        level = chart.grid.point(0, race.exact)[1]
        self.exact = DashedLine(*([x, level, 0] for x in _LEVEL)).set_stroke(paint("text"), AXIS)
        self.value = VGroup(
            Prose(say("kl.samples.exact"), size=LABEL, role="muted"),
            Formula(f"{{{{ {short(race.exact)} : value }}}}", size=FORMULA),
        ).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        self.value.next_to(self.exact, RIGHT, buff=0.15)
        self.value.align_to([0, level - 0.18, 0], DOWN)
        self.mean = self.row.whole_mean()
        self.numbers = self._numbers()
        self.name = self._name_mean(zero, level)
        self.below = VGroup()
        if (race.k1[:count] < 0).any():
            self.below.add(*self._said_below())

    @property
    def slow(self) -> int:
        """So many samples fall slowly: up to the first below zero, if that is soon."""
        below = np.flatnonzero(self.race.k1[:_SLOW] < 0)
        return max(int(below[0]) + 1 if len(below) else _FEW, FIRST)

    def draw_first(self) -> list[Animation]:
        """The first few, slowly enough to see which block each comes from."""
        return self.draw_up_to(min(FIRST, self.count))

    def show_zero(self) -> list[Animation]:
        """The line that tells samples above zero from those below, and what the axes count."""
        return [Create(self.line), *map(FadeIn, (self.nought, self.numbers))]

    def draw_up_to(self, last: int) -> list[Animation]:
        """The samples up to the `last`, counted from 1, fall and line up after those before."""
        moving = VGroup(self.row, self.chart.blocks)
        return walks(self.row.samples, last, (moving, self.row.set_progress))

    def say_below(self) -> list[Animation]:
        """How many are below zero, if some are."""
        return [FadeIn(words) for words in self.below]

    def name_mean(self) -> list[Animation]:
        """What the line is."""
        return [FadeIn(name) for name in self.name]

    def show_exact(self, known: Mobject) -> list[Animation]:
        """What the mean has to find: the number comes from where it is `known`."""
        words, number = self.value
        found = TransformFromCopy(known, number.select("value"))
        return [Create(self.exact), FadeIn(words), found, *self.chart.brighten()]

    def _numbers(self) -> VGroup:
        """The heights of the rows, where they have room, and the numbers of the samples."""
        numbers = VGroup()
        for height in sorted(set(self.race.k1[: self.count].round(9)), reverse=True):
            number = Formula(short(float(height), sign=True), size=LABEL, role="muted")
            y = self.chart.grid.point(0, float(height))[1]
            number.move_to([_LEVEL[0] - 0.12, y, 0], aligned_edge=RIGHT)
            if not any(touches(number, other, 0.05) for other in (self.nought, *numbers)):
                numbers.add(number)
        low = self.chart.grid.point(0, float(self.race.k1.min()))[1]
        for text, x in (("1", _SLOTS[0]), (f"{self.count}", _SLOTS[1])):
            numbers.add(Formula(text, size=LABEL, role="muted").move_to([x, low - 0.42, 0]))
        name = Prose(say("kl.contest.samples"), role="muted")
        return numbers.add(name.move_to([0.5 * sum(_SLOTS), low - 0.42, 0]))

    def _name_mean(self, *lines: float) -> VGroup:
        """What the line is, in the widest gap near its end; empty where none is wide enough.

        Gaps are those between rows of dots and the level `lines`.
        """
        words = Prose(say("kl.samples.average"), size=READOUT)
        stroke = Line(ORIGIN, 0.6 * RIGHT).set_stroke(paint("text"), MAIN_CURVE)
        name = VGroup(stroke, words).arrange(RIGHT, buff=0.2)
        rows = {float(self.chart.point(0, value)[1]) for value in self.race.k1}
        levels = sorted({round(height, 6) for height in (*rows, *lines)})
        end, needed = self.row.end_of_mean()[1], name.height + _AIR
        near = [
            sorted(gap, key=lambda y: abs(y - end))
            for gap in pairwise(levels)
            if gap[1] - gap[0] > needed and min(abs(y - end) for y in gap) < _NEAR
        ]
        name.align_to(self.exact, RIGHT)
        for edge, other in sorted(near, key=lambda gap: -abs(gap[1] - gap[0])):
            name.set_y(edge + 0.5 * np.sign(other - edge) * needed)
            if not touches(name, self.mean):
                return VGroup(name)
        return VGroup()

    def _said_below(self) -> VGroup:
        """Under the numbers of the samples, or in the widest gap under zero; else nowhere.

        It lies on no line: where the mean comes up from a low first sample, it stands beside it.
        """
        below = int((self.race.k1[: self.count] < 0).sum())
        said = say("kl.samples.below_zero", below=below, count=self.count)
        words = Prose(said, size=FORMULA)
        lowest = self.chart.point(0, float(self.race.k1.min()))[1]
        zero = self.chart.grid.point(0, 0)[1]
        rows = {self.chart.grid.point(0, float(v))[1] for v in self.race.k1 if v < 0}
        gaps = sorted(pairwise(sorted([*rows, zero])), key=lambda gap: gap[0] - gap[1])
        heights = [lowest - _UNDER, *(0.5 * (low + high) for low, high in gaps)]
        clear = [y for y in heights if all(abs(y - row) > _AIR for row in (*rows, zero))]
        taken = [*self.numbers, *self.name.get_family(), self.line, self.mean]
        furthest = STAGE[1][0] - 0.5 * words.width  # beside where the mean comes up
        for y, x in product(clear, np.linspace(0.5 * sum(_SLOTS), furthest, _TRIES)):
            words.move_to([x, y, 0])
            if words.get_bottom()[1] > _FOOT and not any(touches(words, t) for t in taken):
                return VGroup(words)
        return VGroup()
