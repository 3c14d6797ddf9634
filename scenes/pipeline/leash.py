"""The steps of R1's second stage: rules all along, the learned judge on a leash at the end."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, CubicBezier, Dot, Rectangle, VGroup

from scenes.script.facts import fact
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.brace import Brace
from scenes.stage.panel import panel
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Prose

from .figures import said
from .signs import judge

_LEFT, _WIDE = -2.9, 9.5  # of the bar of all steps
_RULES, _LIKING, _TALL = -0.02, -0.84, 0.64  # heights of two lanes, and how high each is
_JUDGE_Y, _JUDGE_W = 0.93, 1.35
_SAG = 0.45


class Leash(VGroup):
    """Two lanes over all steps: rules from the first, preferences in the last ones only.

    `set_steps` goes from 0 to 1 through training; `set_pull` lets the judge pull (0: it
    stands over its steps, 1: the leash is taut).
    """

    def __init__(self) -> None:
        self.steps, self.judged = fact("pipeline.stage_2_steps"), fact("pipeline.judged_steps")
        self.border = _LEFT + _WIDE * (1 - self.judged.value / self.steps.value)
        self.lanes = VGroup(*(_lane(y) for y in (_RULES, _LIKING)))
        self.done = VGroup(*(Rectangle(width=1, height=_TALL, stroke_width=0) for _ in range(2)))
        self.done.set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), HAIRLINE)
        self.names = VGroup(
            self._name("rules", _LEFT + 0.25, _RULES, "ink", count=said(self.steps)),
            self._name("none_yet", _LEFT + 0.25, _LIKING, "muted"),
            self._name("judge", self.border + 0.25, _LIKING, "ink"),
        )
        self.last = self._last()
        self.judge = judge(_JUDGE_W)
        self.stake = Dot([self.border, _LIKING + 0.5 * _TALL, 0], radius=0.09)
        self.stake.set_fill(paint("text"), 1)
        self.rope = CubicBezier(*[np.zeros(3)] * 4).set_stroke(paint("text"), CURVE)
        super().__init__(self.lanes, self.done, self.names, self.rope, self.stake, self.judge)
        self.set_steps(0.0).set_pull(0.0)

    def _name(self, key: str, x: float, y: float, role: str, **values: str) -> Prose:
        """What happens in a part of a lane, in it."""
        text = Prose(say(f"pipeline.leash.{key}", **values), size=READOUT, role=role)
        return text.move_to([x, y, 0], aligned_edge=LEFT)

    def _last(self) -> VGroup:
        """How long the judge is asked, under its steps."""
        y, right = _LIKING - 0.5 * _TALL - 0.08, _LEFT + _WIDE
        brace = Brace([right, y, 0], [self.border, y, 0], depth=0.2)
        words = Prose(say("pipeline.leash.preferences", count=said(self.judged)))
        words.next_to(brace, DOWN, buff=0.12)
        return VGroup(brace, words.align_to([right, 0, 0], RIGHT))

    def set_steps(self, share: float) -> Self:
        """Let `share` of all steps be done."""
        end = _LEFT + _WIDE * share
        for bar, y, start in zip(self.done, (_RULES, _LIKING), (_LEFT, self.border), strict=True):
            width = max(end - start, 1e-3)
            bar.stretch_to_fit_width(width).move_to([start, y, 0], aligned_edge=LEFT)
        return self

    def set_pull(self, pull: float) -> Self:
        """Let the judge be drawn to earlier steps by `pull`, as far as the leash goes."""
        self.judge.move_to([self.border + 1.45 - 0.5 * pull, _JUDGE_Y, 0])
        start, end = self.stake.get_center(), self.judge[-1].get_left()
        sag = _SAG * (1 - pull) * np.array([0.0, -1.0, 0.0])
        self.rope.set_points_as_corners([start, end])
        middle = 0.5 * (start + end) + sag
        self.rope.set_points(CubicBezier(start, middle, middle, end).points)
        return self

    def axis(self) -> VGroup:
        """What the lanes lie along, under the part without a judge."""
        y = _LIKING - 0.5 * _TALL - 0.3
        words = Prose(say("pipeline.leash.axis"), role="muted")
        words.move_to([_LEFT, y, 0], aligned_edge=LEFT)
        start = words.get_right() + 0.2 * RIGHT
        return VGroup(words, BlockArrow(start, start + 0.7 * RIGHT, "muted", width=0.04, head=0.2))


class Parting(VGroup):
    """A sketch: the longer a judge is asked, the more it is pleased, and the less is right."""

    def __init__(self) -> None:
        corner = np.array([_LEFT + 0.05, 0.6, 0.0])
        self.axes = VGroup(
            BlockArrow(corner, corner + 3.0 * RIGHT, "muted", width=0.04, head=0.2),
            BlockArrow(corner, corner + 1.75 * UP, "muted", width=0.04, head=0.2),
        )
        across, up = (
            Prose(say(f"pipeline.leash.{key}"), size=LABEL, role="muted")
            for key in ("judged", "share")
        )
        across.next_to(self.axes[0], RIGHT, buff=0.15)
        up.next_to(self.axes[1], RIGHT, buff=0.15).align_to(self.axes[1], UP)
        self.names = VGroup(across, up)
        self.lines = VGroup()
        self.words = VGroup()
        start = corner + 0.87 * UP
        for key, rise, role in (("pleased", 0.3, "text"), ("right", -0.4, "reward")):
            end = start + np.array([2.6, rise, 0.0])
            bend = start + 1.3 * RIGHT
            line = CubicBezier(start, bend, bend, end).set_stroke(paint(role), MAIN_CURVE)
            self.lines.add(line)
            text = Prose(say(f"pipeline.leash.{key}"), size=LABEL, role=role)
            self.words.add(text.next_to(end, RIGHT, buff=0.15))
        super().__init__(self.axes, self.names, self.lines, self.words)


def _lane(y: float) -> Rectangle:
    lane = panel(_WIDE, _TALL)
    return lane.move_to([_LEFT + 0.5 * _WIDE, y, 0])
