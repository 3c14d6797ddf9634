"""A picture with its own coordinates, which go along when it is moved or scaled."""

from __future__ import annotations

import numpy as np
from manim import ORIGIN, RIGHT, VGroup, VMobject

_PIN = 0.01


class Pinned(VGroup):
    """A group whose setters may say where things are in the units in which it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        # Short, so that the picture's box is that of what can be seen.
        self._pin = VMobject(stroke_width=0).set_points_as_corners([ORIGIN, _PIN * RIGHT])
        self.add(self._pin)

    @property
    def unit(self) -> float:
        """How long one of the picture's units is on the stage."""
        return float(np.linalg.norm(self._pin.points[-1] - self._pin.points[0])) / _PIN

    def spot(self, x: float, y: float) -> np.ndarray:
        """The point of the stage at `x` and `y` of the picture."""
        return self._pin.points[0] + self.unit * np.array([x, y, 0.0])

    def outline(self, corners) -> list[np.ndarray]:
        """The points of the stage at `corners`, pairs of x and y of the picture."""
        return [self.spot(x, y) for x, y in corners]
