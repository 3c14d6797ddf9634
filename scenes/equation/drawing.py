"""A group is drawn: a needle falls on the strip of chances, and each hit throws a card up."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    UP,
    Animation,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    LaggedStart,
    Line,
    Polygon,
    VGroup,
)

from scenes.stage.motion import Walk
from scenes.stage.theme import AXIS, paint

from .chance_strip import ChanceStrip
from .group_cards import GroupCards

_ABOVE = 2.3  # scene units: how far over the strip the needle begins


class Needle(VGroup):
    """A needle; `fall` puts its point high over `spot` (0), or on it (1)."""

    def __init__(self) -> None:
        self.body = Polygon([-0.1, 1.4, 0], [0.1, 1.4, 0], [0, 0, 0], stroke_width=0)
        super().__init__(self.body.set_fill(paint("text"), 1))

    def fall(self, spot: np.ndarray, share: float) -> Self:
        """It falls faster and faster, and comes out of nothing."""
        self.move_to(spot + (1 - share**2) * _ABOVE * UP, aligned_edge=DOWN)
        self.body.set_fill(opacity=min(1.0, 4 * share))
        return self


class Drawing(VGroup):
    """Where the needle has hit `strip`, and the threads from there to the `cards`."""

    def __init__(self, strip: ChanceStrip, cards: GroupCards):
        self.strip, self.cards, self.needle = strip, cards, Needle()
        self.hits = VGroup(*(Dot(spot, radius=0.11) for spot in strip.hits)).set_fill(paint("text"))
        self.stems = VGroup(
            *(
                stem(spot, card.get_bottom())
                for spot, card in zip(strip.hits, cards.columns, strict=False)
            )
        )
        super().__init__(self.stems, self.hits)

    def drop(self, n: int) -> Walk:
        """The needle falls for the n-th time, for a trial."""
        spot = self.strip.many[n].get_start()
        return self.needle, lambda share: self.needle.fall(spot, share)

    def fall_often(self, after: int) -> list[Animation]:
        """It falls many times more, too fast to be seen, and leaves its marks."""
        marks = [FadeIn(mark, shift=0.6 * DOWN) for mark in self.strip.many[after:]]
        return [FadeOut(self.needle), LaggedStart(*marks, lag_ratio=0.3)]

    def fall(self, k: int) -> Walk:
        """It falls for the k-th time of those that make the group."""
        return self.needle, lambda share: self.needle.fall(self.strip.hits[k], share)

    def throw(self, k: int) -> list[Animation]:
        """Its card comes out of the hit, and hangs on a thread."""
        spot = self.strip.hits[k]
        card = GrowFromPoint(self.cards.columns[k], spot)
        return [FadeIn(self.hits[k], scale=3), Create(self.stems[k]), card, FadeOut(self.needle)]

    def rest(self) -> list[Animation]:
        """What counts the answers that are not shown."""
        return [FadeIn(card) for card in self.cards.columns[len(self.hits) :]]


def stem(start: np.ndarray, end: np.ndarray) -> Line:
    """A thread between a stretch of the strip and what came out of it."""
    return Line(start, end).set_stroke(paint("muted"), AXIS)
