"""Bars of policies, each over the card of its answer."""

from __future__ import annotations

from typing import Any

from grpo_core import GroupTable
from scenes.stage.cards import CardStrip
from scenes.stage.policy_chart import PolicyChart

FOOT = -0.62  # the height at which bars over the cards stand
_SINGLE, _PAIRED = 0.33, 0.27  # a bar's width, in pitches of the cards


class CardBars(PolicyChart):
    """The bars that `roles` give to the answers that have a card, over the cards.

    `size` is as for `PolicyChart`; the cards say which answer a bar belongs to.
    """

    def __init__(self, table: GroupTable, strip: CardStrip, roles: tuple[str, ...], **size: Any):
        cards = strip.cards
        pitch = cards[1].get_x() - cards[0].get_x()
        bar = (_SINGLE if len(roles) == 1 else _PAIRED) * pitch
        shown = [card.index for card in cards]
        super().__init__(table, roles, shown, width=pitch * len(cards), bar=bar, **size)
        self.remove(self.names)
        self.shift([cards.get_x(), FOOT - self.foot.get_y(), 0])
