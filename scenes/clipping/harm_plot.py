"""The share of right answers, batch after batch, of a run without clipping and of one with it."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Rectangle, VGroup, VMobject, smooth

from scenes.script.words import say
from scenes.stage.lamp import PushLamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.places import keep_inside, stand_on
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose, fit_prose

from .harm import Harm, Pair, UsedAnswer

_WIDE, _TALL, _MIDDLE = 7.7, 4.5, np.array([-2.05, -0.2, 0.0])
_SIDE = 4.7  # the width of what is said beside a line's end
_APART = 0.22  # between what is said of two lines
_DASH, _SUNK = (0.22, 0.14), 0.2  # of a dashed line; how far below the axis words may reach
_FAINT = 0.8
_BATCH, _BATCH_AT = (9.3, 3.9), np.array([-1.65, -0.95, 0.0])
_COUNTER_AT, _HUGE, _LARGE = np.array([4.85, -0.95, 0.0]), 150, FORMULA
_SHOWN, _TEXT = 4, 5.4  # answers of a batch; the width of their texts
_LAMP, _LAMP_IN = 0.14, 0.75  # radius of a lamp; from the sheet's right edge to it
_BARS, _BAR = 2.1, 0.36  # how long the longest bar is, and how thick
_SMALL, _SMALL_AT = (2.75, 2.8), np.array([4.55, 0.1, 0.0])  # once more, in the end
JOLT = 0.5  # of the time until the next use


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
    ):
        steps = np.arange(len(harm.mean))
        self.seeds = VGroup(
            *(
                Trace(plot, steps, run, role=role, width=HAIRLINE, head=False)
                for run in harm.rewards
            )
        )
        for seed in self.seeds:
            seed.line.set_stroke(opacity=_FAINT)
        dash = _DASH if dashed else None
        self.average = Trace(plot, steps, harm.mean, role=role, width=MAIN_CURVE + 1, dash=dash)
        self.number = LiveNumber(harm.mean[-1], 2, short=True, size=FORMULA, role=role)
        self.words = words = Prose(name, size=READOUT, role=role, align="left")
        words.next_to(self.number, RIGHT, buff=0.25)
        self.said = VGroup(VGroup(self.number, words))
        self.end = plot.point(plot.last, harm.mean[-1])
        self.said.next_to(self.end, RIGHT, buff=0.35)
        self.last = float(steps[-1])
        super().__init__(self.seeds, self.average)

    def show_answer(self, harm: Harm, *, right: bool) -> Self:
        """Say under its name an answer of its last model."""
        row = self.row = _row(*harm.answer(right=right), _SIDE, LABEL)
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
        without, held = say("clipping.harm.without"), say("clipping.rule.held")
        lost = say("clipping.harm.with_steps", name=without, longer=longer)
        low = say("clipping.harm.with_steps", name=held, longer=longer)
        self.without = HarmLine(plot, usual.without, without, "muted")
        self.held = HarmLine(plot, usual.held, held, "text")
        self.lost = HarmLine(plot, long.without, lost, "muted", dashed=True)
        self.low = HarmLine(plot, long.held, low, "text", dashed=True)
        self.held.show_answer(usual.held, right=True)
        self.lost.show_answer(long.without, right=False)
        self.gap = self._gap(usual.without.mean, usual.held.mean)
        self.title = Prose(say("clipping.harm.share"), size=LABEL)
        self.title.next_to(plot.point(0, 1), UP, buff=0.2).align_to(plot.point(0, 1), LEFT)
        thin = say("clipping.harm.runs", count=len(usual.held.runs))
        thin = Prose(thin, size=LABEL, role="muted").next_to(plot.point(count - 1, 1), UP, buff=0.2)
        self.thin = stand_on(thin.align_to(plot.point(count - 1, 1), RIGHT), self.title)
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
        gap = VMobject(stroke_width=0).set_fill(paint("text"), 0.1)
        return gap.set_points_as_corners([*way, way[0]])

    def _part(self) -> None:
        """Keep what is said of the ends from each other, in their order from below."""
        upward = sorted(self.lines, key=lambda line: line.end[1])
        sunk = self.plot.point(0, 0)[1] - _SUNK - upward[0].said.get_bottom()[1]
        upward[0].said.shift(max(0.0, sunk) * UP)
        for lower, line in pairwise(upward):
            missing = lower.said.get_top()[1] + _APART - line.said.get_bottom()[1]
            line.said.shift(max(0.0, missing) * UP)


class SmallHarm(VGroup):
    """Both averages once more, small: without clipping, and with it."""

    def __init__(self, usual: Pair):
        count = len(usual.held.mean)
        plot = TimePlot(count - 1, 0.0, 1.0, width=_SMALL[0], height=_SMALL[1])
        plot.stand_at(_SMALL_AT)
        super().__init__(plot, plot.value_tick(0.0), plot.value_tick(1.0))
        for harm, name, role in (
            (usual.held, say("clipping.rule.held"), "text"),
            (usual.without, say("clipping.harm.without"), "muted"),
        ):
            line = Trace(plot, np.arange(count), harm.mean, role=role, width=MAIN_CURVE)
            number = LiveNumber(harm.mean[-1], 2, short=True, size=READOUT, role=role)
            number.next_to(plot.point(plot.last, harm.mean[-1]), RIGHT, buff=0.15)
            words = Prose(name, size=LABEL, role=role)
            over = harm.mean.max() if role == "text" else harm.mean.min()
            side = UP if role == "text" else DOWN
            words.next_to(plot.point(0.5 * plot.last, over), side, buff=0.12)
            self.add(line, number, words)
        title = Prose(say("clipping.harm.share"), size=LABEL, role="muted")
        title.next_to(plot.point(0, 1), UP, buff=0.15).align_to(plot, LEFT)
        self.add(keep_inside(title))


class UsedBatch(VGroup):
    """A sheet with answers that the model wrote, their chances as bars, and how often it is used.

    A bar is as long as the answer's chance after so many uses; its outline, when it was drawn.
    """

    def __init__(self, answers: list[UsedAnswer]):
        shown = _telling(answers)
        self.last = len(shown[0].chances) - 1
        self.sheet = panel(*_BATCH).move_to(_BATCH_AT)
        rows = [_row(one.text, one.right, _TEXT, FORMULA) for one in shown]
        VGroup(*rows).arrange(DOWN, buff=0.4, aligned_edge=LEFT)
        VGroup(*rows).move_to(self.sheet).align_to(self.sheet, LEFT)
        VGroup(*rows).shift(0.4 * RIGHT + 0.15 * DOWN)
        unit = _BARS / max(float(one.chances.max()) for one in shown)
        left = self.sheet.get_right()[0] - _LAMP_IN - 0.5 - _BARS
        self.bars = VGroup(
            *(
                ChanceBar(one, unit, np.array([left, row.get_y(), 0.0]))
                for one, row in zip(shown, rows, strict=True)
            )
        )
        chance = Prose(say("clipping.harm.chance"), size=LABEL, role="muted")
        chance.next_to(self.bars[0].drawn, UP, buff=0.16, aligned_edge=LEFT)
        lamps = [PushLamp(1.0 if one.right else -1.0, radius=_LAMP) for one in shown]
        for lamp, bar in zip(lamps, self.bars, strict=True):
            lamp.stand_at([self.sheet.get_right()[0] - _LAMP_IN, bar.get_y(), 0])
        self.answers = VGroup(VGroup(rows[0], self.bars[0], lamps[0], chance))
        self.answers.add(*map(VGroup, rows[1:], self.bars[1:], lamps[1:]))
        self.count = LiveNumber(self.last, 0, size=_HUGE)  # there is room for the last number
        word = Prose(say("clipping.harm.used"), size=_LARGE)
        times = Prose(say("clipping.harm.times"), size=_LARGE)
        self.counter = VGroup(word, self.count, times).arrange(DOWN, buff=0.35)
        self.counter.move_to(_COUNTER_AT)
        self.set_uses(0)
        super().__init__(self.sheet, self.answers, self.counter)

    def set_uses(self, uses: float) -> Self:
        """It has been used so often: each use is a jolt of the bars, then they rest."""
        whole = min(int(uses + 1e-9), self.last)
        self.count.set_value(whole)
        self.count.shift((_COUNTER_AT[0] - self.count.slots.get_x()) * RIGHT)
        jolt = smooth(min(1.0, (uses - whole) / JOLT))
        for bar in self.bars:
            bar.set_uses(max(0.0, whole - 1 + jolt))
        return self


class ChanceBar(VGroup):
    """An answer's chance, use by use, `unit` scene units for a chance of 1."""

    def __init__(self, answer: UsedAnswer, unit: float, start: np.ndarray):
        self.chances, self.unit, self.start = answer.chances, unit, start
        self.fill = Rectangle(width=1, height=_BAR, stroke_width=0).set_fill(paint("new"), 1)
        self.drawn = Rectangle(width=unit * answer.chances[0], height=_BAR)
        self.drawn.set_stroke(paint("old"), CURVE + 1).move_to(start, aligned_edge=LEFT)
        super().__init__(self.fill, self.drawn)
        self.set_uses(0.0)

    def set_uses(self, uses: float) -> Self:
        """As long as after so many uses; between two in proportion."""
        chance = np.interp(uses, np.arange(len(self.chances)), self.chances)
        self.fill.stretch_to_fit_width(max(1e-3, self.unit * chance))
        self.fill.move_to(self.start, aligned_edge=LEFT)
        return self


def _telling(answers: list[UsedAnswer]) -> list[UsedAnswer]:
    """The likeliest ones, right and wrong, as many of each as there is room for."""
    right = [one for one in answers if one.right][: _SHOWN // 2]
    wrong = [one for one in answers if not one.right][: _SHOWN - len(right)]
    return sorted([*right, *wrong], key=lambda one: -one.chances[0])


def _row(text: str, right: bool, width: float, size: float) -> VGroup:
    """An answer, and whether it is right."""
    mark = Prose("✓" if right else "✗", size=size, role="reward" if right else "muted")
    answer = fit_prose(text, width - mark.width - 0.2, lines=1, size=size)
    return VGroup(answer, mark).arrange(RIGHT, buff=0.25)
