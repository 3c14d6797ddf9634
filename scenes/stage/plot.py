"""A picture with coordinates of its own, which go along when it is moved or scaled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import VGroup

from .grid import Grid


class Plot(VGroup):
    """A group with a `grid`, by which its setters say where things lie wherever it stands.

    `across` and `up` are the data at the edges of a box of `width` by `height` scene units.
    """

    def __init__(
        self, across: tuple[float, float], up: tuple[float, float], width: float, height: float
    ):
        super().__init__()
        self.grid = Grid(across, up, width, height)
        self.add(self.grid)

    def point(self, x: float, y: float) -> np.ndarray:
        """Where (x, y) lies on the stage."""
        return self.grid.point(x, y)

    def middle(self) -> np.ndarray:
        """The middle of the box, however far numbers and names reach out of it."""
        return self.grid.get_center()

    def stand_at(self, place: Sequence[float] | np.ndarray) -> Self:
        """Move it so that the middle of its box is at `place`."""
        return self.shift(np.asarray(place) - self.middle())
