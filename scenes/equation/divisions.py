"""The objective's fraction with the numbers of one answer after the other."""

from __future__ import annotations

from collections.abc import Sequence

from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from grpo_core import GroupTable
from scenes.script.numerals import ratio_source
from scenes.script.telling import left_out
from scenes.stage.objective import HOME_SIZE
from scenes.stage.places import Corners, stand_on
from scenes.stage.quotient import QuotientRow
from scenes.stage.typeset import Formula, Prose, on_baseline

from .nearer import HALF, NEAR_LABEL, NEAR_READOUT

_FOOT, _RATIOS = 0.1, -0.56  # the height of the bars' foot, and of the line of the ratios
_WIDTH, _WORDS = 6.4, 1.1  # of the row of bars, and what the count of the others takes of it
_SIZES = (HOME_SIZE, 0.75 * HOME_SIZE, NEAR_READOUT)  # of the fraction with numbers
_LAST = squish_rate_func(smooth, 0.6, 1)  # for the ratio: when both numbers have arrived


class Turn(VGroup):
    """What only the pair in turn has: the policies' names, their numbers and the quotient."""

    def __init__(self, row: QuotientRow, k: int, equation: Formula):
        self.names, self.numbers, self.equation = row.names(k), row.numbers(k), equation
        self.old, self.new, self.ratio = map(equation.select, ("old", "new", "ratio"))
        self.frame = equation.without("old", "new", "ratio")  # what is no number
        super().__init__(self.names, self.numbers, equation)

    def leave(self) -> list[Animation]:
        """The numbers go; names and frame are the next turn's (see `Divisions`)."""
        return [FadeOut(part) for part in (self.numbers, self.old, self.new, self.ratio)]


class Divisions(VGroup):
    """Pairs of an old and a new bar; the quotient of each stands where `fraction` is.

    Made for what the camera sees in `view`, with the fraction of the objective in it.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int], fraction: VGroup, view: Corners):
        (left, _), (right, _) = view
        more = left_out(table, indices)
        self.row = QuotientRow(
            table, indices, width=_WIDTH - _WORDS * bool(more), height=0.95, scale=HALF
        )
        chart = self.row.chart
        self.row.shift([left + 0.05 - chart.get_left()[0], _FOOT - chart.foot.get_y(), 0])
        self.others = VGroup()
        if more:
            words = Prose(more, size=NEAR_LABEL, role="muted")
            self.others.add(words.next_to(chart.foot, RIGHT, buff=0.15))
        self.turns = [
            Turn(self.row, k, self._equation(k, fraction, right)) for k in range(len(indices))
        ]
        self.ratios = VGroup(
            *(self._named_ratio(k, table.ratio[index]) for k, index in enumerate(indices))
        )
        super().__init__(self.others, self.row, self.turns[-1], self.ratios)

    def show_foot(self) -> Animation:
        """The line for the bars, and how many answers are not shown."""
        return FadeIn(self.row.chart.foot, *self.row.chart.axis, *self.others)

    def grow(self, k: int) -> list[list[Animation]]:
        """The k-th pair grows: the first bar by bar, the others at once. One list a play."""
        turn, bars = self.turns[k], self.row.pair(k)
        grown = [GrowFromEdge(bar, DOWN) for bar in bars]
        if k == 0:
            texts = zip(map(FadeIn, turn.names), map(FadeIn, turn.numbers), strict=True)
            return [[grow, *text] for grow, text in zip(grown, texts, strict=True)]
        last = self.turns[k - 1]
        names = ReplacementTransform(last.names, turn.names)
        return [[*grown, names, *last.leave(), FadeIn(turn.numbers)]]

    def divide(self, k: int) -> list[Animation]:
        """The numbers of the k-th pair fly into the fraction, and their quotient appears."""
        turn = self.turns[k]
        arc = 0.8 if k else -0.8  # the first pair stands under the fraction
        return [
            TransformFromCopy(turn.numbers[0], turn.old, path_arc=arc),
            TransformFromCopy(turn.numbers[1], turn.new, path_arc=arc),
            ReplacementTransform(self.turns[k - 1].frame, turn.frame) if k else FadeIn(turn.frame),
            FadeIn(turn.ratio, rate_func=_LAST),
        ]

    def keep(self, k: int) -> list[Animation]:
        """The k-th ratio comes back to its pair, with the answer's name."""
        name, value = self.ratios[k]
        return [TransformFromCopy(self.turns[k].ratio, value), FadeIn(name)]

    def _equation(self, k: int, fraction: VGroup, right: float) -> Formula:
        """``= new/old = rho`` behind the fraction, as large as the view has room for."""
        room = right - fraction.get_right()[0] - 0.2
        for size in _SIZES:
            equation = self.row.equation(k, size)
            if equation.width <= room:
                break
        equation.next_to(fraction, RIGHT, buff=0.14)
        return equation.shift((_bar(fraction).get_y() - equation.rules.get_y()) * UP)

    def _named_ratio(self, k: int, ratio: float) -> VGroup:
        """The name of the k-th answer and its ratio, under its bars."""
        name = Formula(f"o_{self.row.chart.indices[k] + 1}", size=NEAR_READOUT, role="muted")
        value = Formula(ratio_source(float(ratio)), size=NEAR_READOUT)
        pair = on_baseline(name, value, buff=0.12)
        middle = VGroup(*self.row.pair(k)).get_x()
        stand_on(value, _RATIOS, row=pair)
        return pair.set_x(middle)


def _bar(fraction: VGroup) -> VMobject:
    """The bar of a fraction that is part of a formula."""
    return next(glyph for glyph in fraction if glyph.is_rule)
