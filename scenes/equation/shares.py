"""What the sum over the answers does: i counts them, and each gets the same share."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import RIGHT, UP, Animation, FadeIn, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.stage.cards import CardStrip
from scenes.stage.typeset import Formula

from .nearer import NEAR_READOUT


class Shares(VGroup):
    """1/G over each card, with signs between them; over a card that counts, the others' share.

    `average` are the glyphs of the objective's sum, which ends left of the cards. `counters`
    say the i of each column.
    """

    def __init__(self, table: GroupTable, strip: CardStrip, average: VGroup):
        self.size, self.columns = table.group.size, strip.columns
        self.room = 2 * (strip.cards[0].get_x() - average.get_right()[0] - 0.1)
        last = [card.index for card in strip.cards]  # of the answers of each column
        terms = [self._term(index, card) for index, card in zip(last, strip.cards, strict=True)]
        if strip.rest:
            terms.append(_over(strip.rest, self._part(self.size - len(strip.cards))))
            last.append(self.size - 1)
        self.terms = VGroup(*terms)
        self.counters = [_counter(*pair) for pair in zip(last, terms, strict=True)]
        self.signs = [None, *(_plus(*pair) for pair in pairwise(terms))]
        super().__init__(self.terms)

    def count(self, k: int) -> list[Animation]:
        """i comes to column k, whose card answers with its share."""
        counter = self.counters[k]
        hop = self.columns[k].animate(rate_func=_there_and_back).shift(0.14 * UP)
        move = ReplacementTransform(self.counters[k - 1], counter) if k else FadeIn(counter)
        texts = [self.terms[k]] if k == 0 else [self.signs[k], self.terms[k]]
        return [hop, move, *(FadeIn(text, shift=0.1 * UP) for text in texts)]

    def _term(self, index: int, card: VGroup) -> VGroup:
        """The share of one answer, and of what: where the sum leaves room for that.

        That is what the objective's bracket holds of it.
        """
        share = self._part(1)
        of = Formula(f"[dots.c]_{index + 1}", size=NEAR_READOUT, role="muted")
        of.next_to(share, RIGHT, buff=0.05)
        if share.width + 0.05 + of.width < min(self.room, 0.8 * self.columns[0].width):
            share.add(of)
        return _over(card, share)

    def _part(self, number: int) -> VGroup:
        return VGroup(Formula(f"{number}/{self.size}", size=NEAR_READOUT))


def _over(card: VGroup, share: VGroup) -> VGroup:
    return share.next_to(card, UP, buff=0.16)


def _counter(index: int, share: VGroup) -> Formula:
    return Formula(f"i = {index + 1}", size=NEAR_READOUT).next_to(share, UP, buff=0.2)


def _plus(left: VGroup, right: VGroup) -> Formula:
    """A sign in the middle between two shares, at the height of their fractions' bars."""
    sign = Formula("+", size=NEAR_READOUT)
    sign.move_to(0.5 * (left.get_right() + right.get_left()))
    return sign.set_y(right[0].rules.get_y())


def _there_and_back(t: float) -> float:
    """0 to 1 and back, softly."""
    return float(np.sin(np.pi * t) ** 2)
