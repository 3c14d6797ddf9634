"""A group's advantages as bars that stand on or hang from one line."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Rectangle, VGroup

from grpo_core import GroupTable
from scenes.stage.marks import sign_marker
from scenes.stage.reward_line import reward_badge, reward_text
from scenes.stage.theme import AXIS, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula

_FLAT = 0.01
_APART = 0.06  # of bar and sign
_HEAD = 0.36  # the width of the sign at a bar's end


class AdvantageBars(VGroup):
    """For each answer its reward on a row below, and a bar with the height of A.

    The sign of A stands beyond the bar's end.

    `set_level` grows the bars from 0 (level 0) to the advantages (level 1).
    """

    def __init__(self, table: GroupTable, *, width: float = 9.0, unit: float = 1.3):
        super().__init__()
        self.advantage, self.unit = table.advantage, unit
        size = table.group.size
        pitch = width / size
        self.line = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.bars, self.signs, self.rewards = VGroup(), VGroup(), VGroup()
        row = min(0.0, unit * float(self.advantage.min())) - 1.45
        for k, (reward, advantage) in enumerate(zip(table.rewards, self.advantage, strict=True)):
            x = (k + 0.5 - 0.5 * size) * pitch
            bar = Rectangle(width=0.55 * pitch, height=_FLAT, stroke_width=0)
            self.bars.add(bar.set_fill(paint(sign_role(advantage)), 1).move_to([x, 0, 0]))
            self.signs.add(sign_marker(float(advantage), _HEAD))
            self.rewards.add(reward_badge(float(reward)).move_to([x, row, 0]))
        self.names = VGroup(
            Formula("A_i", size=READOUT).next_to(self.line, LEFT, buff=0.35),
            Formula("r_i", size=READOUT, role="reward"),
        )
        self.names[1].move_to([self.names[0].get_x(), row, 0])
        self.add(self.line, self.bars, self.signs, self.rewards, self.names)
        self.set_level(0.0)

    def set_level(self, level: float) -> Self:
        """Draw the bars at `level` times the advantages."""
        for bar, sign, advantage in zip(self.bars, self.signs, self.advantage, strict=True):
            foot = np.array([bar.get_x(), self.line.get_y(), 0.0])
            height = max(self.unit * level * abs(float(advantage)), _FLAT)
            bar.stretch_to_fit_height(height)
            bar.move_to(foot, aligned_edge=DOWN if advantage > 0 else UP)
            end = foot + np.sign(advantage) * (height + _APART) * UP
            sign.move_to(end, aligned_edge=DOWN if advantage > 0 else UP)
        return self

    def numbers(self) -> VGroup:
        """Each advantage as a number beyond the end of its full bar."""
        return VGroup(*map(self._number, range(len(self.bars))))

    def _number(self, k: int) -> Formula:
        advantage = float(self.advantage[k])
        text = reward_text(round(advantage, 2), sign=True)
        number = Formula(text, size=LABEL, role=sign_role(advantage))
        return number.next_to(self.signs[k], UP if advantage > 0 else DOWN, buff=0.12)
