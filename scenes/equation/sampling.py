"""What the symbols under the expectation stand for, in the picture of the group below them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    GrowFromEdge,
    LaggedStart,
    Mobject,
    RoundedRectangle,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.cards import CardStrip
from scenes.stage.motion import Dim, Undim
from scenes.stage.objective import Objective
from scenes.stage.theme import AXIS, paint
from scenes.stage.typeset import Prose

from .card_bars import CardBars
from .nearer import HALF, NEAR_LABEL
from .thread import Thread


class Sampling(VGroup):
    """Threads from q to the question, from pi_old to a bar, from the answers' symbol to them.

    Made for a view of half of home, with the cards under the objective's first line.
    """

    def __init__(self, table: GroupTable, objective: Objective, strip: CardStrip):
        self.objective, self.strip = objective, strip
        self.chart = CardBars(table, strip, ("old",), height=1.05, type_size=HALF)
        self.chart.shift((strip.get_top()[1] + 0.17 - self.chart.foot.get_y()) * UP)
        self.frames = VGroup(_outline(strip.question), _outline(*strip.columns))
        self.threads = VGroup(self._to_question(), self._to_bar(), self._to_answers())
        self.words = self._beside(self.threads[1])
        super().__init__(self.words, self.threads, self.chart, self.frames)

    def show_foot(self) -> list[Animation]:
        """The line for the bars; question and answers step back."""
        whole = self.strip.question, *self.strip.columns
        return [*map(Dim, whole), FadeIn(self.chart.foot, *self.chart.axis)]

    def arrivals(self) -> list[tuple[Thread, list[Animation]]]:
        """Each thread, and what appears where it ends."""
        grow = LaggedStart(*(GrowFromEdge(bar, DOWN) for bar in self.chart.bars["old"]))
        appear = (
            [Undim(self.strip.question), FadeIn(self.frames[0])],
            [FadeIn(self.words), grow],
            [*map(Undim, self.strip.columns), FadeIn(self.frames[1])],
        )
        return list(zip(self.threads, appear, strict=True))

    # -- the threads ----------------------------------------------------------

    def _to_question(self) -> Thread:
        end, axis = self.frames[0].get_top(), self.chart.axis
        if not axis.submobjects:
            return self._thread("question", end, "text")
        end[0] = axis.get_left()[0] - 0.1  # past the axis, on its free side
        return self._thread("question", end, "text", level=axis.get_top()[1] + 0.08)

    def _to_bar(self) -> Thread:
        start = self.objective.part("old0").get_x()
        near = min(self.chart.bars["old"], key=lambda bar: abs(bar.get_x() - start))
        return self._thread("old0", near.top(), "old")

    def _to_answers(self) -> Thread:
        """It ends between two of them: it means all."""
        start = self.objective.part("answers")[0].get_x()
        gaps = [0.5 * (a.get_right()[0] + b.get_left()[0]) for a, b in pairwise(self.strip.columns)]
        gap = min(gaps, key=lambda x: abs(x - start))
        end = np.array([gap, self.frames[1].get_top()[1], 0])
        return self._thread("each_answer", end, "text")

    def _thread(self, name: str, end: np.ndarray, role: str, **way: Any) -> Thread:
        start = self.objective.part(name).get_bottom() + 0.07 * DOWN
        return Thread(start, end, role, scale=HALF, **way)

    def _beside(self, thread: Thread) -> Prose:
        """Who samples, at the upper end of a thread, on the side from which it turns away."""
        words = Prose(say("equation.expectation.sampler"), size=NEAR_LABEL)
        start, end = thread.curve.get_start(), thread.curve.get_end()
        side = LEFT if end[0] >= start[0] else RIGHT
        words.set_color(thread.dot.get_fill_color())
        return words.next_to(start + 0.1 * side, side, buff=0.04).set_y(start[1] - 0.28)


def _outline(*parts: Mobject) -> RoundedRectangle:
    """A line along the outer edge of cards that are half their size."""
    whole = VGroup(*parts)
    frame = RoundedRectangle(corner_radius=0.16 * HALF, width=whole.width, height=whole.height)
    return frame.set_stroke(paint("text"), AXIS).move_to(whole)
