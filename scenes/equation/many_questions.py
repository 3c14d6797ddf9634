"""What the expectation averages over: questions, and the groups that are drawn for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, CubicBezier, Dot, FadeIn, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Walk
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, fit_prose

from .bench import AnswerName, Bench, Ground

_QUESTIONS, _GROUPS = -4.8, 4.38  # scene units, the middles of the front sheet and of the groups
_POLICY = Ground(-1.4, 1.6, -1.75, 2.4)
_SHEET, _MIDDLE = (3.5, 2.2), -0.75  # the size of a sheet, the height of a front one's middle
_BEHIND = np.array([0.32, 0.3, 0.0])  # from a sheet to the next one behind it
_WORDS = -2.75
_STRIP, _ROW = (4.5, 0.82), 1.0  # the size of a group's strip; from one to the next
_FIRST, _LEFT, _PITCH = 0.25, 0.6, 1.02  # of the first strip; where its answers are
_PEEPING, _MORE = 2, 2  # sheets behind the question; groups more
_DRAWN = 4  # answers of a group that are shown
_SEED = 2


class ManyQuestions(VGroup):
    """A question with more behind it, the old policy, and groups that it may have drawn."""

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.questions = Stack(say("equation.expectation.questions"))
        self.question = fit_prose(table.group.question, _SHEET[0] - 0.4, lines=2, size=FORMULA)
        self.question.move_to(self.questions.front)
        self.groups = Groups(table, indices)
        self.policy = Bench(table, indices, _POLICY).bare()
        self.policy.bars.remove(self.policy.new, self.policy.breaks)
        self.policy_name = Prose(say("equation.hill.old"), size=READOUT, role="old")
        stand_on(self.policy_name.set_x(0.1), _WORDS)
        self.ways = VGroup(
            BlockArrow([-2.3, _MIDDLE, 0], [-1.5, _MIDDLE, 0], "muted"),
            BlockArrow([1.62, _MIDDLE, 0], [2.05, _MIDDLE, 0], "muted"),
        )
        super().__init__(self.questions, self.question, self.policy, self.policy_name)
        self.add(self.ways, self.groups)


class Stack(VGroup):
    """A sheet in front, more peeping out behind it, and words under them."""

    def __init__(self, words: str):
        self.front = panel(*_SHEET).move_to([_QUESTIONS, _MIDDLE, 0])
        self.front.set_stroke(paint("text"), AXIS)
        self.behind = VGroup(*(panel(*_SHEET) for _ in range(_PEEPING)))
        self.behind.set_stroke(paint("muted"), AXIS)
        self.words = stand_on(Prose(words, size=READOUT).set_x(_QUESTIONS), _WORDS)
        self.sheets = VGroup(self.behind, self.front)
        super().__init__(self.sheets, self.words)
        self.set_out(1.0)

    @property
    def top(self) -> np.ndarray:
        """Where a thread arrives: the upper edge of the hindmost sheet."""
        return self.behind[0].get_top()

    def set_out(self, share: float) -> Self:
        """Let what is behind peep out by `share` of what it does in the end."""
        for k, sheet in enumerate(reversed(self.behind), start=1):
            sheet.move_to(self.front).shift(share * k * _BEHIND)
        return self

    def come_out(self) -> Walk:
        """The sheets, and the setter that lets them come out from behind the front one."""
        return self.sheets, self.set_out


class Groups(VGroup):
    """This group on a strip, and under it others that the old policy may have drawn, muted.

    Where the answers listed are not all there are, what other groups hold is not known.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        heights = [_FIRST - k * _ROW for k in range(1 + _MORE)]
        self.strips = VGroup(*(panel(*_STRIP).move_to([_GROUPS, y, 0]) for y in heights))
        self.strips.set_z_index(-1)  # names fly to them
        self.strips.set_stroke(paint("hairline"), AXIS)
        self.strips[0].set_stroke(paint("text"), AXIS)
        self.names = VGroup(*(AnswerName(table, i) for i in indices[:_DRAWN]))
        self.others = VGroup(*(VGroup(*_drawn(table, k)) for k in range(_MORE)))
        for row, strip in zip((self.names, *self.others), self.strips, strict=True):
            for k, name in enumerate(row):
                name.move_to(strip.get_left() + (_LEFT + k * _PITCH) * RIGHT)
        self.rests = VGroup()
        if table.group.size > _DRAWN:
            for strip in self.strips:
                dots = Formula("...", size=READOUT, role="muted")
                self.rests.add(dots.move_to(strip.get_right() + 0.28 * LEFT))
        words = Prose(say("equation.expectation.groups"), size=READOUT)
        self.words = stand_on(words.set_x(_GROUPS), _WORDS)
        super().__init__(self.strips, self.names, self.others, self.rests, self.words)

    @property
    def top(self) -> np.ndarray:
        """Where a thread arrives: the upper edge of the first strip."""
        return self.strips[0].get_top()

    def come_out(self) -> list[Animation]:
        """Other groups, one after the other, come down from behind the first."""
        rows = zip(self.strips[1:], self.others, strict=True)
        return [FadeIn(VGroup(*row), shift=0.4 * DOWN) for row in rows]


def _drawn(table: GroupTable, seed: int) -> list[VMobject]:
    """The first answers of another group: seeded draws, or question marks."""
    count = min(table.group.size, _DRAWN)
    if not table.group.is_complete:
        return [Formula('"?"', size=LABEL, role="muted") for _ in range(count)]
    chances = table.old / table.old.sum()
    draws = np.random.default_rng(_SEED + seed).choice(len(chances), count, p=chances)
    names = [AnswerName(table, int(i)) for i in draws]
    for name in names:
        name[0].set_color(paint("muted"))
    return names


class Thread(VGroup):
    """A line from the point `start`, under the E, down to `end`, with a dot there."""

    def __init__(self, start: np.ndarray, end: np.ndarray):
        drop = (start[1] - end[1]) * UP
        self.line = CubicBezier(start, start - 0.75 * drop, end + 0.75 * drop, end)
        self.line.set_stroke(paint("text"), CURVE)
        self.dot = Dot(end, radius=0.1).set_fill(paint("text"), 1)
        super().__init__(self.line, self.dot)
