"""One change at a time: bands over the seeds, for some windows and for some prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from grpo_core import TrainingSettings, rest_policy, softmax
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Formula, Prose, on_baseline

from .seeds import SEEDS, changed

_WIDE, _TALL, _MIDDLES, _Y = 5.1, 4.2, (-3.55, 3.2), -0.25
_BAND = 0.28  # opacity
_HEIGHTS, _NAMED = (0.3, 0.5, 0.7), 0.62  # where lines have their names: up, and across
_UNDER, _LAST = 0.1, 12  # from a band to its name; steps that are as long as a name


class RunChange(NamedTuple):
    """What is changed, its name as a formula's source, and the colour of its lines."""

    changes: Mapping[str, Any]
    name: str
    role: str


class SeedBand(VGroup):
    """From the lowest to the highest of the seeds, with their average in front."""

    def __init__(self, plot: TimePlot, runs: np.ndarray, change: RunChange):
        self.plot_point, self.runs = plot.point, runs
        self.steps = np.arange(runs.shape[1])
        self.band = VMobject(stroke_width=0).set_fill(paint(change.role), _BAND)
        self.average = Trace(
            plot, self.steps, runs.mean(axis=0), role=change.role, width=MAIN_CURVE, head=False
        )
        told = "text" if change.role == "reward" else change.role  # a setting is no reward
        self.label = Formula(change.name, size=READOUT, role=told)
        super().__init__(self.band, self.average)
        self.set_time(float(self.steps[-1]))

    def set_time(self, time: float) -> Self:
        """Draw it as far as `time` batches."""
        self.average.set_time(time)
        times = np.array([*self.steps[self.steps < time], max(time, 0.0)])
        rows = np.array([np.interp(times, self.steps, run) for run in self.runs])
        way = [*zip(times, rows.min(axis=0), strict=True)]
        way += [*zip(times, rows.max(axis=0), strict=True)][::-1]
        corners = [self.plot_point(*spot) for spot in way]
        self.band.set_points_as_corners([*corners, corners[0]])
        return self


class ChangePanel(VGroup):
    """The bands of some changes over the batches, on axes from 0 to 1."""

    def __init__(
        self,
        settings: TrainingSettings,
        changes: Sequence[RunChange],
        right: int,
        title: VGroup,
        x: float,
    ):
        self.plot = plot = TimePlot(settings.steps, 0.0, 1.0, width=_WIDE, height=_TALL)
        plot.stand_at([x, _Y, 0])
        self.bands = [
            SeedBand(plot, changed(settings, change.changes, right), change) for change in changes
        ]
        title.move_to(plot.point(0, 1)).align_to(plot.upright, LEFT)
        title.shift((plot.point(0, 1)[1] + 0.35 - title[0].baseline) * UP)
        ticks = VGroup(
            *(plot.value_tick(value, 0 if value % 1 == 0 else 1) for value in (0.0, 0.5, 1.0)),
            plot.time_tick(settings.steps),
        )
        word = Prose(say("training.batch.batches"), size=LABEL, role="muted")
        word.next_to(ticks[-1], LEFT, buff=0.25)
        word.shift((ticks[-1].baseline - word.baseline) * UP)
        self.frame = VGroup(plot, ticks, word, title)
        super().__init__(self.frame, *self.bands)

    def set_time(self, time: float) -> Self:
        """Draw all as far as `time` batches."""
        for band in self.bands:
            band.set_time(time)
        return self


class ChangedRuns(VGroup):
    """Windows on the left, prices on the right; `rests` are where push and price balance."""

    def __init__(
        self, settings: TrainingSettings, right: int, heavy: float, widths: Sequence[float]
    ):
        own = settings.eps_low
        narrow, wide = widths
        windows = [
            RunChange({"eps_low": narrow, "eps_high": narrow}, f"epsilon = {narrow:g}", "muted"),
            RunChange({}, f"epsilon = {own:g}", "reward"),
            RunChange({"eps_low": wide, "eps_high": wide}, f"epsilon = {wide:g}", "text"),
        ]
        prices = [
            RunChange({}, f"beta = {settings.beta:g}", "reward"),
            RunChange({"beta": heavy}, f"beta = {heavy:g}", "text"),
            RunChange({"beta": 2 * heavy}, f"beta = {2 * heavy:g}", "muted"),
        ]
        titles = [
            on_baseline(
                Prose(say(f"training.ablations.{key}"), size=FORMULA), Formula(sign, size=FORMULA)
            )
            for key, sign in (("window", "epsilon"), ("price", "beta"))
        ]
        kinds = zip((windows, prices), titles, _MIDDLES, strict=True)
        self.panels = [ChangePanel(settings, kind, right, title, x) for kind, title, x in kinds]
        self.names = VGroup(*self._window_names(), *self._price_names())
        self.rests = self._rests(settings, right, heavy)
        self.balance = Prose(
            say("training.ablations.balance"), size=LABEL, role="muted", align="right"
        )
        self.balance.move_to(self.panels[1].plot.point(settings.steps, 0.13), aligned_edge=RIGHT)
        self.small = Prose(say("training.ablations.small"), size=READOUT)
        self.each = Prose(say("training.ablations.each", count=SEEDS), size=LABEL, role="muted")
        self.each.move_to(self.panels[0].plot.point(settings.steps, 0.1), aligned_edge=RIGHT)
        self.small.move_to([0, 3.4, 0])
        super().__init__(*self.panels, self.names, self.small)

    def _window_names(self) -> list[VGroup]:
        """Each name right of the bands, with a hairline to its own line."""
        named = []
        plot = self.panels[0].plot
        for band, height in zip(self.panels[0].bands, _HEIGHTS, strict=True):
            average = band.runs.mean(axis=0)
            spot = plot.point(float(np.interp(height, average, band.steps)), height)
            label = band.label.move_to(plot.point(_NAMED * plot.last, height), aligned_edge=LEFT)
            lead = Line(spot, label.get_left() + 0.12 * LEFT)
            dot = Dot(spot, radius=0.1)
            for part in (lead.set_stroke(width=HAIRLINE), dot):
                part.set_color(band.average.line.get_stroke_color())
            named.append(VGroup(lead, dot, label))
        return named

    def _price_names(self) -> list[Formula]:
        """Each name under the end of its own line."""
        plot = self.panels[1].plot
        named = []
        for band in self.panels[1].bands:
            low = plot.point(band.steps[-1], float(band.runs[:, -_LAST:].min()))
            named.append(band.label.next_to(low, DOWN, buff=_UNDER).align_to(plot.axis, RIGHT))
        return named

    def _rests(self, settings: TrainingSettings, right: int, heavy: float) -> VGroup:
        """A tick with its number where a run under the heavy price comes to rest."""
        rests = VGroup()
        plot = self.panels[1].plot
        ref = softmax(np.array(settings.logits))
        told = settings.rewards, settings.group_size
        for beta, role in ((heavy, "text"), (2 * heavy, "muted")):
            policy = rest_policy(ref, told[0], beta, told[1], scale=settings.scale)
            value = float(policy[right])
            line = DashedLine(plot.point(0, value), plot.point(settings.steps, value))
            line.set_stroke(paint(role), CURVE - 1)
            number = Formula(without_zero(number_text(value, 2)), size=READOUT, role=role)
            rests.add(VGroup(line, number.next_to(line, RIGHT, buff=0.14)))
        return rests

    def set_time(self, time: float) -> Self:
        """Draw all as far as `time` batches."""
        for panel in self.panels:
            panel.set_time(time)
        return self
