"""A signed height as a block: a hill is shaded, a hole is hatched; both have a crisp edge."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from scenes.stage.marks import hatching
from scenes.stage.theme import AXIS, current_theme, paint

_SHADE = 1.9  # tints: so much of the block's colour is in a hill
_HATCH = 0.17  # between two lines of a hole, scene units
_HATCH_WIDTH, _HATCH_OPACITY = 1.5, 0.65
_LEAST_HOLE = 0.02  # a hole less deep has no room for lines


class SignedBlock(VMobject):
    """A rectangle from the line at `foot` up (shaded) or down (hatched) by a signed height.

    The shade is faint; `edge` carries the contrast.
    """

    def __init__(self, role: str = "muted"):
        super().__init__(stroke_width=0)
        self.role = role
        # One path, not a line each: what a walk puts in the place of a mobject leaves the old
        # one on the stage while it plays.
        self.hatch = VMobject().set_stroke(paint(role), _HATCH_WIDTH, opacity=_HATCH_OPACITY)
        self.edge = VMobject().set_stroke(paint(role), AXIS)
        self.add(self.hatch, self.edge)

    def stand(
        self,
        left: np.ndarray,
        right: np.ndarray,
        height: float,
        beside: tuple[float, float] = (0.0, 0.0),
    ) -> Self:
        """Stand on the line from `left` to `right`, `height` scene units high or deep.

        `beside` are the heights of the neighbours: no edge is drawn where one of them goes on.
        """
        self.left, self.right, self.height_drawn = left, right, height
        rise = np.array([0.0, height, 0.0])
        corners = [right + rise, left + rise, left, right, right + rise]  # as a Rectangle has them
        self.set_points_as_corners(np.array(corners))
        self.set_fill(paint(self.role), opacity=shade() * (height >= 0), family=False)
        starts = [np.array([0.0, _shared(height, other), 0.0]) for other in beside]
        self.edge.set_points_as_corners(
            np.array([left + starts[0], left + rise, right + rise, right + starts[1]])
        )
        self.hatch.clear_points()
        if height < -_LEAST_HOLE and right[0] - left[0] > _LEAST_HOLE:
            corners = [left, right, right + rise, left + rise]
            lines = hatching(corners, self.role, gap=_HATCH, through=np.zeros(3))
            self.hatch.set_points(np.concatenate([line.points for line in lines]))
        return self

    def as_bar(self, bar: VMobject, role: str) -> Self:
        """A copy that looks like the solid `bar`, to become this block."""
        twin = self.copy()
        twin.stretch_to_fit_width(bar.width).stretch_to_fit_height(bar.height).move_to(bar)
        twin.set_fill(paint(role), opacity=1, family=False)
        twin.hatch.set_stroke(opacity=0)
        twin.edge.set_stroke(paint(role), opacity=0)
        return twin

    def walk(self, target: SignedBlock, share: float) -> Self:
        """Stand a `share` of the way from here to where `target` stands."""
        here = self.__dict__.setdefault("origin", (self.left, self.right, self.height_drawn))
        there = target.left, target.right, target.height_drawn
        return self.stand(*((1 - share) * a + share * b for a, b in zip(here, there, strict=True)))

    def tip(self) -> np.ndarray:
        """The middle of the edge that is away from the line."""
        return 0.5 * (self.points[0] + self.points[3])


def shade() -> float:
    """The opacity of a shaded area with a crisp edge."""
    return _SHADE * current_theme().tint


def _shared(height: float, other: float) -> float:
    """Up to where a block and its neighbour stand side by side."""
    if height * other <= 0:
        return 0.0
    return other if abs(other) < abs(height) else height
