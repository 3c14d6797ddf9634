"""Signed numbers as tapered arrows from one line, each in its lane; chained, they close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, UP, Line, VGroup, VMobject

from scenes.stage.marks import answer_marker
from scenes.stage.motion import Drive
from scenes.stage.reward_line import reward_dot
from scenes.stage.theme import CURVE, paint, sign_role

_THICKEST, _LEAST_DOT = 0.2, 0.05


@dataclass(frozen=True)
class Layout:
    """Where arrows lie: all numbers, so that a film can glide from one to another.

    Attributes:
        origin: the foot of the line that the arrows leave, (x, y).
        unit: scene units for the value 1.
        heights: ``(G,)``, of each arrow over the foot.
        reach: the length of the line.
        grown: how much of each arrow is drawn, 0 to 1.
        chain: 0: all leave the line; 1: each leaves from the end of the one above.
    """

    origin: tuple[float, float]
    unit: float
    heights: np.ndarray
    reach: float
    grown: float = 1.0
    chain: float = 0.0

    def but(self, **changes) -> Layout:
        """The same with `changes`."""
        return replace(self, **changes)

    def mixed(self, other: Layout, share: float) -> Layout:
        """On the way to `other`."""

        def mix(name: str):
            a, b = np.asarray(getattr(self, name)), np.asarray(getattr(other, name))
            return (1 - share) * a + share * b

        return Layout(**{name: mix(name) for name in self.__dataclass_fields__})


def lanes(values: Sequence[float], height: float, *, foot: float = 0.0) -> np.ndarray:
    """Heights of a lane for each value, the largest on top, equal ones in their order."""
    values = np.asarray(values, dtype=float)
    order = np.argsort(-values.round(9), kind="stable")
    pitch = height / len(values)
    heights = np.empty(len(values))
    heights[order] = foot + height - pitch * (np.arange(len(values)) + 0.5)
    return heights


class Deviations(VGroup):
    """An arrow for each of `values` from a perpendicular line.

    A reward's dot waits at each arrow's end, or, with `signs`, the sign of its value
    travels on its tip.
    """

    def __init__(
        self, values: Sequence[float], layout: Layout, *, signs: bool = False, dot: float = 0.0
    ):
        super().__init__()
        self.line = Line(DOWN, UP).set_stroke(paint("text"), CURVE)
        self.arrows = VGroup(*(VMobject(stroke_width=0) for _ in values))
        self.links = VMobject().set_stroke(paint("muted"), 1.5)
        pitch = layout.reach / len(values)
        self.thickness = min(_THICKEST, 0.55 * pitch)
        self.signs = signs
        if signs:
            self.ends = VGroup(*(answer_marker(v, min(0.26, 0.9 * pitch)) for v in values))
        else:
            self.ends = VGroup(
                *(reward_dot(dot or min(0.15, max(0.42 * pitch, _LEAST_DOT))) for _ in values)
            )
        self.add(self.line, self.links, self.arrows, self.ends)
        self.set_values(values)
        self.set_layout(layout)

    def set_values(self, values: Sequence[float]) -> Self:
        """Take other values; `set_layout` draws them."""
        self.values = np.asarray(values, dtype=float)
        for arrow, value in zip(self.arrows, self.values, strict=True):
            arrow.set_fill(paint(sign_role(value)), 1)
        return self

    def set_layout(self, layout: Layout) -> Self:
        """Draw line, arrows and ends."""
        self.layout = layout
        x, y = map(float, layout.origin)
        self.line.put_start_and_end_on([x, y, 0], [x, y + max(layout.reach, 1e-3), 0])
        starts, tips = self._spans(layout)
        for k, (arrow, end) in enumerate(zip(self.arrows, self.ends, strict=True)):
            level = y + layout.heights[k]
            left, right = x + layout.unit * starts[k], x + layout.unit * tips[k]
            arrow.set_points_as_corners(_wedge(left, right, level, self.thickness, layout.grown))
            at = left + layout.grown * (right - left) if self.signs else right
            end.move_to([at, level, 0])
        self._link(layout, starts, tips)
        return self

    def glide(self, *layouts: Layout) -> Drive:
        """An animation from the first to the second of `layouts` (one: from the present)."""
        start, end = layouts if len(layouts) == 2 else (self.layout, *layouts)
        return Drive(self, lambda share: self.set_layout(start.mixed(end, share)), 0.0, 1.0)

    def with_signs(self) -> Deviations:
        """The same picture with the sign of each value at its arrow's tip."""
        return Deviations(self.values, self.layout, signs=True)

    def _spans(self, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
        """Where arrows begin and end, in values from the line."""
        starts = np.zeros(len(self.values))
        order = np.argsort(-layout.heights, kind="stable")
        ends = np.cumsum(self.values[order])
        starts[order[1:]] = layout.chain * ends[:-1]
        return starts, starts + self.values

    def _link(self, layout: Layout, starts: np.ndarray, tips: np.ndarray) -> None:
        """Thin lines from the tip of each chained arrow to the start of the next."""
        if layout.chain < 1:
            self.links.clear_points()
            return
        x, y = map(float, layout.origin)
        order = np.argsort(-layout.heights, kind="stable")
        self.links.clear_points()
        for before, after in pairwise(order):
            across = x + layout.unit * tips[before]
            self.links.start_new_path(np.array([across, y + layout.heights[before], 0.0]))
            self.links.add_line_to(np.array([across, y + layout.heights[after], 0.0]))


def _wedge(left: float, right: float, level: float, thickness: float, grown: float) -> list:
    """The corners of an arrow: broad where it leaves, thin at its tip."""
    tip = left + grown * (right - left)
    # A short arrow is slim as well, so that it stays an arrow.
    broad = 0.5 * min(thickness, max(0.35 * abs(right - left), 1e-3)) if grown else 0.0
    slim = 0.25 * broad
    corners = [(left, broad), (tip, slim), (tip, -slim), (left, -broad), (left, broad)]
    return [np.array([x, level + dy, 0.0]) for x, dy in corners]
