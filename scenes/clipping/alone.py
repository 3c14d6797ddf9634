"""Clip alone beside the minimum: the same answer on two hillsides."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from scenes.script.cases import Case
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.panel import panel
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose

from .hillside import Hillside
from .walker import Walker

_WIDE, _HIGH, _AWAY, _Y = 6.2, 5.9, 3.22, 0.35
_RIM, _TALL = 0.45, 3.5


class MinPanel(VGroup):
    """A hillside for an answer with A < 0 in a panel, under the formula that it shows."""

    def __init__(
        self, case: Case, bounds: tuple[float, float], reach: float, side: np.ndarray, source: str
    ):
        self.body = panel(_WIDE, _HIGH).move_to(_AWAY * side + _Y * UP)
        x, top = self.body.get_left()[0], self.body.get_top()[1]
        self.hill = Hillside(
            bounds,
            reach,
            left=x + _RIM,
            width=_WIDE - 2 * _RIM,
            tall=_TALL,
            floor=top - 1.6,
            ceiling=top - 1.6,
            bottom=self.body.get_bottom()[1] + 0.35,
            sign=-1.0,
        )
        self.walker = Walker(case.advantage, size=1.0).walk(self.hill, case.ratio)
        self.case = case
        self.heading = Formula(source, size=FORMULA).move_to(self.body.get_top() + 0.45 * DOWN)
        self.numbers = VGroup(*(self._number(bound) for bound in bounds))
        super().__init__(self.body, self.hill, self.heading, self.numbers, self.walker)

    def _number(self, bound: float) -> Formula:
        """A bound over the axis."""
        return Formula(ratio_text(bound, 2), size=LABEL).next_to(
            self.hill.point(bound), UP, buff=0.12
        )

    def flatten(self, level: float) -> None:
        """Bend its hillside to clip alone; the walker goes along, and its lamp goes out."""
        self.hill.set_alone(level)
        self.walker.walk(self.hill, self.case.ratio)
        self.walker.set_level(1.0 - level)

    def verdict(self, word: str) -> Prose:
        """What becomes of the push."""
        text = Prose(say(f"clipping.why_min.{word}"), size=READOUT)
        return text.move_to(
            self.body.get_corner(DOWN + LEFT) + 0.45 * UP + 0.4 * RIGHT, aligned_edge=LEFT
        )
