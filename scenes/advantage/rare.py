"""Both advantages over the share of right answers, as coins of a group flip."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    UR,
    Animation,
    Dot,
    FadeIn,
    Line,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from grpo_core import binary_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.marks import answer_marker, tick
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

_WIDTH, _HEIGHT, _AT = 11.4, 5.7, np.array([0.45, 0.42, 0.0])
_LEVELS = (-7.0, -2.0, 2.0, 7.0)  # ticks
_SAMPLES = 90
_DEEPER = 1.15  # the lower axis lies clear of what stands beside the lowest point
_QUIET, _LOUD = 0.2, 0.075  # size of a marker of advantage 0, and more for each 1
_COIN, _COINS_LEFT, _COINS_Y = 0.28, 0.85, 2.95  # of the row of coins: radius, place


class RarePlot(Plot):
    """A+ and A- over the share p of right answers, from `rarest` to 1 - `rarest`.

    `set_left` and `set_right` draw the curves from `share` to either side, with a marker at
    the end. `coins` are the group of `size` answers; they flip as far as it has such shares.
    """

    def __init__(self, rarest: float, share: float, size: int):
        self.rarest, self.share, self.size = rarest, share, size
        self.low = self.high = share
        top = 1.1 * float(binary_advantages(rarest)[0])
        super().__init__((0.0, 1.0), (-_DEEPER * top, top), _WIDTH, _HEIGHT)
        self.zero = Line(self.point(0, 0), self.point(1, 0)).set_stroke(paint("muted"), HAIRLINE)
        ends = (self.point(p, -_DEEPER * top) for p in (0, 1))
        self.foot = VGroup(Line(*ends).set_stroke(paint("muted"), AXIS))
        for p in (rarest, share, 0.5, 1 - rarest):
            self.foot.add(tick(self.point(p, -_DEEPER * top), reward_text(p), buff=0.14))
        self.upright = Line(self.point(0, -_DEEPER * top), self.point(0, top))
        self.upright.set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(*map(self._level, _LEVELS))
        self.curves = VGroup(
            *(VMobject().set_stroke(paint(role), MAIN_CURVE) for role in ("up", "down"))
        )
        self.markers = VGroup(*(answer_marker(s, _QUIET) for s in (1.0, -1.0)))
        self.frame = VGroup(self.zero, self.foot, self.upright, self.numbers)
        self.add(self.frame, self.curves, self.markers)
        self.shift(_AT)
        upward = Prose(say("advantage.difficulty.advantage"), role="muted")
        upward.next_to(self.upright, UP, buff=0.1).align_to([-6.5, 0, 0], LEFT)
        across = Prose(say("advantage.difficulty.share"), role="muted").move_to(self.point(0.74, 0))
        self.frame.add(upward, stand_on(across, self.foot[1][1]))
        self.coins = VGroup(*(VGroup(_coin(0.0, k), _coin(1.0, k)) for k in range(size)))
        self.set_left(share)

    def _level(self, value: float) -> VGroup:
        spot = self.point(0, value)
        mark = Line(spot + 0.08 * LEFT, spot + 0.08 * RIGHT).set_stroke(paint("muted"), AXIS)
        label = Formula(reward_text(value, sign=True), size=LABEL, role="muted")
        return VGroup(mark, label.next_to(mark, LEFT, buff=0.14))

    def values(self, share: float) -> list[float]:
        """A+ and A- where `share` of the answers is right."""
        return [float(a) for a in binary_advantages(share)]

    def set_left(self, low: float) -> Self:
        """Draw the curves as far as `low` on the left, with the markers there."""
        self.low = low
        return self._draw(low)

    def set_right(self, high: float) -> Self:
        """Draw the curves as far as `high` on the right, with the markers there."""
        self.high = high
        return self._draw(high)

    def back(self, p: float) -> Self:
        """Move the markers along the curves alone."""
        return self._mark(p)

    def _draw(self, p: float) -> Self:
        phase = 0.5 * (1 + np.sin(np.linspace(-0.5, 0.5, 2 * _SAMPLES + 1) * np.pi))
        shares = self.low + (self.high - self.low + 1e-4) * phase
        for curve, values in zip(self.curves, binary_advantages(shares), strict=True):
            curve.set_points_as_corners(self.grid.path(shares, values))
        return self._mark(p)

    def _mark(self, p: float) -> Self:
        for marker, value in zip(self.markers, self.values(p), strict=True):
            marker.set(width=_QUIET + _LOUD * abs(value)).move_to(self.point(p, value))
        return self.flip(round(self.size * p))

    def flip(self, right: int) -> Self:
        """Show so many right answers; one is right and one wrong at least."""
        right = min(max(right, 1), self.size - 1)
        for k, (wrong_side, right_side) in enumerate(self.coins):
            is_right = k < right
            _show(right_side, is_right)
            _show(wrong_side, not is_right)
        return self

    def ours(self) -> VGroup:
        """The group of before on both curves, and its advantages."""
        found = VGroup()
        for value, side in zip(self.values(self.share), (UR, DR), strict=True):
            role = "up" if value > 0 else "down"
            spot = Dot(self.point(self.share, value), radius=0.11).set_fill(paint(role), 1)
            text = Formula(reward_text(round(value, 2), sign=True), size=READOUT, role=role)
            found.add(VGroup(spot, text.next_to(spot, side, buff=0.02)))
        return found

    def shout(self, *, right: bool) -> VGroup:
        """What either end is, and how loud its rare answer is."""
        share, sign = (self.rarest, 0) if right else (1 - self.rarest, 1)
        side = RIGHT if right else LEFT
        value = self.values(share)[sign]
        number = Formula(
            reward_text(round(value, 2), sign=True), size=72, role="up" if right else "down"
        )
        number.next_to(self.point(share, value), side, buff=0.45)
        key = "one_right" if right else "one_wrong"
        words = Prose(say(f"advantage.difficulty.{key}", count=round(1 / self.rarest)))
        words.next_to(number, DOWN if right else UP, buff=0.15).align_to(number, -side)
        return VGroup(number, words)

    def formulas(self) -> VGroup:
        """The formula of each curve, near its rare end."""
        right, wrong = (quoted(say(f"advantage.difficulty.{who}")) for who in ("right", "wrong"))
        up = Formula(f"{right} quad sqrt((1 - p) / p)", size=READOUT, role="up")
        down = Formula(f"{wrong} quad -sqrt(p / (1 - p))", size=READOUT, role="down")
        up.next_to(self.point(0.25, 4.2), RIGHT, buff=0)
        down.next_to(self.point(0.68, -4.4), LEFT, buff=0)
        return VGroup(up, down)

    def straighten(self) -> list[Animation]:
        """Copies of both curves become what there is without dividing: straight lines."""
        shares = np.array([self.rarest, 1 - self.rarest])
        lines = VGroup()
        for values in binary_advantages(shares, scale="none"):
            line = VMobject().set_points_as_corners(self.grid.path(shares, values))
            lines.add(line.set_stroke(paint("text"), CURVE))
        said = Prose(say("advantage.difficulty.undivided"), size=READOUT)
        said.move_to(self.point(0.5, -2.5))
        moves = [TransformFromCopy(*pair) for pair in zip(self.curves, lines, strict=True)]
        return [*moves, FadeIn(said)]


def _coin(reward: float, place: int) -> Coin:
    return Coin(reward, _COIN).move_to([_COINS_LEFT + 2.06 * _COIN * place, _COINS_Y, 0])


def _show(coin: Coin, shown: bool) -> None:
    coin.face.set_fill(opacity=float(shown)).set_stroke(opacity=float(shown))
    coin.number.set_fill(opacity=float(shown))
