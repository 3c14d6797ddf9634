"""Two estimates of each answer's term, with the bound and without; the smaller counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Line,
    Rectangle,
    TransformFromCopy,
    VGroup,
    interpolate_color,
)
from manim import ReplacementTransform as Become

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, fit_prose, fits_prose

from .bench import AnswerName
from .bound_plot import BoundPlot, estimate_name
from .boxes import boxes

ZERO, TOP, BOTTOM = 0.15, 1.2, -0.9  # scene units
BOX, BOX_HEIGHT = -1.85, 0.85
_BAR, _GAP = 1.1, 0.14
_RATIO, _REASON = 2.03, -2.4  # the heights of the ratios, and of the rule over the reasons
_NARROW = 4.0  # a reason for lanes that are wider stands in one line, in large type
_WIDEST = 1.5  # a number: of two wider ones a lane has room for one


class Lane(VGroup):
    """One answer's two bars on the line of zero, at `x`; `choose` leaves the smaller lit."""

    def __init__(
        self, index: int, values: tuple[float, float], advantage: float, x: float, unit: float
    ):
        self.index, self.values, self.x, self.unit = index, values, x, unit
        free, held = values
        self.role = sign_role(advantage)
        # Which of both does not count; of equal ones neither.
        self.loser = 0 if held < free else 1 if free < held else -1
        self.bars = VGroup(*(Rectangle(width=_BAR, height=1.0) for _ in self.values))
        self.numbers = VGroup()
        for value in self.values:
            text = without_zero(number_text(value, 2, sign=True))
            self.numbers.add(Formula(text, size=FORMULA, role=self.role))
        self.is_crowded = max(number.width for number in self.numbers) > _WIDEST
        self.hatch = Hatch(self.bars[1], 0.0)
        super().__init__(self.bars, self.hatch, self.numbers)
        self.choose(0.0)
        self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Grow both bars from the line of zero."""
        for k, (bar, number, value) in enumerate(
            zip(self.bars, self.numbers, self.values, strict=True)
        ):
            height = value * self.unit * level
            bar.stretch_to_fit_height(max(abs(height), 0.03))
            side = UP if value >= 0 else DOWN
            spot = np.array([self.x + (k - 0.5) * (_BAR + _GAP), ZERO, 0.0])
            bar.move_to(spot, aligned_edge=-side)
            self.hatch.cover(self.bars[1])
            number.next_to(spot + height * UP, side, buff=0.12)
            if self.is_crowded:  # it stands over both bars
                furthest = max(self.values, key=abs) * self.unit * level
                number.next_to([self.x, ZERO + furthest, 0], side, buff=0.12)
        return self

    def choose(self, level: float) -> Self:
        """By `level`, 0 to 1, hollow out the estimate that does not count."""
        for k, (bar, number) in enumerate(zip(self.bars, self.numbers, strict=True)):
            out = level * (k == self.loser)
            color = interpolate_color(paint(self.role), paint("muted"), out)
            bar.set_stroke(color, CURVE - 2 * out)
            bar.set_fill(paint(self.role), 1 - out if k == 1 else level * (k != self.loser))
            hidden = self.is_crowded and number is not self.winner
            number.set_fill(color, 0.0 if hidden else 1.0)
        clipped = float(self.loser >= 0) * (1 - level * (self.loser == 1))
        self.hatch.set_level(clipped).cover(self.bars[1])
        return self

    @property
    def winner(self) -> Formula:
        """The number that counts."""
        return self.numbers[0 if self.loser == 1 else 1]


class Estimates(VGroup):
    """A lane for each of `indices`, over the box that its result falls into."""

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        count = len(indices)
        self.boxes = boxes(count, BOX, BOX_HEIGHT)
        free, held = table.unclipped[list(indices)], table.clipped[list(indices)]
        every = np.concatenate([free, held, [1e-9, -1e-9]])
        unit = min((TOP - ZERO) / every.max(), (ZERO - BOTTOM) / -every.min())
        self.zero = Line([-6.3, ZERO, 0], [6.3, ZERO, 0]).set_stroke(paint("muted"), AXIS)
        self.lanes = VGroup()
        self.answers, self.results = VGroup(), VGroup()
        for body, i, a, b in zip(self.boxes, indices, free, held, strict=True):
            lane = Lane(i, (float(a), float(b)), float(table.advantage[i]), body.get_x(), unit)
            self.lanes.add(lane)
            name, result = AnswerName(table, i), lane.winner.copy()
            VGroup(name, result).arrange(RIGHT, buff=0.35).move_to(body)
            self.answers.add(name)
            self.results.add(result)
        self.names = self._names()
        self.ratios = VGroup(*map(self._ratio, self.lanes, table.ratio[list(indices)]))
        self.reasons = VGroup(*(self._reason(run) for run in self._runs()))
        super().__init__(self.zero, self.lanes, self.names, self.boxes, self.answers)
        self.add(self.ratios, self.reasons)

    def come_from(self, plot: BoundPlot) -> list[Animation]:
        """The axis of `plot` becomes the line of zero, its bars those of their answer's lane."""
        lane = self.lanes[self.hero(plot)]
        moves = [Become(plot.across, self.zero), FadeIn(self.names, rate_func=LATE)]
        if lane.index == plot.case.index:
            pairs = zip((*plot.bars, *plot.numbers), (*lane.bars, *lane.numbers), strict=True)
            moves += [*(Become(old, new) for old, new in pairs), Become(plot.hatch, lane.hatch)]
        else:
            moves.append(FadeIn(lane, rate_func=LATE))
        return moves

    def hero(self, plot: BoundPlot) -> int:
        """The lane that is looked at first: the one that `plot` was about, or the first one."""
        known = [k for k, lane in enumerate(self.lanes) if lane.index == plot.case.index]
        return known[0] if known else 0

    def order(self, plot: BoundPlot) -> tuple[int, list[int], list[int]]:
        """The lane to begin with; one that is decided the other way, to ask about; the rest."""
        first = self.hero(plot)
        rest = [k for k in range(len(self.lanes)) if k != first]
        other_way = [k for k in rest if self.lanes[k].loser != self.lanes[first].loser]
        asked = (other_way or rest)[-1:]
        return first, asked, [k for k in rest if k not in asked]

    def show(self, lanes: Sequence[int]) -> list[Animation]:
        """The boxes of `lanes` with their names, and ratios over them."""
        parts = self.boxes, self.answers, self.ratios
        return [FadeIn(part[k]) for k in lanes for part in parts]

    def grow(self, lanes: Sequence[int]) -> list[Walk]:
        """The bars of `lanes`, and the setters that let them grow."""
        return [(self.lanes[k], self.lanes[k].set_level) for k in lanes]

    def choices(self, lanes: Sequence[int]) -> list[Walk]:
        """How `lanes` choose."""
        return [(self.lanes[k], self.lanes[k].choose) for k in lanes]

    def falls(self, lanes: Sequence[int]) -> list[Animation]:
        """How their results fall into their boxes."""
        return [TransformFromCopy(self.lanes[k].winner, self.results[k]) for k in lanes]

    def _runs(self) -> list[list[Lane]]:
        """Neighbouring lanes in which the same estimate counts, for a reason."""
        runs = [list(run) for _, run in groupby(self.lanes, key=lambda lane: lane.loser)]
        return [run for run in runs if run[0].loser >= 0]

    def _reason(self, run: Sequence[Lane]) -> VGroup:
        """Why that estimate counts in the lanes `run`, under a rule along their boxes."""
        key = "in_full" if run[0].loser else "capped"
        pitch = self.boxes[0].width
        left, right = run[0].x - 0.5 * pitch, run[-1].x + 0.5 * pitch
        rule = Line([left, _REASON, 0], [right, _REASON, 0]).set_stroke(paint("text"), CURVE)
        room, words = right - left, say(f"equation.smaller.{key}")
        if not fits_prose(words, room, lines=1, size=READOUT):
            words = say(f"equation.smaller.{key}_short")
        said = fit_prose(words, room, lines=1, size=READOUT if room > _NARROW else LABEL)
        return VGroup(rule, said.next_to(rule, DOWN, buff=0.2))

    def _ratio(self, lane: Lane, ratio: float) -> Formula:
        """A lane's ratio, over it."""
        words = quoted(say("equation.row.ratio"))
        source = f"{words} thick {without_zero(ratio_source(float(ratio)))}"
        return Formula(source, size=LABEL).move_to([lane.x, _RATIO, 0])

    def _names(self) -> VGroup:
        """Which bar is which, at the first lane, where its bars are not."""
        lane = self.lanes[0]
        side = DOWN if lane.values[0] >= 0 else UP
        names = VGroup(*map(estimate_name, ("without", "with")))
        names.arrange(RIGHT, buff=0.35).next_to([lane.x, ZERO, 0], side, buff=0.2)
        stand_on(names[1], names[0])
        return names
