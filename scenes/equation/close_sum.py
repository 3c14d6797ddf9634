"""The end of the sum from near: the price is a sliver beside the last block."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Add,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.telling import left_out
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.motion import Dim, Undim
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, fit_prose

from .adding import Adding
from .sum_rows import sum_of

WIDTH = 3.6  # of the view, in scene units
_SCALE = WIDTH / HOME_WIDTH
_PITCH = 0.72 * _SCALE  # from row to row, as in a read-out


class CloseSum(VGroup):
    """The sliver of `adding` with the sum in numbers beside it; all else is out of sight."""

    def __init__(self, adding: Adding):
        self.fall, strip, rows = adding.fall, adding.strip, adding.rows
        self.sums = self._sums(adding.table)
        self.named = self._name_of_last(adding.table, strip)
        fall = self.fall
        self.last = [fall.blocks[-1], fall.hatches[-1]]
        self.hidden = [fall.zero, fall.zero_name, fall.labels, strip, adding.legend]
        self.hidden += [*fall.blocks[:-1], *fall.hatches[:-1], *fall.joins[:-1]]
        self.hidden += [*rows.names.values(), rows.numbers["surrogate"]]
        super().__init__(self.sums, self.named)

    @property
    def middle(self) -> np.ndarray:
        """Where the camera looks."""
        x = VGroup(self.fall.blocks[-1], self.sums).get_x()
        return np.array([x, self.fall.sliver.get_y(), 0])

    def come_near(self) -> list[Animation]:
        """All but the last block leaves the view, and that steps back."""
        hide = [Dim(part, opacity=0.0) for part in self.hidden]
        return [Add(self.fall), *hide, *map(Dim, self.last)]

    def show_price(self) -> list[Animation]:
        """The sliver grows, and the sum is said row by row."""
        rows = LaggedStart(*map(FadeIn, self.sums), lag_ratio=0.5)
        return [*map(FadeIn, self.named), GrowFromEdge(self.fall.sliver, UP), rows]

    def go_back(self) -> list[Animation]:
        """What is only seen from near leaves, and all else comes back."""
        near, far = (*self.sums, *self.named), (*self.hidden, *self.last)
        return [*map(FadeOut, near), *map(Undim, far)]

    def _sums(self, table: GroupTable) -> VGroup:
        """Surrogate, price and objective with their numbers, right of the sliver."""
        size = READOUT * _SCALE
        surrogate, price, result = (number_text(value, 3) for value in sum_of(table).values())
        beta, kl = ratio_text(table.beta, 3), number_text(table.kl, 3)
        name = quoted(say("equation.evaluate.surrogate"))
        rows = VGroup(
            Formula(f"{name} = {surrogate}", size=size),
            Formula(f'- beta thin "mean" k_3 = - {beta} dot {kl} = {price}', size=size),
            Formula(f"cal(J) = {surrogate} - {number_text(table.price, 3)} = {result}", size=size),
        )
        for place, row in enumerate(rows):
            row.align_to(rows[0], RIGHT)
            stand_on(row, -place * _PITCH)
        sliver = self.fall.sliver
        rows.next_to(sliver, RIGHT, buff=0.1)
        return rows.shift((sliver.get_y() - rows[1].get_y()) * UP)

    def _name_of_last(self, table: GroupTable, strip: CardStrip) -> VGroup:
        """Whose the last block is, inside of it at its end, if there is room for it."""
        block, size = self.fall.blocks[-1], READOUT * _SCALE
        shown = tuple(card.index for card in strip.cards)
        rest = left_out(table, shown)
        name = Formula(f"o_{shown[-1] + 1}", size=size)
        if rest:
            name = fit_prose(rest, 0.9 * block.width, lines=3, size=LABEL * _SCALE)
        if name.height > block.height - 0.2:
            return VGroup()
        end = DOWN if self.fall.parts[-1] < 0 else UP
        return VGroup(name.move_to(block.get_edge_center(end) - 0.1 * end, aligned_edge=end))
