"""The Explorer film's pictures and changes stand where the core's numbers say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from manim import Line

from grpo_core import WorkedGroup, evaluate_group, load_group, surrogate_breaks
from scenes.explorer.dial_plot import DialPlot
from scenes.explorer.flight import flight, ink
from scenes.explorer.sum_boxes import SumBoxes
from scenes.explorer.value_map import ValueMap
from scenes.explorer.what_if import ratio_change, reward_change, with_ratio, with_reward
from scenes.explorer.worksheet import WIDTH, Worksheet
from scenes.script.settings import WORKED_GROUP
from scenes.stage.live_number import LiveNumber

KEYS = ["old", "new", "ref", "reward", "advantage", "ratio", "clipped_ratio", "unclipped"]
KEYS += ["clipped", "value", "k3"]


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


def table_of(size, seed=3, *, rewards=None, scale=-12.0, move=0.4):
    rng = np.random.default_rng(seed)
    old = np.full(size, scale)
    new = np.minimum(old + rng.normal(0, move, size), -0.01)
    drawn = rng.normal(size=size) if rewards is None else rewards
    texts = [str(n) for n in range(size)]
    return evaluate_group(WorkedGroup("q", texts, drawn, old, new, old + 0.1))


# -- the table ---------------------------------------------------------------------------


def test_the_worked_group_has_all_eleven_columns(table):
    sheet = Worksheet(table)
    assert [column.key for column in sheet.columns] == KEYS
    assert [n.plain for n in sheet.cells["value"]] == ["1.20", "−0.80", "0.70", "−1.43"]
    assert [n.plain for n in sheet.cells["k3"]] == ["0.193", "0.307", "0.307", "0.048"]
    assert sheet.means["value"].plain == "−0.08"
    assert [lamp.level for lamp in sheet.lamps] == [0, 0, 1, 1]


def edges(number: LiveNumber) -> tuple[float, float]:
    drawn = ink(number)
    return drawn.get_left()[0], drawn.get_right()[0]


@pytest.mark.parametrize("size", [2, 3, 4, 64])
@pytest.mark.parametrize("scale", [-1.5, -12.0, -92.0])
def test_columns_do_not_touch(size, scale):
    sheet = Worksheet(table_of(size, scale=scale))
    ends = [
        (min(edges(n)[0] for n in cells), max(edges(n)[1] for n in cells))
        for cells in (sheet.cells[column.key] for column in sheet.columns)
    ]
    for (_, right), (left, _) in pairwise(ends):
        assert left - right > 0.1
    assert ends[0][0] > -0.5 * WIDTH and ends[-1][1] < 0.5 * WIDTH


def test_decimal_points_stand_over_each_other():
    sheet = Worksheet(table_of(4, scale=-1.5, move=3.0))
    for key in ("advantage", "ratio", "value", "k3"):
        assert np.ptp([edges(number)[1] for number in sheet.cells[key]]) < 0.07  # a 1 is narrow


def test_what_min_does_not_take_is_muted(table):
    sheet = Worksheet(table)

    def color(key, index):
        return sheet.cell(key, index).slots[0].get_fill_color().to_hex()

    assert color("unclipped", 0) != color("clipped", 0) == color("clipped", 1)
    assert color("unclipped", 2) == color("clipped", 0) != color("clipped", 2)


def test_the_table_shows_another_table(table):
    wide = evaluate_group(table.group, eps_low=0.6)
    sheet = Worksheet(table, [wide]).show(wide)
    assert [n.plain for n in sheet.cells["value"]] == ["1.50", "−0.50", "0.70", "−1.43"]
    assert all(lamp.level == 1 for lamp in sheet.lamps)
    assert all(hatch[0].get_stroke_opacity() == 0 for hatch in sheet.hatches)


def test_absurd_numbers_cost_columns_not_size():
    rewards = 1e6 * np.arange(8.0)
    sheet = Worksheet(table_of(8, rewards=rewards, scale=-300.0, move=60.0))
    kept = [column.key for column in sheet.columns]
    assert {"old", "new", "ref", "advantage", "ratio", "value", "k3"} <= set(kept) < set(KEYS)


def test_the_boxes_are_the_four_sums(table):
    boxes = SumBoxes(table)
    shown = {key: number.plain for key, number in boxes.numbers.items()}
    assert shown == {
        **{"kl": "0.214", "price": "0.009", "surrogate": "−0.083", "objective": "−0.092"}
    }


def test_a_flight_takes_only_what_is_drawn():
    number, result = LiveNumber(0.5, 2), LiveNumber(-12.25, 2)
    assert len(ink(number)) == 4
    move = flight([number, number], result)
    assert len(move.target_mobject) >= 6


# -- the dials ---------------------------------------------------------------------------


def test_the_curve_over_the_dial_is_j(table):
    def value(epsilon):
        return evaluate_group(table.group, eps_low=epsilon).objective

    plot = DialPlot("epsilon", 0.6, value, surrogate_breaks(table.group), width=4)
    plot.trace_to(0.6)
    assert len(plot.curve.get_anchors()) >= 3  # 0, the kink at .5, and .6
    rise = plot.place(0.5)[1] - plot.place(0.0)[1]
    unit = rise / (0.0666667 + 0.1833333)  # the worked group's, by hand
    assert plot.place(0.2)[1] - plot.place(0.0)[1] == pytest.approx(0.1 * unit, rel=1e-5)
    plot.turn(0.3)
    assert plot.knob.get_x() == pytest.approx(plot.dot.get_x())
    assert plot.number.plain == "0.30"


@pytest.mark.parametrize("size", [4, 8, 64])
def test_j_is_zero_all_along_the_line(table, size):
    table = table if size == 4 else table_of(size)
    view = ValueMap(table, surrogate_breaks(table.group), 0.6)
    low, high = view.grid.points[0], view.grid.points[-1]
    for line in view.contour:
        assert isinstance(line, Line)
        for share in (0.0, 0.3, 1.0):
            x, y = ((line.point_from_proportion(share) - low) / (high - low + [0, 0, 1]))[:2]
            assert view.value(max(0.6 * x, 0.0), max(y, 0.0)) == pytest.approx(0, abs=1e-4)


def test_the_line_of_the_worked_group_starts_where_the_surrogate_is_the_price(table):
    """Sheet: the surrogate crosses 0 at .366667, and .066667 / .213749 = .311893."""
    view = ValueMap(table, surrogate_breaks(table.group), 0.6)
    ends = np.array([end for line in view.contour for end in (line.get_start(), line.get_end())])
    low, high = view.grid.points[0][:2], view.grid.points[-1][:2]
    places = (ends[:, :2] - low) / (high - low) * [0.6, 1.0]
    assert places[:, 0].min() == pytest.approx(0.366667, abs=1e-5)
    assert places[:, 1].max() == pytest.approx(0.311893, abs=1e-5)


# -- the changes -------------------------------------------------------------------------


def test_answer_2_becomes_right_and_j_is_not_its_own_mirror(table):
    change = reward_change(table, (0, 1, 2, 3))
    assert (change.index, change.start, change.end) == (1, 0.0, 1.0)
    after = evaluate_group(with_reward(table.group, change.index, change.end))
    np.testing.assert_allclose(after.advantage, np.array([1, 1, 1, -3]) / np.sqrt(3))
    # By hand: (1.2 + 0.5 + 0.7 - 3 * 1.4333) / sqrt(3) / 4 - 0.04 * 0.213749.
    assert after.objective == pytest.approx(-0.282791, abs=1e-5)


def test_on_its_way_a_reward_is_never_one_that_no_checker_gives(table):
    change = reward_change(table, (0, 1, 2, 3))
    assert {change.judged(share) for share in np.linspace(0, 1, 31)} == {0.0, 1.0}


def test_answer_3_crosses_the_bound_and_the_others_make_room(table):
    change = ratio_change(table, (0, 1, 2, 3))
    assert change.index == 2
    assert change.end > 1.2
    after = evaluate_group(with_ratio(table.group, change.index, change.end))
    assert after.binds[2] and not table.binds[2]
    assert after.ratio[2] == pytest.approx(change.end)
    assert after.new.sum() == pytest.approx(1)
    others = [0, 1, 3]
    shrink = after.new[others] / table.new[others]
    np.testing.assert_allclose(shrink, shrink[0])


def test_equal_rewards_are_told_apart():
    table = table_of(5, rewards=np.ones(5))
    change = reward_change(table, range(4))
    after = evaluate_group(with_reward(table.group, change.index, change.end))
    assert (after.advantage != 0).all()


@pytest.mark.parametrize("epsilon", [0.0, 0.2, 10.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_change_is_always_possible(epsilon, seed):
    table = table_of(6, seed, scale=-0.5, move=0.3)
    group = replace(table.group, eps_low=epsilon)
    table = evaluate_group(group)
    change = ratio_change(table, range(4))
    after = evaluate_group(with_ratio(group, change.index, change.end))
    assert after.new.max() <= 1


def test_an_answer_drawn_again_moves_wherever_it_stands():
    """.2 to .4: what it gains, .2, comes from all that others have, .8; so they lose a quarter."""
    old = np.log([0.2, 0.6, 0.2])
    table = evaluate_group(WorkedGroup("q", ("a", "b", "a"), [1, 0, 1], old, old, old))
    after = evaluate_group(with_ratio(table.group, 0, 2.0))
    np.testing.assert_allclose(after.ratio, [2.0, 0.75, 2.0])


def test_the_reward_of_an_answer_drawn_once_is_changed():
    old = np.log([0.2, 0.6, 0.2, 0.1])
    texts, rewards = ("a", "b", "a", "c"), [0, 1, 0, 0]
    table = evaluate_group(WorkedGroup("q", texts, rewards, old, old - 0.01, old))
    assert reward_change(table, range(4)).index == 3
