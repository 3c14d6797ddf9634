"""The gain on the way from the old policy to an update: a line with a bend at every bound."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Circle, DashedLine, Line, LineJointType, VGroup, VMobject

from grpo_core import MixturePath
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .axis_number import axis_number, round_value

LEFT_X, RIGHT_X, DIAL, ROOF = -0.5, 6.35, -1.88, 3.2  # scene units
EDGE = -1.8  # no number at the left reaches farther, for there are the columns
_LOW, _HIGH = -1.25, 2.3  # where the least and the largest gain of a view stand
_LEAST_SPAN = 0.02  # a gain of less is flat
_BALL, _RIM = 0.2, 5.0
_ISLAND = 0.2  # opacity of the gain above 0


class Hill(VGroup):
    """The surrogate of `path` over the share of the way, a dial under it, a ball on it.

    `unbound` is what it would be at the end if there were no bounds. The scale has room for
    `highest`, too. `set_share` moves dial and ball; the line is drawn as far as the ball has
    been.
    """

    def __init__(self, path: MixturePath, unbound: float, highest: float = 0.0):
        self.path, self.share, self.reach = path, 0.0, 0.0
        self.unbound = unbound
        gains = [0.0, unbound, highest, *path.surrogate(path.knots)]
        self.low, self.high = float(min(gains)), float(max(gains))
        self.island = VMobject(stroke_width=0).set_fill(paint("text"), _ISLAND)
        self.ahead = _line("muted", MAIN_CURVE)
        self.walked = _line("text", MAIN_CURVE + 1)
        left = self.point(0, 0)
        self.zero = DashedLine(left, self.point(1, 0), dash_length=0.1)
        self.zero.set_stroke(paint("muted"), HAIRLINE)
        self.zero_name = Formula("0", size=LABEL, role="muted").next_to(left, LEFT, buff=0.2)
        self.upright = Line([LEFT_X, DIAL, 0], [LEFT_X, ROOF, 0]).set_stroke(paint("muted"), AXIS)
        self.dial = Line([LEFT_X, DIAL, 0], [RIGHT_X, DIAL, 0]).set_stroke(paint("muted"), CURVE)
        self.done = Line(LEFT, RIGHT).set_stroke(paint("new"), MAIN_CURVE + 2)
        self.link = Line(LEFT, RIGHT).set_stroke(paint("text"), AXIS)
        self.knob, self.ball = _ball(), _ball()
        self.title, self.ends = self._title(), self._ends()
        self.names = VGroup(self.title, self.ends)
        self.tick = self._tick()
        self.axis = VGroup(self.zero, self.zero_name, self.tick)
        self.plot = VGroup(self.island, self.axis, self.ahead, self.walked)
        self.frame = VGroup(self.upright, self.dial, self.names)
        self.slider, self.rider = VGroup(self.done, self.knob), VGroup(self.link, self.ball)
        self.moving = VGroup(self.rider, self.slider)
        self.moving.set_z_index(1)  # over what is marked on the line
        super().__init__(self.plot, self.frame, self.moving)
        self.set_share(0.0)

    # -- where things are -------------------------------------------------------------------

    def point(self, share: float, gain: float) -> np.ndarray:
        """Where a gain at a share of the way lies on the stage."""
        span = max(self.high - self.low, _LEAST_SPAN)
        foot = 0.5 * (_LOW + _HIGH) if self.high == self.low else _LOW
        y = foot + (_HIGH - _LOW) * (gain - self.low) / span
        return np.array([LEFT_X + share * (RIGHT_X - LEFT_X), y, 0.0])

    def spot(self, share: float) -> np.ndarray:
        """Where the line is at a share of the way."""
        return self.point(share, float(self.path.surrogate(share)))

    def whole(self) -> VMobject:
        """The line from one end to the other."""
        return VMobject(stroke_width=1).set_points_as_corners(self._way(0.0, 1.0))

    # -- its states -------------------------------------------------------------------------

    def set_share(self, share: float) -> Self:
        """Put dial and ball at `share` of the way."""
        self.share, self.reach = share, max(self.reach, share)
        spot = self.spot(share)
        self.set_dial(share)
        self.link.put_start_and_end_on([spot[0], DIAL, 0], spot)
        self.ball.move_to(spot)
        return self._draw()

    def set_dial(self, share: float) -> Self:
        """Put the dial at `share` of a way, and leave the line alone."""
        start, knob = np.array([LEFT_X, DIAL, 0]), np.array([self.point(share, 0)[0], DIAL, 0])
        self.done.put_start_and_end_on(start, knob + 1e-3 * RIGHT)
        self.knob.move_to(knob)
        return self

    def walk(self) -> Walk:
        """This hill, and the setter that moves its ball."""
        return self, self.set_share

    def forget(self) -> Self:
        """Draw no more of the line than where the ball is now."""
        self.reach = self.share
        return self._draw()

    def _draw(self) -> Self:
        left = self.point(0, 0)
        self.walked.set_points_as_corners(self._way(0.0, self.share))
        self.ahead.set_points_as_corners(self._way(self.share, self.reach))
        gained = self._way(0.0, min(self.reach, self._end_of_gain()))
        self.island.clear_points()
        if self.path.peak[1] > 0:
            foot = [np.array([x, left[1], 0]) for x in (gained[-1][0], LEFT_X)]
            self.island.set_points_as_corners([*gained, *foot, gained[0]])
        return self

    def _way(self, low: float, high: float) -> list[np.ndarray]:
        """The line's corners from one share to another."""
        bends = [t for t in self.path.knots if low < t < high]
        return [self.spot(t) for t in (low, *bends, min(1.0, max(high, low + 1e-4)))]

    def _end_of_gain(self) -> float:
        """Up to which share it is a gain."""
        if self.path.zero is not None:
            return self.path.zero
        return 1.0 if self.path.peak[1] > 0 else 0.0

    def _tick(self) -> VGroup:
        """A second number of the vertical axis: a round gain, or loss if there is no gain."""
        most = self.high if self.high >= -self.low else self.low
        if abs(most) < _LEAST_SPAN:
            return VGroup()
        gain = round_value(most)
        spot = self.point(0, gain)
        line = Line(spot + 0.1 * LEFT, spot + 0.1 * RIGHT).set_stroke(paint("muted"), AXIS)
        number = axis_number(gain).next_to(line, LEFT, buff=0.1)
        return VGroup(line, *([number] if number.get_left()[0] > EDGE else []))

    def _title(self) -> Prose:
        """What it shows."""
        title = Prose(say("equation.hill.gain"), size=READOUT)
        title.move_to([LEFT_X - 0.1, 0, 0], aligned_edge=LEFT)
        return stand_on(title, ROOF + 0.22)

    def _ends(self) -> VGroup:
        """Where the dial begins and ends."""
        ends = VGroup(
            Prose(say("equation.hill.old"), role="old").move_to([LEFT_X - 0.1, 0, 0], LEFT),
            Prose(say("equation.hill.new"), role="new").move_to([RIGHT_X + 0.1, 0, 0], RIGHT),
        )
        name = Prose(say("equation.hill.share"), role="muted").set_x(0.5 * (LEFT_X + RIGHT_X))
        for end in ends.add(name):
            stand_on(end, DIAL - 1.0)
        return ends


def _line(role: str, stroke: float) -> VMobject:
    line = VMobject().set_stroke(paint(role), stroke)
    line.joint_type = LineJointType.ROUND
    return line


def _ball() -> Circle:
    return Circle(_BALL).set_fill(paint("new"), 1).set_stroke(paint("ground"), _RIM)
