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
from scenes.stage.placement import lines_and_texts, touches
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .level import Level
from .short import chance_text, short
from .signed_block import BRIGHT, shade

_APART = (((-6.5, -0.55, 0.0), 3.2), ((-1.8, -0.55, 0.0), 8.2))  # the strips: left ends, widths
_ADDED = (((-6.5, -0.65, 0.0), 8.4), ((3.1, -0.65, 0.0), 3.4))  # the same when they are added
_UP, _DOWN = 1.75, 1.3  # room over and under the strips for the blocks, scene units
_UP_ADDED, _DOWN_ADDED = 2.35, 1.75
_HEAD, _SUM = 2.45, -2.45  # the middle of the symbols, the baseline of the mean
_ROW = (-5.95, -3.75, -2.0, -0.35)  # where "k3 =", both symbols and "+" stand when added
_SYMBOL, _RATIO = 64, 48
_NOTHING = "{{ 1 : ref }} {{ - {{ 1 : new }} = 0 : rest }}"  # both policies' chances add up to 1
_PAINTED = 0.68  # opacity of blocks in a policy's colour
_BELOW = 0.24  # from the strip down to the numbers of k3, scene units
_UNDER = 0.68  # from the strip down to the areas, scene units
_RESULT = (4.85, 0.6, 0.0)  # where it is said what the sum is


