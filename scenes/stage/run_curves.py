"""What a run measures, step by step: panels with one axis of steps, and a marker along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, UP, Animation, VGroup, VMobject, linear

from scenes.script.words import say

from .chip import Chip
from .live_number import LiveNumber
from .motion import Drive
from .places import stand_on
from .run_panel import Measure, RunPanel
from .theme import AXIS, LABEL, paint
from .typeset import Prose

_TITLE = 0.74  # scene units over a panel's box, for its name
_FOOT = 0.8  # under the last one, for the numbers of the steps
_LOWER = 0.1  # how much deeper they stand, so that the marker's is clear of the other axis's 0


class RunCurves(VGroup):
    """`measures`, one panel below the other, over steps from 0 to the last one measured.

    `width` and `height` are those of all panels with their names and the axis, without the
    numbers beside them, in scene units. Several runs of a curve are a band from the lowest
    to the highest or, with `is_band` false, each a faint line. `axis` names the steps.
    """

    def __init__(
        self,
        measures: Sequence[Measure],
        *,
        width: float = 9.0,
        height: float = 5.8,
        axis: str | None = None,
        is_band: bool = True,
    ):
        super().__init__()
        self.last = max(float(np.max(c.steps)) for m in measures for c in m.curves)
        pitch = (height - _FOOT) / len(measures)
        self.panels = [
            RunPanel(measure, self.last, width, pitch - _TITLE, is_band=is_band)
            for measure in measures
        ]
        for k, panel in enumerate(self.panels):
            panel.shift((0.5 * (height - pitch - _TITLE) - k * pitch) * UP)
        self.axis = self._axis(axis or say("stage.run_curves.steps"))
        self.line = VMobject().set_stroke(paint("text"), AXIS)
        self.count = LiveNumber(self.last, 0, size=LABEL)
        self.thumb = Chip(self.count, 1.0, margin=0.18)
        self.add(*self.panels, self.axis, self.line, self.thumb)
        self.marked = 0.0
        self.set_step(self.last).set_marked(0.0)

    def _axis(self, name: str) -> VGroup:
        """0 and the last step under the lowest panel, and before that what is counted."""
        first, last = (self.panels[-1].plot.time_tick(step) for step in (0, round(self.last)))
        words = Prose(name, size=LABEL, role="muted").next_to(last, LEFT, buff=0.5)
        ticks = VGroup(first, last, stand_on(words, last))
        return ticks.shift(_LOWER * DOWN)

    def set_step(self, step: float) -> Self:
        """Draw all lines as far as `step`, with the marker there; numbers are those measured."""
        for panel in self.panels:
            panel.set_step(step)
        self.line.clear_points()
        for plot in (panel.plot for panel in self.panels):  # not through the names between them
            self.line.start_new_path(plot.point(step, plot.high))
            self.line.add_line_to(plot.point(step, plot.low))
        self.count.set_value(int(step + 1e-9))
        self.count.move_to(self.thumb.face)
        spot = np.array([self.line.get_end()[0], self.axis[0].get_center()[1], 0.0])
        self.thumb.shift(spot - self.thumb.face.get_center())
        return self._clear_ends()

    def _clear_ends(self) -> Self:
        """Where the marker shows its step, no other number stands under it."""
        for tick in self.axis[:2]:
            away = abs(tick.get_center()[0] - self.thumb.get_center()[0])
            touching = 0.5 * (tick.width + self.thumb.width)
            tick.set_fill(opacity=1.0 if away > touching else 1.0 - self.marked)
        return self

    def set_marked(self, level: float) -> Self:
        """Show by `level` the marker: a line in all panels, with the step under them."""
        self.marked = level
        self.line.set_stroke(opacity=level)
        self.thumb.face.set_opacity(level)
        self.count.slots.set_fill(opacity=level)
        return self._clear_ends()

    def set_ghost(self, level: float) -> Self:
        """Show by `level` all lines faintly as far as their ends: there the marker will go."""
        for panel in self.panels:
            for line in panel.lines:
                line.set_ghost(level)
        return self

    def run(self, start: float = 0.0, end: float | None = None, **play: Any) -> Animation:
        """The steps from `start` to `end`, the last one unless said, each in equal time."""
        last = self.last if end is None else end
        return Drive(self, self.set_step, start, last, **{"rate_func": linear} | play)
