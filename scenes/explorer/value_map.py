"""J over both dials as a picture: bands of height, and the line on which it is 0."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, Polygon, VGroup

from grpo_core import GroupTable, evaluate_group
from scenes.stage.grid import Grid
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, current_theme, paint
from scenes.stage.typeset import Formula

from .dial_plot import KNOB

_OFF = 0.2  # from the map to its dials
_BANDS = 4  # on each side of 0, at most
_FLAT = 1e-12


class ValueMap(VGroup):
    """eps to the right from 0 to `most_eps`, beta upwards from 0 to `most_beta`.

    Between neighbours of `knots` (eps) J is linear in both, so bands and the zero line are
    exact: cuts of the rectangles between them. The higher J, the more shade. `turn` moves the
    point and both knobs; at first they are at `rest`, the settings of `table`.
    """

    def __init__(
        self,
        table: GroupTable,
        knots: Sequence[float],
        most_eps: float,
        most_beta: float = 1.0,
        *,
        width: float = 3.2,
        height: float = 1.9,
    ):
        super().__init__()
        self.group = table.group
        self.rest = (min(table.eps_low, most_eps), min(table.beta, most_beta))
        self.grid = Grid((0, most_eps), (0, most_beta), width, height)
        self.knots = sorted({0.0, *(float(k) for k in knots if 0 < k < most_eps), most_eps})
        self.bands, self.contour = VGroup(), VGroup()
        self._draw_bands()
        corner = self.grid.points[0]
        right, up = width * RIGHT, height * UP
        self.eps_dial = Line(corner + _OFF * DOWN, corner + _OFF * DOWN + right)
        self.beta_dial = Line(corner + _OFF * LEFT, corner + _OFF * LEFT + up)
        for dial in (self.eps_dial, self.beta_dial):
            dial.set_stroke(paint("muted"), AXIS)
        self.eps_name = Formula("epsilon", size=LABEL).next_to(self.eps_dial, RIGHT, buff=0.16)
        self.beta_name = Formula("beta", size=LABEL).next_to(self.beta_dial, UP, buff=0.12)
        self.eps_knob, self.beta_knob, self.point = (
            Dot(radius=r).set_fill(paint("text"), 1) for r in (KNOB, KNOB, 0.1)
        )
        self.point.set_stroke(paint("ground"), 3, background=True)
        self.threads = VGroup(*(Line().set_stroke(paint("text"), HAIRLINE) for _ in range(2)))
        self.eps_number, self.beta_number = (LiveNumber(0.0, 2, size=LABEL) for _ in range(2))
        self.signs = self._sign_names()
        self.add(self.grid, self.bands, self.contour, self.signs)
        self.add(self.eps_dial, self.beta_dial, self.eps_name, self.beta_name, self.threads)
        self.add(self.eps_knob, self.beta_knob, self.point, self.eps_number, self.beta_number)
        self.turn(*self.rest)

    def value(self, epsilon: float, beta: float) -> float:
        """J of the group at these settings."""
        return evaluate_group(self.group, eps_low=epsilon, beta=beta).objective

    # -- bands ----------------------------------------------------------------

    def _cells(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each rectangle between two knots, its corners (eps, beta) and J there."""
        top = self.grid.up[1]
        cells = []
        for left, right in pairwise(self.knots):
            corners = np.array([(left, 0), (right, 0), (right, top), (left, top)])
            cells.append((corners, np.array([self.value(*corner) for corner in corners])))
        return cells

    def _draw_bands(self) -> None:
        cells = self._cells()
        most = max(float(np.abs(values).max()) for _, values in cells)
        step = max(most, _FLAT) / _BANDS
        shade = 2 * current_theme().tint / (2 * _BANDS - 1)
        for corners, values in cells:
            for level in step * np.arange(1 - _BANDS, _BANDS):
                self._add_piece(corners, values - level, shade)
            self._add_contour(corners, values)

    def _add_piece(self, corners: np.ndarray, values: np.ndarray, shade: float) -> None:
        """What lies above 0 of a rectangle, in one more layer of shade."""
        piece = _cut(corners, values)
        if len(piece) > 2 and values.max() > _FLAT:
            shape = Polygon(*self._on_stage(piece), stroke_width=0)
            self.bands.add(shape.set_fill(paint("text"), shade))

    def _add_contour(self, corners: np.ndarray, values: np.ndarray) -> None:
        ends = _zeros(corners, values)
        if len(ends) == 2 and not np.allclose(*ends):
            line = Line(*self._on_stage(ends)).set_stroke(paint("text"), MAIN_CURVE)
            self.contour.add(line)

    def _on_stage(self, places: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [self.grid.point(*place) for place in places]

    def _sign_names(self) -> VGroup:
        """What each side of the line is, where there is room for it."""
        names = VGroup()
        for source, sign in (("J > 0", 1), ("J < 0", -1)):
            name = Formula(source, size=LABEL)
            if (spot := self._room_for(name, sign)) is not None:
                names.add(name.move_to(spot))
        return names

    def _room_for(self, name: Formula, sign: int) -> np.ndarray | None:
        """The place of this sign of J that is farthest from all others and from the rim."""
        best, best_depth = None, 0.0
        half = np.array([0.5 * name.width, 0.5 * name.height]) + 0.08
        low, high = self.grid.points[0][:2] + half, self.grid.points[-1][:2] - half
        span = self.grid.points[-1][:2] - self.grid.points[0][:2]
        data = np.array([self.grid.across[1], self.grid.up[1]])
        for x in np.linspace(low[0], high[0], 13):
            for y in np.linspace(low[1], high[1], 9):
                if self._is_in_the_way(np.array([x, y]), half):
                    continue
                box = [(x + a * half[0], y + b * half[1]) for a in (-1, 1) for b in (-1, 1)]
                at = [(np.array(p) - self.grid.points[0][:2]) / span * data for p in box]
                depth = self._depth([np.clip(p, 0, data) for p in at], sign, best_depth + _FLAT)
                if depth > best_depth + _FLAT:
                    best, best_depth = np.array([x, y, 0.0]), depth
        return best

    def _depth(self, corners: Sequence[np.ndarray], sign: int, needed: float) -> float:
        """How far J is from 0 at the worst of `corners`, or at the first that is not `needed`."""
        depth = np.inf
        for corner in corners:
            depth = min(depth, sign * self.value(*corner))
            if depth <= needed:
                break
        return depth

    def _is_in_the_way(self, spot: np.ndarray, half: np.ndarray) -> bool:
        """Whether a name would lie on the point where it rests, or on its threads."""
        place = self.grid.point(*self.rest)[:2]
        low, high = spot - half - 0.12, spot + half + 0.12
        near = (low < place) & (place < high)
        return bool((near[1] and low[0] < place[0]) or (near[0] and low[1] < place[1]))

    def numbers(self) -> VGroup:
        """The numbers at the knobs."""
        return VGroup(self.eps_number, self.beta_number)

    def pointer(self) -> VGroup:
        """What moves with them: the point, its threads and the knobs."""
        return VGroup(*self.threads, self.eps_knob, self.beta_knob, self.point)

    def retire(self) -> Self:
        """Without the point, where the map has no place for it; numbers at the dials' ends."""
        self.turn(self.grid.across[1], self.grid.up[1]).remove(self.threads, *self.pointer())
        self.numbers().set_fill(paint("muted"))
        return self

    # -- the dials --------------------------------------------------------------

    def turn(self, epsilon: float, beta: float) -> Self:
        """Move the point and its knobs."""
        place = self.grid.point(epsilon, beta)
        below = np.array([place[0], self.eps_dial.get_y(), 0.0])
        beside = np.array([self.beta_dial.get_x(), place[1], 0.0])
        self.point.move_to(place)
        self.eps_knob.move_to(below)
        self.beta_knob.move_to(beside)
        for thread, foot, way in zip(self.threads, (below, beside), (UP, RIGHT), strict=True):
            thread.put_start_and_end_on(foot, place + 1e-3 * way)
        _set_at(self.eps_number, epsilon, below + 0.34 * DOWN)
        _set_at(self.beta_number, beta, beside + 0.58 * LEFT)
        return self


def _set_at(number: LiveNumber, value: float, spot: np.ndarray) -> None:
    number.set_value(value)
    drawn = VGroup(*(slot for slot in number.slots if slot.has_points()))
    number.shift(spot - drawn.get_center())


def _cut(corners: np.ndarray, values: np.ndarray) -> list[np.ndarray]:
    """The part of a rectangle in which a linear function is not below 0."""
    kept = []
    for k in range(len(corners)):
        a, b = values[k - 1], values[k]
        if (a < 0) != (b < 0):
            kept.append(corners[k - 1] + (corners[k] - corners[k - 1]) * a / (a - b))
        if b >= 0:
            kept.append(corners[k])
    return kept


def _zeros(corners: np.ndarray, values: np.ndarray) -> list[np.ndarray]:
    """Where the sides of a rectangle change the sign of a linear function."""
    found = []
    for k in range(len(corners)):
        a, b = values[k - 1], values[k]
        if (a < 0) != (b < 0):
            found.append(corners[k - 1] + (corners[k] - corners[k - 1]) * a / (a - b))
    return found
