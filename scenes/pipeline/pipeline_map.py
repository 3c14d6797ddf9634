"""The map of the way from V3-Base to R1: where its stations lie, and the tracks between them."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, CubicBezier, VMobject

from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, paint
from scenes.stage.typeset import Prose

# Centre of each station's picture, at home zoom.
STATIONS: dict[str, tuple[float, float]] = {
    "base": (-5.9, -0.1),
    "zero_loop": (-3.7, 1.5),
    "zero": (-1.5, 1.5),
    "cold": (-3.7, -1.35),
    "stage_1": (-1.75, -1.35),
    "sft": (0.2, -1.35),
    "stage_2": (2.15, -1.35),
    "r1": (4.1, -1.35),
    "distilled": (5.95, -1.35),
}
HALF = 0.72  # of a station's side
_GAP = 0.1  # between a station and its tracks
_ASIDE = 0.35  # from the middle of a station, where one track comes and one goes
_ROUND = 0.4  # of a track's corner
_LABEL = 1.25  # from a station's middle down to its name's baseline
_REACH = {"base": 0.32, "zero": 0.32, "r1": 0.32, "distilled": 0.8}  # half widths of their own


def station(name: str) -> np.ndarray:
    """The middle of the station `name`."""
    return np.array([*STATIONS[name], 0.0])


def label(name: str, text: str, size: float) -> Prose:
    """A station's name under its picture; all of a row stand on one line."""
    words = Prose(text, size=size)
    words.move_to(station(name))
    return stand_on(words, station(name)[1] - _LABEL)


def track(start: str, end: str) -> VMobject:
    """The track from one station to another, entering from the left."""
    a, b = (
        station(name) + (_REACH.get(name, HALF) + _GAP) * side
        for name, side in ((start, RIGHT), (end, LEFT))
    )
    bend = 0.55 * (b[0] - a[0]) * RIGHT
    return _rail(CubicBezier(a, a + bend, b - bend, b))


def track_from_above(start: str, end: str) -> VMobject:
    """A track straight to the right that comes down on `end`."""
    a = station(start) + (_REACH.get(start, HALF) + _GAP) * RIGHT
    b = station(end) + (HALF + _GAP) * UP
    corner = np.array([b[0] - 0.7, a[1], 0.0])
    path = VMobject().start_new_path(a).add_line_to(corner)
    path.add_cubic_bezier_curve_to(corner + 0.5 * RIGHT, [b[0], a[1], 0.0], b)
    return _rail(path)


def track_over(start: str, end: str) -> VMobject:
    """A track from the top of one station, over those between, down on another."""
    a = station(start) + np.array([_ASIDE, HALF + _GAP, 0.0])
    b = station(end) + (_REACH.get(end, HALF) + _GAP) * UP
    level = max(a[1], b[1]) + _ROUND
    path = VMobject().start_new_path(a)
    turns = np.array([a[0], level, 0.0]), np.array([b[0], level, 0.0])
    path.add_cubic_bezier_curve_to(turns[0], turns[0], turns[0] + _ROUND * RIGHT)
    path.add_line_to(turns[1] + _ROUND * LEFT)
    path.add_cubic_bezier_curve_to(turns[1], turns[1], [b[0], level - _ROUND, 0.0])
    return _rail(path.add_line_to(b))


def _rail(path: VMobject) -> VMobject:
    return path.set_fill(opacity=0).set_stroke(paint("muted"), CURVE)
