"""Where a group comes from: the old policy's bars, from which its answers are drawn."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.cards import AnswerCard, CardStrip
from scenes.stage.places import TITLE
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import paint
from scenes.stage.typeset import Formula, Prose

from .card_bars import CardBars

_SYMBOL = 48  # so that its subscript can be read


class OldPolicy(VGroup):
    """The old policy's name and its bars, each over the card of an answer."""

    def __init__(self, table: GroupTable, strip: CardStrip):
        self.strip = strip
        self.chart = CardBars(table, strip, ("old",), height=3.1)
        self.symbol = Formula('pi_"old"', size=_SYMBOL, role="old")
        self.words = Prose(say("equation.group.policy"), role="old")
        self._place_name()
        self.numbers = VGroup(*(self.chart.number("old", k) for k in range(len(strip.cards))))
        super().__init__(self.chart, self.symbol, self.words, self.numbers)

    def _place_name(self) -> None:
        """Over the question's card; where the bars have an axis there, over the axis."""
        name = VGroup(self.symbol, self.words)
        if self.chart.axis.submobjects:
            name.arrange(RIGHT, buff=0.35).move_to(TITLE, aligned_edge=LEFT)
        else:
            name.arrange(DOWN, buff=0.3).next_to(self.strip.question, UP, buff=1.3)

    def show_name(self) -> Animation:
        """The policy's name, and the line for its bars."""
        return FadeIn(self.chart.foot, self.symbol, self.words, *self.chart.axis)

    def grow_bars(self) -> Animation:
        return LaggedStart(*(GrowFromEdge(bar, DOWN) for bar in self.bars), lag_ratio=0.15)

    def draw_answers(self) -> Animation:
        """Each answer comes down from its bar."""
        pairs = zip(self.bars, self.strip.cards, strict=True)
        drawn = [_draw(bar, card) for bar, card in pairs]
        if self.strip.rest:
            drawn.append(FadeIn(self.strip.rest, shift=0.3 * DOWN))
        return LaggedStart(*drawn, lag_ratio=0.35)

    def leave_symbol(self) -> Animation:
        """All leaves but the policy's symbol."""
        return FadeOut(self.numbers, self.words, self.chart)

    @property
    def bars(self) -> VGroup:
        return self.chart.bars["old"]


def _draw(bar: PolicyBar, card: AnswerCard) -> Animation:
    """A card that comes out of a bar, then its text."""
    body = ReplacementTransform(bar.bar.copy().set_fill(paint("panel"), 0), card.body)
    return LaggedStart(body, FadeIn(VGroup(card.symbol, card.text)), lag_ratio=0.5)
