"""Boxes of equal width: each answer of a group has one, likely or rare."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    RoundedRectangle,
    TransformFromCopy,
    VGroup,
    VMobject,
)
from manim import ReplacementTransform as Become

from scenes.stage.brace import Brace
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula

from .chance_strip import LEFT_END, WIDTH, ChanceStrip
from .group_cards import GroupCards

MIDDLE, HEIGHT = 1.42, 1.3  # scene units: while they hold the cards
_GAP, _ROW = 0.14, 0.32  # between boxes; from a box's middle to each of its rows
_BACK = 0.35  # opacity of the tally when it has been seen
_TRAY = (0.8, 0.4)  # scene units: what waits for a term
_SMALL, _PITCH, _ROOM = (0.62, 0.12), 0.165, 1.5  # a tray of the tally; from one to the next; all


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
    """A box for each card, with its answer's name, an empty tray and how much it counts: 1/`size`.

    `tally` has a small tray, all alike, for each of the many hits of `strip`, piled up over the
    answer that was hit; it is empty where the strip does not show all answers.
    """

    def __init__(self, cards: GroupCards, strip: ChanceStrip, size: int):
        self.cards, self.strip = cards, strip
        self.bodies = boxes(len(cards.columns), MIDDLE, HEIGHT)
        self.shares = VGroup(*(Formula(f"1\\/{size}", size=READOUT) for _ in self.bodies))
        self.trays = VGroup(*(tray(*_TRAY) for _ in self.bodies))
        for empty in self.trays:  # it waits for a term
            empty.add(Formula('"?"', size=LABEL, role="muted").move_to(empty).shift(0.04 * UP))
        self.names = VGroup(*(card.who.copy() for card in cards.columns))
        for body, name, empty, share in zip(
            self.bodies, self.names, self.trays, self.shares, strict=True
        ):
            name.move_to(body.get_center() + _ROW * UP)
            VGroup(share, empty).arrange(RIGHT, buff=0.25).move_to(body.get_center() + _ROW * DOWN)
        ends = self.bodies[0].get_corner(UL), self.bodies[-1].get_corner(UR)
        self.brace = Brace(*(end + 0.08 * UP for end in ends), depth=0.26)
        self.tally = self._tally()
        super().__init__(self.bodies, self.names, self.trays)

    def come(self) -> list[Animation]:
        """The cards spread over boxes of equal width."""
        columns = zip(self.cards.columns, self.bodies, self.names, strict=True)
        moves = []
        for card, body, name in columns:
            moves += [Become(card.body, body), Become(card.who, name), FadeOut(card.text)]
        return [*moves, FadeIn(self.trays, rate_func=LATE)]

    def pile_up(self) -> list[Animation]:
        """Hit by hit a tray comes out of it, and lies down on those that the answer has got."""
        moves = [TransformFromCopy(*pair) for pair in zip(self.hits, self.tally, strict=True)]
        return [LaggedStart(*moves, lag_ratio=0.12)] if moves else []

    def say_shares(self) -> list[Animation]:
        """Each says how much it counts; other draws step back."""
        back = [self.tally.animate.set_stroke(opacity=_BACK)] if self.tally else []
        return [LaggedStart(*map(FadeIn, self.shares), lag_ratio=0.2), *back]

    def fold(self, average: Formula) -> list[Animation]:
        """Copies of the shares become the factor of `average`, the brace becomes its sum."""
        shares = (Become(one.copy(), average.select("share")) for one in self.shares)
        total = average.select("sum")
        fold = self.brace.animate(rate_func=EARLY).scale(0.05).move_to(total).set_stroke(opacity=0)
        return [*shares, fold, GrowFromCenter(total, rate_func=LATE)]

    def _tally(self) -> VGroup:
        tally, self.hits = VGroup(), VGroup()
        if not self.strip.is_whole:
            return tally
        whose = [self.strip.hit(mark.get_x()) for mark in self.strip.many]
        pitch = min(_PITCH, _ROOM / max(np.bincount(whose)))
        piled = [0] * len(self.strip.bars)
        for k, mark in zip(whose, self.strip.many, strict=True):
            piled[k] += 1
            small = tray(_SMALL[0], min(_SMALL[1], 0.7 * pitch))
            tally.add(
                small.move_to([self.strip.middle(k), self.strip.high + 0.02 + piled[k] * pitch, 0])
            )
            self.hits.add(mark)
        return tally


def tray(width: float, height: float) -> VMobject:
    """An empty tray: open above."""
    left, right, top, low = -0.5 * width, 0.5 * width, 0.5 * height, -0.5 * height
    corners = [[left, top, 0], [left, low, 0], [right, low, 0], [right, top, 0]]
    return VMobject().set_points_as_corners(corners).set_stroke(paint("text"), CURVE - 1)
