"""A board with a cell for each answer: where it stands on its envelope, and its lamp."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UP, UR, VGroup

from grpo_core import GroupTable

from .envelope import Envelope
from .live_number import number_text
from .marks import Lamp
from .panel import panel
from .theme import CURVE, LABEL
from .typeset import Formula

_WIDE, _NARROW = (5.3, 2.75), (2.95, 2.75)
_MOST = 2.0
_ROOM_FOR_HEADINGS = 11.2


class Cell(VGroup):
    """One answer: its envelope with the dot, rho, min, and whether its gradient flows."""

    def __init__(self, table: GroupTable, index: int, *, wide: bool):
        self.index = index
        width, height = _WIDE if wide else _NARROW
        self.body = body = panel(width, height)
        most = max(_MOST, 1.1 * table.ratio[index]) if table.ratio[index] < 4 else _MOST
        self.envelope = Envelope(
            table.advantage[index],
            table.eps_low,
            table.eps_high,
            most=most,
            width=2.1,
            height=1.9 if wide else 1.0,
            curve_width=CURVE,
        )
        self.envelope.set_ratio(min(table.ratio[index], most))
        if table.binds[index]:
            self.envelope.add_to_back(self.envelope.hatched_zone())
        name = Formula(f"o_{index + 1}", size=LABEL)
        self.lamp = Lamp(on=True)
        ratio = Formula(f"rho = {number_text(table.ratio[index], 2)}", size=LABEL)
        value = Formula(
            f'"min" = {number_text(table.value[index], 2)}', size=LABEL, role=self.envelope.role
        )
        super().__init__(body, self.envelope, name, self.lamp, ratio, value)
        self.lamp.move_to(body.get_corner(UR) + 0.4 * (LEFT + DOWN))
        if wide:
            self._lay_out_wide(body, name, ratio, value)
        else:
            self._lay_out_narrow(body, name, ratio, value)

    def _lay_out_wide(self, body, name, ratio, value) -> None:
        self.envelope.move_to(body).align_to(body.get_left() + 0.35 * RIGHT, LEFT)
        column = VGroup(name, ratio, value).arrange(DOWN, buff=0.28, aligned_edge=LEFT)
        column.move_to(body).align_to(self.envelope.get_right() + 0.4 * RIGHT, LEFT)

    def _lay_out_narrow(self, body, name, ratio, value) -> None:
        name.move_to(body.get_corner(UL) + 0.22 * (RIGHT + DOWN), aligned_edge=UL)
        self.envelope.move_to(body).shift(0.22 * UP)
        VGroup(ratio, value).arrange(DOWN, buff=0.12).next_to(self.envelope, DOWN, buff=0.14)


class Board(VGroup):
    """A cell for each answer, A > 0 above A < 0, the largest ratio first."""

    def __init__(self, table: GroupTable):
        count = table.group.size
        wide = count <= 4
        columns = 2 if wide else 4
        order = np.lexsort((-table.ratio, -np.sign(table.advantage)))
        self.cells = [Cell(table, int(index), wide=wide) for index in order]
        signs = np.sign(table.advantage)[order]
        self.rows = VGroup(
            *(VGroup(*row).arrange(RIGHT, buff=0.25) for row in _rows(self.cells, signs, columns))
        ).arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        super().__init__(self.rows)
        self.headings = VGroup(*self._row_headings(table), *self._column_headings(table))
        self.add(self.headings)

    def of(self, index: int) -> Cell:
        """The cell of answer `index`."""
        return next(cell for cell in self.cells if cell.index == index)

    def _row_headings(self, table: GroupTable) -> list[Formula]:
        """The sign of A before each row whose cells share it, if the rows leave room."""
        if self.rows.width > _ROOM_FOR_HEADINGS:
            return []
        sources = {"up": "A > 0", "down": "A < 0", "muted": "A = 0"}
        headings = []
        for row in self.rows:
            roles = {cell.envelope.role for cell in row}
            if len(roles) == 1:
                role = roles.pop()
                heading = Formula(sources[role], size=LABEL, role=role)
                headings.append(heading.next_to(row, LEFT, buff=0.3))
        return headings

    def _column_headings(self, table: GroupTable) -> list[Formula]:
        """The side of the clip range over each column whose cells share it."""
        sides = {1: "rho > 1 + epsilon", -1: "rho < 1 - epsilon"}
        headings = []
        for column in zip(*self.rows, strict=False):
            found = {_side(table, cell.index) for cell in column}
            if len(self.rows) == 2 and len(found) == 1 and (side := found.pop()):
                heading = Formula(sides[side], size=LABEL, role="muted")
                headings.append(heading.next_to(column[0], UP, buff=0.2))
        return headings


def _side(table: GroupTable, index: int) -> int:
    """1 above the clip range, -1 below it, 0 inside."""
    ratio = table.ratio[index]
    return int(ratio > 1 + table.eps_high) - int(ratio < 1 - table.eps_low)


def _rows(cells: list[Cell], signs: np.ndarray, columns: int) -> list[list[Cell]]:
    """A row for each sign if they fit; else the cells flow."""
    by_sign = [
        [cell for cell, s in zip(cells, signs, strict=True) if s == sign] for sign in (1, 0, -1)
    ]
    by_sign = [row for row in by_sign if row]
    if len(by_sign) <= 2 and all(len(row) <= columns for row in by_sign):
        return by_sign
    return [cells[i : i + columns] for i in range(0, len(cells), columns)]
