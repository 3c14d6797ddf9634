"""R1 beside o1 on six tests: how far R1 is ahead or behind, each test in its own unit."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Animation, Dot, FadeIn, GrowFromPoint, Line, VGroup

from scenes.script.facts import Fact, fact, name_of
from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .figures import said

TESTS = ("aime", "math", "swe", "gpqa", "mmlu", "codeforces")
RATING = "codeforces"  # no share of problems: a unit of its own
_NAMED = {"aime": "aime", "math": "math"}  # names with digits are among the facts
_TOP, _STEP, _APART = 0.74, 0.5, 0.5  # the first line; between lines; before the rating
_NAME, _ZERO, _OURS, _THEIRS = -2.95, 3.0, 4.95, 6.1
_POINT, _PER_RATING = 0.6, 0.03  # scene units for a percentage point, and for a rating point
_HEAD, _RIGHT = 1.18, 6.6


class Dumbbell(VGroup):
    """A test: o1 at zero, R1 as far beside it as it is ahead (right) or behind."""

    def __init__(self, key: str, y: float):
        self.ours, self.theirs = fact(f"pipeline.{key}_r1"), fact(f"pipeline.{key}_o1")
        unit = _PER_RATING if key == RATING else _POINT
        zero = np.array([_ZERO, y, 0.0])
        end = zero + unit * (self.ours.value - self.theirs.value) * RIGHT
        self.ahead = self.ours.value > self.theirs.value
        self.bar = Line(zero, end).set_stroke(paint("new"), 10)
        self.other = Dot(zero, radius=0.12).set_fill(paint("muted"), 1)
        self.own = Dot(end, radius=0.15).set_fill(paint("new"), 1)
        words = name_of(_NAMED[key]) if key in _NAMED else say(f"pipeline.rivals.{key}")
        self.title = Prose(words, size=READOUT).move_to([_NAME, y, 0], aligned_edge=LEFT)
        self.numbers = VGroup(
            self._number(self.ours, _OURS, "text" if self.ahead else "muted"),
            self._number(self.theirs, _THEIRS, "muted" if self.ahead else "text"),
        )
        for text in self.numbers:
            text.set_y(y)
        stand_on(self.title, self.numbers[0])
        super().__init__(self.bar, self.other, self.own, self.title, self.numbers)

    def _number(self, number: Fact, x: float, role: str) -> Formula:
        return Formula(said(number), size=READOUT, role=role).set_x(x)

    def come(self) -> list[Animation]:
        """R1 moves away from o1."""
        grow = GrowFromPoint(VGroup(self.bar, self.own), self.other.get_center())
        return [grow, FadeIn(self.other), FadeIn(self.title), FadeIn(self.numbers)]


class Dumbbells(VGroup):
    """All six about one zero line, under what the columns are."""

    def __init__(self) -> None:
        heights = [_TOP - _STEP * k - _APART * (key == RATING) for k, key in enumerate(TESTS)]
        self.rows = [Dumbbell(key, y) for key, y in zip(TESTS, heights, strict=True)]
        self.zero = VGroup(
            Line([_ZERO, _HEAD - 0.25, 0], [_ZERO, heights[-2] - 0.25, 0]),
            Line([_ZERO, heights[-1] + 0.22, 0], [_ZERO, heights[-1] - 0.22, 0]),
        ).set_stroke(paint("muted"), AXIS)
        # The rating has a ground of its own: its points are no percentages.
        self.apart = panel(_RIGHT - _NAME + 0.3, 0.52)
        self.apart.move_to([0.5 * (_NAME + _RIGHT), heights[-1], 0])
        self.heads = self._heads()
        super().__init__(self.apart, self.zero, self.heads, *self.rows)

    def _heads(self) -> VGroup:
        heads = VGroup(
            Prose(say("pipeline.rivals.r1"), size=READOUT, role="new").set_x(_OURS),
            Prose(name_of("o1"), size=LABEL, role="muted").set_x(_THEIRS),
            Prose(say("pipeline.rivals.ahead"), size=LABEL, role="muted"),
            Prose(say("pipeline.rivals.behind"), size=LABEL, role="muted"),
        )
        for head in heads:
            stand_on(head, _HEAD)
        heads[2].next_to([_ZERO + 0.12, heads[2].get_y(), 0], RIGHT, buff=0.1)
        heads[3].next_to([_ZERO - 0.12, heads[3].get_y(), 0], LEFT, buff=0.1)
        return heads
