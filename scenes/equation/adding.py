"""How the answers' shares add up to the surrogate, beside the rows that count them."""

from __future__ import annotations

from manim import DOWN, LEFT, UP, Add, Animation, FadeIn, GrowFromEdge, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.cards import CardStrip
from scenes.stage.motion import walks
from scenes.stage.placement import touches
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, Prose

from .sum_rows import SumRows
from .waterfall import Waterfall

_LOW, _HIGH = -0.2, 2.85  # between these heights the blocks lie
_SLOWLY = 4  # so many blocks are added one by one at leisure


class Adding(VGroup):
    """A block for each card, from where the last one ended, over the cards of `strip`.

    `rows` hold the running sum; `legend` says beside them what a block is.
    """

    def __init__(self, table: GroupTable, strip: CardStrip, rows: SumRows):
        self.table, self.strip, self.rows = table, strip, rows
        columns = strip.columns
        self.fall = Waterfall(
            table,
            [card.index for card in strip.cards],
            [column.get_x() for column in columns],
            low=_LOW,
            high=_HIGH,
            width=min(1.1, 0.55 * min(column.width for column in columns)),
        )
        if any(touches(self.fall.zero_name, row, 0.2) for row in rows.numbers.values()):
            self.fall.zero_name.set_opacity(0)
        self.legend = self._legend()
        self.pace = 0.6 if len(columns) <= _SLOWLY else 0.4  # seconds for a block
        super().__init__(self.fall, self.legend)

    def show_zero(self) -> list[Animation]:
        """The line at 0, the sum of nothing, and what a block is."""
        fall = self.fall
        start = FadeIn(fall.zero, fall.zero_name, self.rows.numbers["surrogate"])
        return [start, FadeIn(self.legend)]

    def shares(self) -> list[list[Animation]]:
        """Each card's block grows from where the last one ended. One list a play."""
        return [self._share(k) for k in range(len(self.fall.parts))]

    def _share(self, k: int) -> list[Animation]:
        fall, number = self.fall, self.rows.numbers["surrogate"]
        edge = DOWN if fall.parts[k] >= 0 else UP
        return [
            *map(Add, fall.joins[:k][-1:]),  # from the block that stands now
            GrowFromEdge(VGroup(fall.blocks[k], fall.hatches[k]), edge),
            FadeIn(fall.labels[k]),
            *walks(*fall.running()[k : k + 2], (number, number.set_value)),
        ]

    def show_result(self) -> list[Animation]:
        """The price, and what the sum comes to; the sliver and its name are blocks like others."""
        fall, rows = self.fall, self.rows
        rows.count(self.table)
        end = fall.name_end()
        fall.add(fall.sliver, end)
        numbers = rows.numbers["price"], rows.numbers["objective"]
        return [FadeIn(rows.rule), *map(FadeIn, (*numbers, *end))]

    def _legend(self) -> VGroup:
        """What a block is, over the rows, and what a hatched one is, under them."""
        block = quoted(say("equation.evaluate.block"))
        rule = self.rows.head(Formula(f'{block} = "min"_i / G', size=LABEL))
        legend = VGroup(rule)
        if any(len(hatch) for hatch in self.fall.hatches):
            words = Prose(say("equation.evaluate.hatched"), role="muted")
            words.next_to(self.rows, DOWN, buff=0.35).align_to(rule, LEFT)
            legend.add(words)
        return legend
