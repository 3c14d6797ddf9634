"""From rewards to verdicts: what each answer got, and what its group makes of that."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    UR,
    Animation,
    FadeIn,
    LaggedStart,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable
from scenes.stage.cards import AnswerCard
from scenes.stage.envelope import ratio_text
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, text_width

from .unjudged_cards import UnjudgedCards

_RIM, _GAP = 0.16, 0.45  # from a card's edge; what a name and a reward side by side need more


class Verdicts(VGroup):
    """The rewards on the cards of `strip`, which become the cards' badges.

    Where a card is wide enough for its name and its reward side by side, the reward stays.
    """

    def __init__(self, table: GroupTable, strip: UnjudgedCards):
        self.strip = strip
        self.stay = all(
            card.width > card.symbol.width + text_width(_said(table, card)) + _GAP
            for card in strip.cards
        )
        super().__init__(*(self._reward(table, card) for card in strip.cards))

    def show_rewards(self) -> Animation:
        falls = [FadeIn(reward, shift=0.3 * DOWN) for reward in self]
        return LaggedStart(*falls, lag_ratio=0.3)

    def judge(self) -> Animation:
        """Each reward becomes a verdict; `settle` leaves them on their cards."""
        # Without a live number's empty slots, to which glyphs would stray.
        badges = [card.badge.family_members_with_points() for card in self.strip.cards]
        self.flown = VGroup(*(VGroup(*(part.copy() for part in badge)) for badge in badges))
        move = TransformFromCopy if self.stay else ReplacementTransform
        flights = [move(*pair, path_arc=1.4) for pair in zip(self, self.flown, strict=True)]
        return LaggedStart(*flights, lag_ratio=0.25)

    def settle(self) -> None:
        """Give the cards what they have now."""
        self.strip.judge(*(self if self.stay else ()))

    def _reward(self, table: GroupTable, card: AnswerCard) -> Formula:
        """In the card's upper right corner, or else where its badge will be."""
        reward = Formula(_said(table, card), size=LABEL, role="reward")
        if not self.stay:
            return reward.move_to(card.badge)
        corner = card.body.get_corner(UR) + _RIM * (LEFT + DOWN)
        return reward.move_to(corner, aligned_edge=UR)


def _said(table: GroupTable, card: AnswerCard) -> str:
    return ratio_text(float(table.rewards[card.index]), 0)
