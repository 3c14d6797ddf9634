"""A > 0: the ceiling that min puts on an answer, with its numbers and the slope it leaves."""

from __future__ import annotations

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    Animation,
    FadeIn,
    Mobject,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.words import say
from scenes.stage.envelope import Envelope, epsilon_source
from scenes.stage.gradient import SlopeLamp, example_note
from scenes.stage.marks import set_pushing
from scenes.stage.motion import Walk
from scenes.stage.placement import lines_and_texts, place_label, touches
from scenes.stage.places import Corners, keep_inside
from scenes.stage.readout import ReadOut
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .case_plot import CasePlot, lamp_row, name_below, own_advantage, rejected_term, value_text

START = 0.3  # the ratio at which the curve begins to be traced
_CENTER, _READOUT_CENTER = np.array([-2.55, 0.3, 0]), np.array([4.55, 0.9, 0])
_HEADING = np.array([-5.1, 3.1, 0])
_ASIDE, _LOWER = 0.72, 0.55  # the size when it steps aside, and how far down it goes
_CORNER = np.array([-6.4, 3.1, 0])


class Ceiling(CasePlot):
    """The picture of `pushed`, an answer above the range; the read-outs follow its marker."""

    def __init__(self, table: GroupTable, pushed: Case, most: float):
        self.pushed = pushed
        self.envelope = envelope = Envelope(
            pushed.advantage, table.eps_low, table.eps_high, most=most, width=6.0, height=4.4
        ).move_to(_CENTER)
        self.levels = self._levels()
        keep_inside(VGroup(envelope, self.levels))
        envelope.set_ratio(START)
        self.heading = VGroup(Formula("A > 0", role="up").move_to(_HEADING))
        self.say_example(pushed)
        self.ticks, self.axis_name = envelope.fence_ticks(), envelope.axis_name()
        self.epsilon = Formula(epsilon_source(table.eps_low, table.eps_high), size=LABEL)
        self.epsilon.next_to(envelope.band, UP, buff=0.16)
        if touches(self.epsilon, self.heading):
            self.epsilon.align_to(self.heading.get_right() + 0.3 * RIGHT, LEFT)
        self.readout = _readout()
        self.slope = SlopeLamp().next_to(self.readout, DOWN, buff=0.3)
        self.candidates = self._candidates()
        self.show(START)

    @property
    def parts(self) -> VGroup:
        """The picture without its read-outs."""
        return VGroup(self.envelope, self.ticks, self.axis_name, self.heading, self.epsilon)

    def _levels(self) -> VGroup:
        """Both terms on the vertical axis; min's alone where they are too close."""
        ratio, result = self.pushed.ratio, self.envelope.evaluate(self.pushed.ratio)
        held, straight = (
            self.envelope.level(ratio, float(value)) for value in (result.value, result.unclipped)
        )
        return VGroup(held) if touches(held[1], straight[1]) else VGroup(held, straight)

    def _candidates(self) -> list[tuple[VMobject, Formula]]:
        """The straight line, and the same line held to the range, with their names."""
        curves = self.envelope.straight_line(), self.envelope.held_line()
        names = (Formula(s, size=LABEL, role="muted") for s in ("rho A", '"clip"(rho) A'))
        pairs = list(zip(curves, names, strict=True))
        for curve, name in pairs:
            name.next_to(curve.get_end(), RIGHT, buff=0.12)
        return pairs

    # -- setters ------------------------------------------------------------

    def show(self, ratio: float) -> None:
        """The read-outs at a ratio."""
        result = self.envelope.evaluate(ratio)
        self.readout.show(
            ratio=ratio,
            advantage=self.envelope.advantage,
            unclipped=result.unclipped,
            clipped=result.clipped,
            value=result.value,
        )

    def light(self, ratio: float) -> None:
        """The lamp of the slope at a ratio, and with it the marker."""
        envelope = self.envelope
        self.slope.show(envelope, ratio)
        set_pushing(envelope.marker, envelope.advantage, pushes=envelope.flows(ratio))

    def finish_curve(self, ratio: float) -> None:
        """Draw the rest of the curve while the answer stays."""
        self.envelope.trace_to(ratio).set_ratio(self.pushed.ratio)

    @property
    def tracing(self) -> list[Walk]:
        """The answer draws the curve, with its numbers."""
        return [(self.envelope, self.envelope.trace_to), (self.readout, self.show)]

    @property
    def walking(self) -> list[Walk]:
        """The answer walks on the curve, with its numbers."""
        return [(self.envelope, self.envelope.set_ratio), (self.readout, self.show)]

    @property
    def walking_lit(self) -> list[Walk]:
        """The same, with the lamp of the slope."""
        return [*self.walking, (self.slope, self.light)]

    # -- states -------------------------------------------------------------

    def unfold(self, axis: Mobject, band: Mobject) -> list[Animation]:
        """Axis and band of a strip become the plot's; what is written comes."""
        envelope = self.envelope
        return [
            ReplacementTransform(axis, envelope.axes[0]),
            ReplacementTransform(band, envelope.band),
            FadeIn(envelope.axes[1], self.ticks, self.axis_name, self.epsilon),
            FadeIn(self.readout, self.heading),
        ]

    def prepare_trace(self) -> Envelope:
        """The envelope with its candidates behind, and of its curve no more than the start."""
        self.envelope.trace_to(START).add_to_back(*(curve for curve, _ in self.candidates))
        return self.envelope.reveal("drop", "ghost")

    def name_levels(self) -> list[Animation]:
        """What min takes and what it does not, at the axis, and whose they are."""
        self.case_name = name_below(self.envelope, self.pushed)
        return [FadeIn(self.levels, self.case_name)]

    def show_slope(self) -> list[Animation]:
        """The tangent at the answer, and the lamp that says its slope."""
        self.slope.show(self.envelope, self.envelope.ratio)
        self.envelope.reveal("tangent")
        return [FadeIn(self.envelope.tangent), FadeIn(self.slope)]

    def hatch(self) -> list[Animation]:
        """What the clip cuts off."""
        zone = self.envelope.hatched_zone()
        self.envelope.add_to_back(zone)
        return [FadeIn(zone)]

    def say_claim(self) -> list[Animation]:
        """What the flat part means, below it."""
        envelope = self.envelope
        self.claim = Prose(say("clipping.flat.claim"), size=FORMULA)
        self.claim.next_to(envelope.marker, DOWN, buff=0.65)
        self.claim.align_to(envelope.band.get_right() + 0.3 * RIGHT, LEFT)
        taken = [*lines_and_texts(envelope), *self.ticks]
        if any(touches(self.claim, thing) for thing in taken):
            below = (DOWN, DL, DR)
            marker = envelope.marker
            place_label(self.claim, marker, taken, directions=below, buff=0.4, or_first=True)
        return [FadeIn(self.case_name, self.claim, shift=0.2 * DOWN)]

    def beyond(self, edge: float) -> list[Mobject]:
        """The ticks that a view with its right end at `edge` cuts."""
        return [tick for tick in self.ticks if tick.get_right()[0] > edge]

    def step_aside(self) -> Animation:
        """Make room for a second picture."""
        moved = self.parts.animate.scale(_ASIDE, about_point=_CORNER)
        return moved.shift(_LOWER * DOWN)

    @property
    def left_behind(self) -> list[Mobject]:
        """What does not step aside with it."""
        return [*(name for _, name in self.candidates), self.readout, self.slope]


