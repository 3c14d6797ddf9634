"""Advantages as arrows head to tail, which come back to where they started."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Circle, Create, FadeIn, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.stage.theme import AXIS, FORMULA, LABEL, paint, sign_role
from scenes.stage.typeset import Formula

from .arrow_lanes import MOST_LANES, ArrowLanes
from .deviations import Deviations, Layout, lanes

_HIGH = 4.6  # the height of the lanes
_REACH, _WIDTH = 2.5, 8.0  # at most: of one arrow, and of all that point right


class ClosedChain:
    """The arrows of `before`, as advantages: in units of the std, with the sign of A at the tip.

    `arrows` begin where those of `before` are.
    """

    def __init__(self, table: GroupTable, before: ArrowLanes):
        self.values, self.sum = table.advantage, float(table.advantage.sum())
        layout = before.arrows.layout
        flat = layout.but(unit=layout.unit * table.reward_std)
        self.arrows = Deviations(self.values, flat, signs=True)
        self.has_terms = len(self.values) <= MOST_LANES

    def spread(self) -> Animation:
        """Large, each in its lane, from one line."""
        furthest = float(self.values[self.values > 0].sum())
        unit = min(_REACH / float(np.abs(self.values).max()), _WIDTH / furthest)
        # The sum on the left and the longest chain on the right have the middle between.
        left = 1.5 - 0.5 * (unit * furthest + self.has_terms)
        self.wide = Layout((left, -1.75), unit, lanes(self.values, _HIGH), _HIGH + 0.2)
        return self.arrows.glide(self.wide)

    def close(self) -> Animation:
        """Head to tail: out by the answers above the mean, back by those below."""
        return self.arrows.glide(self.wide.but(chain=1.0))

    def show_sum(self) -> list[Animation]:
        """The sum of all advantages, and a ring around the end where that is seen."""
        total = Formula(f"sum_i A_i = {number_text(self.sum, 2)}", size=FORMULA)
        total.next_to(self.arrows.line, LEFT, buff=0.4).align_to(self.arrows.line, DOWN)
        return [Create(self.ring()), FadeIn(total)]

    def ring(self) -> Circle:
        """Around where the last arrow ends, on the line from which the first one left."""
        ring = Circle(0.22).set_stroke(paint("text"), AXIS).move_to(self.arrows.line.get_start())
        return ring.set_y(self.arrows.ends[int(np.argmin(self.wide.heights))].get_y())

    def terms(self) -> VGroup:
        """Each advantage on the free side of its arrow, so that the sum recomputes."""
        terms = VGroup()
        if self.has_terms:
            exact = abs(sum(round(value, 2) for value in self.values)) < 5e-3
            for value, arrow in zip(self.values, self.arrows.arrows, strict=True):
                text = number_text(float(value), 2 if exact else 3, sign=True)
                term = Formula(text, size=LABEL, role=sign_role(value))
                terms.add(term.next_to(arrow, RIGHT, buff=0.25))
        return terms
