"""Signs of the pipeline: a cross, a learned judge, sheets."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from manim import RIGHT, UP, Circle, Line, RoundedRectangle, VGroup, VMobject

from scenes.stage.theme import AXIS, CURVE, MAIN_CURVE, paint

_LAYERS = (3, 4, 1)  # the judge's nodes


def cross(size: float = 1.0) -> VGroup:
    """Something that is left out."""
    ends = 0.5 * size * np.array([[1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]])
    return VGroup(*(Line(-end, end).set_stroke(paint("text"), MAIN_CURVE) for end in ends))


def judge(width: float = 1.8) -> VGroup:
    """A learned judge: a little network of three layers."""
    columns = [
        [np.array([x, 0.5 * (row - (count - 1) / 2), 0.0]) for row in range(count)]
        for x, count in zip((-0.8, 0.0, 0.8), _LAYERS, strict=True)
    ]
    edges = [
        Line(a, b).set_stroke(paint("muted"), 0.7 * AXIS)
        for left, right in pairwise(columns)
        for a, b in product(left, right)
    ]
    nodes = [
        Circle(0.13).move_to(place).set_stroke(paint("muted"), AXIS).set_fill(paint("panel"), 1)
        for column in columns
        for place in column
    ]
    return VGroup(*edges, *nodes).set(width=width)


def sheet(width: float = 0.7, lines: int = 4) -> VGroup:
    """An answer that can be read: even lines on a sheet."""
    height = 1.3 * width
    page = _page(width, height).set_stroke(paint("muted"), AXIS)
    rows = VGroup()
    for number in range(lines):
        row = Line(0.32 * width * -RIGHT, (0.32 if number < lines - 1 else 0.02) * width * RIGHT)
        y = height * (0.3 - 0.6 * number / (lines - 1))
        rows.add(row.shift(y * UP).set_stroke(paint("text"), CURVE))
    return VGroup(page, rows)


def stack(width: float = 0.7, sheets: int = 3) -> VGroup:
    """Many such answers; of those behind only what can be seen is drawn."""
    front = sheet(width)
    step = 0.16 * width * (RIGHT + UP)
    behind = [_rim(front[0], k * step) for k in range(1, sheets)]
    return VGroup(front, *behind).center()


def _page(width: float, height: float) -> RoundedRectangle:
    return RoundedRectangle(corner_radius=0.08 * width, width=width, height=height)


def _rim(front: VMobject, shift: np.ndarray) -> VMobject:
    """The part of a page like `front`, moved by `shift`, that the page before it leaves free."""
    edge = _page(front.width, front.height).shift(front.get_center() + shift)
    points = np.array([edge.point_from_proportion(t) for t in np.linspace(0, 1, 200)[:-1]])
    before = front.get_center() + shift * (1 - 0.16 * front.width / abs(shift[0]))
    half = 0.5 * np.array([front.width, front.height])
    free = (np.abs(points[:, :2] - before[:2]) > half).any(axis=1)
    first = int(np.flatnonzero(free & ~np.roll(free, 1))[0])
    points, free = np.roll(points, -first, axis=0), np.roll(free, -first)
    return VMobject().set_points_as_corners(points[free]).set_stroke(paint("muted"), AXIS)
