"""The race of two estimators: many runs of each, and how far one sample strays."""

from __future__ import annotations

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import EstimatorRace, GroupTable, estimator_race, sample_variance
from scenes.script.decimals import printed, that_divide
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .gap_plot import GapPlot
from .race_plot import RacePlot
from .short import DECIMALS, short
from .tangent import Tangent

RUNS = 40
_SYMBOL, _LOG = 60, 40
_LOW = 0.85  # of the lowest sample: where the axis has its second number
_AIR = 0.04  # of the vertical axis beyond the wildest samples, at either end


class Contest:
    """The running means of k1 on the left and of k3 on the right, for the same samples.

    `spreads` are the standard deviations of one sample of each, by enumeration.
    """

    origins = ((-5.3, -2.0, 0.0), (1.1, -2.0, 0.0))  # of both plots
    width, height = 5.4, 3.8
    early = 0.3  # of the axis is drawn before the class is asked
    names_at = 2.5  # the height of the names

    def __init__(self, whole: GroupTable, race: EstimatorRace):
        self.race = race
        self.spreads = tuple(
            float(np.sqrt(sample_variance(whole.new, values))) for values in (whole.k1, whole.k3)
        )
        others = [
            estimator_race(whole.new, whole.new, whole.ref, len(race.samples), race.seed + n)
            for n in range(1, RUNS)
        ]
        runs = [race, *others]
        values = np.concatenate([(run.k1, run.k3) for run in runs], axis=None)
        low, high = (float(edge) for edge in (values.min(), values.max()))
        air = max(_AIR * (high - low), 1e-6)
        self.plots = VGroup()
        kinds = zip(("mean_k1", "mean_k3"), self.spreads, self.origins, strict=True)
        for name, spread, origin in kinds:
            plot = RacePlot(
                np.array([getattr(run, name) for run in runs]),
                race.exact,
                spread,
                (low - air, high + air),
                width=self.width,
                height=self.height,
            )
            self.plots.add(plot.shift(origin - plot.foot.get_start()))
        left = self.plots[0]
        lowest = float(f"{_LOW * low:.1g}")  # a number that is short
        numbers = [race.exact, lowest]
        self.exact = left.level_ticks(*numbers, texts=[short(number) for number in numbers])
        self.words = VGroup(*(plot.axis_name() for plot in self.plots))
        average = Prose(say("kl.contest.average"), role="muted")
        self.words.add(average.next_to(left.axis, LEFT, buff=0.2).align_to(left.axis, UP))
        self.names = self._names()
        self.quotient = self._quotient()

    def show(self) -> list[Animation]:
        """The axes with the exact value, before the first sample."""
        parts = [part for plot in self.plots for part in plot if part not in (plot.foot, plot.band)]
        return [FadeIn(part) for part in (*parts, self.exact, self.words)]

    def take_over(self, gap: Tangent) -> list[Animation]:
        """The gaps become first samples of k3; its symbol comes along, and the axis."""
        (log, _), (k3, _) = self.names
        plot = self.plots[1]
        starts = [
            Dot(plot.point(1, GapPlot.gap(stop)), radius=0.05).set_fill(paint("text"), 1)
            for stop in gap.stops
        ]
        self.starts = VGroup(*starts)
        return [
            *map(ReplacementTransform, gap.bars, starts),
            ReplacementTransform(gap.law.select("k3"), k3),
            *(TransformFromCopy(gap.plot.axis, one.foot) for one in self.plots),
            FadeIn(log),
        ]

    def draw(self, start: float, end: float) -> list[Animation]:
        """The samples come, slowly at first: from a share of the axis to another."""
        return walks(start, end, (self.plots, self._draw))

    def _draw(self, share: float) -> None:
        for plot in self.plots:
            plot.set_count(plot.size**share)

    def _names(self) -> VGroup:
        names = VGroup()
        new, ref = (quoted(say(f"kl.surprise.{word}")) for word in ("new", "ref"))
        symbols = (
            Formula(
                f"k_1 = ln ({{{{ {new} : new }}}}) / ({{{{ {ref} : ref }}}})",
                size=_LOG,
                new="new",
                ref="reference",
            ),
            Formula("k_3", size=_SYMBOL),
        )
        for plot, symbol, spread in zip(self.plots, symbols, self.spreads, strict=True):
            strays = quoted(say("kl.contest.strays"))
            words = Formula(f"{strays} {short(spread)}", size=READOUT)
            row = VGroup(symbol, words).arrange(RIGHT, buff=0.5)
            words.shift((symbol.baseline - words.baseline) * UP)
            names.add(row.move_to([plot.foot.get_x(), self.names_at, 0]))
        return names

    def compare(self) -> list[Animation]:
        """How far a sample of each strays, and how many times as far one of k1 does."""
        (_, wild), (_, calm) = self.names
        bands = walks(0.0, 1.0, *((plot.band, plot.shade_band) for plot in self.plots))
        said = [self.quotient] if self.quotient else []
        return [*bands, *(FadeIn(part) for part in (wild, calm, *said))]

    def _quotient(self) -> VGroup:
        """With the decimals that the printed spreads give; in the free corner of k3's plot."""
        wild, calm = self.spreads
        if not calm:
            return VGroup()
        key = "calmer" if wild >= calm else "wilder"
        more, less = max(wild, calm), min(wild, calm)
        count = printed(number_text(more / less, that_divide(more, less, most=DECIMALS)))
        words = Prose(say(f"kl.contest.{key}", count=count), size=FORMULA)
        plot = self.plots[1]
        rooms = [
            (plot.foot.get_y(), float(plot.point(1, plot.exact_value - calm)[1])),
            (float(plot.point(1, plot.exact_value + calm)[1]), float(plot.axis.get_top()[1])),
        ]
        low, high = max(rooms, key=lambda room: room[1] - room[0])
        return VGroup(words.move_to([plot.foot.get_x(), 0.5 * (low + high), 0]))
