"""A dial, and over it what the objective does while it is turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from scenes.stage.grid import Grid
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula

KNOB = 0.13
_RISE = 0.4  # from the dial to the lowest point of the curve
_FLAT = 1e-9


class DialPlot(VGroup):
    """A dial from 0 to `most` with a knob, and the curve of `value` over it.

    Between neighbours of `knots` the curve is straight. `turn` moves the knob, `trace_to`
    moves it and draws the curve as far as it went; a `Drive` can call both.
    """

    def __init__(
        self,
        name: str,
        most: float,
        value: Callable[[float], float],
        knots: Sequence[float] = (),
        *,
        width: float = 4.0,
        height: float = 2.0,
        decimals: int = 2,
    ):
        super().__init__()
        self.most, self.value, self.drawn = most, value, 0.0
        self.knots = sorted({0.0, *(float(k) for k in knots if 0 < k < most), most})
        values = [value(knot) for knot in self.knots]
        low, high = min(*values, 0.0), max(*values, 0.0)
        if high - low < _FLAT:
            low, high = low - 1, high + 1
        self.grid = Grid((0, most), (low, high), width, height - _RISE).shift(0.5 * _RISE * UP)
        self.dial = Line(self.foot(0), self.foot(most)).set_stroke(paint("muted"), AXIS)
        self.kinks = VGroup(
            *(
                Line(0.07 * DOWN, 0.07 * UP).move_to(self.foot(k)).set_stroke(paint("muted"), AXIS)
                for k in self.knots[1:-1]
            )
        )
        self.axis = Line(self.grid.point(0, low), self.grid.point(0, high))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.zero = DashedLine(self.grid.point(0, 0), self.grid.point(most, 0), dash_length=0.07)
        self.zero.set_stroke(paint("muted"), HAIRLINE)
        self.zero_name = Formula("0", size=LABEL, role="muted")
        self.zero_name.next_to(self.grid.point(0, 0), LEFT, buff=0.14)
        self.value_name = Formula("J", size=LABEL)
        self.value_name.next_to(self.axis, UP, buff=0.1)
        if high <= 0:  # its neighbour is the 0
            self.value_name.shift(0.2 * RIGHT)
        self.dial_name = Formula(name, size=LABEL).next_to(self.dial, RIGHT, buff=0.34)
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.thread = Line().set_stroke(paint("muted"), HAIRLINE)
        self.dot = Dot(radius=0.1).set_fill(paint("text"), 1)
        self.dot.set_stroke(paint("ground"), 3, background=True)
        self.knob = Dot(radius=KNOB).set_fill(paint("text"), 1)
        self.number = LiveNumber(0.0, decimals, size=LABEL)
        self.add(self.grid, self.axis, self.zero, self.zero_name, self.value_name)
        self.add(self.dial, self.kinks, self.dial_name, self.thread, self.curve, self.knob)
        self.add(self.dot, self.number)
        self.trace_to(0.0)

    def foot(self, x: float) -> np.ndarray:
        """A place on the dial."""
        return self.grid.point(x, self.grid.up[0]) + _RISE * DOWN

    def place(self, x: float) -> np.ndarray:
        """A place on the curve."""
        return self.grid.point(x, self.value(x))

    def turn(self, x: float) -> Self:
        """Put the knob at `x`, and the dot where the curve has this value."""
        foot, place = self.foot(x), self.place(x)
        self.knob.move_to(foot)
        self.dot.move_to(place)
        self.thread.put_start_and_end_on(foot, place + 1e-3 * UP)
        self.number.set_value(x)
        drawn = VGroup(*(slot for slot in self.number.slots if slot.has_points()))
        self.number.shift(foot + 0.34 * DOWN - drawn.get_center())
        return self

    def trace_to(self, x: float) -> Self:
        """Turn to `x`, with the curve drawn from 0 to there."""
        self.drawn = x
        corners = [*(knot for knot in self.knots if knot < x), x]
        self.curve.set_points_as_corners([self.place(corner) for corner in corners])
        return self.turn(x)

    def draw_all(self) -> Self:
        """Draw the whole curve; the knob stays."""
        self.curve.set_points(self.whole_curve().points)
        return self

    def whole_curve(self) -> VMobject:
        """The curve as it is when the dial has been turned to its end; labels keep clear of it."""
        return VMobject().set_points_as_corners([self.place(knot) for knot in self.knots])

    def retire(self) -> list[VMobject]:
        """What has no place where the settings are none that this dial can have.

        The number is not among them: at the dial's end it says how far the dial goes.
        """
        return [self.knob, self.dot, self.thread]
