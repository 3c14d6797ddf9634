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

_WIDE, _HIGH, _GAP = 5.55, 2.62, 0.16
_LEFT, _TOP = -4.75, 2.1  # the left edge and the upper one of the four
_HEAD = 0.36  # from the upper edge to what the columns are called
_RIM, _HILL = 0.35, 0.3
_SIZE = 0.8  # of a walker
_TALL = {True: 1.3, False: 2.1}


class Corner(VGroup):
    """One case: a small hillside with its walker, its name and ratio."""

    def __init__(self, case: Case, bounds: tuple[float, float], reach: float, corner: np.ndarray):
        self.case = case
        self.body = panel(_WIDE, _HIGH).move_to(corner, aligned_edge=UP + LEFT)
        x, top = self.body.get_left()[0], self.body.get_top()[1]
        foot = self.body.get_bottom()[1] + _HILL
        up = case.advantage > 0
        self.hill = Hillside(
            bounds,
            reach,
            left=x + _RIM,
            width=_WIDE - 2 * _RIM,
            tall=_TALL[up],
            floor=foot,
            ceiling=top - 0.22,
            bottom=foot,
            sign=float(np.sign(case.advantage)),
        )
        self.walker = Walker(case.advantage, size=_SIZE).walk(self.hill, case.ratio)
        ratio = Formula(ratio_source(case.ratio), size=READOUT)
        name = example_note() if case.index is None else Formula(case.name, size=READOUT)
        self.said = on_baseline(name, ratio, buff=0.3)
        self._place_name()
        super().__init__(self.body, self.hill, self.said, self.walker)

    def _place_name(self) -> None:
        """In the corner of the panel that the hillside leaves free."""
        up = self.case.advantage > 0
        side = LEFT
        edge = self.body.get_corner((UP if up else DOWN) + side)
        inward = -side * 0.35 + (DOWN if up else UP) * 0.36
        self.said.move_to(edge + inward, aligned_edge=(UP if up else DOWN) + side)


class Corners(VGroup):
    """The corners in rows of better and worse, columns of rarer and likelier."""

    def __init__(self, cases: list[Case], bounds: tuple[float, float], reach: float):
        places = [(row, column) for row in (0, 1) for column in (0, 1)]
        self.corners = VGroup(
            *(
                Corner(case, bounds, reach, _corner(row, column))
                for case, (row, column) in zip(cases, places, strict=True)
            )
        )
        words = "rarer", "likelier", "better", "worse"
        texts = [Prose(say(f"clipping.corners.{word}"), size=READOUT) for word in words]
        for column in (0, 1):
            x = _corner(0, column)[0] + 0.5 * _WIDE
            texts[column].move_to([x, _TOP + _HEAD, 0])
        for row in (0, 1):
            y = _corner(row, 0)[1] - 0.5 * _HIGH
            role = ("up", "down")[row]
            text = Prose(texts[2 + row].plain, size=READOUT, role=role)
            texts[2 + row] = text.move_to([_LEFT - 0.25, y, 0], aligned_edge=RIGHT)
        self.headings = VGroup(*texts)
        super().__init__(self.headings, self.corners)

    def of(self, case: Case) -> Corner:
        """The corner of a case."""
        return next(corner for corner in self.corners if corner.case == case)


def _corner(row: int, column: int) -> np.ndarray:
    return np.array([_LEFT + column * (_WIDE + _GAP), _TOP - row * (_HIGH + _GAP), 0.0])
