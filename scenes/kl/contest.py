"""The race of two estimators: many runs of each, and how far one sample strays."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    Line,
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
from scenes.stage.placement import touches
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .race_plot import RacePlot
from .short import DECIMALS, short
from .tangent import Tangent

RUNS = 40
_SYMBOL, _LOG = 60, 40
_DOT, _BESIDE = 0.1, 0.2  # radius; free room left of a text, scene units
_AIR = 0.04  # of the vertical axis beyond the wildest samples, at either end


def spreads(whole: GroupTable) -> tuple[float, float]:
    """Standard deviations of one sample of k1 and of k3, by enumeration of a `whole` group."""
    k1, k3 = (float(np.sqrt(sample_variance(whole.new, v))) for v in (whole.k1, whole.k3))
    return k1, k3


class Contest:
    """The running means of k1 on the left and of k3 on the right, for the same samples.

    At each vertical axis lie the heights that a sample can have.
    """

    origins = ((-5.3, -2.0, 0.0), (1.0, -2.0, 0.0))  # of both plots
    width, height = 4.8, 3.8
    names_at = 2.45  # the height of the names

    def __init__(self, whole: GroupTable, race: EstimatorRace):
        self.race, self.heights = race, (whole.k1, whole.k3)
        self.spreads = spreads(whole)
        others = [
            estimator_race(whole.new, whole.new, whole.ref, len(race.samples), race.seed + n)
            for n in range(1, RUNS)
        ]
        runs = [race, *others]
        values = np.concatenate([*self.heights, [0.0]])
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
        self.dots = VGroup(*map(self._dots, self.plots, self.heights))
        self.numbers = VGroup(*map(self._numbers, self.plots, self.heights, (True, False)))
        self.words = VGroup(*(plot.axis_name() for plot in self.plots))
        self.exact = Formula(short(race.exact), size=LABEL)
        self.exact.next_to(self.plots[1].exact, RIGHT, buff=0.12)
        for zero in map(self._zero, self.plots, (LEFT, RIGHT)):
            self.words.add(*(part for part in zero if not touches(part, self.exact)))
        self.names = self._names()
        self.band_name = self._band_name()
        self.quotient = self._quotient()

    def show(self) -> list[Animation]:
        """The axes with the exact value, and the heights that a sample of k3 can have."""
        parts = [part for plot in self.plots for part in plot if part not in (plot.foot, plot.band)]
        return [FadeIn(part) for part in (*parts, self.exact, self.words, self.numbers[1])]

    def show_logs(self) -> list[Animation]:
        """The heights that a sample of k1 can have."""
        return [FadeIn(self.dots[0]), FadeIn(self.numbers[0])]

    def take_over(self, gap: Tangent) -> list[Animation]:
        """The gaps become heights of k3; its symbol comes along, and the axis."""
        (log, _), (k3, _) = self.names
        at = [int(np.abs(np.exp(-self.heights[0]) - stop).argmin()) for stop in gap.stops]
        pairs = zip(gap.bars, at, strict=True)
        return [
            *(ReplacementTransform(bar, self.dots[1][k]) for bar, k in pairs),
            ReplacementTransform(gap.law.select("k3"), k3),
            *(TransformFromCopy(gap.plot.axis, one.foot) for one in self.plots),
            FadeIn(log),
        ]

    def bring_together(self) -> list[Animation]:
        """What is added brings the heights of k1 to those of k3."""
        return list(map(TransformFromCopy, *self.dots))

    def draw(self) -> list[Animation]:
        """The samples come, slowly at first."""
        return walks(0.0, 1.0, (self.plots, self._draw))

    def compare(self) -> list[Animation]:
        """How far a sample of each strays, and the averages."""
        (_, wild), (_, calm) = self.names
        bands = walks(0.0, 1.0, *((plot.band, plot.shade_band) for plot in self.plots))
        return [*bands, *map(FadeIn, (wild, calm, *self.band_name))]

    def say_quotient(self) -> list[Animation]:
        """How many times as far a sample of k1 strays, if one of k3 does."""
        return [FadeIn(words) for words in self.quotient]

    def _draw(self, share: float) -> None:
        for plot in self.plots:
            plot.set_count(plot.size**share)

    @staticmethod
    def _dots(plot: RacePlot, heights: np.ndarray) -> VGroup:
        """A dot for each answer, at the axis."""
        dots = VGroup(*(Dot(plot.point(1, height), radius=_DOT) for height in heights))
        return dots.set_fill(paint("text"), 1).set_z_index(1)

    @staticmethod
    def _numbers(plot: RacePlot, heights: np.ndarray, sign: bool) -> VGroup:
        """How high the dots are, where there is room: the outermost first."""
        middle = 0.5 * (heights.min() + heights.max())
        order = sorted(set(heights.round(9)), key=lambda height: -abs(height - middle))
        kept = VGroup()
        for height in order:
            number = Formula(short(float(height), sign=sign), size=LABEL)
            number.next_to(plot.point(1, float(height)), LEFT, buff=0.2)
            near_zero = abs(number.get_y() - plot.point(1, 0)[1]) < number.height
            if not (sign and near_zero) and not any(touches(number, other, 0.04) for other in kept):
                kept.add(number)
        return kept

    @staticmethod
    def _zero(plot: RacePlot, side: np.ndarray) -> VGroup:
        """The level that a distance cannot be below, with its number at one end."""
        ends = plot.point(1, 0), plot.point(plot.size, 0)
        line = Line(*ends).set_stroke(paint("muted"), HAIRLINE)
        end = ends[0] if side is LEFT else ends[1]
        number = Formula("0", size=LABEL, role="muted").next_to(end, side, buff=0.2)
        return VGroup(line, number)

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
            row = VGroup(symbol, words).arrange(RIGHT, buff=0.4)
            words.shift((symbol.baseline - words.baseline) * UP)
            names.add(row.move_to([plot.foot.get_x(), self.names_at, 0]))
        return names

    def _band_name(self) -> VGroup:
        """What the shade is, in a right corner of k1's plot that no run comes into."""
        plot = self.plots[0]
        words = Prose(say("kl.contest.band"), role="muted")
        start = int(plot.size ** (1 - (words.width + _BESIDE) / plot.foot.width))
        late = plot.runs[:, max(start - 1, 0) :]
        low, high = (plot.point(1, float(v))[1] for v in (min(late.min(), 0.0), late.max()))
        words.move_to(plot.foot.get_end() + 0.15 * UP, aligned_edge=DOWN + RIGHT)
        if words.get_top()[1] < low - 0.1:
            return VGroup(words)
        words.align_to(plot.axis.get_top(), UP)
        return VGroup(words) if words.get_bottom()[1] > high + 0.1 else VGroup()

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
            (plot.foot.get_y(), float(plot.point(1, min(plot.exact_value - calm, 0.0))[1])),
            (float(plot.point(1, plot.exact_value + calm)[1]), float(plot.axis.get_top()[1])),
        ]
        low, high = max(rooms, key=lambda room: room[1] - room[0])
        return VGroup(words.move_to([plot.foot.get_x(), 0.5 * (low + high), 0]))
