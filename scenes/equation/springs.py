"""What ties an update to where it came from: a spring from each new bar to its reference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    Animation,
    FadeIn,
    GrowFromEdge,
    Line,
    LineJointType,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .bench import AnswerName

LEFT_X, RIGHT_X, FOOT, TOP = -5.5, -0.8, -1.85, 0.85  # scene units, of the columns
_HIGHEST = 2.4  # a reference that is higher than so many blue bars is broken off
_BAR, _COIL, _GAP = 0.24, 0.08, 0.07  # in columns: a bar's width, half a spring's, between both
_EDGE, TITLE = -6.6, 1.78  # where the texts at the left begin; the height of the picture's name
_SYMBOL = 48  # so that its subscript can be read
_TURNS, _DASH = 4, 0.13  # of a spring; a dash and the gap after it, scene units
NAME, COST = 0.6, 0.32  # how far names are under the foot, numbers over the columns
_UNLIKE = 12.0  # times as high: beyond it bars on one scale say nothing
_LEAST = 0.03  # scene units: a bar of nothing
_LARGEST = 50.0  # nats: more is broken off anyhow


class Springs(VGroup):
    """Columns of the answers `indices`: a blue bar, the reference beside it, a spring between.

    `set_pull` takes the reference out of the blue bar (0) to its own height (1). All bars have
    one scale; where that says nothing each column has its own.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.table, self.indices = table, list(indices)
        count = len(self.indices)
        logps = np.array([table.new_logp, table.ref_logp])[:, self.indices]
        shared = np.exp(logps - logps.max())
        ratios = np.exp(np.minimum(logps[1] - logps[0], _LARGEST))
        own = np.array([np.ones(count), np.minimum(ratios, _HIGHEST)])
        is_apart = np.ptp(logps) > np.log(_UNLIKE)
        self.heights = (TOP - FOOT) * (own / max(1.0, float(own.max())) if is_apart else shared)
        self.heights = np.maximum(self.heights, _LEAST)
        self.pull = 1.0
        self.wide = (RIGHT_X - LEFT_X) / count
        self.foot = Line([LEFT_X, FOOT, 0], [RIGHT_X, FOOT, 0]).set_stroke(paint("muted"), AXIS)
        self.bars = VGroup(*(Rectangle(width=1, height=1, stroke_width=0) for _ in indices))
        self.bars.set_fill(paint("new"), 1)
        self.references = VGroup(*(VMobject() for _ in indices))
        self.references.set_stroke(paint("reference"), CURVE)
        self.levels = VGroup(*(VGroup(Line(), Line()) for _ in indices))
        self.levels.set_stroke(paint("muted"), HAIRLINE)
        self.springs = VGroup(*(VMobject() for _ in indices))
        self.springs.set_stroke(paint("reference"), CURVE + 1)
        for spring in self.springs:
            spring.joint_type = LineJointType.ROUND
        self.names = VGroup(*(self._name(k) for k in range(count)))
        self.costs = VGroup(*(self._cost(k) for k in range(count)))
        self.cost_name = Prose(say("equation.price.cost"), role="muted")
        self.cost_name.move_to([_EDGE, 0, 0], aligned_edge=LEFT)
        stand_on(self.cost_name, self.costs[0])
        self.title = _title()
        self.moving = VGroup(self.foot, self.levels, self.bars, self.references, self.springs)
        super().__init__(self.moving, self.names, self.costs, self.cost_name, self.title)
        self._draw()

    def middle(self, k: int) -> float:
        """Where the k-th column is."""
        return LEFT_X + (k + 0.5) * self.wide

    # -- its states -------------------------------------------------------------------------

    def set_pull(self, pull: float) -> Self:
        """Lead the references from the blue bars (0) to where they are (1); springs follow."""
        self.pull = pull
        return self._draw()

    def walk_pull(self) -> Walk:
        """What moves, and the setter that takes the references out of the blue bars."""
        return self.moving, self.set_pull

    def grow(self) -> list[Animation]:
        """The blue bars grow from their foot."""
        return [FadeIn(self.foot), *(GrowFromEdge(bar, DOWN) for bar in self.bars)]

    def _draw(self) -> Self:
        new, ref = self.heights
        wide = _BAR * self.wide
        for k, (bar, reference) in enumerate(zip(self.bars, self.references, strict=True)):
            left, x = self._side(k, -1), self.middle(k)
            blue, top = FOOT + new[k], FOOT + new[k] + self.pull * (ref[k] - new[k])
            bar.stretch_to_fit_width(wide).stretch_to_fit_height(new[k])
            bar.move_to([left, FOOT, 0], DOWN)
            spot = left + self.pull * (self._side(k, 1) - left)
            _dash(reference, spot - 0.5 * wide, FOOT, spot + 0.5 * wide, top)
            reach = self.pull * (_COIL + _GAP) * self.wide
            upper, lower = self.levels[k]
            upper.set_points_as_corners([[x - reach, blue, 0], [x + 0.12, blue, 0]])
            lower.set_points_as_corners([[x - 0.12, top, 0], [x + reach, top, 0]])
            self.springs[k].set_points_as_corners(coil(x, blue, top, _COIL * self.wide))
        return self

    # -- its parts --------------------------------------------------------------------------

    def _side(self, k: int, side: int) -> float:
        """The middle of a column's blue bar (-1) and of its reference (1)."""
        return self.middle(k) + side * (0.5 * _BAR + _COIL + _GAP) * self.wide

    def _name(self, k: int) -> VGroup:
        name = AnswerName(self.table, self.indices[k]).set_x(self.middle(k))
        stand_on(name[0], FOOT - NAME, row=name)
        return name

    def _cost(self, k: int) -> Formula:
        """What its spring costs: k3."""
        value = without_zero(number_text(float(self.table.k3[self.indices[k]]), 3))
        cost = Formula(value, size=READOUT).set_x(self.middle(k))
        return stand_on(cost, TOP + COST)


