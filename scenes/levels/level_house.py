"""The levels as the floors of one house: a room for each idea, on every floor the same."""

from __future__ import annotations

from manim import LEFT, ORIGIN, RIGHT, RoundedRectangle, VGroup

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.objective import Objective
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, paint
from scenes.stage.typeset import Formula, Prose

from .level_frame import FLOORS
from .level_lines import LEVELS, ROWS, level_line, sentence_in_two

LEFT_EDGE, RIGHT_EDGE, TOP = -6.75, 6.75, 3.62
_PITCH, _GAP, _PAD = 1.32, 0.1, 0.14
_HEIGHT = _PITCH - _GAP
_ROOMS = -4.2  # the left edge of the first room; names of the floors stand before it
_MOST = 0.6  # the scale of a line in its room
_WORDS = 2  # the levels that are told in words


class LevelHouse:
    """Rooms, lines and names at their places, by floor; a film puts them on the stage.

    The lowest floor has two rooms: one for the objective's first two lines, and below the
    last idea one for its third.
    """

    def __init__(self, table: GroupTable, example: int):
        self.table, self.example = table, example
        self.lines = [
            [_told(table, example, level, row) for row in range(ROWS)]
            for level in range(len(LEVELS))
        ]
        self._edges = self._columns()
        self.rooms = [
            VGroup(*(self._room(level, row, row) for row in range(ROWS)))
            for level in range(len(LEVELS))
        ]
        last = FLOORS - 1
        self.rooms.append(VGroup(self.hall(last), self._room(last, ROWS - 1, ROWS - 1)))
        for level in range(len(LEVELS)):
            self._furnish(level)
        self.names = VGroup(*(self._name(level) for level in range(FLOORS)))

    def _columns(self) -> list[tuple[float, float]]:
        """The edges of each idea's rooms: as wide as its longest line needs."""
        price = Objective()[2].width
        needs = [max(floor[row].width for floor in self.lines) for row in range(ROWS)]
        needs[-1] = max(needs[-1], price)
        free = RIGHT_EDGE - _ROOMS - (ROWS - 1) * _GAP - 2 * ROWS * _PAD
        self.scale = min(_MOST, free / sum(needs))
        spare = (free - self.scale * sum(needs)) / ROWS
        edges, pen = [], _ROOMS
        for need in needs:
            end = pen + self.scale * need + spare + 2 * _PAD
            edges.append((pen, end))
            pen = end + _GAP
        return edges

    def middle(self, level: int) -> float:
        """The height of a floor's middle."""
        return TOP - 0.5 * _HEIGHT - level * _PITCH

    def _room(self, level: int, first: int, last: int) -> RoundedRectangle:
        start, end = self._edges[first][0], self._edges[last][1]
        room = panel(end - start, _HEIGHT)
        return room.move_to([0.5 * (start + end), self.middle(level), 0])

    def hall(self, level: int) -> RoundedRectangle:
        """One room in place of all but the last."""
        return self._room(level, 0, ROWS - 2)

    def _furnish(self, level: int) -> None:
        """Put the lines of a level into their rooms, at one scale and height."""
        scale = self.scale
        if level < _WORDS:  # two short lines have room for larger letters
            inner = [end - start - 2 * _PAD for start, end in self._edges]
            widths = [line.width for line in self.lines[level]]
            scale = min(_MOST, *(a / b for a, b in zip(inner, widths, strict=True)))
        for room, line in zip(self.rooms[level], self.lines[level], strict=True):
            x, y, _ = room.get_center()
            if level < _WORDS:
                line.scale(scale, about_point=ORIGIN).shift([x, y + 0.16 * scale, 0])
                continue
            line.scale(scale).move_to(room)
            if line.height < 0.55 * scale:
                stand_on(line, y - 0.12 * scale)

    def _name(self, level: int) -> Prose:
        key = (*LEVELS, "objective")[level]
        name = Prose(say(f"stage.level_lines.{key}"), role="muted")
        name.move_to([LEFT_EDGE, 0, 0], aligned_edge=LEFT)
        return stand_on(name, self.middle(level) - 0.12)

    def ground(self, objective: Objective) -> list[VGroup]:
        """Copies of the objective's lines as they lie on the lowest floor."""
        hall, room = self.rooms[-1]
        first, second, third = (line.copy() for line in objective)
        second.next_to(first, RIGHT, buff=0.2)
        stand_on(second, first)
        both = VGroup(first, second)
        scale = min(
            (hall.width - 2 * _PAD) / both.width,
            (room.width - 2 * _PAD) / third.width,
            0.86 * _HEIGHT / both.height,
            _MOST,
        )
        both.scale(scale).move_to(hall)
        third.scale(scale).move_to(room)
        stand_on(third, second)
        return [first, second, third]

    def cabin(self, level: int) -> RoundedRectangle:
        """The lift's cabin: it stands around the last room of a floor."""
        room = self.rooms[level][-1]
        cabin = RoundedRectangle(corner_radius=0.16, width=room.width, height=room.height)
        return cabin.set_stroke(paint("text"), CURVE).move_to(room)


def _told(table: GroupTable, example: int, level: int, row: int) -> VGroup | Formula:
    """A line of a level: words in two lines."""
    if level < _WORDS:
        return sentence_in_two(row, level)
    return level_line(table, example, level, row)
