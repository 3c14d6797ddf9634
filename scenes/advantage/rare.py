"""Both advantages over the share of right answers: a curve through what a group has counted."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    UR,
    Animation,
    Create,
    DashedVMobject,
    Dot,
    FadeIn,
    Line,
    VGroup,
    VMobject,
)

from grpo_core import binary_advantages
from scenes.script.words import say
from scenes.stage.lettered import lettered
from scenes.stage.marks import answer_marker, tick
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

_WIDTH, _HEIGHT, _AT = 5.3, 4.95, np.array([3.85, 0.46, 0.0])
_LEVELS = (-5.0, 0.0, 5.0)  # ticks
_SAMPLES = 90
_QUIET, _LOUD = 0.2, 0.075  # size of a marker of advantage 0, and more for each 1
_DASHES, _INWARDS = 16, 0.18


class RarePlot(Plot):
    """A+ and A- over the share p of right answers, from `rarest` to 1 - `rarest`.

    `set_right` draws A+ from the middle to both sides, `set_wrong` A-, each with a marker at
    its loud end.
    """

    def __init__(self, rarest: float):
        self.rarest = rarest
        top = 1.12 * self.value(rarest)
        super().__init__((0.0, 1.0), (-top, top), _WIDTH, _HEIGHT)
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(1, 0)).set_stroke(paint("muted"), HAIRLINE),
            Line(self.point(0, -top), self.point(1, -top)).set_stroke(paint("muted"), AXIS),
            Line(self.point(0, -top), self.point(0, top)).set_stroke(paint("muted"), AXIS),
        )
        self.numbers = VGroup(*map(self._level, _LEVELS))
        for p in (0.0, 0.5, 1.0):
            self.numbers.add(tick(self.point(p, -top), reward_text(p), buff=0.12))
        self.curves = VGroup(
            *(VMobject().set_stroke(paint(role), MAIN_CURVE) for role in ("up", "down"))
        )
        self.markers = VGroup(*(answer_marker(sign, _QUIET) for sign in (1.0, -1.0)))
        self.dots = VGroup()
        self.frame = VGroup(self.axes, self.numbers)
        self.add(self.frame, self.curves, self.markers)
        self.shift(_AT)
        upward = Prose(say("advantage.difficulty.advantage"), role="muted")
        upward.next_to(self.axes[2], UP, buff=0.1).align_to(self.axes[2], LEFT).shift(0.4 * LEFT)
        across = lettered(say("advantage.difficulty.share"), role="muted")
        self.frame.add(upward, across.next_to(self.numbers[-2], DOWN, buff=0.12))
        self.set_right(0.0).set_wrong(0.0)

    def _level(self, value: float) -> VGroup:
        spot = self.point(0, value)
        mark = Line(spot + 0.08 * LEFT, spot + 0.08 * RIGHT).set_stroke(paint("muted"), AXIS)
        label = Formula(reward_text(value, sign=bool(value)), size=LABEL, role="muted")
        return VGroup(mark, label.next_to(mark, LEFT, buff=0.12))

    def value(self, share: float) -> float:
        """A+ where `share` of the answers is right."""
        return float(binary_advantages(share)[0])

    def dot(self, share: float, *, right: bool = True) -> VGroup:
        """A point of the curve of right answers, or of that of wrong ones, with its advantage."""
        value = float(binary_advantages(share)[0 if right else 1])
        role = sign_role(value)
        spot = Dot(self.point(share, value), radius=0.12).set_fill(paint(role), 1)
        text = Formula(reward_text(round(value, 2), sign=True), size=READOUT, role=role)
        self.dots.add(VGroup(spot, text.next_to(spot, UR if right else DL, buff=0.03)))
        return self.dots[-1]

    def set_right(self, reach: float) -> Self:
        """Draw A+ from p = 1/2 by `reach`, 0 to 1, of the way to both ends."""
        return self._draw(0, 0.5 + reach * (self.rarest - 0.5))

    def set_wrong(self, reach: float) -> Self:
        """Draw A- as far."""
        return self._draw(1, 0.5 - reach * (self.rarest - 0.5))

    def _draw(self, which: int, loud: float) -> Self:
        """Draw one curve over the shares as far from 1/2 as `loud`, where its marker is."""
        phase = 0.5 * (1 + np.sin(np.linspace(-0.5, 0.5, 2 * _SAMPLES + 1) * np.pi))
        shares = loud + (1 - 2 * loud + 1e-4) * phase
        values = binary_advantages(shares)[which]
        self.curves[which].set_points_as_corners(self.grid.path(shares, values))
        value, marker = float(values[0]), self.markers[which]
        marker.set(width=_QUIET + _LOUD * abs(value)).move_to(self.point(loud, value))
        return self

    def shout(self, *, right: bool) -> VGroup:
        """What either end is, and how loud its rare answer is."""
        side, sign = (RIGHT, 1) if right else (LEFT, -1)
        share = self.rarest if right else 1 - self.rarest
        value = sign * self.value(self.rarest)
        number = Formula(
            reward_text(round(value, 2), sign=True), size=80, role="up" if right else "down"
        )
        number.next_to(self.point(share, value), side, buff=0.5).shift(sign * _INWARDS * DOWN)
        key = "one_right" if right else "one_wrong"
        words = Prose(say(f"advantage.difficulty.{key}", count=round(1 / self.rarest)))
        return VGroup(number, stand_on(words.next_to(number, side, buff=0.25), number))

    def undivided(self) -> tuple[VGroup, list[Animation]]:
        """What there is without dividing: straight lines, dashed, and what they are called."""
        shares = np.array([self.rarest, 1 - self.rarest])
        lines = VGroup()
        for values, role in zip(
            binary_advantages(shares, scale="none"), ("up", "down"), strict=True
        ):
            line = Line(*self.grid.path(shares, values)).set_stroke(paint(role), CURVE)
            lines.add(DashedVMobject(line, num_dashes=_DASHES))
        name = Prose(say("advantage.difficulty.undivided"))
        name.next_to(self.point(0.06, -2.9), RIGHT, buff=0)
        moves = [*map(Create, lines), FadeIn(name)]
        return VGroup(lines, name), moves
