"""The lab's model: four measures of its run, and one question before it and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from manim import LEFT, RIGHT, UP, Rectangle, VGroup

from lab.task import question_of
from scenes.script.words import say
from scenes.stage.run_panel import Measure, RunCurve, RunPanel
from scenes.stage.theme import AXIS, CURVE, LABEL, paint
from scenes.stage.typeset import Prose

from .lab_record import ASKED, LabRun

_ROW, _CELL = 0.5, 0.3  # from answer to answer; the side of its cell
_LEFTS, _TOP = (-6.65, -3.45), 1.6  # of the two groups of answers
_WRONG = 0.34
_ACROSS, _DOWN, _PANEL = (0.25, 3.78), (1.85, -1.4), (1.85, 1.9)


class AskedGroup(VGroup):
    """The answers of a group one under the other, each with its cell of the group's column."""

    def __init__(self, answers: Sequence[tuple[str, bool]], title: str, left: float):
        self.title = Prose(title, size=LABEL, role="muted")
        self.title.move_to([left, _TOP, 0], aligned_edge=LEFT)
        self.title.shift((_TOP + 0.5 - self.title.baseline) * UP)
        self.cells, self.texts = VGroup(), VGroup()
        self.is_silent = len({right for _, right in answers}) == 1
        for k, (text, right) in enumerate(answers):
            y = _TOP - k * _ROW
            cell = Rectangle(width=_CELL, height=_CELL, stroke_width=0)
            cell.set_fill(paint("coin" if right else "muted"), 1 if right else _WRONG)
            if right:
                cell.set_stroke(paint("coin_edge"), AXIS)
            self.cells.add(cell.move_to([left, y, 0], aligned_edge=LEFT))
            said = Prose(text, size=LABEL, role="text" if right else "muted")
            self.texts.add(said.next_to(cell, RIGHT, buff=0.13))
        super().__init__(self.title, self.cells, self.texts)

    def hollow(self) -> VGroup:
        """Its cells as they are when all agree: hollow."""
        empty = self.cells.copy()
        edge = paint("reward" if self.is_silent else "muted")
        return empty.set_fill(opacity=0).set_stroke(edge, CURVE - 1)


class RealModel(VGroup):
    """The question with both groups on the left, and the four measures on the right."""

    def __init__(self, run: LabRun, groups: Sequence[Sequence[tuple[str, bool]]]):
        self.last = float(len(run.measures["reward"]) - 1)
        self.question = Prose(question_of(*ASKED), size=60)
        self.question.move_to([_LEFTS[0], 3.2, 0], aligned_edge=LEFT)
        titles = (say("training.real.before"), say("training.real.after", count=int(self.last) + 1))
        self.groups = [
            AskedGroup(group, title, left)
            for group, title, left in zip(groups, titles, _LEFTS, strict=True)
        ]
        self.panels = VGroup(*self._panels(run))
        ticks = [self.panels[k].plot.time_tick(round(self.last) + 1) for k in (2, 3)]
        words = Prose(say("stage.run_curves.steps"), size=LABEL, role="muted")
        words.next_to(ticks[0], LEFT, buff=0.25)
        words.shift((ticks[0].baseline - words.baseline) * UP)
        self.axis = VGroup(*ticks, words)
        super().__init__(self.question, *self.groups, self.panels, self.axis)

    def _panels(self, run: LabRun) -> list[RunPanel]:
        """Reward, share with working, length, share silent."""
        ends = {
            "reward": (0, 1, 2),
            "working": (0, 1, 2),
            "length": (8, 14, 1),
            "silent": (0, 1, 2),
        }
        places = [(x, y) for y in _DOWN for x in _ACROSS]
        panels = []
        for (key, (low, high, decimals)), (x, y) in zip(ends.items(), places, strict=True):
            role = "reward" if key == "reward" else "text"
            values = run.measures[key]
            curve = RunCurve("", range(len(values)), values, role)
            measure = Measure(say(f"training.real.{key}"), [curve], low, high, decimals, 0)
            panel = RunPanel(measure, self.last, *_PANEL)
            panels.append(panel.shift([x + 0.5 * _PANEL[0], y, 0] - panel.plot.middle()))
        return panels

    def set_step(self, step: float) -> Self:
        """Draw the measures as far as `step`."""
        for panel in self.panels:
            panel.set_step(step)
        return self


class HeldOut(VGroup):
    """The reward in training, and the share right of questions it never trained on."""

    at_x, at_y, wide, tall = -1.6, 0.1, 8.6, 5.0

    def __init__(self, run: LabRun):
        reward = run.measures["reward"]
        self.last = float(max(run.held_steps[-1], len(reward) - 1))
        curves = [
            RunCurve(say("training.held.trained"), range(len(reward)), reward, "reward"),
            RunCurve(say("training.held.held"), run.held_steps, run.held, "text"),
        ]
        measure = Measure(say("training.held.right"), curves, 0.0, 1.0, 2, 0)
        self.panel = RunPanel(measure, self.last, self.wide, self.tall)
        self.panel.shift([self.at_x, self.at_y, 0] - self.panel.plot.middle())
        self.axis = self.panel.plot.time_tick(int(self.last))
        words = Prose(say("stage.run_curves.steps"), size=LABEL, role="muted")
        words.next_to(self.axis, LEFT, buff=0.25)
        words.shift((self.axis.baseline - words.baseline) * UP)
        self.axis = VGroup(self.axis, words)
        super().__init__(self.panel, self.axis)

    @property
    def training(self) -> VGroup:
        """The line of the questions it trained on."""
        return self.panel.lines[0]

    @property
    def held(self) -> VGroup:
        """The line of the others."""
        return self.panel.lines[1]

    def frame(self) -> list[VGroup]:
        """All but the lines."""
        return [part for part in self.panel if part not in self.panel.lines] + [self.axis]
