"""What the levels draw stands where the numbers say, and a whale swims whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from manim import VGroup

from grpo_core import evaluate_group, load_group
from scenes.levels.level_frame import FLOORS, FloorSign, LevelFrame
from scenes.levels.level_house import LevelHouse
from scenes.levels.level_lines import LEVELS, ROWS, level_line, sentence_in_two
from scenes.levels.level_picture import FLOOR, LEFT_EDGE, RIGHT_EDGE, SYMBOLS, LevelPicture
from scenes.levels.whale import Whale
from scenes.script.settings import WORKED_GROUP
from scenes.stage.objective import Objective
from scenes.stage.theme import paint


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


def extreme(table):
    """The same group with probabilities and rewards that need long numbers."""
    group = replace(
        table.group,
        rewards=[-7.6, 1234.5, 0.333, 2.0],
        new_logp=[-1.0, -92.1, -40.0, -3.0],
        old_logp=[-30.0, -91.0, -1.0, -33.0],
        ref_logp=[-1.0, -1.0, -2.0, -60.0],
    )
    return evaluate_group(group)


# -- lines --------------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(len(LEVELS)))
@pytest.mark.parametrize("strange", [False, True])
def test_a_line_fits_its_row(table, level, strange):
    frame = LevelFrame()
    for row in range(ROWS):
        table_of_line = extreme(table) if strange else table
        line = frame.put(level_line(table_of_line, 0, level, row), row)
        body = frame.rows[row]
        assert line.get_right()[0] <= body.get_right()[0] - 0.2, line.plain
        assert line.height <= body.height, line.plain


def test_neighbouring_levels_share_parts(table):
    """Each line has a word that becomes a symbol, and a symbol that becomes a number."""
    for row in range(ROWS):
        parts = [set(level_line(table, 0, level, row)._parts) for level in range(len(LEVELS))]
        for before, after in pairwise(parts):
            assert before & after


def test_a_word_keeps_its_colour(table):
    def colour(level: int, row: int, part: str) -> str:
        return level_line(table, 0, level, row).select(part)[0].get_fill_color().to_hex()

    for row, part, role in [(1, "reward", "reward"), (2, "new", "new"), (4, "reference", None)]:
        expected = paint(role or part).to_hex()
        assert {colour(level, row, part) for level in (0, 1, 2)} == {expected}


def test_a_sentence_in_two_has_the_same_leading_in_every_row():
    leads = []
    for row in range(ROWS):
        first, second = sentence_in_two(row)
        leads.append(first.baseline - second.baseline)
    assert leads == pytest.approx([leads[0]] * ROWS)


def test_the_sign_lights_one_floor():
    sign = FloorSign().set_floor(2.0)
    lit = [bar.get_fill_color() == paint("text") for bar in sign]
    assert lit == [number == 2 for number in range(FLOORS)]


# -- the picture --------------------------------------------------------------------------


def test_bars_reach_to_the_side_of_their_advantage(table):
    picture = LevelPicture(table)
    for columns in ({"bar": 2.0}, SYMBOLS):
        bars = picture.bars(columns)
        for bar, advantage in zip(bars, table.advantage, strict=True):
            foot = LEFT_EDGE + columns["bar"]
            assert np.sign(bar.get_x() - foot) == np.sign(advantage)
            assert bar.width == pytest.approx(bars[0].width * abs(advantage))  # A_1 is 1


def test_policies_are_as_long_as_their_probabilities(table):
    picture = LevelPicture(table)
    for role, row in (("old", table.old), ("new", table.new)):
        lengths = [bar.width for bar in picture.policies(role)]
        longest = picture.policies("new")[3].width / table.new[3]
        assert lengths == pytest.approx(list(row * longest))


@pytest.mark.parametrize("strange", [False, True])
def test_columns_of_numbers_keep_apart_and_inside(table, strange):
    picture = LevelPicture(extreme(table) if strange else table)
    columns = [picture.numbers(name) for name in list(picture.number_columns)[1:]]
    means = picture.means()
    assert means.get_bottom()[1] >= FLOOR - 0.05
    for k in range(4):
        row = [column[k] for column in columns]
        for left, right in pairwise(row):
            assert left.get_right()[0] < right.get_left()[0]
        assert row[0].get_left()[0] > LEFT_EDGE
        assert row[-1].get_right()[0] < RIGHT_EDGE


# -- the whale ----------------------------------------------------------------------------


def test_the_objective_lies_in_the_whale():
    whale, objective = Whale(), Objective().shift([0.1, -1.0, 0.0])
    curves = whale.body.points.reshape(-1, 4, 3)
    t = np.linspace(0, 1, 20)[:, None]
    a, b, c, d = (curves[:, None, k, :2] for k in range(4))
    outline = (
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    ).reshape(-1, 2)
    for line in objective:
        for glyph in line:
            low, high = glyph.get_corner([-1, -1, 0])[:2], glyph.get_corner([1, 1, 0])[:2]
            for corner in (low, high, [low[0], high[1]], [high[0], low[1]]):
                assert _winds(outline, np.array(corner))
            nearest = np.abs(outline - 0.5 * (low + high)) - 0.5 * (high - low)
            assert nearest.max(axis=1).min() > 0.1


def _winds(outline: np.ndarray, point: np.ndarray) -> bool:
    """Whether a closed outline goes once round a point."""
    x, y = (outline - point).T
    angles = np.unwrap(np.arctan2(y, x))
    return abs(angles[-1] - angles[0]) > np.pi


def test_a_whale_that_swims_leaves_the_picture():
    whale = Whale()
    before = whale.body.points.copy()
    assert whale.swim(0.0).body.points == pytest.approx(before)
    assert whale.swim(1.0).get_right()[0] < -7.2
    assert whale.swim(0.0).body.points == pytest.approx(before)


# -- the house ----------------------------------------------------------------------------


@pytest.mark.parametrize("strange", [False, True])
def test_every_line_stays_in_its_room(table, strange):
    house = LevelHouse(extreme(table) if strange else table, 0)
    for rooms, lines in zip(house.rooms[:-1], house.lines, strict=True):
        for room, line in zip(rooms, lines, strict=True):
            assert line.width <= room.width - 0.2
            assert line.height <= room.height - 0.2
            assert np.abs(line.get_center() - room.get_center()).max() < 0.1


def test_rooms_of_one_idea_stand_below_each_other(table):
    house = LevelHouse(table, 0)
    for row in range(ROWS):
        assert len({round(rooms[row].get_x(), 6) for rooms in house.rooms[:-1]}) == 1
    assert house.rooms[-1][-1].get_x() == pytest.approx(house.rooms[0][-1].get_x())


def test_the_objective_lies_on_the_lowest_floor(table):
    house = LevelHouse(table, 0)
    first, second, third = house.ground(Objective())
    hall, room = house.rooms[-1]
    for lines, place in ((VGroup(first, second), hall), (third, room)):
        assert lines.width <= place.width - 0.2
        assert lines.height <= place.height
    assert first.get_right()[0] < second.get_left()[0]
