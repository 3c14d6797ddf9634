"""The strip of cards with each answer's reward, which turns into its advantage in the end."""

from __future__ import annotations

from manim import UP, Animation, Dot, ReplacementTransform, VGroup, VMobject

from grpo_core import GroupTable
from scenes.stage.cards import AnswerCard, CardStrip
from scenes.stage.reward_line import reward_badge
from scenes.stage.theme import paint


class RewardCards(CardStrip):
    """Cards that carry rewards in the place of advantages."""

    def __init__(self, table: GroupTable):
        super().__init__(table)
        self.advantages = [card.badge for card in self.cards]
        for card in self.cards:
            reward = reward_badge(float(table.rewards[card.index]))
            _carry(card, reward.move_to(card.body.get_bottom() + 0.3 * UP))

    def home_of(self, index: int) -> VMobject:
        """Where an answer's reward comes from: its card, or the card of all others."""
        for card in self.cards:
            if card.index == index:
                return card.badge[0]
        return Dot(self.rest.get_center(), radius=0.05).set_fill(paint("reward"), 1)

    def become_advantages(self) -> list[Animation]:
        """Turn each reward into the advantage of its answer, which `carry_advantages` keeps."""
        moves = []
        for card, (marker, number) in zip(self.cards, self.advantages, strict=True):
            digits = VGroup(*(slot for slot in number.slots if slot.has_points()))
            moves += map(ReplacementTransform, card.badge, (marker, digits))
        return moves

    def carry_advantages(self) -> None:
        """Have the advantages on the cards."""
        for card, advantage in zip(self.cards, self.advantages, strict=True):
            _carry(card, advantage)


def _carry(card: AnswerCard, badge: VGroup) -> None:
    card.remove(card.badge)
    card.badge = badge
    card.add(badge)