def _title() -> VGroup:
    """What is tied to what, as words with a spring between them."""
    new = Prose(say("equation.row.new"), size=READOUT, role="new")
    reference = Prose(say("equation.price.reference"), size=READOUT, role="reference")
    new.move_to([_EDGE, 0, 0], aligned_edge=LEFT)
    left = new.get_right()[0] + 0.15
    right = left + 1.1
    reference.next_to([right + 0.15, 0, 0], RIGHT, buff=0)
    symbol = Formula('pi_"ref"', size=_SYMBOL, role="reference")
    symbol.next_to(reference, RIGHT, buff=0.2)
    for text in (new, reference, symbol):
        stand_on(text, TITLE)
    spring = VMobject().set_points_as_corners(coil(0.0, 0.0, right - left, 0.12))
    spring.set_stroke(paint("reference"), CURVE).rotate(-PI / 2)
    spring.move_to([0.5 * (left + right), TITLE + 0.13, 0])
    return VGroup(new, VGroup(reference, symbol), spring)


def _dash(outline: VMobject, left: float, low: float, right: float, high: float) -> None:
    """Make `outline` a dashed rectangle whose dashes are equally long whatever its size."""
    corners = np.array([[left, low], [left, high], [right, high], [right, low], [left, low]])
    outline.clear_points()
    for start, end in pairwise(corners):
        length = float(np.linalg.norm(end - start))
        count = max(1, round(length / (2 * _DASH)))
        for k in range(count):
            ends = [start + (end - start) * (k + s) / count for s in (0.2, 0.8)]
            outline.start_new_path(np.append(ends[0], 0.0))
            outline.add_line_to(np.append(ends[1], 0.0))


def coil(x: float, start: float, end: float, half: float) -> list[list[float]]:
    """The corners of a spring that stands at `x` between two heights."""
    inner = np.linspace(0.1, 0.9, 2 * _TURNS)
    teeth = [[x + (-1) ** n * half, start + s * (end - start), 0] for n, s in enumerate(inner)]
    return [[x, start, 0], *teeth, [x, end, 0]]
