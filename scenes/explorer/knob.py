"""A knob that is turned by hand: a disc with a pointer on a ring of marks."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, Arc, Circle, Line, VGroup

from scenes.stage.live_number import LiveNumber
from scenes.stage.once import lay_once
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula

RADIUS = 0.42
_SWEEP = 1.5 * np.pi  # from its least to its most setting
_START = 1.25 * np.pi  # the angle of the least
_MARKS, _MARK = 11, (1.14, 1.3)  # how many there are; where they begin and end, in radii
_RING = 1.22  # of the arc that shows how far it is turned, in radii
_GLOW = 1.42
_FAR = (1.3, 1.62)  # where the mark of a setting begins and ends, in radii
_POINTER = (0.62, 0.97)  # where the pointer begins and ends, in radii


class Knob(VGroup):
    """A setting called `letter` (math source), from 0 to `most`, with its number under it.

    `turn` sets it, to two values where those of both sides differ: the pointer says the
    second. `set_glow` says that it is the one that is spoken of.
    """

    def __init__(self, letter: str, most: float, *, radius: float = RADIUS):
        self.most, self.radius = most, radius
        self.disc = Circle(radius).set_fill(paint("panel"), 1).set_stroke(paint("text"), CURVE)
        self.glow = Circle(_GLOW * radius).set_stroke(paint("text"), MAIN_CURVE, opacity=0)
        self.marks = VGroup(*(self._mark(k / (_MARKS - 1)) for k in range(_MARKS)))
        self.marks.set_stroke(paint("muted"), AXIS)
        self.arc = Arc(_RING * radius, _START, -1e-3).set_stroke(paint("text"), MAIN_CURVE)
        self.pointer = Line().set_stroke(paint("text"), MAIN_CURVE)
        self.letter = Formula(letter, size=FORMULA)
        self.numbers = VGroup(*(LiveNumber(0.0, 2, size=LABEL) for _ in range(2)))
        super().__init__(self.glow, self.marks, self.arc, self.disc, self.pointer, self.letter)
        self.add(self.numbers)
        self.turn(0.0)

    def _mark(self, share: float) -> Line:
        way = _direction(share)
        return Line(*(reach * self.radius * way for reach in _MARK))

    def turn(self, value: float, other: float | None = None) -> Self:
        """Turn it to a setting; what is beyond its end stays at the end."""
        second = value if other is None else other
        lay_once([self], (value, second), lambda: self._turn(value, second))
        return self

    def _turn(self, value: float, other: float) -> None:
        share = float(np.clip(other / self.most, 0.0, 1.0))
        centre, radius = self.disc.get_center(), 0.5 * float(self.disc.width)
        arc = Arc(_RING * radius, _START, -max(_SWEEP * share, 1e-3), arc_center=centre)
        self.arc.set_points(arc.points)
        way = _direction(share)
        ends = (centre + reach * radius * way for reach in _POINTER)
        self.pointer.put_start_and_end_on(*ends)
        under = centre + (_MARK[1] * radius + 0.26) * DOWN
        is_one = abs(value - other) < 1e-9
        for number, said, side in zip(self.numbers, (value, other), (-1, 1), strict=True):
            number.set_value(said).move_to(under + (0 if is_one else 0.42 * side) * RIGHT)
        self.numbers[0].slots.set_fill(opacity=float(not is_one))

    def mark(self, value: float) -> Line:
        """A bright mark at a setting, beyond the ring."""
        way = _direction(float(np.clip(value / self.most, 0.0, 1.0)))
        radius = 0.5 * float(self.disc.width)
        ends = (self.disc.get_center() + reach * radius * way for reach in _FAR)
        return Line(*ends).set_stroke(paint("text"), MAIN_CURVE)

    def set_glow(self, level: float) -> Self:
        """Let a ring around it shine by `level`, 0 to 1."""
        self.glow.set_stroke(opacity=0.6 * level)
        return self


def _direction(share: float) -> np.ndarray:
    angle = _START - _SWEEP * share
    return np.array([np.cos(angle), np.sin(angle), 0.0])
