"""The board of cells: all answers of a small group, of a large one the telling ones."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import WorkedGroup, evaluate_group, load_group
from scenes.clipping.board import Board
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import telling
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Typeset


def table_of(size, rewards="normal", seed=1):
    rng = np.random.default_rng(seed)
    old_logp = np.full(size, -12.0)
    drawn = np.ones(size) if rewards == "equal" else rng.normal(size=size)
    new_logp = old_logp + rng.normal(0, 0.4, size)
    texts = [str(n) for n in range(size)]
    return evaluate_group(WorkedGroup("q", texts, drawn, old_logp, new_logp, old_logp))


def test_the_worked_group_stands_in_its_four_corners():
    board = Board(evaluate_group(load_group(WORKED_GROUP)))
    assert [[cell.index for cell in row] for row in board.rows] == [[2, 0], [1, 3]]
    assert len(board.rest) == 0


@pytest.mark.parametrize("rewards", ["normal", "equal"])
@pytest.mark.parametrize("size", [2, 3, 5, 8, 9, 64])
def test_it_fits_the_stage_and_counts_what_it_leaves_out(size, rewards):
    table = table_of(size, rewards)
    board = Board(table)
    shown = [cell.index for cell in board.cells]
    assert len(shown) == len(set(shown)) == (size if size <= 8 else 7)
    assert set(telling(table)) <= set(shown)
    words = [
        part.plain for part in board.rest.get_family() if isinstance(part, Typeset | LiveNumber)
    ]
    assert words == ([f"and {size - 7} more"] if size > 8 else [])
    assert all(1 <= len(row) <= 4 for row in board.rows)
    assert board.width <= 13.2
    assert board.height <= 6.6


def test_rows_are_of_one_sign_where_the_group_allows_it():
    board = Board(table_of(64))
    signs = [{cell.advantage > 0 for cell in row if cell in board.cells} for row in board.rows]
    assert signs == [{True}, {False}]


def test_numbers_of_any_size_stay_in_their_cells():
    table = table_of(8)
    group = table.group
    wild = WorkedGroup(
        *("q", group.texts, 1e30 * group.rewards),
        *(group.old_logp - 99, group.old_logp - 99 * (group.rewards > 0), group.old_logp - 99),
        scale="none",
    )
    for cell in Board(evaluate_group(wild)).cells:
        for text in cell.texts:
            assert cell.body.get_left()[0] < text.get_left()[0]
            assert text.get_right()[0] < cell.body.get_right()[0]


@pytest.mark.parametrize("size", [4, 8])
def test_a_cell_without_verdict_looks_alike_whatever_its_answer_does(size):
    def looks(pushes: bool) -> list:
        cell = Board(table_of(size)).cells[0].decide(0.0, pushes)
        parts = [*cell.lamp, *cell.words, cell.envelope.marker]
        family = [part for whole in parts for part in whole.family_members_with_points()]
        return [
            (p.get_fill_opacity(), p.get_stroke_opacity(), p.get_stroke_width()) for p in family
        ]

    assert looks(True) == looks(False)
    lamp = Board(table_of(size)).cells[0].decide(0.0, True).lamp
    assert {part.get_stroke_opacity() for part in (lamp.ring, lamp.light)} == {0.0}


@pytest.mark.parametrize("pushes", [True, False])
def test_its_verdict_is_the_lamp_and_the_filled_marker(pushes):
    told, known = Board(table_of(4)).cells[0], Board(table_of(4)).cells[0]
    told.decide(0.0, not pushes).decide(1.0, pushes)
    known.set_level(float(pushes))
    drawn = (cell.family_members_with_points() for cell in (told, known))
    for one, other in zip(*drawn, strict=True):
        assert one.get_fill_opacity() == other.get_fill_opacity()
        if other.get_stroke_width():
            assert one.get_stroke_opacity() == other.get_stroke_opacity()
        assert one.get_fill_color() == other.get_fill_color()
