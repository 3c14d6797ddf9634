"""The share of right answers, batch after batch, of a run without clipping and of one with it."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose, fit_prose, on_baseline

from .harm import Harm

_WIDE, _TALL, _MIDDLE = 7.7, 4.5, np.array([-2.05, -0.2, 0.0])
_SIDE = 4.7  # the width of what is said beside a line's end
_APART = 1.5  # between what is said of two lines
_FAINT = 0.8
_BATCH, _BATCH_AT = (7.0, 4.3), np.array([-2.6, -0.1, 0.0])
_COUNTER_AT, _HUGE, _LARGE = np.array([4.0, -0.1, 0.0]), 190, 48
_SHOWN = 4  # answers of a batch


class HarmLine(VGroup):
    """The runs of one recipe, faint, and in front their average; beside its end an answer."""

    def __init__(self, plot: TimePlot, harm: Harm, name: str, role: str, *, right: bool):
        steps = np.arange(len(harm.mean))
        self.seeds = [
            Trace(plot, steps, run, role=role, width=HAIRLINE, head=False) for run in harm.rewards
        ]
        for seed in self.seeds:
            seed.line.set_stroke(opacity=_FAINT)
        self.average = Trace(plot, steps, harm.mean, role=role, width=MAIN_CURVE + 1)
        text, is_right = harm.answer(right=right)
        self.number = LiveNumber(harm.mean[-1], 2, short=True, size=FORMULA, role=role)
        self.name_of_run = Prose(name, size=READOUT, role=role)
        head = on_baseline(self.number, self.name_of_run, buff=0.25)
        row = _row(text, is_right, _SIDE, LABEL)
        self.said = VGroup(head, row).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        self.said.next_to(plot.point(plot.last, harm.mean[-1]), RIGHT, buff=0.35)
        self.last = float(steps[-1])
        super().__init__(*self.seeds, self.average)

    def set_step(self, step: float) -> Self:
        """Draw all as far as a batch."""
        for line in (*self.seeds, self.average):
            line.set_time(step)
        return self


class HarmPlot(VGroup):
    """Axes with a line `without` clipping and one `held` by it; `gap` lies between both."""

    def __init__(self, without: Harm, held: Harm):
        count = len(without.mean)
        self.plot = plot = TimePlot(count - 1, 0.0, 1.0, width=_WIDE, height=_TALL)
        plot.stand_at(_MIDDLE)
        said = say("clipping.harm.without"), say("clipping.rule.held")
        self.without = HarmLine(plot, without, said[0], "text", right=False)
        self.held = HarmLine(plot, held, said[1], "reward", right=True)
        self.gap = self._gap(without.mean, held.mean)
        self.title = Prose(say("clipping.harm.share"), size=LABEL)
        self.title.next_to(plot.point(0, 1), UP, buff=0.2).align_to(plot.point(0, 1), LEFT)
        ticks = [plot.value_tick(value) for value in (0.0, 0.5, 1.0)]
        first, last = (plot.time_tick(batch) for batch in (0, count - 1))
        uses = Prose(say("clipping.harm.batches", uses=without.uses), size=LABEL, role="muted")
        stand_on(uses.move_to(plot.point(0.5 * plot.last, 0.0)), first)
        self.axes = VGroup(plot, self.title, *ticks)
        self.batches = VGroup(first, last, uses)
        self._part()
        super().__init__(self.axes, self.batches)

    def _gap(self, low: np.ndarray, high: np.ndarray) -> VMobject:
        way = [self.plot.point(k, value) for k, value in enumerate(high)]
        way += [self.plot.point(k, value) for k, value in enumerate(low)][::-1]
        gap = VMobject(stroke_width=0).set_fill(paint("reward"), 0.13)
        return gap.set_points_as_corners([*way, way[0]])

    def _part(self) -> None:
        """Keep what is said of the two ends from each other."""
        one, other = self.without.said, self.held.said
        missing = max(0.0, _APART - abs(other.get_y() - one.get_y()))
        up = 1 if other.get_y() >= one.get_y() else -1
        other.shift(0.5 * missing * up * UP)
        one.shift(0.5 * missing * up * DOWN)


class UsedBatch(VGroup):
    """A sheet with answers that the model wrote, and how often it has been used."""

    def __init__(self, answers: list[tuple[str, bool]], uses: int):
        self.uses = uses
        self.sheet = panel(*_BATCH).move_to(_BATCH_AT)
        rows = [_row(text, right, _BATCH[0] - 0.8, _LARGE) for text, right in answers[:_SHOWN]]
        self.answers = VGroup(*rows).arrange(DOWN, buff=0.4, aligned_edge=LEFT)
        self.answers.move_to(self.sheet)
        self.count = LiveNumber(uses, 0, size=_HUGE)  # there is room for the last number
        word = Prose(say("clipping.harm.used"), size=_LARGE)
        times = Prose(say("clipping.harm.times"), size=_LARGE)
        self.counter = VGroup(word, self.count, times).arrange(DOWN, buff=0.35)
        self.counter.move_to(_COUNTER_AT)
        self.set_uses(0)
        super().__init__(self.sheet, self.answers, self.counter)

    def set_uses(self, uses: float) -> Self:
        """It has been used so often; whole times only."""
        self.count.set_value(int(uses + 1e-9))
        self.count.shift((_COUNTER_AT[0] - self.count.slots.get_x()) * RIGHT)
        return self


def _row(text: str, right: bool, width: float, size: float) -> VGroup:
    """An answer, and whether it is right."""
    mark = Prose("✓" if right else "✗", size=size, role="reward" if right else "muted")
    answer = fit_prose(text, width - mark.width - 0.2, lines=1, size=size)
    return VGroup(answer, mark).arrange(RIGHT, buff=0.25)
