"""What the expectation averages over: questions, and the groups that are drawn for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    CubicBezier,
    DashedLine,
    Dot,
    Line,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable, draw_again, evaluate_group
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Walk
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose

from .axis_number import axis_number, round_value
from .bench import AnswerName, Bench, Ground

_QUESTIONS, _GROUPS = -4.85, 2.05  # scene units, the middles of the sheets and of the groups
_POLICY = Ground(-2.5, -0.3, -1.35, 1.9)
_SHEET, _SHEETS = (3.3, 1.05), (0.8, -0.4, -1.6)  # the size of a sheet; their heights
_WORDS, _MIDDLE = -2.85, -0.4
_STRIP, _ROW, _FIRST = (3.5, 0.6), 0.7, 1.0  # a group's strip; from one to the next; the first
_LEFT, _PITCHES = 0.45, (0.86, 0.76)  # where its answers are; of a group that has more, too
_MORE, _DRAWN = 4, 4  # groups more; answers of a group that are shown
_ZERO, _REACH, _BAR = 5.25, 1.2, 0.34  # where a J of 0 is; the longest bar, and its thickness
_SEED = 31  # its draws have about the mean of all there may be, for the worked group
_FLAT = 1e-3  # all J that are nearer to 0 have no scale


class ManyQuestions(VGroup):
    """A question with more under it, the old policy, and groups that it may have drawn."""

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.questions = QuestionSheets(table.group.question)
        self.groups = Groups(table, indices)
        self.policy = Bench(table, indices, _POLICY).bare()
        self.policy.bars.remove(self.policy.new, self.policy.breaks)
        self.policy_name = Prose(say("equation.hill.old"), size=READOUT, role="old")
        stand_on(self.policy_name.set_x(0.5 * (_POLICY.left + _POLICY.right)), _WORDS)
        self.ways = VGroup(
            BlockArrow([-3.12, _MIDDLE, 0], [-2.62, _MIDDLE, 0], "muted"),
            BlockArrow([-0.28, _MIDDLE, 0], [0.22, _MIDDLE, 0], "muted"),
        )
        super().__init__(self.questions, self.policy, self.policy_name, self.ways, self.groups)


class QuestionSheets(VGroup):
    """The group's question on the `first` sheet, `others` on more, and words under them."""

    def __init__(self, question: str):
        self.sheets = VGroup(*(panel(*_SHEET).move_to([_QUESTIONS, y, 0]) for y in _SHEETS))
        self.sheets.set_stroke(paint("muted"), AXIS)
        self.sheets[0].set_stroke(paint("text"), AXIS)
        room = _SHEET[0] - 0.3
        asked = [question, *(say(f"equation.expectation.{key}") for key in ("second", "third"))]
        texts = [fit_prose(text, room, lines=2) for text in asked]
        for text, sheet in zip(texts, self.sheets, strict=True):
            text.move_to(sheet)
        pairs = list(zip(self.sheets, texts, strict=True))
        self.first = VGroup(*pairs[0])
        self.others = VGroup(*(VGroup(*pair) for pair in pairs[1:]))
        words = Prose(say("equation.expectation.questions"), size=READOUT)
        self.words = stand_on(words.set_x(_QUESTIONS), _WORDS)
        super().__init__(self.first, self.others, self.words)

    @property
    def top(self) -> np.ndarray:
        """Where a thread arrives: the upper edge of the first sheet."""
        return self.sheets[0].get_top()


