"""Samples of the log-ratio: each falls on the strip by chance and keeps the height it hits."""

from __future__ import annotations

from manim import LEFT, Animation, Create, DashedLine, FadeIn, VGroup

from grpo_core import EstimatorRace
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.theme import HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .formulas import CORNER, one_sample
from .log_bars import DECIMALS
from .sample_row import SampleRow

_SLOTS = (-0.7, 6.1)  # where the first and the last sample come to stand
_LEVEL = (-1.2, 6.6)  # from where to where the line of 0 goes


class Samples:
    """The first `count` samples of `race`, beside the `chart` that they fall on.

    `name` says what their number is; `number` is that of the last that landed.
    """

    def __init__(self, chart: AreaChart, race: EstimatorRace, count: int):
        self.row = SampleRow(chart, race, count, *_SLOTS)
        zero = chart.grid.point(0, 0)[1]
        self.line = DashedLine(*([x, zero, 0] for x in _LEVEL)).set_stroke(paint("muted"), HAIRLINE)
        self.nought = Formula("0", size=LABEL, role="muted").next_to(self.line, LEFT, buff=0.15)
        self.name = one_sample()
        self.number = LiveNumber(self.row.latest(), DECIMALS, sign=True, align="left")
        on_baseline(self.name, self.number).move_to(CORNER, aligned_edge=LEFT)
        self._tell(0.0)
        self.below = VGroup()
        if (self.row.values < 0).any():
            lowest = chart.point(0, float(self.row.values.min()))[1]
            below = Prose(say("kl.samples.below_zero"), role="muted")
            self.below.add(below.move_to([2.7, lowest - 0.5, 0]))

    def show_zero(self) -> list[Animation]:
        """The line that tells samples above zero from those below."""
        return [Create(self.line), FadeIn(self.nought)]

    def draw_up_to(self, last: int) -> list[Animation]:
        """The samples up to the `last`, counted from 1, fall and line up after those before."""
        moves = (self.row, self.row.set_progress), (self.number, self._tell)
        return walks(self.row.samples, last, *moves)

    def say_below(self) -> list[Animation]:
        """That some are below zero, if some are."""
        return [FadeIn(words) for words in self.below]

    def _tell(self, _: float) -> None:
        self.number.set_value(self.row.latest())
        self.number.slots.set_fill(opacity=float(self.row.has_landed()))