class SecondAnswer:
    """What is said near by of a second answer of a `Ceiling`: both terms, and its lamp.

    `room` is the box of a view, in which type is scaled by `scale`; `steps` are the one or
    two texts that come one after the other.
    """

    def __init__(self, plot: Ceiling, case: Case, room: Corners, scale: float):
        self.plot, self.case, self.room, self.scale = plot, case, room, scale
        self.steps: list[VGroup] = [*self._rejected(), self._verdict()]

    def _rejected(self) -> list[VGroup]:
        """The term that min does not take, if it is another."""
        result = self.plot.envelope.evaluate(self.case.ratio)
        if result.clipped == result.unclipped:
            return []
        source = '"clip"(rho) A ='
        term = rejected_term(self.plot.envelope, self.case, source, self.scale)
        self._place(term[1], term[0], UL, LEFT, UP)
        return [term]

    def _verdict(self) -> VGroup:
        """The answer's name with min, its own A, and whether it pushes."""
        plot, case, scale = self.plot, self.case, self.scale
        value = value_text(plot.envelope, case.ratio)
        row = on_baseline(
            Formula(case.name, size=LABEL * scale),
            Formula(f'"min" = {value}', size=READOUT * scale),
            buff=0.2,
        )
        row[1].set_color(paint("up"))
        said = VGroup(row, *own_advantage(case, plot.pushed, scale))
        if case.index is None:
            said.add(example_note(LABEL * scale))
        said.add(lamp_row(plot.envelope, case, scale))
        said.arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        return self._place(said, plot.envelope.marker, DR, RIGHT, UL, LEFT, UP)

    def _place(self, label: VGroup, spot: Mobject, *directions: np.ndarray) -> VGroup:
        """Beside `spot`, clear of the picture and inside the view."""
        return place_label(
            label,
            spot,
            self.plot.taken(),
            directions=directions,
            buff=0.1,
            within=self.room,
            or_first=True,
        )


def _readout() -> ReadOut:
    rows = {
        "ratio": ("rho", "text"),
        "advantage": ("A", "up"),
        "unclipped": ("rho A", "text"),
        "clipped": ('"clip"(rho) A', "text"),
        "value": ('"min"', "up"),
    }
    return ReadOut(rows, width=3.7).move_to(_READOUT_CENTER)
