"""What a frame has to draw and to send anew: the damage, in tiles of the picture.

The term is that of window systems: what changes from one frame to the next is marked on a
grid, and the rest of the picture stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import cairo
import numpy as np
from manim import VMobject

TILE_ROWS, TILE_COLUMNS = 72, 160  # of pixels; even, so that colours at half size keep to it
Box = tuple[int, int, int, int]  # rows from, up to; columns from, up to; in pixels, ends excluded
NOWHERE: Box = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline as a frame shows it: what decides its pixels, and the box that holds them."""

    mobject: VMobject
    outline: cairo.Path
    look: tuple[object, ...]
    box: Box


def changed(before: Sequence[Drawn], now: Sequence[Drawn]) -> list[Box]:
    """The boxes of what is in one of two frames and not, at its place, in the other."""
    start = _common(before, now)
    before, now = before[start:], now[start:]
    if len(before) != len(now):
        end = _common(before[::-1], now[::-1])
        before, now = before[: len(before) - end], now[: len(now) - end]
        return [piece.box for piece in (*before, *now)]
    pairs = zip(before, now, strict=True)
    unlike = [pair for pair in pairs if pair[0] is not pair[1] and pair[0].look != pair[1].look]
    return [piece.box for pair in unlike for piece in pair]


def _common(some: Sequence[Drawn], others: Sequence[Drawn]) -> int:
    """How many pieces look alike, from the first on."""
    pairs = zip(some, others, strict=False)
    count = (n for n, (one, other) in enumerate(pairs) if one.look != other.look)
    return next(count, min(len(some), len(others)))


class Damage:
    """The tiles that `boxes` touch, of a picture of `size` (rows, columns) in pixels."""

    def __init__(self, boxes: Sequence[Box], size: tuple[int, int]) -> None:
        rows, columns = size
        self.size = size
        self._tiles = np.zeros((-(-rows // TILE_ROWS), -(-columns // TILE_COLUMNS)), dtype=bool)
        for box in boxes:
            self._tiles[_tiles_of(box)] = True

    @property
    def share(self) -> float:
        """How much of the picture it is, from 0 to 1."""
        return float(self._tiles.mean())

    def touches(self, box: Box) -> bool:
        """Whether `box` reaches into it."""
        return bool(self._tiles[_tiles_of(box)].any())

    def boxes(self) -> Iterator[Box]:
        """It as boxes that do not overlap: runs of tiles, over all rows that have the same run."""
        rows, columns = self.size
        for top, bottom, left, right in self._runs():
            yield (
                top * TILE_ROWS,
                min(bottom * TILE_ROWS, rows),
                left * TILE_COLUMNS,
                min(right * TILE_COLUMNS, columns),
            )

    def _runs(self) -> Iterator[Box]:
        """The boxes in tiles, by where they end."""
        begun: dict[tuple[int, int], int] = {}  # runs that the row before has, and since when
        for row, tiles in enumerate([*self._tiles, np.zeros(self._tiles.shape[1], dtype=bool)]):
            ends = np.flatnonzero(np.diff(tiles, prepend=False, append=False)).tolist()
            runs = list(zip(ends[::2], ends[1::2], strict=True))
            yield from ((top, row, *run) for run, top in begun.items() if run not in runs)
            begun = {run: begun.get(run, row) for run in runs}


def _tiles_of(box: Box) -> tuple[slice, slice]:
    top, bottom, left, right = box
    return (
        slice(top // TILE_ROWS, -(-bottom // TILE_ROWS)),
        slice(left // TILE_COLUMNS, -(-right // TILE_COLUMNS)),
    )


Pixels = TypeVar("Pixels", bound=np.ndarray)


def part_of(picture: Pixels, box: Box) -> Pixels:
    """The pixels of `picture` in `box`, as a view."""
    top, bottom, left, right = box
    return picture[top:bottom, left:right]


@dataclass(frozen=True, slots=True)
class Patches:
    """A frame told by its difference to the frame before: boxes, and the pixels in each.

    Each array has the shape (rows, columns, 4) of its box and belongs to who gets it.
    """

    parts: Sequence[tuple[Box, np.ndarray]]
