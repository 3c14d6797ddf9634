"""The map of the ways from V3-Base to R1-Zero, to R1 and to its children, and who rides on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Circle,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    Square,
    VGroup,
    VMobject,
)

from scenes.script.words import say
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.motion import Drive
from scenes.stage.plot import Plot
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Prose

from .signs import stack, tally

WIDTH, HEIGHT = 8.7, 4.6
# Middle of each station, in the map's own units; three rows, and one for the children.
STATIONS: dict[str, tuple[float, float]] = {
    "base": (0.35, 2.7),
    "zero_loop": (4.25, 4.12),
    "zero": (8.1, 4.12),
    "cold": (2.55, 2.7),
    "stage_1": (4.25, 2.7),
    "heap": (4.25, 1.4),
    "stage_2": (6.25, 1.4),
    "r1": (8.1, 1.4),
    "children": (7.8, 0.42),
}
LOOPS = ("zero_loop", "stage_1", "stage_2")
# The how many-th use of GRPO on the way to its model each is, and that model.
USES = {"zero_loop": (1, "zero"), "stage_1": (1, "r1"), "stage_2": (2, "r1")}
# Each track by its corners, in those units.
_BASE = STATIONS["base"]
TRACKS: dict[str, list[tuple[float, float]]] = {
    "alone": [_BASE, (0.35, 4.12), (4.25, 4.12)],
    "to_zero": [(4.25, 4.12), (8.1, 4.12)],
    "to_cold": [_BASE, (2.55, 2.7)],
    "again": [(2.55, 2.7), (4.25, 2.7)],
    "answers": [(4.25, 2.7), (4.25, 1.4)],
    "fresh": [_BASE, (0.35, 1.4), (4.25, 1.4)],
    "on": [(4.25, 1.4), (6.25, 1.4)],
    "to_r1": [(6.25, 1.4), (8.1, 1.4)],
    "to_children": [(4.25, 1.4), (4.25, 0.42), (7.0, 0.42)],
}
DATA = ("answers", "to_children")  # here no model travels, but what a model wrote
_ROUND = 0.4  # of a corner
_LOOP, _RING, _END = 0.43, 0.4, 0.24  # radii
_PITCH, _CORNERS = 0.2, ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
_COUNTED = 0.13  # radius of a dot that stands for a use, at the model
_RIDER, _HALO = 0.2, (0.3, 0.42)
_FAMILY = (0.07, 0.1, 0.11, 0.13, 0.16, 0.19)  # radii of six children


@dataclass(frozen=True)
class MapView:
    """Where the map stands: its size in sizes at home, and its middle."""

    size: float
    x: float
    y: float

    @property
    def at(self) -> np.ndarray:
        return np.array([self.x, self.y, 0.0])


HOME, SMALL, LAST = MapView(1.0, 2.2, -0.4), MapView(0.43, 4.75, 2.6), MapView(0.9, 2.4, 0.61)


class Rider(VGroup):
    """The model on its way: a disc in the colour of the policy in training, with a halo."""

    def __init__(self, radius: float = _RIDER):
        grow = radius / _RIDER
        rings = [
            Circle(grow * r, stroke_width=0).set_fill(paint("new"), o)
            for r, o in zip(_HALO[::-1], (0.16, 0.3), strict=True)
        ]
        self.face = Circle(radius, stroke_width=0).set_fill(paint("new"), 1)
        super().__init__(*rings, self.face)


class RouteMap(Plot):
    """Stations that are blank until the rider is there, and tracks that light up behind it.

    `ride` leads the rider along tracks, `open_station` shows what a station is, `name` what
    it is called at the view in force; `move` brings all of it to another view.
    """

    def __init__(self) -> None:
        super().__init__((0, WIDTH), (0, HEIGHT), WIDTH, HEIGHT)
        self.view = HOME
        self.tracks = {key: self._track(corners) for key, corners in TRACKS.items()}
        self.lit = {key: _lit(key) for key in TRACKS}
        self.blanks = {key: self._blank(key) for key in STATIONS}
        self.icons: dict[str, VGroup] = {}
        self.names: dict[str, Prose] = {}
        self.rider = Rider().move_to(self.place("base"))
        self.stations = VGroup(*self.blanks.values())
        self.add(VGroup(*self.tracks.values()), VGroup(*self.lit.values()), self.stations)
        self.add(self.rider)
        self.stand_at(HOME.at)

    def place(self, station: str) -> np.ndarray:
        """The middle of a station, wherever the map stands."""
        return self.point(*STATIONS[station])

    def _track(self, corners: Sequence[tuple[float, float]]) -> VMobject:
        path = VMobject().start_new_path(self.point(*corners[0]))
        for before, corner, after in zip(corners, corners[1:], [*corners[2:], None], strict=False):
            here = self.point(*corner)
            if after is None:
                path.add_line_to(here)
                continue
            into, out = (self.point(*other) - here for other in (before, after))
            into, out = (_ROUND * way / np.linalg.norm(way) for way in (into, out))
            path.add_line_to(here + into)
            path.add_cubic_bezier_curve_to(here + 0.4 * into, here + 0.4 * out, here + out)
        return path.set_stroke(paint("muted"), HAIRLINE).set_fill(opacity=0)

    def _blank(self, key: str) -> VGroup:
        """A station that nobody has been to."""
        if key == "children":
            return self._family(paint("ground"))
        radius = _END if key in ("base", "zero", "r1") else _RING
        ring = Circle(radius).set_fill(paint("ground"), 1).set_stroke(paint("muted"), CURVE)
        signs = VGroup(ring) if radius == _END else VGroup(ring, _question_mark().move_to(ring))
        return signs.move_to(self.place(key))

    def _family(self, fill) -> VGroup:
        dots = VGroup(*(Circle(r).set_stroke(paint("muted"), CURVE) for r in _FAMILY))
        dots.set_fill(fill, 1).arrange(RIGHT, buff=0.07)
        return dots.move_to(self.place("children"))

    def _icon(self, key: str) -> VGroup:
        """What a station is, at home's size."""
        if key in LOOPS:
            ground = Circle(0.6, stroke_width=0).set_fill(paint("hairline"), 1)
            return VGroup(ground, LoopIcon(radius=_LOOP, words=False))
        if key == "cold":
            ground = Circle(_RING, stroke_width=0).set_fill(paint("ground"), 1)
            return VGroup(ground, stack(0.55))
        if key == "heap":
            return small_heap()
        if key == "children":
            return self._family(paint("new"))
        return VGroup(Circle(_END, stroke_width=0).set_fill(paint("new"), 1))

    # -- movements ------------------------------------------------------------

    def move(self, view: MapView) -> Animation:
        """All of it to another view."""
        grow, self.view = view.size / self.view.size, view
        way = view.at - self.middle()
        return self.animate.scale(grow, about_point=self.middle()).shift(way)

    def ride(self, key: str) -> Drive:
        """The rider goes along a track, which lights up behind it."""
        return Drive(self, lambda t: self._go(key, t), 0.0, 1.0)

    def _go(self, key: str, share: float) -> None:
        self.light(key, share)
        self.rider.move_to(self.tracks[key].point_from_proportion(float(np.clip(share, 0, 1))))

    def light(self, key: str, share: float = 1.0) -> None:
        """Light a track up to `share` of its way."""
        if key in DATA:
            self._lay_squares(key, share)
        else:
            self.lit[key].pointwise_become_partial(self.tracks[key], 0.0, share)

    def _lay_squares(self, key: str, share: float) -> None:
        """Samples along a track, as many as there is room for on `share` of it."""
        track, row = self.tracks[key], self.lit[key]
        row.clear_points()
        pitch = _PITCH * self.view.size
        for k in range(int(share * track.get_arc_length() / pitch)):
            spot = track.point_from_proportion((k + 0.5) * pitch / track.get_arc_length())
            corners = [spot + 0.25 * pitch * np.array([i, j, 0]) for i, j in _CORNERS]
            row.start_new_path(corners[0]).add_points_as_corners(corners[1:])

    def lead(self, key: str) -> Drive:
        """A track lights up without a rider: it carries answers."""
        return Drive(self, lambda t: self.light(key, t), 0.0, 1.0)

    def open_station(self, key: str) -> list[Animation]:
        """A blank station shows what it is."""
        icon = self._icon(key).scale(self.view.size)
        middle = icon[0] if key in LOOPS else icon
        icon.shift(self.place(key) - middle.get_center())
        self.icons[key] = icon
        blank = self.blanks.pop(key)
        self.stations.remove(blank)
        self.stations.add(icon)
        if key in ("zero", "r1", "children", "base"):
            return [ReplacementTransform(blank, icon)]
        return [FadeOut(blank), FadeIn(icon, scale=0.4)]

    def turn_loop(self, key: str, turns: float = 2.0) -> Drive:
        """A loop turns."""
        loop = self.icons[key][1]
        return Drive(loop, loop.set_turn, 0.0, turns)

    def ring(self, key: str) -> Circle:
        """A bright ring about a loop."""
        ring = Circle(0.6 * self.view.size).set_stroke(paint("text"), MAIN_CURVE)
        return ring.move_to(self.place(key))

    def start_anew(self) -> list[Animation]:
        """The rider stays as what it became; another one sets out from the start."""
        other = Rider().scale(self.view.size).move_to(self.place("base"))
        old, self.rider = self.rider, other
        self.remove(old)
        self.add(other)
        return [FadeOut(old), FadeIn(other, scale=2.5)]

    def call(self, *keys: str) -> VGroup:
        """The names of stations, for the view in force."""
        return VGroup(*(self.call_it(key, say(f"pipeline.map.{key}")) for key in keys))

    def call_it(self, key: str, words: str) -> Prose:
        """`words` where the name of a station stands, for the view in force."""
        grow = max(self.view.size, LABEL / READOUT)
        direction, off = _NAMES[key]
        text = Prose(words, size=READOUT * grow)
        text.next_to(self.place(key) + self.view.size * off * direction, direction, buff=0.08)
        beside = _ALONG.get(key, 0.0) * RIGHT + _ABOVE.get(key, 0.0) * UP
        return text.shift(self.view.size * beside)

    def count_uses(self) -> list[Animation]:
        """Animations: each use of GRPO is counted at the model that it is passed for."""
        self.counts = VGroup()
        moves: list[Animation] = []
        for key, (number, end) in USES.items():
            most = max(n for n, model in USES.values() if model == end)
            row = tally(most, _COUNTED).move_to(self.place(end) + 0.48 * UP)
            self.counts.add(row[number - 1])
            moves.append(FadeIn(row[number - 1], target_position=self.place(key)))
        return moves


