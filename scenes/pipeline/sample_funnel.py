"""Rejection sampling: answers fall into a funnel, only right ones pass, and others join.

Right answers are squares, wrong ones crosses.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import UL, UR, Line, Square, VGroup, VMobject

from scenes.stage.theme import AXIS, CURVE, paint

from .pinned import Pinned

ROWS = 5  # of the heap
_PITCH, _SIDE = 0.25, 0.17
_MOUTH, _NECK, _TOP, _FOOT = 1.6, 0.22, 2.5, 1.0  # half widths and heights of the funnel
_GROUND = -1.35  # the foot of the heap
_FLIGHT = 0.25  # of the whole time that one answer takes
_ASIDE = (-2.75, 0.5, 6)  # left foot of the pile of wrong ones, and its columns
_WAITING = (4, 6, 8, 10)  # answers in the mouth, row by row


class SampleFunnel(Pinned):
    """`right` squares fall through, `wrong` crosses land beside it; `other` squares join the heap.

    More answers come after them and wait in the mouth.
    `set_fallen` and `set_joined` go from 0 to 1.
    """

    def __init__(self, right: int, other: int, wrong: int):
        super().__init__()
        walls = [
            [(-_MOUTH, _TOP), (-_NECK, _FOOT), (-_NECK, _FOOT - 0.4)],
            [(_MOUTH, _TOP), (_NECK, _FOOT), (_NECK, _FOOT - 0.4)],
        ]
        self.walls = VGroup(
            *(
                Line().set_points_as_corners(self.outline(w)).set_stroke(paint("muted"), CURVE)
                for w in walls
            )
        )
        self.kept = VGroup(*(_square("text") for _ in range(right)))
        self.rejected = VGroup(*(_cross() for _ in range(wrong)))
        self.others = VGroup(*(_square("muted") for _ in range(other)))
        random = np.random.default_rng(5)
        self.waiting = VGroup(*(_either(bool(random.integers(2))) for _ in range(sum(_WAITING))))
        self.add(self.walls, self.kept, self.rejected, self.others, self.waiting)
        # Answers start in the air over the mouth, in no order.
        count = right + wrong
        self._starts = np.column_stack(
            [random.uniform(-1.4, 1.4, count), random.uniform(3.0, 3.5, count)]
        )
        self._whens = random.permutation(count) / count * (1 - _FLIGHT)
        self.set_fallen(0.0)
        self.set_joined(0.0)

    @property
    def columns_kept(self) -> int:
        """How many columns of the heap the right answers fill."""
        return -(-len(self.kept) // ROWS)

    def heap_x(self, column: float) -> np.ndarray:
        """The point over the heap at the left edge of `column`."""
        return self.point(self._left + _PITCH * column, _GROUND + _PITCH * ROWS)

    def set_fallen(self, share: float) -> Self:
        """How much of the fall is over."""
        for number, square in enumerate([*self.kept, *self.rejected]):
            progress = float(np.clip((share - self._whens[number]) / _FLIGHT, 0, 1))
            keep = number < len(self.kept)
            end = self._cell(number) if keep else _aside(number - len(self.kept))
            neck = (0.0, _FOOT) if keep else (-_MOUTH - 0.2, _TOP + 0.3)
            path = [tuple(self._starts[number]), neck, end]
            x, y = _along(path, progress)
            square.move_to(self.point(x, y))
            _show(square, min(6 * progress, 1.0), filled=keep)
        for square, (x, y) in zip(self.waiting, _mouth(), strict=True):
            late = float(np.clip((share - 0.7) / 0.3, 0, 1))
            square.move_to(self.point(x, y + 0.6 * (1 - late) ** 2))
            _show(square, late, filled=square.get_stroke_width() == 0)
        return self

    def set_joined(self, share: float) -> Self:
        """How far the other samples have come, from the right."""
        for number, square in enumerate(self.others):
            x, y = self._cell(number + ROWS * self.columns_kept)
            square.move_to(self.point(x + 2.5 * (1 - share), y))
            _show(square, min(2 * share, 1.0), filled=True)
        return self

    @property
    def _left(self) -> float:
        """Where the heap begins: it lies in the middle under the funnel."""
        return -0.5 * _PITCH * (self.columns_kept - (-len(self.others) // ROWS))

    def _cell(self, number: int) -> tuple[float, float]:
        """The middle of a cell of the heap, which fills column by column."""
        column, row = divmod(number, ROWS)
        return self._left + _PITCH * (column + 0.5), _GROUND + _PITCH * (row + 0.5)


def _aside(number: int) -> tuple[float, float]:
    """The middle of a place on the pile of wrong answers, which fills row by row."""
    left, foot, columns = _ASIDE
    row, column = divmod(number, columns)
    return left + _PITCH * (column + 0.5), foot + _PITCH * (row + 0.5)


def _mouth() -> list[tuple[float, float]]:
    """The places in the funnel's mouth, from the lowest row up."""
    return [
        (_PITCH * (column - 0.5 * (count - 1)), _FOOT + _PITCH * (row + 2))
        for row, count in enumerate(_WAITING)
        for column in range(count)
    ]


def _along(path: list[tuple[float, float]], progress: float) -> tuple[float, float]:
    """A point of a path of two straight pieces."""
    piece = min(int(2 * progress), 1)
    t = 2 * progress - piece
    (x, y), (u, v) = path[piece], path[piece + 1]
    return (1 - t) * x + t * u, (1 - t) * y + t * v


def _either(right: bool) -> VMobject:
    """An answer that is not sorted yet."""
    return _square("text") if right else _cross()


def _square(role: str) -> Square:
    return Square(_SIDE, stroke_width=0).set_fill(paint(role), opacity=1)


def _cross() -> VMobject:
    cross = VMobject().set_stroke(paint("muted"), AXIS)
    for corner in (UL, UR):
        cross.start_new_path(0.5 * _SIDE * corner).add_line_to(-0.5 * _SIDE * corner)
    return cross


def _show(square: VMobject, opacity: float, *, filled: bool) -> None:
    if filled:
        square.set_fill(opacity=opacity)
    else:
        square.set_stroke(opacity=opacity)
