"""The gain on the way from the old policy to an update: a line with a bend at every bound."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Circle, DashedLine, Line, LineJointType, VGroup, VMobject

from grpo_core import MixturePath
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

LEFT_X, RIGHT_X, DIAL, ROOF = -0.5, 6.35, -1.88, 3.2  # scene units
_LOW, _HIGH = -1.25, 1.95  # where the least and the largest gain of a view stand
_LEAST_SPAN = 0.02  # a gain of less is flat
_BALL, _RIM = 0.2, 5.0
_ISLAND = 0.2  # opacity of the gain above 0


class Hill(VGroup):
    """The surrogate of `path` over the share of the way, a dial under it, a ball on it.

    `unbound` is what it would be at the end if there were no bounds.

    `set_share` moves dial and ball; the line is drawn as far as the ball has been.
    `set_view` opens the vertical scale from the hill's own (0) to one on which `highest`
    has room, too (1).
    """

    def __init__(self, path: MixturePath, unbound: float, highest: float = 0.0):
        self.path, self.share, self.reach, self.view = path, 0.0, 0.0, 0.0
        self.unbound = unbound
        gains = [0.0, unbound, *path.surrogate(path.knots)]
        self.low, self.high = float(min(gains)), float(max(gains))
        self.highest = max(self.high, highest)
        self.island = VMobject(stroke_width=0).set_fill(paint("text"), _ISLAND)
        self.ahead = _line("muted", MAIN_CURVE)
        self.walked = _line("text", MAIN_CURVE + 1)
        self.zero = DashedLine([LEFT_X, 0, 0], [RIGHT_X, 0, 0], dash_length=0.1)
        self.zero.set_stroke(paint("muted"), HAIRLINE)
        self.zero_name = Formula("0", size=READOUT, role="muted")
        self.upright = Line([LEFT_X, DIAL, 0], [LEFT_X, ROOF, 0]).set_stroke(paint("muted"), AXIS)
        self.dial = Line([LEFT_X, DIAL, 0], [RIGHT_X, DIAL, 0]).set_stroke(paint("muted"), CURVE)
        self.done = Line(LEFT, RIGHT).set_stroke(paint("new"), MAIN_CURVE + 2)
        self.link = Line(LEFT, RIGHT).set_stroke(paint("text"), AXIS)
        self.knob, self.ball = _ball(), _ball()
        self.title, self.ends = self._title(), self._ends()
        self.names = VGroup(self.title, self.ends)
        self.plot = VGroup(self.island, self.zero, self.zero_name, self.ahead)
        self.plot.add(self.walked)
        self.frame = VGroup(self.upright, self.dial, self.names)
        self.slider, self.rider = VGroup(self.done, self.knob), VGroup(self.link, self.ball)
        self.moving = VGroup(self.rider, self.slider)
        self.moving.set_z_index(1)  # over what is marked on the line
        super().__init__(self.plot, self.frame, self.moving)
        self.set_share(0.0)

    # -- where things are -------------------------------------------------------------------

    def point(self, share: float, gain: float) -> np.ndarray:
        """Where a gain at a share of the way lies on the stage."""
        span = max(self._top - self.low, _LEAST_SPAN)
        foot = 0.5 * (_LOW + _HIGH) if self._top == self.low else _LOW
        y = foot + (_HIGH - _LOW) * (gain - self.low) / span
        return np.array([LEFT_X + share * (RIGHT_X - LEFT_X), y, 0.0])

    def spot(self, share: float) -> np.ndarray:
        """Where the line is at a share of the way."""
        return self.point(share, float(self.path.surrogate(share)))

    @property
    def _top(self) -> float:
        return (1 - self.view) * self.high + self.view * self.highest

    def whole(self) -> VMobject:
        """The line from one end to the other."""
        return VMobject(stroke_width=1).set_points_as_corners(self._way(0.0, 1.0))

    # -- its states -------------------------------------------------------------------------

    def set_share(self, share: float) -> Self:
        """Put dial and ball at `share` of the way."""
        self.share, self.reach = share, max(self.reach, share)
        spot = self.spot(share)
        start, knob = np.array([LEFT_X, DIAL, 0]), np.array([spot[0], DIAL, 0])
        self.done.put_start_and_end_on(start, knob + 1e-3 * RIGHT)
        self.link.put_start_and_end_on(knob, spot)
        self.knob.move_to(knob)
        self.ball.move_to(spot)
        return self._draw()

    def set_view(self, view: float) -> Self:
        """Open the vertical scale by `view`, 0 to 1."""
        self.view = view
        return self.set_share(self.share)

    def walk(self) -> Walk:
        """This hill, and the setter that moves its ball."""
        return self, self.set_share

    def forget(self) -> Self:
        """Draw no more of the line than where the ball is now."""
        self.reach = self.share
        return self._draw()

    def _draw(self) -> Self:
        left = self.point(0, 0)
        self.zero.set_y(left[1])
        self.zero_name.next_to(left, LEFT, buff=0.2)
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
