"""What one answer counts, over its ratio: the ground, and on it the bead at its ratio."""

from __future__ import annotations

from functools import lru_cache
from typing import Self

import numpy as np
from manim import DOWN, UP, Circle, Line, Polygon, VGroup, VMobject

from grpo_core import ClippedSurrogate, clipped_surrogate
from scenes.stage.bead import Bead
from scenes.stage.hatch import Hatch
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import tint
from scenes.stage.once import lay_once
from scenes.stage.placement import gap_between, touches
from scenes.stage.plot import Plot
from scenes.stage.theme import (
    AXIS,
    CURVE,
    LABEL,
    MAIN_CURVE,
    READOUT,
    current_theme,
    paint,
    sign_role,
)
from scenes.stage.time_plot import cut_into_dashes
from scenes.stage.typeset import Formula

_RADIUS = 0.15  # of the bead
_DASH, _GAP = 0.09, 0.07
_STRIPES = 0.24  # from line to line of what is cut off
_UNDER, _OVER = 0.33, 0.28  # from the axis to the ratio, from the ground to the height
_ABOVE = 0.22  # from the box to the window's numbers
_BETWEEN = 0.12  # from one of them to the other, at least
_BAND = 1.4  # how much stronger than a tint the window's band is
_EDGE = 0.2  # of the box, how far the old edges of the window reach down from its head
_CLEAR = 0.07  # between such an edge and a number
_FAINT, _TICK = 0.7, 0.08  # of what is cut off: its opacity; half a tick
_SPOTS = np.linspace(0.0, 1.0, 21)


