"""The lab's model: four measures of its run, and one question before it and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, LineJointType, Rectangle, VGroup, VMobject

from lab.task import question_of
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.run_panel import Measure, RunCurve, RunPanel
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .lab_record import ASKED, LabRun

_SHOWN = 3  # answers of a group: its first ones
_ROW, _CELL, _CELL_GAP = 0.56, 0.28, 0.06  # from answer to answer; a cell of the group's row
_LEFT, _TOPS = -6.75, (2.35, -0.5)  # of both groups
_CELLS_DOWN, _TEXTS_DOWN = 0.42, 0.96  # from a group's title to its cells, to its first answer
_WRONG = 0.34
_GAP = 0.35  # opacity of what is between two lines
_LARGE, _LARGE_AT = (7.9, 3.1), np.array([1.55, 1.35, 0.0])  # of the reward
_SMALL, _SMALL_YS, _SMALL_XS = (1.5, 0.95), -2.2, (-2.4, 0.82, 4.05)


class AskedGroup(VGroup):
    """A group as a row of cells, gold where right, and under it a few of its answers."""

    def __init__(self, answers: Sequence[tuple[str, bool]], title: str, top: float):
        self.title = Prose(title, size=LABEL, role="muted")
        self.title.move_to([_LEFT, 0, 0], aligned_edge=LEFT)
        self.title.shift((top - self.title.baseline) * UP)
        self.is_silent = len({right for _, right in answers}) == 1
        self.cells = VGroup(*(_cell(right) for _, right in answers))
        self.cells.arrange(RIGHT, buff=_CELL_GAP).move_to(
            [_LEFT, top - _CELLS_DOWN, 0], aligned_edge=LEFT
        )
        self.texts = VGroup()
        for k, (text, right) in enumerate(answers[:_SHOWN]):
            said = Prose(text, size=READOUT, role="text" if right else "muted")
            mark = (right_mark if right else wrong_mark)(0.26)
            row = VGroup(said, mark.next_to(said, RIGHT, buff=0.16))
            y = top - _TEXTS_DOWN - k * _ROW
            self.texts.add(row.move_to([_LEFT, y, 0], aligned_edge=LEFT))
        super().__init__(self.title, self.cells, self.texts)

    def hollow(self) -> VGroup:
        """Its cells as they are when all agree: hollow."""
        empty = self.cells.copy()
        edge = paint("reward" if self.is_silent else "muted")
        return empty.set_fill(opacity=0).set_stroke(edge, CURVE - 1)


def _cell(right: bool) -> Rectangle:
    cell = Rectangle(width=_CELL, height=_CELL, stroke_width=0)
    cell.set_fill(paint("coin" if right else "muted"), 1 if right else _WRONG)
    return cell.set_stroke(paint("coin_edge"), AXIS) if right else cell


def _rounded(panel: RunPanel) -> RunPanel:
    """Its lines without points that would reach beyond what was measured."""
    for line in panel.lines:
        for part in (line.trace.line, line.ghost.line):
            part.joint_type = LineJointType.BEVEL
    return panel


class RealModel(VGroup):
    """The question over both groups, beside them the reward, and under it three measures."""

    def __init__(self, run: LabRun, groups: Sequence[Sequence[tuple[str, bool]]]):
        self.last = float(len(run.measures["reward"]) - 1)
        self.question = Prose(question_of(*ASKED), size=60)
        self.question.move_to([_LEFT, 3.35, 0], aligned_edge=LEFT)
        titles = (say("training.real.before"), say("training.real.after", count=int(self.last) + 1))
        self.groups = [
            AskedGroup(group, title, top)
            for group, title, top in zip(groups, titles, _TOPS, strict=True)
        ]
        self.panels = VGroup(*self._panels(run))
        self.axis = self.panels[0].plot.time_tick(round(self.last) + 1)
        words = Prose(say("stage.run_curves.steps"), size=LABEL, role="muted")
        words.next_to(self.axis, LEFT, buff=0.25)
        self.axis = VGroup(self.axis, words.shift((self.axis.baseline - words.baseline) * UP))
        super().__init__(self.question, *self.groups, self.panels, self.axis)

    def _panels(self, run: LabRun) -> list[RunPanel]:
        """The reward, large; share with working, length, share silent."""
        ends = {
            "reward": (0, 1, 2),
            "working": (0, 1, 2),
            "length": (0, 14, 1),
            "silent": (0, 1, 2),
        }
        middles = [_LARGE_AT, *(np.array([x + 0.5 * _SMALL[0], _SMALL_YS, 0]) for x in _SMALL_XS)]
        panels = []
        for (key, (low, high, decimals)), middle in zip(ends.items(), middles, strict=True):
            is_hero = key == "reward"
            values = run.measures[key]
            curve = RunCurve("", range(len(values)), values, "reward" if is_hero else "text")
            measure = Measure(say(f"training.real.{key}"), [curve], low, high, decimals, 0)
            panel = RunPanel(measure, self.last, *(_LARGE if is_hero else _SMALL))
            panels.append(_rounded(panel.shift(middle - panel.plot.middle())))
        for panel in panels[2:]:
            stand_on(panel.title, panels[1].title)
        return panels

    def set_step(self, step: float) -> Self:
        """Draw the measures as far as `step`."""
        for panel in self.panels:
            panel.set_step(step)
        return self


class HeldOut(VGroup):
    """The reward in training, and the share right of questions it never trained on.

    The reward is the mean of every ten steps: single ones go up and down as far as both differ.
    """

    at_x, at_y, wide, tall = -2.1, 0.1, 7.8, 5.0
    under, beside = 0.5, 0.75  # from a gap to its number

    def __init__(self, run: LabRun):
        middles, means = run.tens()
        self.last = float(max(run.held_steps[-1], len(run.measures["reward"]) - 1))
        curves = [
            RunCurve(say("training.held.trained"), middles, means, "reward"),
            RunCurve(say("training.held.held"), run.held_steps, run.held, "text"),
        ]
        measure = Measure(say("training.held.right"), curves, 0.0, 1.0, 2, 0)
        self.panel = RunPanel(measure, self.last, self.wide, self.tall)
        _rounded(self.panel.shift([self.at_x, self.at_y, 0] - self.panel.plot.middle()))
        self.axis = self.panel.plot.time_tick(int(self.last))
        words = Prose(say("stage.run_curves.steps"), size=LABEL, role="muted")
        words.next_to(self.axis, LEFT, buff=0.25)
        words.shift((self.axis.baseline - words.baseline) * UP)
        self.axis = VGroup(self.axis, words)
        others = np.interp(middles, run.held_steps, run.held)
        self.gap = self._gap(middles, means, others)
        self.sizes = VGroup(
            self._size(middles[0], means[0], others[0], self.beside),
            self._size(middles[-1], means[-1], others[-1], 0.0),
        )
        super().__init__(self.gap, self.panel, self.axis, self.sizes)

    def _gap(self, steps: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> VMobject:
        """What lies between both lines."""
        way = [*zip(steps, upper, strict=True), *list(zip(steps, lower, strict=True))[::-1]]
        corners = [self.panel.plot.point(*spot) for spot in way]
        gap = VMobject(stroke_width=0).set_points_as_corners([*corners, corners[0]])
        return gap.set_fill(paint("muted"), _GAP)

    def _size(self, step: float, upper: float, lower: float, aside: float) -> VGroup:
        """How far the lines are apart at a step, as a line with its number under it."""
        ends = [self.panel.plot.point(step, share) for share in (upper, lower)]
        line = Line(*ends).set_stroke(paint("text"), CURVE)
        number = Formula(without_zero(number_text(upper - lower, 2)), size=FORMULA)
        return VGroup(line, number.move_to(ends[1] + self.under * DOWN + aside * RIGHT))

    @property
    def training(self) -> VGroup:
        """The line of the questions it trained on."""
        return self.panel.lines[0]

    @property
    def held(self) -> VGroup:
        """The line of the others."""
        return self.panel.lines[1]

    def frame(self) -> list[VGroup]:
        """All but the lines and what is between them."""
        return [part for part in self.panel if part not in self.panel.lines] + [self.axis]
