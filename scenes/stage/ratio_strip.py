"""Answers on a ratio axis in two lanes, A > 0 above and A < 0 below."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import GroupTable

from .envelope import ratio_text
from .live_number import number_text
from .marks import sign_marker, tint
from .placement import place_label
from .theme import AXIS, LABEL, paint
from .typeset import Formula

_SIDES = (UP, DOWN, RIGHT, LEFT)
_WIDTH = 10.2
_LANE = 1.25
_FURTHEST = 8.0  # ratios beyond 1/8 and 8 wait at the ends of the axis


class RatioStrip(VGroup):
    """A logarithmic axis of rho with the clip range as a band, and a marker an answer."""

    def __init__(self, table: GroupTable):
        self.table = table
        span = [0.5, 2.0, 1 - table.eps_low, 1 + table.eps_high, *table.ratio]
        span = np.clip([s for s in span if s > 0], 1 / _FURTHEST, _FURTHEST)
        self.low, self.high = 0.9 * span.min(), 1.12 * span.max()
        super().__init__()
        self.axis = Line(self.place(self.low), self.place(self.high))
        self.axis.set_stroke(paint("muted"), AXIS)
        low, high = max(1 - table.eps_low, self.low), min(1 + table.eps_high, self.high)
        self.band = tint(
            [self.place(low), self.place(high), self.place(high, 2), self.place(low, 2)]
        )
        self.ticks = self._ticks()
        self.lanes = VGroup(
            Formula("A > 0", size=LABEL, role="up").move_to(self.lane_start(2)),
            Formula("A < 0", size=LABEL, role="down").move_to(self.lane_start(1)),
        )
        self.markers = VGroup(*map(self._marker, range(table.group.size)))
        self._stack_markers()
        self.labels = VGroup()
        for index in range(table.group.size):
            self.labels.add(self._label(index))
        self.add(self.band, self.axis, self.ticks, self.lanes, self.markers)
        self.add(self.labels)

    def place(self, ratio: float, lane: float = 0.0) -> np.ndarray:
        """Where `ratio` lies; lane 0 is the axis itself."""
        clamped = np.clip(ratio, self.low, self.high)
        share = np.log(clamped / self.low) / np.log(self.high / self.low)
        return np.array([(share - 0.5) * _WIDTH + 0.5, _LANE * lane, 0.0])

    def lane_start(self, number: int) -> np.ndarray:
        """The middle of lane `number` (1 or 2), left of the axis."""
        return self.place(self.low, number - 0.5) + 0.85 * LEFT

    def lane_of(self, index: int) -> float:
        """The height of an answer's marker, in lanes."""
        advantage = self.table.advantage[index]
        return 1.5 if advantage > 0 else 0.5 if advantage < 0 else 1.0

    def _marker(self, index: int):
        marker = sign_marker(self.table.advantage[index], size=0.3)
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
        name = Formula(f"o_{index + 1}", size=LABEL, role="muted")
        value = Formula(number_text(self.table.ratio[index], 2), size=LABEL)
        whole = VGroup(name, value).arrange(RIGHT, buff=0.16)
        others = (m for i, m in enumerate(self.markers) if i != index)
        taken = [*self.labels, *others, self.axis, *self.ticks, *self.lanes]
        for label in (whole, VGroup(name)):
            if place_label(label, self.markers[index], taken, directions=_SIDES, buff=0.12):
                return label
        return VGroup()

    def _ticks(self) -> VGroup:
        ticks = VGroup()
        ratios = [0.5, 1 - self.table.eps_low, 1.0, 1 + self.table.eps_high, 2.0]
        for ratio in sorted(r for r in ratios if self.low < r < self.high):
            tick = Line(0.08 * UP, 0.08 * DOWN).set_stroke(paint("muted"), AXIS)
            tick.move_to(self.place(ratio))
            label = Formula(ratio_text(ratio, 1), size=LABEL, role="muted")
            label.next_to(tick, DOWN, buff=0.16)
            if ticks and label.get_left()[0] - ticks[-1][1].get_right()[0] < 0.15:
                continue
            ticks.add(VGroup(tick, label))
        return ticks
