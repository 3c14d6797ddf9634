"""min at work: of an answer of each sign both terms, and the smaller one kept."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, GrowFromEdge, Line, VGroup

from grpo_core import GroupTable
from scenes.script.cases import Case, find_case
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.objective import Objective
from scenes.stage.places import Corners, stand_on
from scenes.stage.theme import AXIS, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .lanes import PITCH, TERMS, MinLanes
from .nearer import HALF, NEAR_LABEL, NEAR_READOUT

_LONGEST = 1.35  # of a bar, in scene units


class Choices(VGroup):
    """Lanes for an answer beyond the clip range with A > 0, and for one with A < 0.

    Both start at one line under the objective's surrogate; `view` is what the camera sees.
    """

    def __init__(self, table: GroupTable, objective: Objective, view: Corners):
        self.cases = [find_case(table, sign, above=True) for sign in (1, -1)]
        self.origin = np.array([objective.part("surrogate").get_x() + 0.45, 0.42, 0])
        self.zero = Line(self.origin + 0.3 * UP, self.origin + (0.3 + 0.5 * PITCH) * DOWN)
        self.zero.set_stroke(paint("muted"), AXIS)
        unit = _LONGEST / max(abs(case.ratio * case.advantage) for case in self.cases)
        self.lanes = VGroup(*(self._lanes(table, case, unit) for case in self.cases))
        self.headings = VGroup(*map(self._heading, self.cases))
        self.names = self._names(view)
        self.bounds = _bounds(table, objective)
        super().__init__(self.zero, self.names, self.bounds, self.headings, self.lanes)

    @property
    def answers(self) -> list[int]:
        """The cases that the group has an answer for, by its index."""
        return [case.index for case in self.cases if case.index is not None]

    def show_lanes(self) -> Animation:
        """What the lanes hold, and the first case."""
        return FadeIn(self.zero, self.names, self.bounds, self.headings[0])

    def grow(self, k: int) -> list[list[Animation]]:
        """The bars of case k with their numbers, one after the other. One list a play."""
        row = self.lanes[k]
        return [
            [GrowFromEdge(row.bars[term], -row.side), FadeIn(row.numbers[term])] for term in TERMS
        ]

    def _lanes(self, table: GroupTable, case: Case, unit: float) -> MinLanes:
        bounds = table.eps_low, table.eps_high
        size = {"origin": self.origin, "unit": unit, "scale": HALF}
        return MinLanes(case.ratio, case.advantage, *bounds, **size)

    def _names(self, view: Corners) -> VGroup:
        """What the two lanes hold, left of all bars and their numbers."""
        sources = "rho A", '"clip"(rho) A'
        names = VGroup(*(Formula(source, size=NEAR_READOUT) for source in sources))
        left = max(self.lanes.get_left()[0] - 0.3 - names.width, view[0][0])
        for name, term in zip(names, TERMS, strict=True):
            name.move_to([left, self.lanes[0].bars[term].get_y(), 0], aligned_edge=LEFT)
        return names

    def _heading(self, case: Case) -> VGroup:
        """The ratio and the advantage of a case, over its half of the lanes."""
        number = "" if case.index is None else f"_{case.index + 1}"
        ratio = Formula(f"rho{number} = {number_text(case.ratio, 2)}", size=NEAR_READOUT)
        text = number_text(case.advantage, 2, sign=True)
        role = sign_role(case.advantage)
        advantage = Formula(f"A{number} = {text}", size=NEAR_READOUT, role=role)
        row = on_baseline(ratio, advantage, buff=0.3)
        side = RIGHT if case.advantage > 0 else LEFT
        row.move_to(self.origin + 0.6 * UP + 0.25 * side, aligned_edge=-side)
        if case.index is None:  # the group has no such answer
            words = Prose(say("stage.cases.example"), size=NEAR_LABEL, role="muted")
            row.add(words.next_to(row, UP, buff=0.1).align_to(row, -side))
        return row


def _bounds(table: GroupTable, objective: Objective) -> VGroup:
    """What the bounds of the clip range are, each under its symbols."""
    bounds = VGroup()
    for name, value in (("low", 1 - table.eps_low), ("high", 1 + table.eps_high)):
        number = Formula(ratio_text(value, 1), size=NEAR_READOUT, role="muted")
        bounds.add(number.next_to(objective.part(name), DOWN, buff=0.2))
    stand_on(bounds[1], bounds[0])
    return bounds
