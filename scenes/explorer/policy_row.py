"""The policy's chances of the told answers, old and new, a bar in each lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Square, VGroup

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose

from .chosen import ToldGroup
from .panels import LEFT_X, RIGHT_X, Panels

FOOT, TALL, _WIDE = -3.05, 1.75, 0.95
_FROM_MIDDLE = -0.5
_LEAST = 0.005  # a chance that two decimals can say
_BOX = 0.26
_OVER_LINE = 0.24  # a number, at least
LEGEND = np.array([5.35, -1.7, 0.0])  # its upper left corner


class PolicyRow(VGroup):
    """Bars of the new policy with the old one's outline; `show` sets them to a table."""

    def __init__(
        self,
        told: ToldGroup,
        panels: Panels,
        tables: Sequence[GroupTable] = (),
        *,
        foot: float = FOOT,
        tall: float = TALL,
    ):
        self.told, self.foot, shown = told, foot, list(told.shown)
        tables = [told.table, *tables]
        self.most = max(
            float(max(t.new_logp[shown].max(), t.old_logp[shown].max())) for t in tables
        )
        xs = [panels.lanes[panels.place(i)] + _FROM_MIDDLE for i in shown]
        self.new, self.old = (
            VGroup(*(PolicyBar(0.5, role, width=_WIDE, full=tall) for _ in xs))
            for role in ("new", "old")
        )
        for row in (self.new, self.old):
            for bar, x in zip(row, xs, strict=True):
                bar.shift(np.array([x, foot, 0]) - bar.base.get_center())
        self.line = Line([LEFT_X, foot, 0], [RIGHT_X, foot, 0]).set_stroke(paint("muted"), AXIS)
        plain = min(float(t.new[shown].min()) for t in tables) >= _LEAST
        style = {"size": READOUT, "role": "new", "align": "left"}
        self.numbers = VGroup(*(LiveNumber(0.0, 2, **style) for _ in xs if plain))
        self.legend = _legend()
        self.level = 1.0
        super().__init__(self.line, self.new, self.old, self.numbers)
        self.show(told.table)

    def set_level(self, level: float) -> Self:
        """Let all bars grow out of the line, 0 to 1."""
        self.level = level
        return self.show(self.table)

    def show(self, table: GroupTable) -> Self:
        """Set all bars to the chances of `table`."""
        self.table = table
        for k, i in enumerate(self.told.shown):
            self.new[k].set_probability(self.level * float(np.exp(table.new_logp[i] - self.most)))
            self.old[k].set_probability(self.level * float(np.exp(table.old_logp[i] - self.most)))
        for number, bar, i in zip(self.numbers, self.new, self.told.shown, strict=False):
            number.set_value(float(table.new[i])).slots.set_fill(opacity=float(self.level == 1.0))
            x = bar.bar.get_right()[0] + 0.2
            number.shift([x - number.slots.get_left()[0], 0, 0]).set_y(
                max(bar.bar.get_y(), self.foot + _OVER_LINE)
            )
        return self


def _legend() -> VGroup:
    """Which bar is whose."""
    rows = VGroup()
    for role in ("new", "old"):
        box = Square(_BOX, stroke_width=0)
        if role == "new":
            box.set_fill(paint(role), 1)
        else:
            box.set_stroke(paint(role), CURVE)
        rows.add(
            VGroup(box, Prose(say(f"explorer.policy.{role}"), size=LABEL)).arrange(RIGHT, buff=0.16)
        )
    rows.arrange(DOWN, buff=0.25, aligned_edge=LEFT)
    return rows.move_to(LEGEND, aligned_edge=UP + LEFT)
