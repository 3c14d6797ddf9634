"""The new policy on its way back to the old one, with the ratios that it has there."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, Animation, FadeIn, GrowFromEdge, VGroup

from grpo_core import GroupTable, MixturePath, evaluate_group, no_update
from scenes.stage.cards import CardStrip
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Walk
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

from .card_bars import FOOT, CardBars
from .sum_rows import SumRows

_RATIO_DEPTH = 0.02  # of the ratios' middle under the bars' first foot
_LIFT, _AXIS_LIFT = 0.45, 0.25  # of the bars, for the ratios; a name stands over an axis


class Slide(VGroup):
    """Old and new bars over the cards, and the ratios under them: what `moving` holds.

    At share 1 the new policy is the group's own, at 0 it is the old one.
    """

    def __init__(self, table: GroupTable, strip: CardStrip):
        self.table, self.shown = table, [card.index for card in strip.cards]
        self.chart = CardBars(table, strip, ("old", "new"), height=1.9, log_height=1.2)
        self.has_axis = len(self.chart.axis) > 0
        self.chart.shift((_AXIS_LIFT if self.has_axis else _LIFT) * UP)
        self.ratios = VGroup(*(LiveNumber(0.0, 2, size=LABEL) for _ in self.shown))
        for number, card in zip(self.ratios, strip.cards, strict=True):
            number.move_to([card.get_x(), FOOT - _RATIO_DEPTH, 0])
        self.symbol = Formula("rho", size=LABEL).next_to(self.chart.foot, LEFT, buff=0.1)
        self.symbol.set_y(self.ratios[0].get_y())
        self.moving = VGroup(self.chart, self.ratios)
        super().__init__(self.moving, self.symbol)
        self.set_share(1.0)

    def at(self, share: float) -> GroupTable:
        """The group under the policy at `share` of the way from old to new."""
        return evaluate_group(MixturePath(self.table.group).at(share))

    def slopes(self) -> np.ndarray:
        """The surrogate's slope in each log-probability at the old policy, without the price."""
        return evaluate_group(no_update(self.table.group), beta=0.0).gradient

    def set_share(self, share: float) -> Self:
        """Put the new policy at `share` of the way from old to new."""
        table = self.at(share)
        self.chart.set_policy("new", table.new_logp[self.shown])
        for number, index in zip(self.ratios, self.shown, strict=True):
            number.set_value(float(table.ratio[index]))
        return self

    def counted_by(self, rows: SumRows) -> Walk:
        """`rows`, and the setter that counts in them what the objective is."""
        return rows, lambda share: rows.count(self.at(share))

    def show(self) -> list[Animation]:
        """The bars grow over their ratios."""
        bars = [bar for row in self.chart.bars.values() for bar in row]
        texts = self.chart.foot, self.ratios, self.symbol, *self.chart.axis
        return [*map(FadeIn, texts), *(GrowFromEdge(bar, DOWN) for bar in bars)]
