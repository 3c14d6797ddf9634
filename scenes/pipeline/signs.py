"""Signs of the pipeline: a strike, a learned judge, a plain loop, a tally, sheets."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    TAU,
    UP,
    Arc,
    Dot,
    Line,
    Polygon,
    Rectangle,
    RoundedRectangle,
    VGroup,
    VMobject,
)

from scenes.stage.theme import AXIS, CURVE, MAIN_CURVE, paint
from scenes.stage.typeset import Prose

_TILT = 0.7  # of the judge's gavel


def strike(size: float = 1.0) -> Line:
    """Through something that is left out: what it is can still be seen."""
    end = 0.5 * size * (RIGHT + UP)
    return Line(-end, end).set_stroke(paint("text"), MAIN_CURVE)


def judge(width: float = 1.8) -> VGroup:
    """A learned judge: a gavel over its block."""
    head = Rectangle(width=0.8, height=0.44)
    rims = (Rectangle(width=0.14, height=0.6).shift(0.44 * side * RIGHT) for side in (-1, 1))
    handle = Rectangle(width=0.13, height=1.3).shift(0.87 * DOWN)
    gavel = VGroup(handle, head, *rims).rotate(_TILT, about_point=np.zeros(3))
    block = Rectangle(width=1.1, height=0.2).move_to([-0.35, -0.95, 0])
    return gavel.add(block).set_stroke(width=0).set_fill(paint("muted"), 1).set(width=width)


class PlainLoop(VGroup):
    """Learning that goes round, of whatever kind: two bent arrows about `text`.

    `set_turn` turns the arrows. It is not GRPO's loop, whose four stations have signs.
    """

    def __init__(self, text: Prose, radius: float):
        self.arrows = VGroup(*(_bent(radius, k * TAU / 2) for k in range(2)))
        self.text, self.turned = text.move_to(self.arrows), 0.0
        super().__init__(self.arrows, text)

    def set_turn(self, turn: float) -> Self:
        """Turn the arrows clockwise to `turn`."""
        self.arrows.rotate((self.turned - turn) * TAU, about_point=self.text.get_center())
        self.turned = turn
        return self


def _bent(radius: float, start: float) -> VGroup:
    """Nearly half a circle, clockwise from `start`, with its head."""
    end = start - 0.34 * TAU
    arc = Arc(radius, start, end - start).set_stroke(paint("muted"), MAIN_CURVE)
    corners = ((1.0, end - 0.45), (1.25, end), (0.75, end))
    points = [r * radius * np.array([np.cos(a), np.sin(a), 0.0]) for r, a in corners]
    return VGroup(arc, Polygon(*points, stroke_width=0).set_fill(paint("muted"), 1))


def tally(count: int, radius: float = 0.1) -> VGroup:
    """As many dots in a row."""
    dots = VGroup(*(Dot(radius=radius) for _ in range(count))).set_fill(paint("text"), 1)
    return dots.arrange(RIGHT, buff=0.7 * radius)


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
