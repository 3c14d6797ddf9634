"""The loop of GRPO as a sign: sample, score, compare, update, and again."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    TAU,
    UP,
    Arc,
    Circle,
    Dot,
    Polygon,
    Rectangle,
    RoundedRectangle,
    VGroup,
)

from scenes.script.words import say

from .marks import sign_marker
from .plot import Plot
from .score_marks import right_mark
from .theme import AXIS, CURVE, LABEL, paint
from .typeset import Prose

STATIONS = ("sample", "score", "compare", "update")  # clockwise, from the top
_SIDES = (UP, RIGHT, DOWN, LEFT)
_DISC = 0.34  # a station's radius, as a share of the loop's
_GAP = 0.09  # between a disc and the arcs on both sides, as a share of the loop's radius
_HEAD = 0.17  # an arrow head's length and width, as a share of the loop's radius


class LoopIcon(Plot):
    """A circle of four arrows with a station between any two; `words` stand outside.

    `set_turn` sends a runner round it (0 is "sample", a quarter more the next station, 1
    again "sample"); the station where it stands is lit. Without `words` the signs speak
    alone: cards, a tick, two triangles, an old and a new bar.
    """

    def __init__(self, *, radius: float = 1.0, words: bool = True, size: float = LABEL):
        super().__init__((-1, 1), (-1, 1), 2 * radius, 2 * radius)
        self.arrows = VGroup(*(_arrow(radius, quarter) for quarter in range(4)))
        self.runner = Dot(radius=0.09 * radius).set_fill(paint("text"), opacity=1)
        signs = (_cards(), right_mark(0.84), _triangles(), _bars())
        self.stations = VGroup()
        for side, sign in zip(_SIDES, signs, strict=True):
            disc = Circle(_DISC * radius).set_fill(paint("panel"), opacity=1)
            sign.scale(1.1 * _DISC * radius)
            self.stations.add(VGroup(disc, sign).move_to(radius * side))
        self.words = VGroup()
        self.add(self.arrows, self.runner, self.stations, self.words)
        if words:
            for name, station, side in zip(STATIONS, self.stations, _SIDES, strict=True):
                word = Prose(say(f"stage.loop_icon.{name}"), size=size)
                self.words.add(word.next_to(station, side, buff=0.16))
        self.set_turn(0.0)

    def place(self, turn: float) -> np.ndarray:
        """The point on the circle `turn` of the way round, clockwise from the top."""
        return self.point(np.sin(TAU * turn), np.cos(TAU * turn))

    def set_turn(self, turn: float) -> Self:
        """Send the runner to `turn`; it runs under the stations and lights the nearest."""
        self.turn = turn
        self.runner.move_to(self.place(turn))
        for index in range(len(STATIONS)):
            away = abs((turn - index / 4 + 0.5) % 1 - 0.5)  # from the station, in turns
            self._light(index, away < 0.125)
        return self

    def _light(self, index: int, on: bool) -> None:
        disc = self.stations[index][0]
        disc.set_stroke(paint("text" if on else "muted"), CURVE if on else AXIS)


def _arrow(radius: float, quarter: int) -> VGroup:
    """The arc from station `quarter` to the next, with its head."""
    free = _DISC + _GAP  # of the radius; as an angle on the circle it is nearly the same
    start = TAU / 4 * (1 - quarter) - free
    tip = start - (TAU / 4 - 2 * free)
    arc = Arc(radius, start, tip + _HEAD - start).set_stroke(paint("muted"), CURVE)
    corners = [(1.0, tip), (1 + 0.5 * _HEAD, tip + _HEAD), (1 - 0.5 * _HEAD, tip + _HEAD)]
    points = [r * radius * np.array([np.cos(a), np.sin(a), 0.0]) for r, a in corners]
    return VGroup(arc, Polygon(*points, stroke_width=0).set_fill(paint("muted"), opacity=1))


def _cards() -> VGroup:
    """Answers that were drawn: three small cards."""
    shapes = [
        RoundedRectangle(corner_radius=0.06, width=0.3, height=0.62, stroke_width=0)
        .set_fill(paint("muted" if step else "text"), opacity=1)
        .shift(0.4 * step * RIGHT)
        for step in (-1, 0, 1)
    ]
    return VGroup(*shapes)


def _triangles() -> VGroup:
    """Better and worse than the group."""
    return VGroup(sign_marker(1, 0.44), sign_marker(-1, 0.44)).arrange(RIGHT, buff=0.12)


def _bars() -> VGroup:
    """The old policy and the new."""
    old = Rectangle(width=0.26, height=0.5).set_stroke(paint("old"), AXIS)
    new = Rectangle(width=0.3, height=0.86, stroke_width=0).set_fill(paint("new"), opacity=1)
    return VGroup(old, new).arrange(RIGHT, buff=0.18, aligned_edge=DOWN)