_NAMES = {
    "base": (UP, 0.2),
    "zero_loop": (UP, 0.1),
    "zero": (DOWN, 0.24),
    "cold": (DOWN, 0.42),
    "stage_1": (RIGHT, 0.7),
    "heap": (DOWN, 0.0),
    "stage_2": (UP, 0.62),
    "r1": (DOWN, 0.24),
    "children": (LEFT, 3.65),
}
_ALONG = {"base": 0.9, "zero_loop": 1.35, "heap": -1.3, "stage_2": 0.5}
_ABOVE = {"stage_1": 0.3}  # clear of the name of stage 2


def _lit(key: str) -> VMobject:
    """A track behind a model is a line; where only answers travel, a row of squares."""
    if key in DATA:
        return VMobject(stroke_width=0).set_fill(paint("text"), 1)
    return VMobject().set_stroke(paint("text"), MAIN_CURVE).set_fill(opacity=0)


def _question_mark() -> VMobject:
    """A sign, and no text: it may be as small as the map."""
    points = np.concatenate([glyph.points for glyph in Prose("?", size=FORMULA).glyphs])
    return VMobject(stroke_width=0).set_fill(paint("muted"), 1).set_points(points)


def small_heap(columns: int = 20, kept: int = 15) -> VGroup:
    """The heap of samples as a station: right answers bright, others muted."""
    pitch, side = 0.075, 0.055
    squares = VGroup()
    for column in range(columns):
        for row in range(4):
            square = Square(side, stroke_width=0)
            square.set_fill(paint("reward" if column < kept else "muted"), 1)
            squares.add(square.move_to([pitch * column, pitch * row, 0]))
    ground = Square(1.0, stroke_width=0).set_fill(paint("ground"), 1)
    ground.stretch_to_fit_width(1.65).stretch_to_fit_height(0.44)
    return VGroup(ground, squares.move_to(ground))
