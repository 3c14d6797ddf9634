"""Both advantages over the share of right answers, drawn from the middle to both ends."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DR,
    LEFT,
    RIGHT,
    UP,
    UR,
    Animation,
    Circle,
    Create,
    DashedLine,
    FadeIn,
    Line,
    VGroup,
    VMobject,
)

from grpo_core import binary_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.marks import answer_marker, tick
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

HALF = 0.5  # the share at which the curves begin
_WIDTH, _HEIGHT, _AT = 11.4, 5.7, np.array([0.45, 0.42, 0.0])
_LEVELS = (-7.0, -2.0, -1.0, 1.0, 2.0, 7.0)  # ticks
_SAMPLES = 90
_DEEPER = 1.15  # the lower axis lies clear of what stands beside the lowest point
_QUIET, _LOUD = 0.2, 0.075  # size of a marker of advantage 0, and more for each 1
_LARGEST = 0.8


class RarePlot(Plot):
    """A+ and A- from p = 1/2 out to `rarest` and to 1 - `rarest`; `set_reach` draws them.

    `plain` are the curves without division by the std: straight.
    """

    def __init__(self, rarest: float):
        self.rarest = rarest
        top = 1.1 * float(binary_advantages(rarest)[0])
        super().__init__((0.0, 1.0), (-_DEEPER * top, top), _WIDTH, _HEIGHT)
        self.zero = Line(self.point(0, 0), self.point(1, 0)).set_stroke(paint("muted"), HAIRLINE)
        foot = Line(self.point(0, -_DEEPER * top), self.point(1, -_DEEPER * top)).set_stroke(
            paint("muted"), AXIS
        )
        self.foot = VGroup(foot)
        for share in (rarest, HALF, 1 - rarest):
            self.foot.add(tick(self.point(share, -_DEEPER * top), reward_text(share), buff=0.14))
        self.upright = Line(self.point(0, -_DEEPER * top), self.point(0, top))
        self.upright.set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(*map(self._level, _LEVELS))
        self.curves = VGroup(
            *(VMobject().set_stroke(paint(role), MAIN_CURVE) for role in ("up", "down"))
        )
        self.markers = VGroup(*(answer_marker(s, _QUIET) for s in (1.0, -1.0, 1.0, -1.0)))
        self.plain = VGroup(*(self._plain(k) for k in (0, 1)))
        self.frame = VGroup(self.zero, self.foot, self.upright, self.numbers)
        upward = Prose(say("advantage.difficulty.advantage"), role="muted")
        self.frame.add(upward.next_to(self.upright, UP, buff=0.1).align_to([-6.5, 0, 0], LEFT))
        self.add(self.frame, self.curves, self.markers)
        self.shift(_AT)
        self.plain.shift(_AT)
        self.set_reach(0.0)

    def _level(self, value: float) -> VGroup:
        spot = self.point(0, value)
        mark = Line(spot + 0.08 * LEFT, spot + 0.08 * RIGHT).set_stroke(paint("muted"), AXIS)
        label = Formula(reward_text(value, sign=True), size=LABEL, role="muted")
        return VGroup(mark, label.next_to(mark, LEFT, buff=0.14))

    def _plain(self, which: int) -> VMobject:
        shares = (self.rarest, 1 - self.rarest)
        ends = [self.point(p, float(binary_advantages(p, scale="none")[which])) for p in shares]
        return DashedLine(*ends, dash_length=0.12).set_stroke(paint("muted"), CURVE)

    def values(self, share: float) -> list[float]:
        """A+ and A- where `share` of the answers is right."""
        return [float(a) for a in binary_advantages(share)]

    def set_reach(self, reach: float) -> Self:
        """Draw the curves out of the middle; 1 is as far as they go."""
        half = (HALF - self.rarest) * max(reach, 1e-4)
        phase = np.sin(np.linspace(-0.5, 0.5, 2 * _SAMPLES + 1) * np.pi)
        shares = HALF + half * phase
        for curve, values in zip(self.curves, binary_advantages(shares), strict=True):
            curve.set_points_as_corners(self.grid.path(shares, values))
        return self._put(HALF - half, HALF + half)

    def set_share(self, share: float) -> Self:
        """Put all markers where `share` is right; the curves stay."""
        return self._put(share, share)

    def _put(self, *shares: float) -> Self:
        places = [(share, value) for share in shares for value in self.values(share)]
        for marker, (share, value) in zip(self.markers, places, strict=True):
            marker.set(width=_QUIET + _LOUD * abs(value)).move_to(self.point(share, value))
        return self

    def meaning(self) -> Prose:
        """What the horizontal axis is."""
        words = Prose(say("advantage.difficulty.share"), role="muted")
        words.move_to(self.point(0.26, 0))
        return stand_on(words, self.foot[1][1])

    def ours(self, share: float) -> VGroup:
        """The group of before on both curves, and its advantages."""
        found = VGroup()
        for value, side in zip(self.values(share), (UR, DR), strict=True):
            role = "up" if value > 0 else "down"
            ring = Circle(0.14).set_stroke(paint(role), CURVE).set_fill(paint("ground"), 1)
            ring.move_to(self.point(share, value))
            text = Formula(reward_text(round(value, 2), sign=True), size=READOUT, role=role)
            found.add(VGroup(ring, text.next_to(ring, side, buff=0.02)))
        words = Prose(say("advantage.difficulty.ours"), role="muted")
        return found.add(words.next_to(found[1][1], RIGHT, buff=0.25))

    def shouts(self) -> VGroup:
        """What either end is, and how loud its rare answer is."""
        found = VGroup()
        for share, key, sign, side in (
            (self.rarest, "one_right", 0, RIGHT),
            (1 - self.rarest, "one_wrong", 1, LEFT),
        ):
            value = self.values(share)[sign]
            role = "up" if value > 0 else "down"
            at = self.point(share, value)
            number = Formula(reward_text(round(value, 2), sign=True), size=72, role=role)
            number.next_to(at, side, buff=0.4)
            words = Prose(say(f"advantage.difficulty.{key}", count=self.count), size=READOUT)
            words.next_to(number, side, buff=0.35)
            found.add(VGroup(number, words))
        return found

    @property
    def count(self) -> int:
        """Of how many answers one is `rarest`."""
        return round(1 / self.rarest)

    def formulas(self) -> VGroup:
        """The formula of each curve, near its rare end."""
        right, wrong = (quoted(say(f"advantage.difficulty.{who}")) for who in ("right", "wrong"))
        up = Formula(f"{right} quad sqrt((1 - p) / p)", size=READOUT, role="up")
        down = Formula(f"{wrong} quad -sqrt(p / (1 - p))", size=READOUT, role="down")
        up.next_to(self.point(0.3, 4.0), RIGHT, buff=0)
        down.next_to(self.point(0.8, -4.6), LEFT, buff=0)
        return VGroup(up, down)

    def show_undivided(self) -> list[Animation]:
        """The straight pair, and what it is."""
        said = Prose(say("advantage.difficulty.undivided"), role="muted")
        said.next_to(self.point(0.78, 0.9), UP, buff=0.1)
        return [*map(Create, self.plain), FadeIn(said)]
