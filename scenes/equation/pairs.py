"""What an update is compared with: beside each new bar its reference, where we came from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    GrowFromEdge,
    Line,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .bench import AnswerName

LEFT_X, RIGHT_X, FOOT, TOP = -2.5, 6.6, 1.1, 2.15  # scene units, of the columns
_HIGHEST = 2.4  # a reference that is higher than so many blue bars is broken off
_BAR, _GAP, _MOST = 0.17, 0.05, 0.42  # in columns: a bar's width, between both; its most units
_EDGE, _LINES = -6.6, (1.72, 1.1)  # where the texts at the left begin; their heights
_SYMBOL = 48  # so that its subscript can be read
_DASH = 0.1  # a dash and the gap after it, scene units
_UNLIKE = 12.0  # times as high: beyond it bars on one scale say nothing
_LEAST = 0.03  # scene units: a bar of nothing
_LARGEST = 50.0  # nats: more is broken off anyhow


class ReferencePairs(VGroup):
    """Columns of the answers `indices`: a name, a blue bar, and the reference beside it.

    `set_pull` takes the reference out of the blue bar (0) to its own height (1). All bars have
    one scale; where that says nothing each column has its own. `title` says which bar is which.
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
        self.feet = VGroup(*(Line() for _ in indices)).set_stroke(paint("muted"), AXIS)
        self.bars = VGroup(*(Rectangle(width=1, height=1, stroke_width=0) for _ in indices))
        self.bars.set_fill(paint("new"), 1)
        self.references = VGroup(*(VMobject() for _ in indices))
        self.references.set_stroke(paint("reference"), CURVE)
        self.names = VGroup(*(self._name(k) for k in range(count)))
        self.title = _title()
        self.moving = VGroup(self.feet, self.bars, self.references)
        super().__init__(self.moving, self.names, self.title)
        self._draw()

    def middle(self, k: int) -> float:
        """Where the bars of the k-th column are."""
        return LEFT_X + (k + 0.6) * self.wide

    def between(self, k: int) -> np.ndarray:
        """The point between both bars of the k-th column, on their foot."""
        return np.array([self.middle(k), FOOT, 0.0])

    # -- its states -------------------------------------------------------------------------

    def set_pull(self, pull: float) -> Self:
        """Lead the references from the blue bars (0) to where they are (1)."""
        self.pull = pull
        return self._draw()

    def walk_pull(self) -> Walk:
        """What moves, and the setter that takes the references out of the blue bars."""
        return self.moving, self.set_pull

    def grow(self) -> list[Animation]:
        """The blue bars grow from their foot."""
        return [FadeIn(self.feet), *(GrowFromEdge(bar, DOWN) for bar in self.bars)]

    def _draw(self) -> Self:
        new, ref = self.heights
        wide = self._bar
        for k, (bar, reference) in enumerate(zip(self.bars, self.references, strict=True)):
            left, right = self._side(k, -1), self._side(k, 1)
            bar.stretch_to_fit_width(wide).stretch_to_fit_height(new[k])
            bar.move_to([left, FOOT, 0], DOWN)
            spot, top = left + self.pull * (right - left), new[k] + self.pull * (ref[k] - new[k])
            _dash(reference, spot - 0.5 * wide, FOOT, spot + 0.5 * wide, FOOT + top)
            ends = left - 0.6 * wide, right + 0.6 * wide
            self.feet[k].set_points_as_corners([[x, FOOT, 0] for x in ends])
        return self

    # -- its parts --------------------------------------------------------------------------

    @property
    def _bar(self) -> float:
        return min(_BAR * self.wide, _MOST)

    def _side(self, k: int, side: int) -> float:
        """The middle of a column's blue bar (-1) and of its reference (1)."""
        return self.middle(k) + side * (0.5 * self._bar + 0.5 * _GAP * self.wide)

    def _name(self, k: int) -> VGroup:
        name = AnswerName(self.table, self.indices[k])
        name.next_to([self._side(k, -1) - 0.6 * self._bar, 0, 0], LEFT, buff=0.14)
        stand_on(name[0], FOOT + 0.02, row=name)
        return name


def _title() -> VGroup:
    """Which bar is which; the reference is a frozen copy."""
    new = Prose(say("equation.row.new"), size=READOUT, role="new")
    reference = Prose(say("equation.price.reference"), size=READOUT, role="reference")
    symbol = Formula('pi_"ref"', size=_SYMBOL, role="reference")
    for text, y in zip((new, reference), _LINES, strict=True):
        stand_on(text.move_to([_EDGE, 0, 0], aligned_edge=LEFT), y)
    stand_on(symbol.next_to(reference, RIGHT, buff=0.2), reference)
    return VGroup(new, VGroup(reference, symbol))


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
