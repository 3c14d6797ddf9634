"""All groups of a run fall into the valley: each lies at its own p, on those before it."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import UP, VGroup, smooth

from scenes.stage.reward_line import levels
from scenes.stage.theme import HAIRLINE

from .group_grid import GroupGrid, laid
from .silence_curve import SilenceCurve

_PITCH, _THICK = 0.105, 0.082  # from row to row; of a row
_LONG, _EDGE = 0.84, 1.0  # a row of eight; the stroke of its cells
_FALL = 5.0  # batches that go by while a column falls


class BatchPiles(VGroup):
    """The columns of `grid`, which `set_time` lets fall one after the other into `valley`.

    A column lies down where its batch's chance of a right answer is, on the first level on
    which no other is in its way. All lie at `last`.
    """

    def __init__(self, grid: GroupGrid, valley: SilenceCurve):
        super().__init__(*grid.columns)
        across = np.array([valley.point(p, 0.0) for p in valley.chances])
        floor = across + (0.5 * _THICK + valley.floor) * UP
        up = levels(across[:, 0], 0.5 * _LONG)
        rows = (laid(column, _LONG, _THICK) for column in grid.columns)
        self.rows = VGroup(
            *(
                row.move_to(spot + k * _PITCH * UP)
                for row, spot, k in zip(rows, floor, up, strict=True)
            )
        )
        self.ways = [
            [(part, part.points.copy(), end.points.copy()) for part, end in zip(*pair, strict=True)]
            for pair in zip(self, self.rows, strict=True)
        ]
        self.last = len(self.rows) - 1 + _FALL

    def set_time(self, time: float) -> Self:
        """Let fall the columns of batches before `time`."""
        for batch, way in enumerate(self.ways):
            share = smooth(float(np.clip((time - batch) / _FALL, 0.0, 1.0)))
            for part, start, end in way:
                part.points = (1 - share) * start + share * end
                part.set_stroke(width=(1 - share) * HAIRLINE + share * _EDGE)
        return self
