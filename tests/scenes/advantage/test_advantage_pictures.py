"""Squares, bars and columns of advantages have the sizes that the numbers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shown_numbers import numbers_in

from grpo_core import evaluate_group, group_std, load_group
from scenes.advantage.advantage_bars import AdvantageBars
from scenes.advantage.conventions import Conventions
from scenes.advantage.squares import Squares
from scenes.advantage.standardised import standardised_source
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.stage.live_number import LiveNumber
from scenes.stage.placement import touches
from scenes.stage.typeset import Typeset


@pytest.fixture
def notebook():
    return evaluate_group(load_group(ASSETS / "groups" / "notebook_rewards.toml"))


@pytest.mark.parametrize("rewards", [[1, 0, 1, 0], [2.0, 0.5, 1.25, -0.75]])
def test_the_average_square_is_as_large_as_the_squares_on_average(rewards):
    rewards = np.array(rewards, dtype=float)
    side = float(group_std(rewards))
    field = Squares(rewards - rewards.mean(), side, width=8, height=3)
    areas = [square.width * square.height for square in field.squares]
    assert field.average.width**2 == pytest.approx(np.mean(areas), rel=1e-6)


def test_squares_keep_inside_their_field():
    field = Squares(np.ones(64), 1.0, width=5.6, height=1.75)
    assert field.squares.width <= 5.6
    assert field.squares.height <= 1.75


def test_bars_are_as_high_as_the_advantages(notebook):
    bars = AdvantageBars(notebook, unit=1.5).set_level(1.0)
    foot = bars.line.get_y()
    for bar, advantage in zip(bars.bars, notebook.advantage, strict=True):
        tip = bar.get_top() if advantage > 0 else bar.get_bottom()
        assert tip[1] - foot == pytest.approx(1.5 * advantage, abs=1e-6)


def test_columns_share_one_scale_where_that_can_be_read():
    columns = Conventions(evaluate_group(load_group(WORKED_GROUP)).rewards).columns
    units = {round(column.full.unit, 9) for column in columns}
    longest = [float(np.abs(column.arrows.values).max()) for column in columns]
    assert len(units) == 1
    assert longest == pytest.approx([1, np.sqrt(0.75), 0.5])


def test_large_rewards_get_a_scale_of_their_own_and_say_so():
    columns = Conventions([900.0, -250.0, 120.5]).columns
    texts = [
        part.plain for part in columns[2].get_family() if isinstance(part, Typeset | LiveNumber)
    ]
    assert columns[2].full.unit != columns[0].full.unit
    assert "own\nscale" in texts


@pytest.mark.parametrize("rewards", [[900, -250, 120.5], [900, 800, 120.5], [5e6] * 63 + [-1e9]])
def test_the_note_of_the_own_scale_covers_no_arrow(rewards):
    column = Conventions([float(reward) for reward in rewards]).columns[2]
    note = next(part for part in column if getattr(part, "plain", "") == "own\nscale")
    pieces = [*column.arrows.ends, *(a.set_opacity(1) for a in column.arrows.arrows)]
    column.arrows.set_layout(column.full)
    assert not any(touches(note, piece, gap=0) for piece in pieces)


def test_signs_stand_beyond_the_bars_ends(notebook):
    bars = AdvantageBars(notebook).set_level(1.0)
    for bar, sign, advantage in zip(bars.bars, bars.signs, notebook.advantage, strict=True):
        if advantage > 0:
            assert sign.get_bottom()[1] > bar.get_top()[1]
        else:
            assert sign.get_top()[1] < bar.get_bottom()[1]


def test_a_row_with_powers_of_ten_recomputes():
    table = evaluate_group(
        replace(load_group(WORKED_GROUP), rewards=np.array([3e6, 1e6, 3e6, 1e6]))
    )
    reward, mean, std, value = numbers_in(standardised_source(table, 0))
    assert (reward.value, mean.value, std.value, value.value) == (3e6, 2e6, 1e6, 1)
    assert " = {{ +1.00" in standardised_source(table, 0)


def test_a_row_takes_the_decimals_that_it_needs(notebook):
    """(1 - .2) / .4 = 2; 22 right answers of 64 have a mean of .34375, and .66/.47 is not 1.38."""
    reward, mean, std, value = numbers_in(standardised_source(notebook, 3))
    assert (reward.value, mean.value, std.value, value.value) == (1, 0.2, 0.4, 2)
    many = replace(
        notebook.group,
        texts=[str(n) for n in range(64)],
        rewards=np.repeat([1.0, 0.0], [22, 42]),
        **dict.fromkeys(("old_logp", "new_logp", "ref_logp"), np.full(64, -5.0)),
    )
    reward, mean, std, value = numbers_in(standardised_source(evaluate_group(many), 0))
    assert (mean.text, std.text, value.text) == ("0.344", "0.475", "+1.38")
    assert value.is_rounded((reward.value - mean.value) / std.value)
