"""A group of answers as strips one below another, and at the end of each what the rule says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, LaggedStart, VGroup

from .coin import Coin
from .motion import Drive
from .score_marks import right_mark, wrong_mark
from .token_strip import TokenStrip

_PITCH = 0.3  # scene units between the strips
_AWAY = 0.34  # from the end of a strip to its mark, and on to its coin


class StripRows(VGroup):
    """Strips of several answers, which are written at the same time."""

    def __init__(self, strips: Sequence[TokenStrip]):
        super().__init__(*strips)
        self.strips = list(strips)

    def set_written(self, count: float) -> Self:
        """Show the first `count` pieces of every strip."""
        for strip in self.strips:
            strip.set_written(count)
        return self

    def write(self, **play: object) -> Animation:
        """All strips write themselves side by side, token by token, until the longest ends."""
        longest = max(len(strip.pieces) for strip in self.strips)
        return Drive(self, self.set_written, 0.0, float(longest), **play)


class TokenGroup(StripRows):
    """`strips` under each other, their left ends in line, with their `rewards`.

    `marks` (a tick for a reward over 0, else a cross) and `coins` stand in columns right of
    the longest, or, with `close`, each at its own strip's end. They are no part of the group:
    a film shows them by `show`, and sends them away when it likes.
    """

    def __init__(
        self,
        strips: Sequence[TokenStrip],
        rewards: Sequence[float],
        *,
        gap: float = _PITCH,
        close: bool = False,
    ):
        super().__init__(strips)
        self.arrange(DOWN, buff=gap, aligned_edge=LEFT)
        self.marks = VGroup(*(right_mark() if r > 0 else wrong_mark() for r in rewards))
        self.coins = VGroup(*map(Coin, rewards))
        for strip, mark, coin in zip(self.strips, self.marks, self.coins, strict=True):
            mark.next_to(strip, RIGHT, buff=_AWAY)
            if not close:
                mark.next_to(self, RIGHT, buff=_AWAY).match_y(strip)
            coin.next_to(mark, RIGHT, buff=_AWAY)

    def show(self, signs: VGroup) -> Animation:
        """Its `marks` or `coins` appear, one after the other."""
        return LaggedStart(*(FadeIn(sign, scale=0.5) for sign in signs), lag_ratio=0.2)
