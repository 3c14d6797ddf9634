"""Numbers as squares of that side, and the square that is as large as they are on average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, Square, VGroup

from scenes.stage.theme import AXIS, CURVE, current_theme, paint

_GAP = 0.12  # of a cell's side
_LEAST = 0.8


class Squares(VGroup):
    """A square of side ``|value|`` for each value, in a field of `width` by `height`.

    `average` is the square of side `side` in the middle of the field, on the same scale
    unless it would be too small to be seen.
    """

    def __init__(self, values: Sequence[float], side: float, *, width: float, height: float):
        super().__init__()
        sides = np.abs(np.asarray(values, dtype=float))
        largest = max(float(sides.max()), side)
        rows, cell = _grid(len(sides), width, height)
        self.unit = cell * (1 - _GAP) / largest
        columns = -(-len(sides) // rows)
        self.squares = VGroup(*(_square(self.unit * s) for s in sides))
        for k, square in enumerate(self.squares):
            row, column = divmod(k, columns)
            in_row = min(columns, len(sides) - row * columns)
            x, y = cell * (column - 0.5 * (in_row - 1)), cell * (0.5 * (rows - 1) - row)
            square.move_to([x, y - 0.5 * self.unit * largest, 0], aligned_edge=DOWN)
        self.average = _square(max(self.unit * side, _LEAST), fill="text").set_stroke(
            paint("text"), CURVE
        )
        self.average.move_to(0.5 * self.unit * largest * DOWN, aligned_edge=DOWN)
        self.add(self.squares)


def _square(side: float, fill: str = "muted") -> Square:
    square = Square(max(side, 0.02)).set_stroke(paint("muted"), AXIS)
    return square.set_fill(paint(fill), 1.5 * current_theme().tint)


def _grid(count: int, width: float, height: float) -> tuple[int, float]:
    """How many rows give the largest cells, and their side."""
    cells = [(min(width / -(-count // rows), height / rows), rows) for rows in range(1, count + 1)]
    cell, rows = max(cells, key=lambda pair: (round(pair[0], 6), -pair[1]))
    return rows, cell
