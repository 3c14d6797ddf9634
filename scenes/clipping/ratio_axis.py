"""A line of ratios, whose far end can move out while its numbers keep their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup, VMobject

from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.marks import tint
from scenes.stage.placement import gap_between
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, current_theme, paint
from scenes.stage.typeset import Formula, Prose

LEFT_END, RIGHT_END = -5.75, 6.35  # of all axes of the film
_ROOM = 0.2  # between two numbers
_UNDER = 0.28  # from the axis to its numbers
_NAME_UNDER = 0.62


class RatioAxis(VGroup):
    """Ratios from 0 to `reach` at height `y`; `marked` have numbers, the first ones for sure.

    `set_reach` moves the camera out along it; `follows` are setters that go along.
    """

    def __init__(self, reach: float, marked: Sequence[float], y: float, *, role: str = "muted"):
        self.reach, self.y, self.marked = reach, y, list(marked)
        self.line = Line([LEFT_END, y, 0], [RIGHT_END, y, 0]).set_stroke(paint("muted"), AXIS)
        self.ticks = VGroup(*(Line(0.09 * DOWN, 0.09 * UP) for _ in self.marked))
        self.ticks.set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(
            *(Formula(ratio_text(r, 2), size=READOUT, role=role) for r in self.marked)
        )
        self.name_of_axis = Prose(say("clipping.ruler.times"), size=LABEL, role="muted")
        self.name_of_axis.move_to([RIGHT_END, y - _NAME_UNDER, 0], aligned_edge=RIGHT + UP)
        super().__init__(self.line, self.ticks, self.numbers, self.name_of_axis)
        self.set_reach(reach)

    @property
    def unit(self) -> float:
        """How long a ratio of 1 is, in scene units."""
        return (RIGHT_END - LEFT_END) / self.reach

    def at(self, ratio: float, height: float = 0.0) -> np.ndarray:
        """Where a ratio lies, `height` scene units over the axis."""
        return np.array([LEFT_END + self.unit * ratio, self.y + height, 0.0])

    def set_reach(self, reach: float) -> Self:
        """Show ratios up to `reach`; a number without room, or beyond that, is not shown."""
        self.reach = reach
        taken: list[Formula] = []
        for ratio, tick, number in zip(self.marked, self.ticks, self.numbers, strict=True):
            spot = self.at(ratio)
            tick.move_to(spot)
            number.move_to(spot + _UNDER * DOWN, aligned_edge=UP)
            shown = ratio <= reach * 1.001 and all(
                gap_between(number, one) >= _ROOM for one in taken
            )
            taken += [number] if shown else []
            number.set_fill(opacity=float(shown))
            tick.set_stroke(opacity=float(shown))
        return self


class Window(VGroup):
    """The range from `low` to `high` over an axis, `tall` scene units, between two posts.

    A lower bound that no ratio can reach has no post. `base` is how far over the axis it
    begins.
    """

    def __init__(self, axis: RatioAxis, low: float, high: float, tall: float, *, base: float = 0.0):
        self.axis, self.tall, self.base = axis, tall, base
        self.pane = tint([np.zeros(3)] * 4).set_fill(opacity=1.6 * current_theme().tint)
        self.posts = VGroup(VMobject(), VMobject()).set_stroke(paint("text"), CURVE)
        super().__init__(self.pane, self.posts)
        self.set_range(low, high)

    def set_range(self, low: float, high: float) -> Self:
        """Open it from `low` to `high`."""
        self.low, self.high = low, high
        return self.follow()

    def follow(self) -> Self:
        """Stand where its range is on the axis now."""
        feet = [self.axis.at(max(r, 0.0), self.base) for r in (self.low, self.high)]
        tops = [foot + self.tall * UP for foot in feet]
        self.pane.set_points_as_corners([*feet, tops[1], tops[0], feet[0]])
        for bound, foot, top, post in zip(
            (self.low, self.high), feet, tops, self.posts, strict=True
        ):
            post.set_points_as_corners([foot, top])
            post.set_stroke(opacity=float(bound > 0))
        return self
