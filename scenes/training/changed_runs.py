"""One change at a time: bands over the seeds, for some windows and for some prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    DashedLine,
    Dot,
    FadeOut,
    Line,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from grpo_core import TrainingSettings, rest_policy, softmax
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Formula, Prose, on_baseline

from .faces import FACES
from .seeds import SEEDS, changed

_CLAIM = (0, 3.4, 0)
_MEET, _REACH, _NEAR = 0.62, 0.72, 0.1  # where push and price meet, and how far from there
_BAND = 0.28  # opacity
_HEIGHTS, _NAMED = (0.36, 0.54, 0.72), 0.42  # where lines have their names: up, and across


class PanelPlace(NamedTuple):
    """Where the axes of a panel are: their middle, and how large they are."""

    x: float
    y: float
    wide: float
    tall: float


ALONE, LARGE = PanelPlace(-0.45, -0.25, 10.4, 4.3), PanelPlace(-2.2, -0.25, 7.4, 4.3)
SMALL = PanelPlace(4.1, -0.9, 2.5, 2.5)


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
        place: PanelPlace,
    ):
        self.plot = plot = TimePlot(settings.steps, 0.0, 1.0, width=place.wide, height=place.tall)
        plot.stand_at([place.x, place.y, 0])
        self.bands = [
            SeedBand(plot, changed(settings, change.changes, right), change) for change in changes
        ]
        title.move_to(plot.point(0, 1)).align_to(plot.upright, LEFT)
        title.shift((plot.point(0, 1)[1] + 0.35 - title[0].baseline) * UP)
        ticks = VGroup(*(plot.value_tick(value, 0) for value in (0.0, 1.0)))
        ticks.add(plot.time_tick(settings.steps))
        word = Prose(say("training.batch.batches"), size=LABEL, role="muted")
        word.next_to(ticks[-1], LEFT, buff=0.25)
        word.shift((ticks[-1].baseline - word.baseline) * UP)
        self.frame = VGroup(plot, ticks, word, title)
        if place is not SMALL:
            self.frame.add(self._what(FACES[right], title[0]))
        super().__init__(self.frame, *self.bands)

    def _what(self, face: str, row: Prose) -> VGroup:
        """What is drawn, at the right end of the `row` of the title."""
        words = Prose(say("training.spread.chance"), size=LABEL, role="reward")
        what = on_baseline(words, Formula(face, size=LABEL, role="reward"), buff=0.18)
        what.align_to(self.plot.axis, RIGHT)
        return what.shift((row.baseline - words.baseline) * UP)

    def set_time(self, time: float) -> Self:
        """Draw all as far as `time` batches."""
        for band in self.bands:
            band.set_time(time)
        return self


def _title(key: str, sign: str) -> VGroup:
    """What is changed, in words and as its letter."""
    words = Prose(say(f"training.ablations.{key}"), size=FORMULA)
    return on_baseline(words, Formula(sign, size=FORMULA))


class Windows(ChangePanel):
    """Runs with a narrow window, their own, and one so wide that nothing is clipped."""

    def __init__(self, settings: TrainingSettings, right: int, widths: Sequence[float]):
        own = settings.eps_low
        narrow, wide = widths
        kinds = [
            RunChange({"eps_low": narrow, "eps_high": narrow}, f"epsilon = {narrow:g}", "muted"),
            RunChange({}, f"epsilon = {own:g}", "reward"),
            RunChange({"eps_low": wide, "eps_high": wide}, f"epsilon = {wide:g}", "text"),
        ]
        super().__init__(settings, kinds, right, _title("window", "epsilon"), LARGE)
        self.names = VGroup(*map(self._named, self.bands, _HEIGHTS))
        widest = self.names[-1]
        free = Prose(say("training.ablations.free"), size=READOUT)
        widest.add(stand_on(free.next_to(widest, RIGHT, buff=0.3), widest[-1]))
        uses = say("training.ablations.uses", count=settings.inner_steps)
        self.uses = Prose(uses, size=READOUT)
        self.five = Prose(say("training.ablations.small"), size=READOUT).move_to(_CLAIM)
        self.uses.move_to(self.plot.point(settings.steps, 0.08), aligned_edge=DOWN + RIGHT)
        self.add(self.names, self.uses, self.five)

    def _named(self, band: SeedBand, height: float) -> VGroup:
        """Its name right of the bands, with a hairline to its own line."""
        plot = self.plot
        spot = plot.point(float(np.interp(height, band.runs.mean(axis=0), band.steps)), height)
        label = band.label.move_to(plot.point(_NAMED * plot.last, height), aligned_edge=LEFT)
        lead = Line(spot, label.get_left() + 0.12 * LEFT)
        dot = Dot(spot, radius=0.1)
        for part in (lead.set_stroke(width=HAIRLINE), dot):
            part.set_color(band.average.line.get_stroke_color())
        return VGroup(lead, dot, label)


class Prices(ChangePanel):
    """Runs without a price, with a heavy one and with twice as much.

    `rests` are where push and price balance.
    """

    def __init__(
        self, settings: TrainingSettings, right: int, heavy: float, place: PanelPlace = ALONE
    ):
        prices = (settings.beta, heavy, 2 * heavy)
        kinds = [
            RunChange({"beta": price}, f"beta = {price:g}", role)
            for price, role in zip(prices, ("reward", "text", "muted"), strict=True)
        ]
        super().__init__(settings, kinds, right, _title("price", "beta"), place)
        ref, told = softmax(np.array(settings.logits)), (settings.rewards, settings.group_size)
        self.rests = VGroup()
        for price, role in zip(prices[1:], ("text", "muted"), strict=True):
            policy = rest_policy(ref, told[0], price, told[1], scale=settings.scale)
            self.rests.add(self._rest(float(policy[right]), role))
        self.names = VGroup(*map(self._named, self.bands))
        self.balance = self._balance(self.rests[0][0].get_y())
        self.each = Prose(say("training.ablations.each", count=SEEDS), size=LABEL, role="muted")
        self.each.move_to(self.plot.point(settings.steps, 0.05), aligned_edge=DOWN + RIGHT)
        self.add(self.names, self.rests)

    def _balance(self, y: float) -> VGroup:
        """What meets at the height of a rest: the push from below, the price from above."""
        x = self.plot.point(_MEET * self.plot.last, 0)[0]
        arrows = VGroup()
        for key, role, way in (("push", "up", DOWN), ("price_of", "reference", UP)):
            start, end = (np.array([x, y, 0]) + far * way for far in (_REACH, _NEAR))
            arrow = BlockArrow(start, end, role, width=0.16, head=0.4)
            word = Prose(say(f"training.ablations.{key}"), size=LABEL, role=role)
            arrows.add(VGroup(arrow, word.next_to(0.5 * (start + end), RIGHT, buff=0.3)))
        return arrows

    def _rest(self, value: float, role: str) -> VGroup:
        """A dashed line with its number, where a run comes to rest."""
        line = DashedLine(self.plot.point(0, value), self.plot.point(self.plot.last, value))
        line.set_stroke(paint(role), CURVE - 1)
        number = Formula(without_zero(number_text(value, 2)), size=LABEL, role=role)
        return VGroup(line, number.next_to(line, LEFT, buff=0.16))

    def _named(self, band: SeedBand) -> Formula:
        """Its name right of the end of its line."""
        end = self.plot.point(float(band.steps[-1]), float(band.runs[:, -1].mean()))
        return band.label.next_to(end, RIGHT, buff=0.16)

    def shrink_to(self, other: Prices) -> list[Animation]:
        """It goes where `other` is, part by part; what it says of the dashed lines goes first."""
        frame = VGroup(*self.frame[: len(other.frame)])
        pairs = [(frame, other.frame), (self.rests, other.rests), (self.names, other.names)]
        pairs += zip(self.bands, other.bands, strict=True)
        moves = [ReplacementTransform(mine, theirs) for mine, theirs in pairs]
        rest = self.balance, self.each, *self.frame[len(frame) :]
        return [*moves, FadeOut(*rest, rate_func=EARLY)]
