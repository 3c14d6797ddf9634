"""Add a zero: ln(new/ref) and ref/new - 1 on one scale, and the k3 that their sum is."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable, expected_value
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .level import Level
from .short import short

LEFTS, WIDTH = (-6.5, -2.0, 2.5), 4.0  # of the three strips
ZERO = -0.9  # the height of the strips
_UP, _DOWN = 2.05, 1.2  # room over and under the strips for the blocks, scene units
_HEAD, _SUM = 2.45, -2.75  # the middles of the symbols, the baselines of the means
_SYMBOL, _RATIO = 64, 48
_NOTHING = "{{ 1 : ref }} {{ - {{ 1 : new }} = 0 : rest }}"  # both policies' chances add up to 1
_PAINTED = 0.45  # opacity of blocks in a policy's colour
_TALL = 1.7  # scene units of the highest k3 at the end
_LARGE = ((-1.1, -0.75, 0.0), 7.6)  # where the strip of k3 begins then, and its width
_SMALL = (((-6.5, 1.55, 0.0), 2.6), ((-6.5, -1.25, 0.0), 2.6))  # the same of the other two
_SHRUNK = 0.62  # of their unit
_BESIDE = 0.3  # from a small chart to its symbol


class ZeroRow:
    """Three charts on one scale: `charts` of k1, of ref / new - 1, and of k3.

    `means` are those under the new policy: the divergence, 0, and the divergence. `ratios`
    are ref / new, whose areas are the chances of the reference; `ones` are what is taken off.
    """

    def __init__(self, whole: GroupTable):
        self.whole = whole
        self.rows = (whole.k1, whole.control_variate, whole.k3)
        self.means = [expected_value(whole.new, row) for row in self.rows]
        self.x = whole.control_variate + 1.0
        self.unit = _unit(np.concatenate([*self.rows, self.x]))
        self.charts = VGroup(*(self._chart(k, row) for k, row in enumerate(self.rows)))
        self.ratios = self._chart(1, self.x).paint_blocks("reference", _PAINTED)
        self.ones = self._chart(1, -np.ones_like(self.x)).paint_blocks("new", _PAINTED)
        self.x_heights = self.ratios.labels(size=READOUT)[2]
        self.heights = VGroup(*(self._heights(k) for k in range(2)))
        self.symbols, self.signs = self._head()
        self.nothing = self._nothing()
        self.large = self._large()

    def take_over(self, chart: AreaChart) -> list[Animation]:
        """The chart of the picture before becomes the first."""
        return [ReplacementTransform(chart, self.charts[0])]

    def name_row(self, k: int) -> list[Animation]:
        """The heights of a chart and its symbol."""
        symbol = self.symbols[k] if k == 0 else self.symbols[k].select("minus")
        return [FadeIn(part) for part in (symbol, self.heights[k]) if part.submobjects]

    def grow_ratios(self) -> list[Animation]:
        """Reference over new, as high as each answer has it, on the widths of the new policy."""
        symbol = self.symbols[1].without("minus")
        rises = self._shape(self.ratios, (self.whole.new, 0.0 * self.x), (self.whole.new, self.x))
        return [FadeIn(self.charts[1].strip), *rises, *map(FadeIn, (symbol, self.signs[0]))]

    def say_ratios(self) -> list[Animation]:
        """How high they are."""
        return [FadeIn(self.x_heights)]

    def fold(self) -> list[Animation]:
        """Width new times height ref / new is ref: together they are 1 wide and 1 high."""
        start, end = (self.whole.new, self.x), (self.whole.ref, np.ones_like(self.x))
        return [FadeOut(self.x_heights), *self._shape(self.ratios, start, end)]

    def say_one(self) -> list[Animation]:
        """The reference's chances add up to 1."""
        return [FadeIn(self.nothing[0]), FadeIn(self.nothing[1].select("ref"))]

    def take_off(self) -> list[Animation]:
        """Minus 1, which is what the new policy's chances add up to."""
        ones = -np.ones_like(self.x)
        sinks = self._shape(self.ones, (self.whole.new, 0.0 * ones), (self.whole.new, ones))
        return [*sinks, FadeIn(self.nothing[1].select("rest"))]

    def unfold(self) -> list[Animation]:
        """Back to the answers' own heights."""
        start, end = (self.whole.ref, np.ones_like(self.x)), (self.whole.new, self.x)
        return self._shape(self.ratios, start, end)

    def merge(self) -> list[Animation]:
        """Each height less 1: the row `charts[1]`, which stands there afterwards."""
        ones = -np.ones_like(self.x)
        row = self.rows[1]
        return [
            *self._shape(self.ratios, (self.whole.new, self.x), (self.whole.new, row)),
            *self._shape(self.ones, (self.whole.new, ones), (self.whole.new, 0.0 * ones)),
        ]

    def lay_down(self) -> list[Animation]:
        """A copy of the first row comes to the third strip."""
        first, third = self.charts[0].copy(), self.charts[2]
        third.set_shape(self.whole.new, self.rows[0])
        return [ReplacementTransform(first, third), FadeIn(self.signs[1])]

    def pour(self, *which: int) -> list[Animation]:
        """Blocks of the second row come to the third strip and are added there: k3."""
        third, moves = self.charts[2], []
        for k in which:
            lifted = self.charts[1].blocks[k].copy()
            moves.append(FadeOut(lifted, shift=(LEFTS[2] - LEFTS[1]) * RIGHT))
        start, end = third.heights.copy(), third.heights.copy()
        end[list(which)] = self.rows[2][list(which)]
        return [*moves, *self._shape(third, (self.whole.new, start), (self.whole.new, end))]

    def enlarge(self) -> list[Animation]:
        """The sum grows, and the rows that it is made of step aside."""
        corner, width = _LARGE
        tall = min(_TALL / max(float(self.rows[2].max()), 1e-6), 8 * self.unit)
        moves = self._frame(2, corner, width, tall)
        for k, (corner, width) in enumerate(_SMALL):
            moves += self._frame(k, corner, width, _SHRUNK * self.unit)
            beside = np.array(corner) + (width + _BESIDE + 0.5 * self.symbols[k].width) * RIGHT
            moves.append(self.symbols[k].animate.move_to(beside))
        plus, equal = self.signs
        between = 0.5 * sum(np.array(corner) for corner, _ in _SMALL) + 0.5 * width * RIGHT
        at = np.array([_LARGE[0][0] - 0.75, between[1], 0.0])
        moves += [plus.animate.move_to(between), equal.animate.move_to(at)]
        return [*moves, *map(FadeOut, (*self.heights, self.nothing))]

    def say_large(self) -> list[Animation]:
        """What the sum is: its name, its heights, and their mean."""
        level, *texts = self.large
        return [Create(level), *map(FadeIn, texts)]

    def _chart(self, k: int, row: np.ndarray) -> AreaChart:
        corner = (LEFTS[k], ZERO, 0.0)
        return AreaChart(
            self.whole.new, row, unit=self.unit, width=WIDTH, corner=corner, bright=k == 2
        )

    def _shape(self, chart: AreaChart, start: tuple, end: tuple) -> list[Animation]:
        """The blocks of a chart from shares and heights to others."""

        def move(share: float) -> None:
            chart.set_shape(*((1 - share) * a + share * b for a, b in zip(start, end, strict=True)))

        return walks(0.0, 1.0, (chart.blocks, move))

    def _frame(self, k: int, corner: tuple, width: float, unit: float) -> list[Animation]:
        chart = self.charts[k]
        start, end = chart.frame, (np.array(corner), width, unit)

        def move(share: float) -> None:
            chart.set_frame(*((1 - share) * a + share * b for a, b in zip(start, end, strict=True)))
            chart.set_shape(self.whole.new, self.rows[k])

        return walks(0.0, 1.0, (chart, move))

    def _heights(self, k: int) -> VGroup:
        """How high the blocks are."""
        return self.charts[k].labels(sign=True, size=READOUT)[2].set_color(paint("muted"))

    def _head(self) -> tuple[VGroup, VGroup]:
        """The symbols over the charts, and the signs between them."""
        new, ref = (
            f"{{{{ {quoted(say(f'kl.surprise.{word}'))} : {word} }}}}" for word in ("new", "ref")
        )
        inks = {"new": "new", "ref": "reference"}
        symbols = VGroup(
            Formula(f"ln ({new}) / ({ref})", size=_RATIO, **inks),
            Formula(f"({ref}) / ({new}) {{{{ - 1 : minus }}}}", size=_RATIO, **inks),
        )
        signs = VGroup(Formula("+", size=_SYMBOL), Formula("=", size=_SYMBOL))
        for symbol, left in zip(symbols, LEFTS, strict=False):
            symbol.move_to([left + 0.5 * WIDTH, _HEAD, 0])
        for k, sign in enumerate(signs):
            sign.move_to([0.5 * (LEFTS[k] + WIDTH + LEFTS[k + 1]), _HEAD, 0])
        return symbols, signs

    def _nothing(self) -> VGroup:
        """Why the second row is nothing on average."""
        number = Formula(_NOTHING, size=_RATIO, ref="reference", new="new")
        words = Prose(say("kl.add_a_zero.average"), size=READOUT, role="muted")
        row = on_baseline(words, number, buff=0.25).set_x(LEFTS[1] + 0.5 * WIDTH)
        return row.shift((_SUM - number.baseline) * UP)

    def _large(self) -> VGroup:
        """The level of the mean on the large chart, the heights, the name and the mean."""
        corner, width = _LARGE
        tall = min(_TALL / max(float(self.rows[2].max()), 1e-6), 8 * self.unit)
        chart = AreaChart(
            self.whole.new, self.rows[2], unit=tall, width=width, corner=corner, bright=True
        )
        level = Level(chart, self.means[2])
        heights = chart.labels(size=READOUT)[2]
        middle = corner[0] + 0.5 * width
        self.symbol = Formula("k_3", size=_SYMBOL)
        never = Prose(say("kl.add_a_zero.never"), size=FORMULA)
        head = on_baseline(self.symbol, never, buff=0.5).move_to([middle, _HEAD, 0])
        words = Prose(say("kl.add_a_zero.average"), size=FORMULA, role="muted")
        mean = on_baseline(words, Formula(short(self.means[2]), size=_RATIO), buff=0.25)
        mean.next_to(chart.strip, DOWN, buff=0.45).set_x(middle)
        return VGroup(level, heights, head, mean)


def _unit(values: np.ndarray) -> float:
    """Scene units for 1: as large as the room over and under the strips lets them be."""
    above, below = max(float(values.max()), 1e-6), max(-float(values.min()), 1e-6)
    return min(_UP / above, _DOWN / below, 4.0)
