"""A step's batch of R1-Zero's training: a column of answers for each question; one is a group."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, Animation, FadeIn, Line, Square, TransformFromCopy, VGroup

from grpo_core import group_advantages
from scenes.script.facts import fact
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.brace import Brace
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Prose

from .figures import said

_LEFT, _FOOT = -2.95, -1.78  # of the lowest square in the first column
_PITCH, _SIDE = 0.178, 0.125
_RIGHT_ONES = (2, 5, 6, 11, 14)  # answers of the example that are right
_GROUP_LEFT, _GROUP_PITCH, _MEAN_Y, _TALL = 3.5, 0.2, -0.75, 2.0


class Batch:
    """The squares of a step, the last column as its group, and the group about its mean."""

    def __init__(self) -> None:
        self.questions, self.outputs = fact("pipeline.questions"), fact("pipeline.outputs")
        self.all = fact("pipeline.batch")
        self.columns = VGroup(*(self._column(k) for k in range(self.questions.value)))
        self.group = self.columns[-1]
        self.above = self._above()
        self.beside = self._beside()
        self.rewards = np.array([float(k in _RIGHT_ONES) for k in range(self.outputs.value)])
        self.mean = self._mean()
        self.answers = self._answers()
        self.arrows = self._arrows()
        self.amount = self._amount()
        self.loop = LoopIcon(radius=0.5, words=True).shift([0.4, 2.6, 0])

    def _column(self, number: int) -> VGroup:
        x = _LEFT + _PITCH * number
        squares = (Square(_SIDE, stroke_width=0) for _ in range(self.outputs.value))
        column = VGroup(*squares).set_fill(paint("muted"), 1)
        for row, square in enumerate(column):
            square.move_to([x, _FOOT + _PITCH * row, 0])
        return column

    def _above(self) -> VGroup:
        """How many questions there are, over the columns."""
        top = self.columns.get_top()[1] + 0.1
        brace = Brace(
            [self.columns.get_left()[0], top, 0], [self.columns.get_right()[0], top, 0], depth=0.2
        )
        text = say("pipeline.alone.questions", count=said(self.questions))
        label = brace.put(Prose(text, size=READOUT), buff=0.1).align_to(self.columns, LEFT)
        return VGroup(brace, label)

    def _beside(self) -> VGroup:
        """The lit column is one group."""
        x = self.columns.get_right()[0] + 0.1
        low, high = self.group.get_bottom()[1], self.group.get_top()[1]
        brace = Brace([x, high, 0], [x, low, 0], depth=0.2)
        text = say("pipeline.alone.outputs", count=said(self.outputs))
        label = Prose(text, size=LABEL).move_to([2.85, 1.25, 0], aligned_edge=LEFT)
        return VGroup(brace, label)

    def _spot(self, number: int) -> np.ndarray:
        """Where an answer stands about the mean, by its reward."""
        away = self.rewards[number] - self.rewards.mean()
        return np.array([_GROUP_LEFT + _GROUP_PITCH * number, _MEAN_Y + _TALL * away, 0.0])

    def _mean(self) -> VGroup:
        ends = (_GROUP_LEFT - 0.15, _GROUP_LEFT + _GROUP_PITCH * (len(self.rewards) - 1) + 0.15)
        line = Line(*([x, _MEAN_Y, 0] for x in ends)).set_stroke(paint("text"), MAIN_CURVE)
        words = Prose(say("pipeline.alone.mean"), size=LABEL)
        return VGroup(line, words.next_to(line, DOWN, buff=0.85).align_to(line, LEFT))

    def _answers(self) -> VGroup:
        answers = VGroup()
        for number, reward in enumerate(self.rewards):
            square = Square(0.17, stroke_width=0).set_fill(paint("coin" if reward else "muted"), 1)
            square.set_stroke(paint("coin_edge"), HAIRLINE if reward else 0)
            answers.add(square.move_to(self._spot(number)))
        return answers

    def _arrows(self) -> VGroup:
        """From the mean to each answer, by its advantage's sign."""
        arrows = VGroup()
        for number, advantage in enumerate(group_advantages(self.rewards, scale="none")):
            end = self._spot(number) - 0.12 * np.sign(advantage) * UP
            start = np.array([end[0], _MEAN_Y, 0.0])
            arrows.add(BlockArrow(start, end, sign_role(advantage), width=0.07, head=0.17))
        return arrows

    def _amount(self) -> Prose:
        """All of it."""
        text = Prose(say("pipeline.alone.batch", count=said(self.all)), size=FORMULA)
        text.move_to([_LEFT - 0.06, -2.3, 0], aligned_edge=LEFT)
        return text

    def light_group(self) -> Animation:
        """One column is one group."""
        return self.group.animate.set_fill(paint("text"), 1)

    def lay_out(self) -> list[Animation]:
        """Its answers go to where their rewards put them."""
        pairs = zip(self.group, self.answers, strict=True)
        return [*(TransformFromCopy(a, b) for a, b in pairs), FadeIn(self.mean[0])]
