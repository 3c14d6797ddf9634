"""How hard each answer pushes by itself, and how hard the price of drift pulls it back."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Line, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import printed, without_zero
from scenes.script.numerals import number_text
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import AXIS, READOUT, paint, sign_role

from .before import put_before
from .chosen import ToldGroup
from .panels import LEFT_X, RIGHT_X, Panels
from .term_bars import FROM_MIDDLE, TermHeights, own_pushes, pulls

_SHAFT, _HEAD = 0.26, 0.46
_SIDE = 0.42  # from the middle of an arrow to its number
_LEAST = 0.0005  # a push that is printed as 0


class PushRow(VGroup):
    """An arrow for each told answer, as long as its push, up or down from one line.

    `show` sets the arrows of a table. `show_pulls` lets appear at the end of each the pull of
    the price of drift, a purple arrow; the number then is that of both.
    """

    def __init__(self, told: ToldGroup, panels: Panels, heights: TermHeights):
        self.told, self.heights = told, heights
        self.xs = [x + FROM_MIDDLE for x in panels.lanes]
        self.line = Line([LEFT_X, heights.zero, 0], [RIGHT_X, heights.zero, 0])
        self.line.set_stroke(paint("muted"), AXIS)
        self.own, self.back = self._arrows("text"), self._arrows("reference")
        style = {"sign": True, "short": True, "size": READOUT, "align": "left"}
        self.numbers = VGroup(*(LiveNumber(0.0, 3, **style) for _ in self.xs))
        self.pulled, self.level = 0.0, 1.0
        super().__init__(self.line, self.own, self.back, self.numbers)
        self.show(told.table)

    def _arrows(self, role: str) -> VGroup:
        start = np.zeros(3)
        arrows = (BlockArrow(start, start, role, width=_SHAFT, head=_HEAD) for _ in self.xs)
        return VGroup(*arrows)

    def set_level(self, level: float) -> Self:
        """Let all arrows grow out of the line, 0 to 1."""
        self.level = level
        return self.show(self.table)

    def show_pulls(self, level: float) -> Self:
        """Let the pulls appear, 0 to 1."""
        self.pulled = level
        return self.show(self.table)

    def show(self, table: GroupTable) -> Self:
        """Set every arrow to what pushes and pulls in `table`."""
        self.table = table
        own, back = own_pushes(self.told, table), pulls(self.told, table)
        for k, x in enumerate(self.xs):
            push, pull = self.level * own[k], self.level * self.pulled * back[k]
            self.own[k].set_role(sign_role(own[k]))
            self._lay(self.own[k], x, 0.0, push)
            self._lay(self.back[k], x, push, pull)
            self._say(self.numbers[k], x, push, pull, float(own[k] + self.pulled * back[k]))
        return self

    def _lay(self, arrow: BlockArrow, x: float, start: float, length: float) -> None:
        ends = (np.array([x, self.heights.y(v), 0.0]) for v in (start, start + length))
        arrow.set_ends(*ends)

    def _say(self, number: LiveNumber, x: float, push: float, pull: float, value: float) -> None:
        number.decimals = 3 if abs(value) >= _LEAST else 0
        role = sign_role(value) if number.decimals else "muted"
        number.set_value(value).set_role("text" if self.pulled else role)
        number.slots.set_fill(opacity=float(self.level == 1.0))
        number.shift([x + _SIDE - number.slots.get_left()[0], 0, 0])
        furthest = max((push, push + pull), key=abs)
        middle = 0.5 * self.heights.unit * abs(furthest)
        number.set_y(self.heights.zero + (np.sign(furthest) or 1.0) * max(middle, 0.26))

    def before(self, table: GroupTable) -> VGroup:
        """What the numbers were in `table`, muted, before those that are others now.

        A wide one has no room.
        """
        found = VGroup()
        for number, value in zip(self.numbers, own_pushes(self.told, table), strict=True):
            was = _said(float(value))
            if number.text != printed(was) and (old := put_before(number, was)):
                found.add(old)
        return found


def _said(value: float) -> str:
    return without_zero(number_text(value, 3 if abs(value) >= _LEAST else 0, sign=True))
