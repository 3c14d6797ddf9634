"""Over each card two bars: what the reference gives its answer, and what the new policy does."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    GrowFromEdge,
    LaggedStart,
    Mobject,
    VGroup,
)

from grpo_core import GroupTable
from scenes.stage.cards import CardStrip
from scenes.stage.placement import STAGE, touches
from scenes.stage.policy_chart import PolicyChart

from .bar_names import name_a_bar

_FOOT = -0.6  # the height of the foot: over the cards
_ASIDE = 0.06  # for two numbers side by side, scene units
_SYMBOLS = {"reference": ('pi_"ref"', LEFT), "new": ("pi_theta", RIGHT)}


class Pairs:
    """The bars of both policies on one foot, with their probabilities.

    `numbers[k]` are the two of the k-th shown answer; `symbols` says at one bar of each
    policy whose it is, where there is room.
    """

    roles = ("reference", "new")

    def __init__(self, table: GroupTable, cards: CardStrip):
        self.table = table
        self.chart = _over_cards(table, cards)
        self.indices = self.chart.indices
        self.numbers = VGroup(*map(self._pair_of_numbers, range(len(self.indices))))
        self.symbols = self._name_policies()

    def show_foot(self) -> list[Animation]:
        """The line that the bars will stand on, and its axis if it needs one."""
        return [Create(self.chart.foot), *map(FadeIn, self.chart.axis)]

    def grow(self, role: str) -> list[Animation]:
        """The bars of one policy rise, from left to right."""
        bars = [GrowFromEdge(bar, DOWN) for bar in self.chart.bars[role]]
        return [LaggedStart(*bars, lag_ratio=0.15)]

    def show_numbers(self, role: str) -> list[Animation]:
        """The probabilities over the bars of one policy, and its symbol."""
        place = self.roles.index(role)
        return [
            FadeIn(label)
            for label in (*(pair[place] for pair in self.numbers), *self.symbols[role])
        ]

    @property
    def beside(self) -> list[Mobject]:
        """What stands beside the bars: the symbols, and the axis if there is one."""
        return [*(name for symbol in self.symbols.values() for name in symbol), *self.chart.axis]

    def bars_of(self, k: int) -> VGroup:
        """Both bars of the k-th shown answer."""
        return VGroup(*(self.chart.bars[role][k] for role in self.roles))

    def _pair_of_numbers(self, k: int) -> VGroup:
        """Both probabilities of an answer over their bars; over each other if they are long."""
        chart = self.chart
        reference, new = (chart.number(role, k) for role in self.roles)
        reference.align_to(chart.bars["reference"][k].bar, RIGHT)
        new.align_to(chart.bars["new"][k].bar, LEFT)
        if touches(reference, new, 0.2):
            for number, side in ((reference, LEFT), (new, RIGHT)):
                number.shift(_ASIDE * side)
        pitch = chart.foot.width / len(chart.indices)
        crowded = touches(reference, new, 0.2) or reference.width + new.width > pitch - 0.5
        if max(reference.width, new.width) > 1.0 or (crowded and _are_level(reference, new)):
            middle = 0.5 * (chart.bars["reference"][k].get_x() + chart.bars["new"][k].get_x())
            new.set_x(middle).set_y(max(reference.get_y(), new.get_y()))
            reference.set_x(middle).next_to(new, UP, buff=0.12)
        return VGroup(reference, new)

    def _name_policies(self) -> dict[str, VGroup]:
        """Which bar is whose, at the first bar that has room for it."""
        taken = [number for pair in self.numbers for number in pair]
        named = {}
        for role, (symbol, side) in _SYMBOLS.items():
            named[role] = name_a_bar(self.chart, symbol, role, side, taken)
            taken.extend(named[role])
        return named


def _over_cards(table: GroupTable, strip: CardStrip) -> PolicyChart:
    """The bars of each answer over its card; moved together where an axis needs room."""
    cards = strip.cards
    pitch = cards[1].get_x() - cards[0].get_x()
    shown, foot = [card.index for card in cards], np.array([cards.get_x(), _FOOT, 0])
    chart = _chart(table, shown, width=pitch * len(shown)).shift(foot)
    if chart.get_left()[0] < STAGE[0][0]:
        right = chart.foot.get_right()
        chart = _chart(table, shown, width=right[0] - STAGE[0][0], room_inside=True)
        chart.shift(right - chart.foot.get_right())
    return chart


def _chart(table: GroupTable, shown: list[int], **size) -> PolicyChart:
    chart = PolicyChart(table, Pairs.roles, shown, log_height=2.3, **size)
    chart.remove(chart.names)
    return chart


def _are_level(one: Mobject, other: Mobject) -> bool:
    """Whether one of two texts stands beside the other, not above it."""
    return abs(one.get_y() - other.get_y()) < 0.5 * (one.height + other.height)
