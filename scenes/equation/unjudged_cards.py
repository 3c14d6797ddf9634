"""The strip of cards before and after the group's verdicts."""

from __future__ import annotations

from manim import Mobject

from grpo_core import GroupTable
from scenes.stage.cards import CardStrip


class UnjudgedCards(CardStrip):
    """Question and answers without a verdict; `judge` gives each card its badge."""

    def __init__(self, table: GroupTable):
        super().__init__(table, asks=True)
        for card in self.cards:
            card.remove(card.badge)

    def judge(self, *more: Mobject) -> None:
        """Put the badges on their cards, and with them `more`, one thing for each card."""
        for card in self.cards:
            card.add(card.badge)
        for card, thing in zip(self.cards, more, strict=False):
            card.add(thing)
