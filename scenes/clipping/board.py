"""A board with a cell for each answer: where it stands on its envelope, and its lamp."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UP, UR, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text, ratio_source
from scenes.script.telling import left_out, ranking
from scenes.stage.envelope import Envelope
from scenes.stage.gradient import verdict
from scenes.stage.lamp import Lamp
from scenes.stage.marks import set_pushing
from scenes.stage.panel import counting_panel, panel
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose

_WIDE, _NARROW = (5.75, 2.85), (2.95, 2.75)
_MOST = 2.0
_MOST_CELLS, _COLUMNS = 8, 4
_ROOM_FOR_HEADINGS = 11.8
_RIM = 0.17  # between a lamp's word and the edge of its cell


class Cell(VGroup):
    """One answer: its envelope and marker, rho, min, and a lamp with its word."""

    def __init__(self, table: GroupTable, index: int, *, wide: bool):
        self.index, self.advantage = index, float(table.advantage[index])
        self.body = panel(*(_WIDE if wide else _NARROW))
        ratio = float(table.ratio[index])
        most = max(_MOST, 1.1 * ratio) if ratio < 2 * _MOST else _MOST
        self.envelope = Envelope(
            self.advantage,
            table.eps_low,
            table.eps_high,
            most=most,
            width=2.2 if wide else 2.1,
            height=2.1 if wide else 1.0,
            curve_width=CURVE,
        )
        self.envelope.set_ratio(min(ratio, most))
        line = self.envelope.straight_line().set_stroke(width=HAIRLINE)
        self.envelope.add_to_back(self.envelope.hatched_zone(), line)
        self.texts = VGroup(
            Formula(f"o_{index + 1}", size=LABEL),
            Formula(f"rho = {ratio_source(ratio)}", size=LABEL),
            _min(table.value[index], 2),
        )
        if self.texts[2].width > self.body.width - 0.3:
            self.texts.submobjects[2] = _min(table.value[index], 1)
        self.texts[2].set_color(paint(self.envelope.role))
        self.lamp = Lamp(on=True)
        self.words = VGroup(*(Prose(verdict(on, self.advantage)) for on in (False, True)))
        super().__init__(self.body, self.envelope, self.texts, self.lamp)
        if wide:
            self.add(self.words)
            self._lay_out_wide()
        else:
            self._lay_out_narrow()
        self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Light the lamp (1: pushes, 0: clipped); marker and word follow."""
        self.lamp.set_level(level)
        set_pushing(self.envelope.marker, self.advantage, pushes=level >= 0.5)
        for word, shown in zip(self.words, (level < 0.5, level >= 0.5), strict=True):
            word.set_fill(paint("text"), opacity=float(shown))
        return self

    def decide(self, share: float, pushes: bool) -> Self:
        """Say its verdict by `share`: at 0 it has none, and neither lamp nor colour tells."""
        self.set_level(float(pushes))
        for part in (self.lamp.glow, self.lamp.light, self.words):
            part.fade(1 - share)
        self.lamp.ring.set_stroke(opacity=share)
        if share < 0.5:
            marker = set_pushing(self.envelope.marker, self.advantage, pushes=True)
            marker.set_fill(paint("muted"), opacity=1, family=False)
        return self

    def verdict(self, pushing: np.ndarray) -> Callable[[float], Cell]:
        """A setter that says by degrees whether its answer is among those that push."""
        return lambda share: self.decide(share, bool(pushing[self.index]))

    def _lay_out_wide(self) -> None:
        body = self.body
        self.envelope.move_to(body).align_to(body.get_left() + 0.35 * RIGHT, LEFT)
        self.texts.arrange(DOWN, buff=0.24, aligned_edge=LEFT)
        self.texts.move_to(body.get_top() + 0.28 * DOWN, aligned_edge=UP)
        self.texts.align_to(self.envelope.get_right() + 0.35 * RIGHT, LEFT)
        self.lamp.move_to(body.get_bottom() + 0.48 * UP)
        self.lamp.align_to(self.texts, LEFT)
        for word in self.words:
            word.next_to(self.lamp, RIGHT, buff=0.2)
        over = self.words.get_right()[0] - (body.get_right()[0] - _RIM)
        VGroup(self.texts, self.lamp, self.words).shift(max(0.0, over) * LEFT)

    def _lay_out_narrow(self) -> None:
        body, (name, ratio, value) = self.body, self.texts
        name.move_to(body.get_corner(UL) + 0.22 * (RIGHT + DOWN), aligned_edge=UL)
        self.lamp.move_to(body.get_corner(UR) + 0.36 * (LEFT + DOWN))
        self.envelope.move_to(body).shift(0.22 * UP)
        VGroup(ratio, value).arrange(DOWN, buff=0.12).next_to(self.envelope, DOWN, buff=0.14)


def _min(value: float, decimals: int) -> Formula:
    return Formula(f'"min" = {number_text(value, decimals)}', size=LABEL)


class Board(VGroup):
    """A cell for each answer, A > 0 above A < 0, the smallest ratio first.

    Of a large group the telling answers have cells; `rest`, a last panel, counts the others.
    """

    def __init__(self, table: GroupTable):
        count = table.group.size
        wide = count <= 4
        columns = 2 if wide else _COLUMNS
        shown = np.array(_shown(table))
        signs = np.sign(table.advantage)[shown]
        order = np.lexsort((table.ratio[shown], -signs))
        self.cells = [Cell(table, int(index), wide=wide) for index in shown[order]]
        rows = _rows(self.cells, signs[order], columns)
        self.rest = VGroup()
        if words := left_out(table, tuple(shown)):
            self.rest.add(counting_panel(words, *_NARROW))
            min(reversed(rows), key=len).append(self.rest)
        self.rows = VGroup(*(VGroup(*row).arrange(RIGHT, buff=0.25) for row in rows))
        self.rows.arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        super().__init__(self.rows)
        self.headings = VGroup(*self._row_headings(table))
        if wide:
            self.headings.add(*self._column_headings(table))
        self.add(self.headings)

    def of(self, index: int) -> Cell:
        """The cell of answer `index`."""
        return next(cell for cell in self.cells if cell.index == index)

    def without(self, cell: Cell) -> list[VGroup]:
        """The other cells, and the panel that counts the rest."""
        return [*(other for other in self.cells if other is not cell), *self.rest]

    def forget(self, pushing: np.ndarray) -> Self:
        """Take the verdicts away, as they are before the lamps tell."""
        for cell in self.cells:
            cell.decide(0.0, bool(pushing[cell.index]))
        return self

    def _row_headings(self, table: GroupTable) -> list[Formula]:
        """The sign of A before each row whose cells share it, if the rows leave room."""
        if self.rows.width > _ROOM_FOR_HEADINGS:
            return []
        sources = {"up": "A > 0", "down": "A < 0", "muted": "A = 0"}
        headings = []
        for row in self.rows:
            roles = {cell.envelope.role for cell in row if isinstance(cell, Cell)}
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


def _shown(table: GroupTable) -> list[int]:
    """The answers with a cell: of a large group the telling ones, if possible a row a sign."""
    ranked = ranking(table)
    if len(ranked) <= _MOST_CELLS:
        return ranked
    signs = np.sign(table.advantage)
    rows = {i for s in (1, 0, -1) for i in [j for j in ranked if signs[j] == s][:_COLUMNS]}
    return sorted(ranked, key=lambda i: i not in rows)[: _MOST_CELLS - 1]


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
