"""A picture that is drawn in scene units from the origin, and keeps them as it is scaled."""

from __future__ import annotations

import numpy as np
from manim import UR

from scenes.stage.plot import Plot

_SIDE = 0.01  # of the box at the origin: short, so that it lies in what can be seen


class Pinned(Plot):
    """A group whose setters may say where things are in the units in which it was drawn."""

    def __init__(self) -> None:
        super().__init__((0, _SIDE), (0, _SIDE), _SIDE, _SIDE)
        self.grid.shift(0.5 * _SIDE * UR)

    def outline(self, corners) -> list[np.ndarray]:
        """The points of the stage at `corners`, pairs of x and y of the picture."""
        return [self.point(x, y) for x, y in corners]
