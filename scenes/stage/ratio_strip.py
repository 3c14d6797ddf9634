"""Answers on a ratio axis in two lanes, A > 0 above and A < 0 below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UL, UP, UR, Line, VGroup

from grpo_core import GroupTable

from .envelope import epsilon_source, ratio_text
from .live_number import number_text
from .marks import answer_marker, set_hollow, tick, tint
from .placement import place_label
from .theme import AXIS, LABEL, paint
from .typeset import Formula

_SIDES = (UP, DOWN, RIGHT, LEFT, UL, UR)
_FURTHEST = 4.0  # ratios beyond it wait at the end of the axis


class RatioStrip(VGroup):
    """An axis of rho with the clip range as a band between two lines, and a marker an answer.

    `set_spread` moves the markers between rho = 1 (0: as when they were sampled) and
    their ratios (1).
    """

    def __init__(
        self, table: GroupTable, *, width: float = 10.2, lane: float = 1.25, labels: bool = True
    ):
        self.table, self.lane = table, lane
        furthest = max(2.0, 1 + table.eps_high, *table.ratio)
        self.low, self.high = 0.0, 1.12 * min(furthest, _FURTHEST)
        super().__init__()
        self.axis = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.band = tint([ORIGIN, RIGHT, UR, UP])
        self.edges = VGroup(*(Line().set_stroke(paint("muted"), AXIS) for _ in range(2)))
        self.epsilon = Formula(epsilon_source(table.eps_low, table.eps_high), size=LABEL)
        self.set_range(table.eps_low, table.eps_high)
        self.epsilon.next_to(self.band, UP, buff=0.2)
        self.axis_name = Formula("rho", size=LABEL).next_to(self.axis, RIGHT, buff=0.2)
        bounds = (1 - table.eps_low, 1 + table.eps_high) if labels else ()
        self.ticks = self._ticks([0.5, *bounds, 1.0, 1.5, 2.0])
        self.lanes = VGroup(
            Formula("A > 0", size=LABEL, role="up").move_to(self.lane_start(2)),
            Formula("A < 0", size=LABEL, role="down").move_to(self.lane_start(1)),
        )
        self.markers = VGroup(*map(self._marker, range(table.group.size)))
        self._stack_markers()
        self.labels = VGroup()
        self.add(self.band, self.edges, self.axis, self.axis_name, self.ticks, self.markers)
        if labels:
            for index in range(table.group.size):
                self.labels.add(self._label(index))
            self.add(self.epsilon, self.lanes, self.labels)

    def place(self, ratio: float, lane: float = 0.0) -> np.ndarray:
        """Where `ratio` lies; lane 0 is the axis itself."""
        share = (np.clip(ratio, self.low, self.high) - self.low) / (self.high - self.low)
        start, end = self.axis.get_start(), self.axis.get_end()
        return start + (end - start) * share + self.lane * lane * UP

    def set_range(self, eps_low: float, eps_high: float) -> Self:
        """Move the band and its edges; an edge that no ratio can reach is not drawn."""
        bounds = (1 - eps_low, 1 + eps_high)
        (a, b), (c, d) = ((self.place(r), self.place(r, 2)) for r in bounds)
        self.band.set_points_as_corners([a, c, d, b, a])
        for edge, ratio in zip(self.edges, bounds, strict=True):
            edge.put_start_and_end_on(self.place(ratio), self.place(ratio, 2))
            edge.set_stroke(opacity=float(self.low < ratio < self.high))
        return self

    def set_pushing(self, pushing: Sequence[bool]) -> Self:
        """Fill the markers of the answers that push; the others become hollow."""
        for marker, advantage, on in zip(self.markers, self.table.advantage, pushing, strict=True):
            set_hollow(marker, advantage, hollow=not on)
        return self

    def set_spread(self, spread: float) -> Self:
        """Markers at 1 + `spread` * (rho - 1)."""
        for index, marker in enumerate(self.markers):
            ratio = 1 + spread * (float(self.table.ratio[index]) - 1)
            marker.set_x(self.place(ratio)[0])
        return self

    def lane_start(self, number: int) -> np.ndarray:
        """The middle of lane `number` (1 or 2), left of the axis."""
        return self.place(self.low, number - 0.5) + 0.85 * LEFT

    def lane_of(self, index: int) -> float:
        """The height of an answer's marker, in lanes."""
        advantage = self.table.advantage[index]
        return 1.5 if advantage > 0 else 0.5 if advantage < 0 else 1.0

    def _marker(self, index: int):
        marker = answer_marker(self.table.advantage[index])
        return marker.move_to(self.place(self.table.ratio[index], self.lane_of(index)))

    def _stack_markers(self) -> None:
        """Spread markers of one lane that would hide each other over the lane's height."""
        for lane in (0.5, 1.0, 1.5):
            row = [m for i, m in enumerate(self.markers) if self.lane_of(i) == lane]
            row.sort(key=lambda marker: marker.get_x())
            for before, marker in pairwise(row):
                if marker.get_x() - before.get_x() < marker.width:
                    lower = before.get_y() >= self.place(1, lane)[1]
                    marker.shift((-0.36 if lower else 0.36) * UP)

    def _label(self, index: int) -> VGroup:
        """o_i and its ratio; where there is no room, o_i alone, or nothing."""
        ratio = number_text(self.table.ratio[index], 2)
        name = Formula(f"o_{index + 1}", size=LABEL)
        whole = Formula(f"o_{index + 1} thick {{{{ {ratio} : ratio }}}}", size=LABEL)
        others = (m for i, m in enumerate(self.markers) if i != index)
        taken = [*self.labels, *others, self.axis, *self.edges, *self.ticks, *self.lanes]
        for label in (whole, name):
            if place_label(label, self.markers[index], taken, directions=_SIDES, buff=0.12):
                return label
        return VGroup()

    def _ticks(self, ratios: Sequence[float]) -> VGroup:
        ticks = VGroup()
        for ratio in sorted(r for r in ratios if self.low < r < self.high):
            named = tick(self.place(ratio), ratio_text(ratio, 1), buff=0.16)
            if ticks and named[1].get_left()[0] - ticks[-1][1].get_right()[0] < 0.15:
                continue
            ticks.add(named)
        return ticks
