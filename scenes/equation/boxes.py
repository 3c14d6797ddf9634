"""Boxes of equal width: each answer of a group has one, likely or rare."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    UL,
    UP,
    UR,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    RoundedRectangle,
    Transform,
    VGroup,
)
from manim import ReplacementTransform as Become

from scenes.stage.brace import Brace
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import AXIS, paint
from scenes.stage.typeset import Formula

from .chance_strip import LEFT_END, WIDTH, ChanceStrip
from .drawing import stem
from .group_cards import GroupCards

MIDDLE, HEIGHT = 0.5, 1.75  # scene units: while they hold the cards
_GAP, _SHARE = 0.14, 48
_DRAWS = (2, 3)  # seeds of other groups


def boxes(count: int, middle: float, height: float) -> VGroup:
    """`count` empty boxes side by side, together as long as the strip of chances."""
    pitch = WIDTH / count
    bodies = VGroup()
    for k in range(count):
        body = RoundedRectangle(corner_radius=0.16, width=pitch - _GAP, height=height)
        body.set_stroke(paint("muted"), AXIS).set_fill(paint("panel"), 1)
        bodies.add(body.move_to([LEFT_END + (k + 0.5) * pitch, middle, 0]))
    return bodies


class EqualBoxes(VGroup):
    """A box for each card, with its answer's name and how much it counts: 1/`size`.

    `stems` lead from the stretches of `strip` to the boxes.
    """

    def __init__(self, cards: GroupCards, strip: ChanceStrip, size: int):
        self.cards, self.strip = cards, strip
        self.bodies = boxes(len(cards.columns), MIDDLE, HEIGHT)
        self.shares = VGroup(*(Formula(f"1/{size}", size=_SHARE) for _ in self.bodies))
        self.names = VGroup(*(card.who.copy() for card in cards.columns))
        for body, name, share in zip(self.bodies, self.names, self.shares, strict=True):
            name.move_to(body.get_top() + 0.35 * DOWN)
            share.move_to(body.get_bottom() + 0.65 * UP)
        ends = self.bodies[0].get_corner(UL), self.bodies[-1].get_corner(UR)
        self.brace = Brace(*(end + 0.12 * UP for end in ends), depth=0.34)
        self.stems = VGroup()
        for k, body in zip(range(len(strip.bars)), self.bodies, strict=False):
            start = np.array([strip.middle(k), strip.high, 0.0])
            self.stems.add(stem(start, body.get_bottom()))
        self.originals = self.names.copy()
        super().__init__(self.bodies, self.names, self.stems)

    def come(self) -> list[Animation]:
        """The cards spread over boxes of equal width."""
        columns = zip(self.cards.columns, self.bodies, self.names, strict=True)
        moves = []
        for card, body, name in columns:
            moves += [Become(card.body, body), Become(card.who, name), FadeOut(card.text)]
        return [*moves, *map(FadeIn, self.stems)]

    def other_draws(self) -> list[list[Animation]]:
        """Two other groups from the same strip, then this one again: names and stems change."""
        if not self.strip.is_whole:
            return []
        draws = [self.strip.draw(seed) for seed in _DRAWS]
        return [self._become(drawn) for drawn in (*draws, list(range(len(self.stems))))]

    def _become(self, drawn: list[int]) -> list[Animation]:
        moves = []
        for k, column in enumerate(drawn):
            start = np.array([self.strip.middle(column), self.strip.high, 0.0])
            moves.append(Transform(self.stems[k], stem(start, self.bodies[k].get_bottom())))
            name = self.originals[column].copy().move_to(self.names[k])
            moves.append(Transform(self.names[k], name))
        return moves

    def say_shares(self) -> list[Animation]:
        """Each says how much it counts."""
        return [LaggedStart(*map(FadeIn, self.shares), lag_ratio=0.2)]

    def fold(self, average: Formula) -> list[Animation]:
        """Copies of the shares become the factor of `average`, the brace becomes its sum."""
        shares = (Become(one.copy(), average.select("share")) for one in self.shares)
        total = average.select("sum")
        fold = self.brace.animate(rate_func=EARLY).scale(0.05).move_to(total).set_stroke(opacity=0)
        return [*shares, fold, GrowFromCenter(total, rate_func=LATE)]