class TermPlot(Plot):
    """The clipped surrogate of one answer over ratios 0 to `reach`, with a bead on it.

    Heights up to `span` fit. With A > 0 the axis lies at the foot of the box, with A < 0 at
    its head: `side`, 1 to -1, says where it is. `stand` sets all; the ground grows out of the
    axis by `rise`. Before `stand` there is an axis with a grey bead at ratio 1.
    """

    def __init__(self, reach: float, span: float, width: float, height: float):
        super().__init__((0.0, reach), (0.0, span), width, height)
        self.reach, self.span, self.wide = reach, span, width
        self.advantage, self.side, self.rise = 0.0, 1.0, 0.0
        self.low, self.high, self.ratio = 1.0, 1.0, 1.0
        self.asked, self.has_window = False, True
        self.kept = self.low, self.high
        self.band = tint([np.zeros(3)] * 4)
        self.show_band(1.0)
        self.zone = VMobject(stroke_width=0)
        self.cut = Hatch(Polygon(*np.eye(3), stroke_width=0), 0.0, role="muted", gap=_STRIPES)
        self.cut.set_fill(opacity=_FAINT)
        self.edges = VGroup(VMobject(), VMobject()).set_stroke(paint("muted"), CURVE)
        self.straight = VMobject().set_stroke(paint("muted"), CURVE)
        self.axis = Line().set_stroke(paint("muted"), AXIS)
        self.curve = VMobject().set_stroke(width=MAIN_CURVE)
        self.drop = VMobject().set_stroke(paint("text"), AXIS)
        self.bead = Bead(1.0, _RADIUS)
        self.tick = Line().set_stroke(paint("muted"), AXIS)
        self.ghost = Circle(_RADIUS, stroke_width=0).set_fill(paint("muted"))
        self.ratio_number = LiveNumber(1.0, 2, size=LABEL)
        self.one = Formula("1", size=LABEL, role="muted")
        self.bound_numbers = VGroup(*(LiveNumber(1.0, 2, size=LABEL, role="muted") for _ in "lh"))
        self.height_number = LiveNumber(0.0, 2, size=READOUT)
        self.add(self.band, self.edges, self.cut, self.straight, self.axis, self.tick, self.curve)
        self.add(self.drop, self.ghost, self.bead)
        self.add(self.ratio_number, self.one, self.bound_numbers, self.height_number)
        self.show_numbers(0.0, 0.0)
        self.keep_edges(0.0).keep_bead(1.0)

    # -- where things lie -----------------------------------------------------

    @property
    def size(self) -> float:
        """How much larger it is than at birth."""
        return float(self.grid.width) / self.wide

    @property
    def level(self) -> float:
        """Where the axis lies, in units of height."""
        return 0.5 * self.span * (1.0 - self.side)

    def at(self, ratio: float) -> np.ndarray:
        """The point of the ground at a ratio."""
        return self.point(ratio, self.level + self._value(ratio))

    def foot(self, ratio: float) -> np.ndarray:
        """The point of the axis at a ratio."""
        return self.point(ratio, self.level)

    def _terms(self, ratio: float) -> ClippedSurrogate:
        return _terms_of(float(ratio), *self._setting)

    def _terms_of_all(self, ratios: np.ndarray) -> ClippedSurrogate:
        """The same of many ratios, shape (n,)."""
        advantage, low, high = self._setting
        return clipped_surrogate(ratios, advantage, eps_low=low, eps_high=high)

    @property
    def _setting(self) -> tuple[float, float, float]:
        """The advantage, and epsilon below and above 1."""
        return self.advantage, 1.0 - self.low, self.high - 1.0

    def _value(self, ratio: float) -> float:
        return self.rise * float(self._terms(ratio).value)

    def binds(self) -> bool:
        """Whether the bead stands where the ground is flat."""
        return bool(self._terms(self.ratio).binds)

    # -- setters ------------------------------------------------------------

    def stand(
        self,
        advantage: float,
        side: float,
        bounds: tuple[float, float],
        ratio: float,
    ) -> Self:
        """The ground of an advantage and a range; the bead at a ratio."""
        self.advantage, self.side, self.ratio = advantage, side, ratio
        self.low, self.high = bounds
        return self._draw()

    def roll(self, ratio: float) -> Self:
        """Bring the bead to a ratio."""
        self.ratio = ratio
        return self._draw()

    def ask(self, asked: bool) -> Self:
        """Whether the bead hides that it stands where the ground is flat."""
        self.asked = asked
        return self._draw()

    def show_numbers(self, ratio: float, height: float) -> Self:
        """The opacity of the bead's ratio and of its height, in digits."""
        self.shown_numbers = ratio, height
        for number, level in ((self.ratio_number, ratio), (self.height_number, height)):
            number.slots.set_fill(opacity=level)
        return self

    def show_band(self, level: float) -> Self:
        """The opacity of the window's band, in shares of what it is."""
        self.band.set_fill(opacity=level * _BAND * current_theme().tint)
        return self

    def keep_edges(self, level: float, role: str = "muted") -> Self:
        """Mark the edges of the window as they are now, dotted, by the opacity `level`."""
        self.kept = self.low, self.high
        for edge in self.edges:
            edge.set_stroke(paint(role), opacity=level)
        return self._draw()

    def keep_bead(self, ratio: float) -> Self:
        """Leave a shade where the bead was at `ratio`, if it stands beside that now."""
        place = self.at(ratio)
        apart = float(np.linalg.norm(place - self.bead.get_center()))
        self.ghost.move_to(place).set_fill(opacity=float(apart > 2.2 * _RADIUS * self.size))
        return self._draw()

    # -- drawing --------------------------------------------------------------

    def _draw(self) -> Self:
        """Set all that is not as it was."""
        place = self.grid.points.tobytes()
        ground = place, self.advantage, self.side, self.low, self.high, self.rise
        bead = *ground, self.ratio, self.asked
        shape = self.curve, self.axis, self.tick, self.band, self.straight, self.cut
        lay_once(shape, ground, self._draw_ground)
        lay_once([self.bead, self.drop], bead, self._draw_bead)
        lay_once([self.ratio_number], (place, self.ratio), self._draw_ratio)
        window = place, self.low, self.high, self.rise > 0, self.has_window
        lay_once([self.bound_numbers], window, self._draw_bounds)
        shade = self.ghost.get_fill_opacity(), *self.ghost.get_center()
        lay_once([self.height_number], (*bead, *shade), self._draw_height)
        lay_once([self.one], (*bead, self.shown_numbers), self._draw_one)
        lay_once(self.edges, (*bead, self.kept, self.shown_numbers), self._draw_edges)
        return self.show_numbers(*self.shown_numbers)

    def _draw_ground(self) -> None:
        # What would rise out of the box ends at its edge.
        far = min(self.reach, self.span / max(abs(self.advantage), 1e-9))
        corners = np.clip([0.0, self.low, self.high, far], 0.0, far)
        if self.advantage > 0:
            corners[3] = self.reach
        heights = self.level + self.rise * self._terms_of_all(corners).value
        self.curve.set_points_as_corners(self.grid.path(corners, heights))
        self.curve.set_stroke(paint(sign_role(self.advantage)), opacity=float(self.rise > 0))
        self.axis.put_start_and_end_on(self.foot(0.0), self.foot(self.reach))
        half = _TICK * self.size * UP
        self.tick.put_start_and_end_on(self.foot(1.0) - half, self.foot(1.0) + half)
        box = corners[[1, 2, 2, 1, 1]], np.array([0, 0, 1, 1, 0]) * self.span
        self.band.set_points_as_corners(self.grid.path(*box))
        self._draw_what_is_cut(far)

    def _draw_what_is_cut(self, far: float) -> None:
        """What the ground would be without the range, as far as the ratio `far`."""
        near, end = (self.high, far) if self.advantage > 0 else (self.low, 0.0)
        near = max(min(near, far), 0.0)
        top = self.point(end, self.level + self.rise * float(self._terms(end).unclipped))
        self._dashes(self.straight, self.at(near), top)
        self.zone.set_points_as_corners([self.at(near), self.at(end), top, self.at(near)])
        self.straight.set_stroke(opacity=float(self.rise > 0))
        self.cut.set_level(float(self.rise == 1.0 and near != end)).cover(self.zone)

    def _draw_bead(self) -> None:
        bead = self.at(self.ratio)
        self.bead.move_to(bead)
        self._dashes(self.drop, self.foot(self.ratio), bead)
        self.bead.disc.set_fill(paint(sign_role(self.advantage) if self.rise else "text"))
        self.bead.set_clipped(float(self.rise == 1.0 and self.binds() and not self.asked))

    def _dashes(self, line: VMobject, start: np.ndarray, end: np.ndarray) -> None:
        line.set_points_as_corners([start, start + 1e-3 * UP])
        if np.linalg.norm(end - start) > 0.12:
            cut_into_dashes(line, np.array([start, end]), _DASH * self.size, _GAP * self.size)

    def _draw_ratio(self) -> None:
        under = _UNDER * self.size * DOWN
        self.ratio_number.set_value(self.ratio).move_to(self.point(self.ratio, 0.0) + under)
        self._keep(self.ratio_number)

    def _draw_height(self) -> None:
        """The height of the bead beside it, clear of the ground."""
        number, size = self.height_number, self.size
        number.set_value(float(self._terms(self.ratio).value))
        number.set_role(sign_role(self.advantage))
        number.move_to(self.at(self.ratio))
        number.shift([-0.5 * _ink_width(number) - 0.16 * size, 0, 0])
        self._keep(number)
        ends = number.slots.get_left()[0], number.slots.get_right()[0]
        up = 1.0 if self.side >= 0 else -1.0
        number.set_y(self._clear_of_ground(ends) + _OVER * size * up)
        if self.ghost.get_fill_opacity() and touches(number.slots, self.ghost, gap=0.0):
            far = 0.5 * float(number.slots.height) + (_RADIUS + _CLEAR) * size
            number.set_y(float(self.ghost.get_y()) + far * up)

    def _draw_edges(self) -> None:
        """The kept edges from the box's head down, each as far as the height leaves room."""
        number, room = self.height_number.slots, _CLEAR * self.size
        for edge, ratio in zip(self.edges, self.kept, strict=True):
            head, end = (self.point(min(ratio, self.reach), h * self.span) for h in (1, 1 - _EDGE))
            aside = max(number.get_left()[0] - head[0], head[0] - number.get_right()[0])
            if self.shown_numbers[1] and aside < room:
                end[1] = np.clip(number.get_top()[1] + room, end[1], head[1])
            self._dashes(edge, head, end)

    def _draw_one(self) -> None:
        self.one.move_to(self.point(1.0, 0.0) + _UNDER * self.size * DOWN)
        self.one.set_fill(opacity=float(self._has_room_for_one()))

    def _has_room_for_one(self) -> bool:
        """Whether the 1 of the axis is shown and stands clear of the ratio and of the value."""
        ratio_shown, height_shown = self.shown_numbers
        ratio, height = self.ratio_number.slots, self.height_number.slots
        beside = gap_between(self.one, ratio) >= 0.18 * self.size
        above = height.get_bottom()[1] >= self.one.get_top()[1] or gap_between(self.one, height) > 0
        return bool(ratio_shown) and beside and (above or not height_shown)

    def _draw_bounds(self) -> None:
        """The window's numbers over its edges."""
        over = _ABOVE * self.size * UP
        sides = zip(self.bound_numbers, (self.low, self.high), (-1, 1), strict=True)
        for number, bound, side in sides:
            edge = self.point(float(np.clip(bound, 0.0, self.reach)), self.span) + over
            if self.has_window:
                number.set_value(bound)
            number.move_to(edge)
            number.shift([side * (0.5 * number.slots.width - 0.1 * self.size), 0, 0])
            self._keep(number)
            number.slots.set_fill(opacity=float(self.rise > 0 and self.has_window))
        self._part_bounds()

    def _part_bounds(self) -> None:
        """Move the window's numbers from each other where the window is narrow."""
        low, high = self.bound_numbers
        for number, side, share in ((low, -1, 0.5), (high, 1, 1.0), (low, -1, 1.0)):
            apart = high.slots.get_left()[0] - low.slots.get_right()[0]
            missing = _BETWEEN * self.size - float(apart)
            if missing > 0:
                number.shift([side * share * missing, 0, 0])
                self._keep(number)

    def _clear_of_ground(self, ends: tuple[float, float]) -> float:
        """The height that the ground and the straight line do not pass between two places."""
        left, right = self.foot(0.0)[0], self.foot(self.reach)[0]
        share = (np.array(ends) - left) / (right - left)
        ratios = np.clip(share[0] + _SPOTS * (share[1] - share[0]), 0, 1) * self.reach
        terms = self._terms_of_all(ratios)
        both = self.rise * np.concatenate([terms.value, terms.unclipped])
        furthest = both.max() if self.side >= 0 else both.min()
        return float(self.point(0.0, self.level + furthest)[1])

    def _keep(self, number: LiveNumber) -> None:
        """Within the box, a little beyond it at most."""
        rim = 0.12 * self.size
        left, right = self.foot(0.0)[0] - rim, self.foot(self.reach)[0] + rim
        ink = number.slots
        if (missing := left - ink.get_left()[0]) > 0:
            number.shift([missing, 0, 0])
        if (beyond := ink.get_right()[0] - right) > 0:
            number.shift([-beyond, 0, 0])


@lru_cache(maxsize=64)  # a frame asks for the same few several times
def _terms_of(ratio: float, advantage: float, low: float, high: float) -> ClippedSurrogate:
    return clipped_surrogate(ratio, advantage, eps_low=low, eps_high=high)


def _ink_width(number: LiveNumber) -> float:
    return float(number.slots.width)
