"""Both advantages over the share of right answers: a curve through what a group has counted."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    UR,
    Animation,
    Create,
    DashedVMobject,
    Dot,
    FadeIn,
    Line,
    Rotate,
    VGroup,
    VMobject,
)

from grpo_core import binary_advantages
from scenes.script.words import say
from scenes.stage.marks import answer_marker, tick
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

_WIDTH, _HEIGHT, _AT = 5.3, 5.5, np.array([3.85, 0.15, 0.0])
_LEVELS = (-5.0, 0.0, 5.0)  # ticks
_SAMPLES = 90
_QUIET, _LOUD = 0.2, 0.075  # size of a marker of advantage 0, and more for each 1
_DASHES = 16


class RarePlot(Plot):
    """A+ over the share p of right answers, from `rarest` to 1 - `rarest`, and mirrored A-.

    `set_reach` draws A+ from the middle to both sides, with a `marker` at its loud end.
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
        self.curve = VMobject().set_stroke(paint("up"), MAIN_CURVE)
        self.marker = answer_marker(1.0, _QUIET)
        self.dots = VGroup()
        self.frame = VGroup(self.axes, self.numbers)
        self.add(self.frame, self.curve, self.marker)
        self.shift(_AT)
        upward = Prose(say("advantage.difficulty.advantage"), role="muted")
        upward.next_to(self.axes[2], UP, buff=0.1).align_to(self.axes[2], LEFT).shift(0.4 * LEFT)
        across = Prose(say("advantage.difficulty.share"), role="muted")
        self.frame.add(upward, across.next_to(self.numbers[-2], DOWN, buff=0.12))
        self.set_reach(0.0)

    def _level(self, value: float) -> VGroup:
        spot = self.point(0, value)
        mark = Line(spot + 0.08 * LEFT, spot + 0.08 * RIGHT).set_stroke(paint("muted"), AXIS)
        label = Formula(reward_text(value, sign=bool(value)), size=LABEL, role="muted")
        return VGroup(mark, label.next_to(mark, LEFT, buff=0.12))

    def value(self, share: float) -> float:
        """A+ where `share` of the answers is right."""
        return float(binary_advantages(share)[0])

    def dot(self, share: float) -> VGroup:
        """A point of the curve, with its advantage."""
        value = self.value(share)
        spot = Dot(self.point(share, value), radius=0.12).set_fill(paint("up"), 1)
        text = Formula(reward_text(round(value, 2), sign=True), size=READOUT, role="up")
        self.dots.add(VGroup(spot, text.next_to(spot, UR, buff=0.03)))
        return self.dots[-1]

    def set_reach(self, reach: float) -> Self:
        """Draw the curve from p = 1/2 by `reach`, 0 to 1, of the way to both ends."""
        low = 0.5 + reach * (self.rarest - 0.5)
        phase = 0.5 * (1 + np.sin(np.linspace(-0.5, 0.5, 2 * _SAMPLES + 1) * np.pi))
        shares = low + (1 - 2 * low + 1e-4) * phase
        self.curve.set_points_as_corners(self.grid.path(shares, binary_advantages(shares)[0]))
        value = self.value(low)
        self.marker.set(width=_QUIET + _LOUD * value).move_to(self.point(low, value))
        return self

    def mirror(self) -> tuple[VGroup, Animation]:
        """The wrong answers' curve: that of the right ones, turned by half about the middle."""
        other = VGroup(self.curve.copy(), self.marker.copy())
        other[0].set_stroke(paint("down"))
        other[1].set_fill(paint("down"))
        return other, Rotate(other, PI, about_point=self.point(0.5, 0))

    def shout(self, *, right: bool) -> VGroup:
        """What either end is, and how loud its rare answer is."""
        side, sign = (RIGHT, 1) if right else (LEFT, -1)
        share = self.rarest if right else 1 - self.rarest
        value = sign * self.value(self.rarest)
        number = Formula(
            reward_text(round(value, 2), sign=True), size=80, role="up" if right else "down"
        )
        number.next_to(self.point(share, value), side, buff=0.5)
        key = "one_right" if right else "one_wrong"
        words = Prose(say(f"advantage.difficulty.{key}", count=round(1 / self.rarest)))
        words.next_to(number, DOWN if right else UP, buff=0.15).align_to(number, -side)
        return VGroup(number, words)

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
