"""Better or worse, likelier or rarer: the four corners, each with its walker and its lamp."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from scenes.script.cases import Case
from scenes.script.numerals import ratio_source
from scenes.script.words import say
from scenes.stage.gradient import example_note
from scenes.stage.panel import panel
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .hillside import Hillside
from .walker import Walker

_WIDE, _HIGH, _GAP = 6.3, 2.85, 0.16
_LEFT, _TOP = -6.38, 2.6  # the left edge and the upper one of the four
_RIM, _FOOT, _SKY = 0.35, 0.22, 0.9  # about a hillside; the sky is over an axis that lies above
_TALL = {True: 1.25, False: 1.72}  # of a hillside, with A > 0 or not
_SIZE = 0.95  # of a walker


class Corner(VGroup):
    """One case: a small hillside with its walker, its name and ratio."""

    def __init__(self, case: Case, bounds: tuple[float, float], reach: float, corner: np.ndarray):
        self.case = case
        self.body = panel(_WIDE, _HIGH).move_to(corner, aligned_edge=UP + LEFT)
        up = case.advantage > 0
        foot = self.body.get_bottom()[1] + _FOOT
        self.hill = Hillside(
            bounds,
            reach,
            left=self.body.get_left()[0] + _RIM,
            width=_WIDE - 2 * _RIM,
            tall=_TALL[up],
            floor=foot,
            ceiling=self.body.get_top()[1] - _SKY,
            bottom=foot,
            sign=float(np.sign(case.advantage)),
        )
        self.walker = Walker(case.advantage, size=_SIZE).walk(self.hill, case.ratio)
        self.said = self._say(up)
        super().__init__(self.body, self.hill, self.said, self.walker)

    def _say(self, up: bool) -> VGroup:
        """Which case it is, and which answer shows it, where the hillside leaves room."""
        likelier = self.case.ratio > 1
        which = "better" if up else "worse", "likelier" if likelier else "rarer"
        text = ", ".join(say(f"clipping.corners.{word}") for word in which)
        side = LEFT if likelier else RIGHT
        head = Prose(text, size=READOUT, role="up" if up else "down")
        head.move_to(self.body.get_corner(UP + side) - _RIM * side + 0.26 * DOWN, UP + side)
        ratio = Formula(ratio_source(self.case.ratio), size=READOUT)
        name = example_note() if self.case.index is None else Formula(self.case.name, size=READOUT)
        row = on_baseline(name, ratio, buff=0.3)
        if up:
            row.next_to(head, DOWN, buff=0.16).align_to(head, side)
        else:
            row.move_to(self.body.get_corner(DOWN + LEFT) + _RIM * RIGHT + 0.3 * UP, DOWN + LEFT)
        return VGroup(head, row)


class Corners(VGroup):
    """The corners in rows of better and worse, columns of rarer and likelier."""

    def __init__(self, cases: list[Case], bounds: tuple[float, float], reach: float):
        places = [(row, column) for row in (0, 1) for column in (0, 1)]
        self.corners = VGroup(
            *(
                Corner(case, bounds, reach, _corner(*place))
                for case, place in zip(cases, places, strict=True)
            )
        )
        super().__init__(self.corners)

    def of(self, case: Case) -> Corner:
        """The corner of a case."""
        return next(corner for corner in self.corners if corner.case == case)


def _corner(row: int, column: int) -> np.ndarray:
    return np.array([_LEFT + column * (_WIDE + _GAP), _TOP - row * (_HIGH + _GAP), 0.0])