class ZeroRow:
    """Charts on one scale: `charts` of k1, of ref / new - 1, and of their sum k3.

    `means` are those under the new policy: the divergence, 0, and the divergence. `ratios`
    are ref / new, whose areas are the chances of the reference; `ones` are what is taken off.
    """

    def __init__(self, whole: GroupTable):
        self.whole = whole
        self.rows = (whole.k1, whole.control_variate, whole.k3)
        self.means = [expected_value(whole.new, row) for row in self.rows]
        self.x = whole.control_variate + 1.0
        self.unit = _unit(np.concatenate([*self.rows[:2], self.x]), _UP, _DOWN)
        self.large = _unit(np.concatenate(self.rows[:2]), _UP_ADDED, _DOWN_ADDED)
        self.charts = VGroup(
            *(self._chart(row, *_APART[k], self.unit) for k, row in enumerate(self.rows[:2])),
            self._chart(self.rows[0], *_ADDED[0], self.large, bright=True),
        )
        self.ratios = self._chart(self.x, *_APART[1], self.unit)
        self.ratios.paint_blocks("reference", _PAINTED)
        self.ones = self._chart(np.ones_like(self.x), *_APART[1], self.unit)
        self.ones.paint_blocks("new", _PAINTED)
        self.x_heights = self.ratios.labels(size=READOUT)[2]
        self.widths, self.areas = self.ratios.share_row(), self._areas()
        self.heights = VGroup(*(self._heights(k) for k in range(2)))
        self.symbols, self.plus = self._head()
        self.symbol, self.equal = Formula("k_3", size=_SYMBOL), Formula("=", size=_SYMBOL)
        self.nothing = self._nothing()
        self.before = self.charts[2].ghost()
        self.result = self._result()

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
        new = self.whole.new
        rises = _shape(self.ratios, (new, 0.0 * self.x), (new, self.x))
        return [FadeIn(self.charts[1].strip), *rises, *map(FadeIn, (symbol, self.plus))]

    def say_ratios(self) -> list[Animation]:
        """How wide and how high they are, and the area of each."""
        return [FadeIn(text) for text in (self.x_heights, self.widths, self.areas)]

    def fold(self) -> list[Animation]:
        """Width new times height ref / new is ref: together they are 1 wide and 1 high."""
        flat = self._chart(np.ones_like(self.x), *_APART[1], self.unit)
        flat.set_shape(self.whole.ref, flat.heights)
        moves = [
            text.animate.set_x(flat.point(flat.middle(text.index), 0)[0]) for text in self.areas
        ]
        folds = _shape(
            self.ratios, (self.whole.new, self.x), (self.whole.ref, np.ones_like(self.x))
        )
        return [*map(FadeOut, (self.x_heights, self.widths)), *folds, *moves]

    def say_one(self) -> list[Animation]:
        """The reference's chances add up to 1."""
        return [FadeIn(self.nothing[0]), FadeIn(self.nothing[1].select("ref"))]

    def cover(self) -> list[Animation]:
        """Minus 1, which is what the new policy's chances add up to."""
        new, ones = self.whole.new, np.ones_like(self.x)
        rises = _shape(self.ones, (new, 0.0 * ones), (new, ones))
        return [FadeOut(self.areas), *rises, FadeIn(self.nothing[1].select("rest"))]

    def unfold(self) -> list[Animation]:
        """Back to the answers' own heights, behind what is taken off."""
        ones = np.ones_like(self.x)
        return _shape(self.ratios, (self.whole.ref, ones), (self.whole.new, self.x))

    def sink(self) -> list[Animation]:
        """Each height less 1: the row `charts[1]`, which stands there afterwards."""
        new, ones = self.whole.new, np.ones_like(self.x)
        return [
            *_shape(self.ratios, (new, self.x), (new, self.rows[1])),
            *_shape(self.ones, (new, ones), (new, 0.0 * ones)),
        ]

    def enlarge(self) -> list[Animation]:
        """The first row grows, the second stands beside it, on one scale as before.

        Afterwards `charts[2]` takes the place of the first.
        """
        moves = [move for k in range(2) for move in self._frame(k, *_ADDED[k])]
        blocks = self.charts[0].blocks

        def shine(share: float) -> None:
            for block in blocks:
                block.shine((1 - share) * shade() + share * BRIGHT)

        moves += walks(0.0, 1.0, (blocks, shine))
        texts = zip((*self.symbols, self.plus), (_ROW[1], _ROW[3], _ROW[2]), strict=True)
        moves += [text.animate.move_to([x, _HEAD, 0]) for text, x in texts]
        return [*moves, *map(FadeOut, (*self.heights, self.nothing))]

    def leave_outline(self) -> list[Animation]:
        """Where the heights were before anything is added."""
        return [FadeIn(self.before)]

    def pour(self, *which: int) -> list[Animation]:
        """Blocks of the second row come to the first and are added there: k3."""
        chart, moves = self.charts[2], []
        for k in which:
            lifted = self.charts[1].blocks[k].copy()
            way = chart.point(chart.middle(k), chart.heights[k]) - lifted.get_center()
            moves.append(FadeOut(lifted, shift=way))
        end = chart.heights.copy()
        end[list(which)] = self.rows[2][list(which)]
        new = self.whole.new
        return [*moves, *_shape(chart, (new, chart.heights.copy()), (new, end))]

    def say_result(self) -> list[Animation]:
        """What the sum is: its name, its heights, and their mean."""
        level, *texts = self.result
        return [
            FadeOut(self.charts[1]),
            Create(level),
            *self.charts[2].brighten(),
            *map(FadeIn, (self.symbol, self.equal, *texts)),
        ]

    def _chart(
        self, row: np.ndarray, corner: tuple, width: float, unit: float, *, bright: bool = False
    ) -> AreaChart:
        return AreaChart(self.whole.new, row, unit=unit, width=width, corner=corner, bright=bright)

    def _frame(self, k: int, corner: tuple, width: float) -> list[Animation]:
        chart = self.charts[k]
        start, end = chart.frame, (np.array(corner), width, self.large)

        def move(share: float) -> None:
            chart.set_frame(*((1 - share) * a + share * b for a, b in zip(start, end, strict=True)))
            chart.set_shape(self.whole.new, self.rows[k])

        return walks(0.0, 1.0, (chart, move))

    def _heights(self, k: int) -> VGroup:
        """How high the blocks are."""
        return self.charts[k].labels(sign=True, size=READOUT)[2].set_color(paint("muted"))

    def _areas(self) -> VGroup:
        """The reference's chances under the widths: the blocks' areas, where there is room."""
        areas = VGroup()
        for k, chance in enumerate(self.whole.ref):
            text = Formula(chance_text(float(chance)), size=LABEL, role="reference")
            text.next_to(self.ratios.grid.point(self.ratios.middle(k), 0), DOWN, buff=_UNDER)
            if not any(touches(text, other, 0.04) for other in areas):
                text.index = k
                areas.add(text)
        return areas

    def _head(self) -> tuple[VGroup, Formula]:
        """The symbols over the charts, and the sign between them."""
        new, ref = (
            f"{{{{ {quoted(say(f'kl.surprise.{word}'))} : {word} }}}}" for word in ("new", "ref")
        )
        inks = {"new": "new", "ref": "reference"}
        symbols = VGroup(
            Formula(f"ln ({new}) / ({ref})", size=_RATIO, **inks),
            Formula(f"({ref}) / ({new}) {{{{ - 1 : minus }}}}", size=_RATIO, **inks),
        )
        for symbol, (corner, width) in zip(symbols, _APART, strict=True):
            symbol.move_to([corner[0] + 0.5 * width, _HEAD, 0])
        left, right = symbols[0].get_right()[0], symbols[1].get_left()[0]
        return symbols, Formula("+", size=_SYMBOL).move_to([0.5 * (left + right), _HEAD, 0])

    def _nothing(self) -> VGroup:
        """Why the second row is nothing on average."""
        number = Formula(_NOTHING, size=_RATIO, ref="reference", new="new")
        words = Prose(say("kl.add_a_zero.average"), size=READOUT, role="muted")
        corner, width = _APART[1]
        row = on_baseline(words, number, buff=0.25).set_x(corner[0] + 0.5 * width)
        return row.shift((_SUM - number.baseline) * UP)

    def _under(self, chart: AreaChart) -> VGroup:
        """How high the blocks of k3 are, under the strip, clear of their mean."""
        kept, foot = VGroup(), chart.grid.point(0, 0)[1] - _BELOW
        lines = lines_and_texts(self.before)
        for number in chart.labels(size=READOUT)[2]:
            number.align_to([0, foot, 0], UP)
            if not any(touches(number, other) for other in (*kept, *lines)):
                kept.add(number)
        return kept

    def _result(self) -> VGroup:
        """The level of the mean on the large chart, the heights, and what is said of them."""
        chart = self._chart(self.rows[2], *_ADDED[0], self.large, bright=True)
        heights = self._under(chart)
        self.symbol.move_to([_ROW[0], _HEAD, 0])
        self.equal.next_to(self.symbol, RIGHT, buff=0.3).set_y(self.plus.get_y())
        words = Prose(say("kl.add_a_zero.average"), size=FORMULA, role="muted")
        mean = on_baseline(words, Formula(short(self.means[2]), size=_RATIO), buff=0.25)
        never = Prose(say("kl.add_a_zero.never"), size=FORMULA)
        said = VGroup(never, mean).arrange(DOWN, buff=0.5).move_to(_RESULT)
        return VGroup(Level(chart, self.means[2]).set_z_index(1), heights, said)


def _shape(chart: AreaChart, start: tuple, end: tuple) -> list[Animation]:
    """The blocks of a chart from shares and heights to others."""

    def move(share: float) -> None:
        chart.set_shape(*((1 - share) * a + share * b for a, b in zip(start, end, strict=True)))

    return walks(0.0, 1.0, (chart.blocks, move))


def _unit(values: np.ndarray, up: float, down: float) -> float:
    """Scene units for 1: as large as the room over and under the strips lets them be."""
    above, below = max(float(values.max()), 1e-6), max(-float(values.min()), 1e-6)
    return min(up / above, down / below, 4.0)
