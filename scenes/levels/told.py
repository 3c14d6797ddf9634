"""The five lines of a level with its name: each turns into its next form in its row."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, RIGHT, UP, Animation, FadeIn, FadeOut

from grpo_core import GroupTable
from scenes.stage.motion import Drive
from scenes.stage.theme import paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .level_frame import FloorSign, LevelFrame, level_name
from .level_lines import ROWS, level_line

_SMALLER = 0.75  # of the name's words, while they wait for their sentence


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

    def bring(self, row: int) -> list[Animation]:
        """The line of a row comes in."""
        return [FadeIn(self.lines[row], shift=0.15 * UP)]

    def welcome(self, words: Sequence[Prose]) -> list[Animation]:
        """The four words of the name go to the first three rows, which say what they mean."""
        group, relative, *both = (word.copy().scale(_SMALLER) for word in words)
        ends = (group, relative, on_baseline(*both))
        for row, end in enumerate(ends):
            body = self.frame.rows[row]
            end.move_to(body.get_left() + 0.2 * RIGHT, aligned_edge=LEFT)
        places = (group, relative, *both)
        return [
            word.animate.become(place.set_color(paint("muted")))
            for word, place in zip(words, places, strict=True)
        ]

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
