"""The five lines of a level with its name: each turns into its next form in its row."""

from __future__ import annotations

from manim import UP, Animation, FadeIn, FadeOut

from grpo_core import GroupTable
from scenes.stage.motion import Drive
from scenes.stage.typeset import Formula

from .level_frame import FloorSign, LevelFrame, level_name
from .level_lines import ROWS, level_line


class Told:
    """The lines on their frame, under a sign that says which level it is.

    Methods return animations; `lines` is what they end with, for a film to gather.
    """

    def __init__(self, table: GroupTable, example: int):
        self.table, self.example, self.level = table, example, 0
        self.sign, self.frame, self.name = FloorSign(), LevelFrame(), level_name(0)
        self.lines = [self._line(row) for row in range(ROWS)]

    def _line(self, row: int) -> Formula:
        return self.frame.put(level_line(self.table, self.example, self.level, row), row)

    def show_frame(self) -> list[Animation]:
        """Sign, name and the empty rows."""
        return [FadeIn(self.sign), FadeIn(self.name), FadeIn(self.frame)]

    def bring(self, row: int) -> list[Animation]:
        """The line of a row comes in."""
        return [FadeIn(self.lines[row], shift=0.15 * UP)]

    def go_down(self) -> list[Animation]:
        """One level on: its name, and the sign a floor lower."""
        left, self.name = self.name, level_name(self.level + 1)
        self.level += 1
        return [
            Drive(self.sign, self.sign.set_floor, self.level - 1, self.level),
            FadeOut(left, shift=0.2 * UP),
            FadeIn(self.name, shift=0.2 * UP),
        ]

    def retell(self, row: int) -> list[Animation]:
        """The line of a row turns into its form of this level."""
        old, self.lines[row] = self.lines[row], self._line(row)
        return old.turn_into(self.lines[row])
