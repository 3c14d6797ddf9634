"""A solid arrow whose head points along its shaft: advantages, pushes, ways."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import RIGHT, Line, VGroup, VMobject
from manim.typing import Point3D, Point3DLike

from .once import lay_once
from .theme import paint

_PIN = 1e-3  # scene units: too short to count in a layout, long enough to tell a direction
_HEAD_SHARE = 0.7  # of a short arrow, at most
_SLIM = 0.5  # the shaft's width in widths of the head, at most


class BlockArrow(VGroup):
    """A filled arrow from `start` to `end`; a length of 0 draws nothing.

    `width` is the shaft's, `head` the head's length and width, in scene units. Of an arrow
    that is too short for them the head shrinks, and the shaft with it.
    """

    def __init__(
        self,
        start: Point3DLike,
        end: Point3DLike,
        role: str = "text",
        *,
        width: float = 0.1,
        head: float = 0.32,
    ):
        self.shaft_width, self.head_length = width, head
        self.pin = Line(np.zeros(3), _PIN * RIGHT, stroke_width=0)
        self.body = VMobject(stroke_width=0).set_fill(paint(role), opacity=1)
        super().__init__(self.pin, self.body)
        self.set_ends(start, end)

    def set_ends(self, start: Point3DLike, end: Point3DLike) -> Self:
        """Lead it from `start` to `end`."""
        first, last = np.array(start, dtype=float), np.array(end, dtype=float)
        asked = first.tobytes(), last.tobytes()
        lay_once([self], asked, lambda: self._lead(first, last))
        return self

    def _lead(self, start: Point3D, end: Point3D) -> None:
        scale, way = self._scale(), end - start
        length = float(np.linalg.norm(way))
        along = way / length if length else self._along()
        self.pin.put_start_and_end_on(start, start + _PIN * scale * along)
        self.set_length(length)

    def set_length(self, length: float) -> Self:
        """Make it `length` scene units long; its start stays, and below 0 it points back."""
        along, scale = np.sign(length) * self._along(), self._scale()
        across = np.array([-along[1], along[0], 0.0])
        corners = self._outline(abs(length) / scale)
        start = self.pin.get_start()
        self.body.clear_points()
        if length:
            outline = [start + scale * (x * along + y * across) for x, y in corners]
            self.body.set_points_as_corners([*outline, outline[0]])
        return self

    def set_role(self, role: str) -> Self:
        """Colour it by `role`."""
        self.body.set_fill(paint(role))
        return self

    def _outline(self, length: float) -> list[tuple[float, float]]:
        """How far along and across its corners lie, at the size that it had at birth."""
        head = min(self.head_length, _HEAD_SHARE * length)
        shaft, side = 0.5 * min(self.shaft_width, _SLIM * head), 0.5 * head
        left = [(0.0, shaft), (length - head, shaft), (length - head, side)]
        return [*left, (length, 0.0), *((x, -y) for x, y in reversed(left))]

    def _along(self) -> np.ndarray:
        way = self.pin.get_end() - self.pin.get_start()
        return way / np.linalg.norm(way)

    def _scale(self) -> float:
        """How much larger it is than it was at birth."""
        return float(np.linalg.norm(self.pin.get_end() - self.pin.get_start())) / _PIN
