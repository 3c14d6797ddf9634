"""The share of right answers, batch after batch, of a run without clipping and of one with it."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose, fit_prose

from .harm import Harm, Pair

_WIDE, _TALL, _MIDDLE = 7.7, 4.5, np.array([-2.05, -0.2, 0.0])
_SIDE = 4.7  # the width of what is said beside a line's end
_APART = 0.22  # between what is said of two lines
_DASH, _SUNK = (0.22, 0.14), 0.2  # of a dashed line; how far below the axis words may reach
_FAINT = 0.8
_BATCH, _BATCH_AT = (7.0, 4.3), np.array([-2.6, -0.1, 0.0])
_COUNTER_AT, _HUGE, _LARGE = np.array([4.0, -0.1, 0.0]), 190, 48
_SHOWN = 4  # answers of a batch


class HarmLine(VGroup):
    """The runs of one recipe, faint, and in front their average; beside its end what it is."""

    def __init__(
        self,
        plot: TimePlot,
        harm: Harm,
        name: str,
        role: str,
        *,
        dashed: bool = False,
        seeds: bool = True,
    ):
        steps = np.arange(len(harm.mean))
        self.seeds = [
            Trace(plot, steps, run, role=role, width=HAIRLINE, head=False)
            for run in (harm.rewards if seeds else ())
        ]
        for seed in self.seeds:
            seed.line.set_stroke(opacity=_FAINT)
        dash = _DASH if dashed else None
        self.average = Trace(plot, steps, harm.mean, role=role, width=MAIN_CURVE + 1, dash=dash)
        self.number = LiveNumber(harm.mean[-1], 2, short=True, size=FORMULA, role=role)
        self.words = words = fit_prose(
            name, _SIDE - 1.0, lines=2, size=READOUT, role=role, align="left"
        )
        words.next_to(self.number, RIGHT, buff=0.25)
        self.said = VGroup(VGroup(self.number, words))
        self.end = plot.point(plot.last, harm.mean[-1])
        self.said.next_to(self.end, RIGHT, buff=0.35)
        self.last = float(steps[-1])
        super().__init__(*self.seeds, self.average)

    def show_answer(self, harm: Harm, *, right: bool) -> Self:
        """Say under its name an answer of its last model."""
        row = _row(*harm.answer(right=right), _SIDE, LABEL)
        self.said.add(row.next_to(self.said, DOWN, buff=0.2, aligned_edge=LEFT))
        self.said.next_to(self.end, RIGHT, buff=0.35)
        return self

    def set_step(self, step: float) -> Self:
        """Draw all as far as a batch."""
        for line in (*self.seeds, self.average):
            line.set_time(step)
        return self


class HarmPlot(VGroup):
    """Axes with a line `without` clipping and one `held` by it; `gap` lies between both.

    With longer steps the first is `lost`, and the second stays `low`.
    """

    def __init__(self, usual: Pair, long: Pair):
        count = len(usual.held.mean)
        self.plot = plot = TimePlot(count - 1, 0.0, 1.0, width=_WIDE, height=_TALL)
        plot.stand_at(_MIDDLE)
        times = round(long.held.rate / usual.held.rate)
        longer = say("clipping.harm.longer", times=times)
        self.without = HarmLine(plot, usual.without, say("clipping.harm.without"), "text")
        self.held = HarmLine(plot, usual.held, say("clipping.rule.held"), "reward")
        self.lost = HarmLine(plot, long.without, longer, "muted", dashed=True)
        self.low = HarmLine(plot, long.held, longer, "reward", dashed=True, seeds=False)
        self.held.show_answer(usual.held, right=True)
        self.lost.show_answer(long.without, right=False)
        self.gap = self._gap(usual.without.mean, usual.held.mean)
        self.title = Prose(say("clipping.harm.share"), size=LABEL)
        self.title.next_to(plot.point(0, 1), UP, buff=0.2).align_to(plot.point(0, 1), LEFT)
        ticks = [plot.value_tick(value) for value in (0.0, 0.5, 1.0)]
        first, last = (plot.time_tick(batch) for batch in (0, count - 1))
        uses = say("clipping.harm.batches", uses=usual.held.uses)
        name = Prose(uses, size=LABEL, role="muted")
        stand_on(name.move_to(plot.point(0.5 * plot.last, 0.0)), first)
        self.axes = VGroup(plot, self.title, *ticks)
        self.batches = VGroup(first, last, name)
        self._part()
        super().__init__(self.axes, self.batches)

    @property
    def lines(self) -> list[HarmLine]:
        """All lines."""
        return [self.without, self.lost, self.held, self.low]

    def _gap(self, low: np.ndarray, high: np.ndarray) -> VMobject:
        way = [self.plot.point(k, value) for k, value in enumerate(high)]
        way += [self.plot.point(k, value) for k, value in enumerate(low)][::-1]
        gap = VMobject(stroke_width=0).set_fill(paint("reward"), 0.13)
        return gap.set_points_as_corners([*way, way[0]])

    def _part(self) -> None:
        """Keep what is said of the ends from each other, in their order from below."""
        upward = sorted(self.lines, key=lambda line: line.end[1])
        sunk = self.plot.point(0, 0)[1] - _SUNK - upward[0].said.get_bottom()[1]
        upward[0].said.shift(max(0.0, sunk) * UP)
        for lower, line in pairwise(upward):
            missing = lower.said.get_top()[1] + _APART - line.said.get_bottom()[1]
            line.said.shift(max(0.0, missing) * UP)


class UsedBatch(VGroup):
    """A sheet with answers that the model wrote, and how often it has been used."""

    def __init__(self, answers: list[tuple[str, bool]], uses: int):
        self.uses = uses
        self.sheet = panel(*_BATCH).move_to(_BATCH_AT)
        rows = [_row(*answer, _BATCH[0] - 0.8, _LARGE) for answer in answers[:_SHOWN]]
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
