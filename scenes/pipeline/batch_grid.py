"""One step's batch: a column of outputs for each question."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VMobject

from scenes.stage.theme import paint

from .pinned import Pinned

PITCH, SIDE = 0.172, 0.11  # of a cell and of the square in it


class BatchGrid(Pinned):
    """`questions` columns of `outputs` squares; `set_columns` shows the first ones."""

    def __init__(self, questions: int, outputs: int):
        super().__init__()
        self.questions, self.outputs = questions, outputs
        self.columns = [VMobject(stroke_width=0) for _ in range(questions)]
        for number, column in enumerate(self.columns):
            for row in range(outputs):
                x, y = PITCH * (number + 0.5), PITCH * (row + 0.5)
                square = [
                    (x + 0.5 * SIDE * i, y + 0.5 * SIDE * j)
                    for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
                ]
                column.start_new_path(self.point(*square[0]))
                for corner in square[1:]:
                    column.add_line_to(self.point(*corner))
        self.add(*self.columns)
        self.set_columns(questions)
        self.move_to([0, 0, 0])

    def set_columns(self, count: float) -> Self:
        """Show the first `count` columns; the newest one fades in."""
        for number, column in enumerate(self.columns):
            column.set_fill(paint("text"), opacity=float(np.clip(count - number, 0, 1)))
        return self

    def column(self, number: int) -> VMobject:
        """The outputs of one question."""
        return self.columns[number]
