"""The frame of a level: five rows for its lines, its name, and a sign for the floor."""

from __future__ import annotations

from typing import Self

from manim import DOWN, LEFT, RIGHT, Rectangle, VGroup

from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .level_lines import LEVELS, ROWS

LEFT_EDGE, WIDTH = -6.8, 5.3
_TOP_ROW, _PITCH, _HEIGHT = 2.3, 1.16, 1.06
_HEADER = 3.32
FLOORS = len(LEVELS) + 1  # the last is the objective


class LevelFrame(VGroup):
    """The panels of the five rows; `put` places a line in its row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = VGroup()
        for row in range(ROWS):
            middle = [LEFT_EDGE + 0.5 * WIDTH, _TOP_ROW - row * _PITCH, 0]
            self.rows.add(panel(WIDTH, _HEIGHT).move_to(middle))
        self.add(self.rows)

    def set_shown(self, share: float) -> Self:
        """Let the panels be seen by `share`, 0 to 1."""
        self.rows.set_fill(opacity=share)
        return self

    def put(self, line: Formula, row: int) -> Formula:
        """Place `line` in its row: words on one height, formulas in the middle."""
        body = self.rows[row]
        line.move_to(body.get_left() + 0.2 * RIGHT, aligned_edge=LEFT)
        if line.height < 0.55:
            stand_on(line, body.get_y() - 0.12)
        return line


class FloorSign(VGroup):
    """A house of small bars, one for each level, with the present one lit."""

    def __init__(self) -> None:
        bars = (Rectangle(width=0.62, height=0.09, stroke_width=0) for _ in range(FLOORS))
        super().__init__(*bars)
        self.arrange(DOWN, buff=0.07)
        self.move_to([LEFT_EDGE + 0.32, _HEADER, 0])
        self.set_floor(0.0)

    def set_floor(self, floor: float) -> Self:
        """Light the bar of `floor` (from 0); between two, both by halves."""
        for number, bar in enumerate(self):
            share = max(0.0, 1.0 - abs(number - floor))
            bar.set_fill(paint("hairline").interpolate(paint("text"), share), 1)
        return self


def level_name(level: int) -> Prose:
    """What the level is called, beside the sign; the last is the objective."""
    name = Prose(say(f"stage.level_lines.{(*LEVELS, 'objective')[level]}"), size=LABEL)
    name.move_to([LEFT_EDGE + 0.95, _HEADER, 0], aligned_edge=LEFT)
    return stand_on(name, _HEADER - 0.12)
