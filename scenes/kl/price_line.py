"""J as a function of beta: a straight line that falls away from the surrogate."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, VGroup

from grpo_core import GroupTable, evaluate_group
from scenes.script.facts import Fact
from scenes.script.numerals import number_text
from scenes.stage.grid import Grid
from scenes.stage.placement import STAGE
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .log_bars import DECIMALS

MOST = 0.05  # the largest beta of the axis: just beyond what the papers use
_THICK = 16.0  # stroke of the price at the largest beta
_TIE = 0.9


class PriceLine(VGroup):
    """The axis of beta at the height of the surrogate, and J below it.

    The distance between the two is the price beta * k3; it is a leash that gets longer and
    thicker. A `Drive` can call `set_beta`.
    """

    def __init__(self, table: GroupTable, *, width: float = 8.3, height: float = 3.0):
        super().__init__()
        self.group = table.group
        top, low = self.value(0.0), self.value(MOST)
        self.slope = table.kl
        # A flat line lies on the axis.
        self.grid = Grid((0, MOST), (low if top - low > 1e-12 else top - 1, top), width, height)
        self.axis = Line(self.point(0, top), self.point(MOST, top)).set_stroke(paint("muted"), AXIS)
        self.line = Line(self.point(0, top), self.point(MOST, low))
        self.line.set_stroke(paint("text"), MAIN_CURVE)
        self.price = Line().set_stroke(paint("muted"))
        self.dot = Dot(radius=0.13).set_fill(paint("text"), 1)
        self.dot.set_stroke(paint("ground"), 3, background=True)
        self.add(self.grid, self.axis, self.price, self.line, self.dot)
        self.top = top
        self.set_beta(0.0)

    def value(self, beta: float) -> float:
        """J of the group at `beta`."""
        return evaluate_group(self.group, beta=beta).objective

    def point(self, beta: float, value: float) -> np.ndarray:
        """Where (beta, J) lies on the stage."""
        return self.grid.point(beta, value)

    def set_beta(self, beta: float) -> Self:
        """Move the dot along the line; the price hangs between it and the axis."""
        place = self.point(beta, self.value(beta))
        foot = self.point(beta, self.top)
        self.dot.move_to(place)
        self.price.put_start_and_end_on(foot, place + 1e-3 * DOWN)
        self.price.set_stroke(width=_TIE + _THICK * beta / MOST)
        return self

    def level_name(self) -> VGroup:
        """Beta at the end of the axis, and the surrogate at its height where there is room."""
        value = Formula(number_text(self.top, DECIMALS), size=LABEL, role="muted")
        value.next_to(self.axis.get_start(), LEFT, buff=0.2)
        beta = Formula("beta", size=LABEL).next_to(self.axis.get_end(), RIGHT, buff=0.2)
        return VGroup(beta, value) if value.get_left()[0] > STAGE[0][0] else VGroup(beta)

    def equation(self) -> Formula:
        """The line as a formula."""
        start, slope = number_text(self.top, DECIMALS), number_text(self.slope, DECIMALS)
        return Formula(f"J = {start} - {slope} thin beta", size=READOUT)

    def price_source(self) -> str:
        """The price as a formula: mean k3 times beta."""
        return f"{number_text(self.slope, DECIMALS)} thin beta"

    def price_name(self) -> VGroup:
        """The price beside its bar, between axis and line; empty where it has no room."""
        name = Formula(self.price_source(), size=LABEL, role="muted")
        name.next_to(self.price.get_start(), LEFT, buff=0.25)
        name.set_y(self.price.get_start()[1] - 0.3 - 0.5 * name.height)
        start, end = self.line.get_start(), self.line.get_end()
        share = (name.get_left()[0] - start[0]) / (end[0] - start[0])
        below = start[1] + share * (end[1] - start[1])  # the line under the name's left end
        return VGroup(name) if name.get_bottom()[1] > below + 0.15 else VGroup()

    def flag(self, beta: Fact, rise: float) -> VGroup:
        """A pole at a published beta with its value and its source."""
        foot = self.point(beta.value, self.top)
        pole = Line(foot, foot + rise * UP).set_stroke(paint("muted"), HAIRLINE)
        knot = Dot(foot, radius=0.06).set_fill(paint("muted"), 1)
        text = VGroup(
            Formula(f"beta = {beta.value:g}", size=LABEL),
            Prose(beta.source, role="muted"),
        ).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        text.next_to(pole.get_end(), RIGHT, buff=0.14).align_to(pole.get_end() + 0.05 * UP, UP)
        return VGroup(pole, knot, text)


class Leash(VGroup):
    """The new policy tied to the reference; a `Drive` can call `set_beta`.

    Long as the drift, thick as beta: its area is the price.
    """

    def __init__(self, drift: float, length: float = 2.4):
        super().__init__()
        self.ends = VGroup(
            PolicyBar(1.0, "reference", width=0.34, full=0.9),
            PolicyBar(1.0, "new", width=0.34, full=0.9),
        ).arrange(RIGHT, buff=length)
        self.names = VGroup(
            Formula('pi_"ref"', size=LABEL, role="reference"),
            Formula("pi_theta", size=LABEL, role="new"),
        )
        for name, end, side in zip(self.names, self.ends, (LEFT, RIGHT), strict=True):
            name.next_to(end, side, buff=0.16)
        left, right = self.ends[0].bar.get_right(), self.ends[1].bar.get_left()
        self.rope = Line(left, right).set_stroke(paint("muted"), CURVE)
        self.drift = Formula(f'"mean" k_3 = {number_text(drift, DECIMALS)}', size=LABEL)
        self.drift.next_to(self.ends, DOWN, buff=0.18)
        self.thickness = Formula("beta", size=LABEL).next_to(self.rope, UP, buff=0.2)
        self.add(self.rope, self.ends, self.names, self.drift, self.thickness)
        self.set_beta(0.0)

    def set_beta(self, beta: float) -> Self:
        """Make the rope as thick as a nat is dear."""
        self.rope.set_stroke(width=_TIE + _THICK * beta / MOST)
        return self
