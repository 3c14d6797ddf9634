"""The shapes that the terms of the objective had in the film, small, with their words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    Line,
    LineJointType,
    Rectangle,
    VGroup,
    VMobject,
)

from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Prose

from .boxes import tray

_PLACES = (-5.75, -4.1, -2.65, -1.1, 0.75, 4.6)  # scene units: near their parts of the formula
_MIDDLE, _WORDS = -0.05, -1.0
_HIGH, _WIDE = 0.9, 1.2  # of a shape


class Shapes(VGroup):
    """For each term, by name, its shape over its word."""

    def __init__(self) -> None:
        self.by_name: dict[str, VGroup] = {}
        for x, (name, draw) in zip(_PLACES, _SHAPES.items(), strict=True):
            shape = draw().move_to([x, _MIDDLE, 0])
            word = Prose(say(f"equation.home.{name}"), size=LABEL)
            self.by_name[name] = VGroup(shape, stand_on(word.set_x(x), _WORDS))
        super().__init__(*self.by_name.values())


def _rows() -> VGroup:
    """Rows of different length, and their mean."""
    lengths = 0.5, 1.1, 0.3, 0.9
    rows = VGroup()
    for k, length in enumerate(lengths):
        start = np.array([0.0, -k * _HIGH / len(lengths), 0.0])
        rows.add(Line(start, start + length * RIGHT).set_stroke(paint("muted"), 7))
    x = float(np.mean(lengths))
    mean = DashedLine([x, 0.15, 0], [x, -_HIGH + 0.08, 0], dash_length=0.08)
    return rows.add(mean.set_stroke(paint("text"), CURVE))


def _trays() -> VGroup:
    """Trays, all alike."""
    return VGroup(*(tray(0.24, 0.22) for _ in range(4))).arrange(RIGHT, buff=0.12)


def _rod() -> VGroup:
    """An old bar laid into a new one."""
    new = Rectangle(width=0.5, height=_HIGH, stroke_width=0).set_fill(paint("new"), 1)
    old = Rectangle(width=0.5, height=_HIGH / 1.5).set_stroke(paint("old"), CURVE)
    old.set_stroke(paint("ground"), CURVE + 5, background=True).align_to(new, DOWN)
    return VGroup(new, old)


def _better_and_worse() -> VGroup:
    """Arrows up and down from the line of the average."""
    line = DashedLine(0.5 * _WIDE * LEFT, 0.5 * _WIDE * RIGHT, dash_length=0.06)
    line.set_stroke(paint("text"), HAIRLINE)
    pair = VGroup(line)
    for side, role, x in ((UP, "up", -0.25), (DOWN, "down", 0.25)):
        start = x * RIGHT
        pair.add(BlockArrow(start, start + 0.5 * _HIGH * side, role, width=0.13, head=0.28))
    return pair


def _plateau() -> VGroup:
    """A line that climbs to a bound, and no more."""
    bend = np.array([0.15, 0.6 * _HIGH, 0.0])
    line = VMobject().set_points_as_corners([[-0.6, 0, 0], bend, [0.6, bend[1], 0]])
    line.joint_type = LineJointType.ROUND
    line.set_stroke(paint("up"), MAIN_CURVE)
    bound = DashedLine([bend[0], -0.1, 0], [bend[0], 0.85 * _HIGH, 0], dash_length=0.07)
    return VGroup(bound.set_stroke(paint("text"), AXIS), line)


def _spring() -> VGroup:
    """A spring."""
    teeth = [[s * _WIDE, (-1) ** k * 0.17, 0] for k, s in enumerate(np.linspace(0.12, 0.88, 10))]
    spring = VMobject().set_points_as_corners([[0, 0, 0], *teeth, [_WIDE, 0, 0]])
    spring.joint_type = LineJointType.ROUND
    return VGroup(spring.set_stroke(paint("reference"), CURVE + 1))


_SHAPES: dict[str, Callable[[], VGroup]] = {
    "expectation": _rows,
    "average": _trays,
    "ratio": _rod,
    "advantage": _better_and_worse,
    "bound": _plateau,
    "price": _spring,
}
