"""One batch used again and again: right on its own questions, and on those it was not asked."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, VGroup, VMobject

from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose, fit_prose

from .harm import Uses

_WIDE, _TALL, _FOOT = 4.75, 4.3, -2.35
_LEFTS = -5.85, 0.85  # where the plots begin
_HEAD = np.array([-6.3, 3.6, 0.0])
_NAMED_AT = 0.56  # of all uses: where a line's name stands


class HeartPlot(VGroup):
    """The share of right answers over the uses of a batch, to its own questions and to new ones.

    `set_use` draws both lines; their last numbers are `ends`.
    """

    def __init__(self, uses: Uses, name: str, left: float):
        last = self.last = len(uses.own) - 1
        self.plot = plot = TimePlot(last, 0.0, 1.0, width=_WIDE, height=_TALL)
        plot.stand_at(np.array([left + 0.5 * _WIDE, _FOOT + 0.5 * _TALL, 0.0]))
        steps = np.arange(last + 1)
        self.own = Trace(plot, steps, uses.own, role="muted", width=MAIN_CURVE)
        self.new = Trace(plot, steps, uses.new, role="text", width=MAIN_CURVE + 2)
        self.title = Prose(name, size=FORMULA).next_to(plot.point(0, 1), UP, buff=0.25)
        self.title.align_to(plot.point(0, 1), LEFT)
        ends = (uses.own[-1], "muted"), (uses.new[-1], "text")
        self.ends = VGroup(
            *(
                LiveNumber(value, 2, short=True, size=FORMULA, role=role).next_to(
                    plot.point(last, value), RIGHT, buff=0.2
                )
                for value, role in ends
            )
        )
        uses_word = Prose(say("clipping.heart.uses"), size=LABEL, role="muted")
        ticks = [plot.time_tick(0), plot.time_tick(last)]
        stand_on(uses_word.move_to(plot.point(0.5 * last, 0.0)), ticks[0])
        values = [plot.value_tick(value) for value in (0.0, 0.5, 1.0)]
        self.axes = VGroup(plot, *values, *ticks, uses_word)
        self.named = self._named()
        self.gap = VMobject(stroke_width=0).set_fill(paint("text"), 0.1)
        super().__init__(self.axes, self.title, self.gap, self.own, self.new)
        self.set_use(0.0)

    def set_use(self, use: float) -> Self:
        """Draw both lines as far as a use, and what lies between them."""
        self.own.set_time(use)
        self.new.set_time(use)
        steps = np.arange(self.last + 1)
        uses = [*steps[steps < use], use]
        upper, lower = (
            [self.plot.point(u, line.at(u)) for u in uses] for line in (self.own, self.new)
        )
        self.gap.set_points_as_corners([*upper, *lower[::-1], upper[0]])
        return self

    def _named(self) -> VGroup:
        """What the two lines are, over the one and under the other, and what lies between."""
        middle = 0.5 * (self.own.values + self.new.values).max()
        named = VGroup()
        for word, role, value, side in (
            ("own", "muted", self.own.values.max(), UP),
            ("new", "text", self.new.values.min(), DOWN),
            ("gap", "text", middle, ORIGIN),
        ):
            text = fit_prose(say(f"clipping.heart.{word}"), _WIDE, lines=1, role=role, size=READOUT)
            spot = self.plot.point(_NAMED_AT * self.last, value)
            named.add(text.move_to(spot + 0.2 * side, aligned_edge=-side))
        return named


class Heart(VGroup):
    """Both plots side by side: without clipping, and with it."""

    def __init__(self, free: Uses, held: Uses, times: int):
        self.head = Prose(say("clipping.heart.first", times=times), size=READOUT)
        self.head.move_to(_HEAD, aligned_edge=UP + LEFT)
        self.plots = [
            HeartPlot(free, say("clipping.harm.without"), _LEFTS[0]),
            HeartPlot(held, say("clipping.rule.held"), _LEFTS[1]),
        ]
        super().__init__(*self.plots)