class Groups(VGroup):
    """This group on a strip, and under it others that the old policy may have drawn.

    `names` are this group's, `others` those of the other rows. At its end each row has its own
    J as a bar (`set_bar` grows it), and `mean` is the line of their mean. Where the answers
    listed are not all there are, what other groups hold is not known: they have no bars, and
    there is no mean.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        heights = [_FIRST - k * _ROW for k in range(1 + _MORE)]
        self.strips = VGroup(*(panel(*_STRIP).move_to([_GROUPS, y, 0]) for y in heights))
        self.strips.set_z_index(-1)  # names fly to them
        self.strips.set_stroke(paint("hairline"), AXIS)
        self.strips[0].set_stroke(paint("text"), AXIS)
        self.names = VGroup(*(AnswerName(table, i) for i in indices[:_DRAWN]))
        self.objectives = [table.objective]
        self.others = VGroup(*(VGroup(*self._drawn(table, k)) for k in range(_MORE)))
        pitch = _PITCHES[table.group.size > _DRAWN]
        for row, strip in zip((self.names, *self.others), self.strips, strict=True):
            for k, name in enumerate(row):
                name.move_to(strip.get_left() + (_LEFT + k * pitch) * RIGHT)
        self.rests = VGroup()
        if table.group.size > _DRAWN:
            for strip in self.strips:
                dots = Formula("...", size=READOUT, role="muted")
                self.rests.add(dots.move_to(strip.get_right() + 0.22 * LEFT))
        self.most = max(*map(abs, self.objectives), _FLAT)
        self.bars = VGroup(*(self._bar(k, value) for k, value in enumerate(self.objectives)))
        self.axis, self.mean = self._axis(), self._mean()
        words = Prose(say("equation.expectation.groups"), size=READOUT)
        self.words = stand_on(words.set_x(_GROUPS), _WORDS)
        super().__init__(self.strips, self.names, self.others, self.rests, self.words)
        self.add(self.axis, self.bars, self.mean)

    @property
    def top(self) -> np.ndarray:
        """Where a thread arrives: over the mean, or over the first strip."""
        return (self.mean or self.strips[0]).get_top()

    def row(self, k: int) -> VGroup:
        """What the k-th row holds, without its bar."""
        return VGroup((self.names, *self.others)[k], *self.rests[k : k + 1])

    def grow(self, k: int) -> Walk:
        """The bar of the k-th row, and the setter that grows it."""
        return self.bars[k : k + 1], lambda share: self._lay(self.bars[k], k, share)

    def _drawn(self, table: GroupTable, seed: int) -> list[VMobject]:
        """The first answers of another group: seeded draws, or question marks."""
        if not table.group.is_complete:
            count = min(table.group.size, _DRAWN)
            return [Formula('"?"', size=LABEL, role="muted") for _ in range(count)]
        drawn, other = draw_again(table.group, np.random.default_rng(_SEED + seed))
        self.objectives.append(evaluate_group(other).objective)
        return [AnswerName(table, int(i)) for i in drawn[:_DRAWN]]

    def _place(self, objective: float) -> float:
        return _ZERO + _REACH * objective / self.most

    def _bar(self, k: int, objective: float) -> Rectangle:
        bar = Rectangle(width=1, height=_BAR, stroke_width=0)
        return self._lay(bar.set_fill(paint(sign_role(objective)), 1), k, 1.0)

    def _lay(self, bar: Rectangle, k: int, share: float) -> Rectangle:
        ends = _ZERO, self._place(share * self.objectives[k])
        bar.stretch_to_fit_width(max(abs(ends[1] - ends[0]), 0.03))
        return bar.move_to([0.5 * sum(ends), self.strips[k].get_y(), 0])

    def _axis(self) -> VGroup:
        """Where 0 is, and a round J; over it the letter."""
        low = self.strips[-1].get_bottom()[1]
        line = Line([_ZERO, low, 0], [_ZERO, self.strips[0].get_top()[1], 0])
        line.set_stroke(paint("muted"), AXIS)
        numbers = VGroup()
        tick, (least, most) = round_value(self.most), (min(self.objectives), max(self.objectives))
        for value in (v for v in (-tick, 0.0, tick) if v == 0 or least <= v <= most):
            number = axis_number(value).set_x(self._place(value))
            if number.width < _REACH:
                numbers.add(stand_on(number, low - 0.35))
        words = quoted(say("equation.expectation.objectives"))
        name = Formula(f"cal(J) {words}", size=READOUT)
        return VGroup(line, numbers, stand_on(name.set_x(_ZERO), _WORDS))

    def _mean(self) -> VGroup:
        """A line at the mean of all bars, and E; nothing if other groups are not known."""
        if len(self.objectives) == 1:
            return VGroup()
        x = self._place(float(np.mean(self.objectives)))
        top = self.strips[0].get_top()[1] + 0.3
        line = DashedLine([x, self.strips[-1].get_bottom()[1], 0], [x, top, 0], dash_length=0.1)
        return VGroup(line.set_stroke(paint("text"), CURVE))


class Thread(VGroup):
    """A line from the point `start`, under the E, down to `end`, with a dot there."""

    def __init__(self, start: np.ndarray, end: np.ndarray):
        drop = (start[1] - end[1]) * UP
        self.line = CubicBezier(start, start - 0.75 * drop, end + 0.75 * drop, end)
        self.line.set_stroke(paint("text"), CURVE)
        self.dot = Dot(end, radius=0.1).set_fill(paint("text"), 1)
        super().__init__(self.line, self.dot)
