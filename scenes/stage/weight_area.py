"""What each token of an answer weighs in the average, as area."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from typing import Self

import numpy as np
from manim import Animation, Rectangle, VGroup, VMobject

from .motion import Drive
from .theme import paint

_FEWEST, _COLUMNS = 4, 10  # columns of all blocks: as many as the shortest answer has tokens
_SEAM, _THIN = 0.05, 0.18  # between boxes, and the most of a thin one's sides


class WeightArea(VGroup):
    """Answers as blocks one below another: a box for each token, its area the token's weight.

    `counts` says how many tokens each answer has, `roles` its colour. The sheet under them is
    `width` by `height` scene units, which is a weight of 1. `set_weights` takes the weight of
    one token for each answer; what is missing to 1 stays empty.
    """

    def __init__(
        self,
        counts: Sequence[int],
        roles: Sequence[str],
        *,
        width: float = 4.0,
        height: float = 4.0,
    ):
        self.counts, self.across, self.fewest = list(counts), width, min(counts)
        self.sheet = Rectangle(width=width, height=height, stroke_width=0)
        self.sheet.set_fill(paint("panel"), 1)
        self.blocks = VGroup(*(VMobject(stroke_width=0).set_fill(paint(role), 1) for role in roles))
        super().__init__(self.sheet, self.blocks)
        self.set_weights([0.0] * len(self.counts))

    @property
    def scaling(self) -> float:
        """How large it is now, 1 at its birth."""
        return float(self.sheet.width) / self.across

    def set_weights(self, weights: Sequence[float]) -> Self:
        """Let a token of each answer weigh so much."""
        self.weights = [float(weight) for weight in weights]
        for block, boxes in zip(self.blocks, self.boxes(), strict=True):
            block.clear_points()
            for left, foot, width, height in boxes if len(boxes) and boxes[0][3] > 0 else ():
                right, top = left + width, foot + height
                corners = [[left, foot], [right, foot], [right, top], [left, top]]
                block.start_new_path(np.array([*corners[0], 0.0]))
                block.add_points_as_corners(
                    [[*corner, 0.0] for corner in [*corners[1:], corners[0]]]
                )
        return self

    def set_counts(self, counts: Sequence[int], weights: Sequence[float]) -> Self:
        """The answers have other numbers of tokens now, and each token weighs so much."""
        self.counts = list(counts)
        return self.set_weights(weights)

    def columns(self, count: int) -> int:
        """How many boxes a row of an answer with so many tokens has; alike for all, if it can."""
        common = min(max(self.fewest, _FEWEST), _COLUMNS)
        return min(count, max(common, ceil(sqrt(count / 2))))

    def turn_to(self, weights: Sequence[float], **play: object) -> Animation:
        """From the weights that it shows to `weights`."""
        start, end = np.array(self.weights), np.array(weights, dtype=float)
        return Drive(self, lambda t: self.set_weights((1 - t) * start + t * end), 0, 1, **play)

    def boxes(self) -> list[np.ndarray]:
        """Left, foot, width and height of each token's box on the stage, an array an answer."""
        left, top = self.sheet.get_left()[0], self.sheet.get_top()[1]
        found = []
        for count, weight in zip(self.counts, self.weights, strict=True):
            area = weight * self.sheet.width * self.sheet.height
            corner, room = np.array([left, top]), (self.sheet.width, self.scaling)
            found.append(_laid(count, self.columns(count), area, corner, *room))
            top -= count * area / self.sheet.width
        return found

    def middle(self, answer: int) -> np.ndarray:
        """The middle of an answer's block on the stage."""
        boxes = self.boxes()[answer]
        low, high = boxes[:, 1].min(), (boxes[:, 1] + boxes[:, 3]).max()
        return np.array([self.sheet.get_x(), 0.5 * (low + high), 0.0])


def _laid(
    count: int, columns: int, area: float, corner: np.ndarray, width: float, scaling: float
) -> np.ndarray:
    """Boxes of one area each in rows as even as can be, from the upper left `corner` down."""
    boxes, (left, top) = [], corner
    for row in np.array_split(np.arange(count), ceil(count / columns)):
        across, height = width / len(row), area * len(row) / width
        top -= height
        boxes += [[left + k * across, top, across, height] for k in range(len(row))]
    laid = np.array(boxes)
    seams = np.minimum(_SEAM * scaling, _THIN * laid[:, 2:].min(axis=1))[:, None]
    return laid + 0.5 * seams * np.array([1, 1, -2, -2])
