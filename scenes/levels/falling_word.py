"""A word whose letters fall and become what it means: a brace, a line, bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim import VGroup, interpolate_color, smooth

from scenes.stage.theme import paint
from scenes.stage.typeset import Prose

_SHARE = 0.5  # of the time, that one letter takes to fall
_FLIGHT = 0.65  # of it, that passes before the letter changes its shape

Box = tuple[float, float, float, float]  # the middle, x and y, and width and height


class FallingWord(VGroup):
    """Copies of the letters of `word`; each falls and fills its own of `boxes`, flat, as `role`.

    The last letter falls first. `set_fallen` leads from the word (0) to the boxes (1).
    """

    def __init__(self, word: Prose, boxes: Sequence[Box], role: str = "text"):
        super().__init__(*(letter.copy() for letter in word))
        self.role = role
        self.starts = [letter.points.copy() for letter in self]
        self.ends = [_fitted(points, box) for points, box in zip(self.starts, boxes, strict=True)]

    def set_fallen(self, share: float) -> Self:
        """How far they have fallen, 0 to 1."""
        last = len(self) - 1
        for place, (letter, start, end) in enumerate(
            zip(self, self.starts, self.ends, strict=True)
        ):
            delay = (1 - _SHARE) * (last - place) / max(last, 1)
            own = float(np.clip((share - delay) / _SHARE, 0.0, 1.0))
            flight = smooth(min(own / _FLIGHT, 1.0))
            squeeze = smooth(max(own - _FLIGHT, 0.0) / (1 - _FLIGHT))
            whole = start + flight * (_middle(end) - _middle(start))
            letter.points = (1 - squeeze) * whole + squeeze * end
            letter.set_fill(interpolate_color(paint("text"), paint(self.role), squeeze))
        return self


def along(start: Sequence[float], end: Sequence[float], count: int, thick: float) -> list[Box]:
    """`count` boxes end to end on a level or upright line."""
    (a, b), (c, d) = start[:2], end[:2]
    wide, high = abs(c - a) / count or thick, abs(d - b) / count or thick
    shares = [(k + 0.5) / count for k in range(count)]
    return [(a + s * (c - a), b + s * (d - b), wide, high) for s in shares]


def pieces_of(bars: Iterable[VGroup], count: int) -> list[Box]:
    """`count` boxes that fill lying `bars`, each with the more of them the longer it is."""
    bars = list(bars)
    lengths = np.array([bar.width for bar in bars])
    cuts = np.round(np.append(0.0, np.cumsum(lengths)) / lengths.sum() * count).astype(int)
    boxes: list[Box] = []
    for bar, number in zip(bars, np.diff(cuts), strict=True):
        if number:
            boxes += along(bar.get_left(), bar.get_right(), int(number), bar.height)
    return boxes


def _middle(points: np.ndarray) -> np.ndarray:
    return 0.5 * (points.min(axis=0) + points.max(axis=0))


def _fitted(points: np.ndarray, box: Box) -> np.ndarray:
    """`points` stretched to fill a box."""
    x, y, wide, high = box
    size = np.maximum(np.ptp(points, axis=0), 1e-6)
    return np.array([x, y, 0.0]) + (points - _middle(points)) * [wide, high, 0] / [*size[:2], 1]
