"""A signed height as a block over or under its line, with a crisp edge."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from scenes.stage.theme import AXIS, current_theme, paint


class SignedBlock(VMobject):
    """A rectangle from the line at `foot` up or down by a signed height.

    The shade is faint, the same on both sides: the side says the sign. `edge` carries the
    contrast. A `bright` block is one that is never negative.
    """

    def __init__(self, role: str = "muted", *, bright: bool = False):
        super().__init__(stroke_width=0)
        self.role = role
        self.edge = VMobject().set_stroke(paint(role), AXIS)
        self.set_fill(paint(role), opacity=BRIGHT if bright else shade())
        self.add(self.edge)

    def shine(self, opacity: float) -> Self:
        """Fill it by `opacity`."""
        return self.set_fill(opacity=opacity, family=False)

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
        starts = [np.array([0.0, _shared(height, other), 0.0]) for other in beside]
        self.edge.set_points_as_corners(
            np.array([left + starts[0], left + rise, right + rise, right + starts[1]])
        )
        return self

    def walk(self, target: SignedBlock, share: float) -> Self:
        """Stand a `share` of the way from here to where `target` stands."""
        here = self.__dict__.setdefault("origin", (self.left, self.right, self.height_drawn))
        there = target.left, target.right, target.height_drawn
        return self.stand(*((1 - share) * a + share * b for a, b in zip(here, there, strict=True)))

    def spread(self, target: SignedBlock, share: float) -> Self:
        """Walk to `target` in two parts: first to its width and height, then to its place."""
        here = self.__dict__.setdefault("origin", (self.left, self.right, self.height_drawn))
        (left, right, height), there = here, (target.left, target.right)
        first, then = min(2 * share, 1.0), max(2 * share - 1, 0.0)
        middle = 0.5 * ((1 - then) * (left + right) + then * (there[0] + there[1]))
        half = 0.5 * ((1 - first) * (right - left) + first * (there[1] - there[0]))
        high = (1 - first) * height + first * target.height_drawn
        return self.stand(middle - half, middle + half, high)

    def tip(self) -> np.ndarray:
        """The middle of the edge that is away from the line."""
        return 0.5 * (self.points[0] + self.points[3])


BRIGHT = 0.82


def shade() -> float:
    """The opacity of a shaded area with a crisp edge."""
    return _SHADE * current_theme().tint


_SHADE = 2.6  # tints: so much of the block's colour is in it


def _shared(height: float, other: float) -> float:
    """Up to where a block and its neighbour stand side by side."""
    if height * other <= 0:
        return 0.0
    return other if abs(other) < abs(height) else height
