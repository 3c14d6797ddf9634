"""The pictures of a recorded run stand where the run says."""

from __future__ import annotations

import numpy as np
import pytest
from hatched import is_hatched

from grpo_core import TRAINING_RUN, best_policy, kl_divergence, training_run
from scenes.stage.loop_icon import STATIONS, LoopIcon
from scenes.stage.theme import CURVE, paint
from scenes.training.group_grid import GroupGrid
from scenes.training.policy_plane import PlanePath, PlaneTable, PolicyPlane
from scenes.training.ratio_fan import RatioFan
from scenes.training.run_chart import RunChart, between
from scenes.training.run_race import RunRace, first_above
from scenes.training.sample_cards import SampleCards
from scenes.training.step_panel import StepPanel


@pytest.fixture(scope="module")
def run():
    return training_run()


# -- the loop --------------------------------------------------------------------------------


def test_the_loop_runs_clockwise_from_sample_to_sample():
    loop = LoopIcon(radius=1.0).shift([2, 1, 0])
    assert [word.plain for word in loop.words] == list(STATIONS)
    around = [loop.place(turn) - loop.place(0) for turn in (0.25, 0.5, 0.75, 1.0)]
    np.testing.assert_allclose(around, [[1, -1, 0], [0, -2, 0], [-1, -1, 0], [0, 0, 0]], atol=1e-9)
    for quarter in range(4):
        station = loop.stations[quarter]
        assert station.get_center() == pytest.approx(loop.place(quarter / 4), abs=0.1)


@pytest.mark.parametrize(
    ("turn", "lit"), [(0.0, 0), (0.3, 1), (0.5, 2), (0.8, 3), (0.95, 0), (7.25, 1)]
)
def test_the_nearest_station_is_lit(turn, lit):
    loop = LoopIcon(words=False).set_turn(turn)
    widths = [station[0].get_stroke_width() for station in loop.stations]
    assert [width == CURVE for width in widths] == [k == lit for k in range(4)]
    assert loop.runner.get_center() == pytest.approx(loop.place(turn))


def test_the_loop_keeps_its_shape_when_it_is_scaled():
    loop = LoopIcon(radius=1.2, words=False)
    loop.scale(0.5).move_to([-5, -2, 0])
    loop.set_turn(0.25)
    assert np.linalg.norm(loop.place(0) - loop.place(0.5)) == pytest.approx(1.2)
    assert loop.runner.get_center() == pytest.approx(loop.stations[1].get_center(), abs=0.05)


# -- bars and cards --------------------------------------------------------------------------


def test_bars_numbers_and_outlines_follow_the_policy(run):
    chart = RunChart(run.policy[0], TRAINING_RUN.rewards, run.policy[0], full=8.0)
    chart.stand_at([1.0, -1.0, 0.0])
    assert chart.foot.get_center() == pytest.approx([1, -1, 0])
    chart.set_policy(run.policy[-1])
    assert chart.bars[0].bar.height == pytest.approx(8 * run.policy[-1, 0])
    assert max(bar.bar.height for bar in chart.bars[1:]) < 0.2
    assert [number.plain for number in chart.numbers] == [f"{p:.2f}" for p in run.policy[-1]]
    for outline, probability in zip(chart.outlines["old"], run.policy[0], strict=True):
        assert outline.bar.height == pytest.approx(8 * probability)
    assert len(chart.names[0]) == 2  # the right answer has a tick
    assert all(len(name) == 1 for name in chart.names[1:])


def test_numbers_stand_over_the_outlines_that_are_shown(run):
    chart = RunChart(run.policy[0], TRAINING_RUN.rewards, run.policy[0], full=8.0)
    chart.set_policy(run.policy[-1])
    free = [number.get_y() for number in chart.numbers]
    chart.set_outlined("reference")
    assert chart.numbers[0].get_y() == pytest.approx(free[0])
    assert all(
        number.get_y() > y + 1 for number, y in zip(chart.numbers[1:], free[1:], strict=True)
    )


def test_another_scale_is_the_same_policy(run):
    chart = RunChart(run.policy[5], TRAINING_RUN.rewards, run.policy[0], full=8.0).set_full(2.0)
    assert chart.bars[0].bar.height == pytest.approx(2 * run.policy[5, 0])
    assert chart.outlines["reference"][1].bar.height == pytest.approx(2 * run.policy[0, 1])


def test_between_two_policies(run):
    assert (between(run.policy, 3.0) == run.policy[3]).all()
    assert (between(run.policy, 60.0) == run.policy[60]).all()
    np.testing.assert_allclose(between(run.policy, 3.5), run.policy[3:5].mean(axis=0))


@pytest.mark.parametrize("step", [0, 3])
def test_cards_say_what_was_drawn(run, step):
    row = SampleCards(run, step)
    letters = "".join(card.letter.plain for card in row.cards)
    assert letters == "".join("abcde"[answer] for answer in run.samples[step])
    numbers = [badge[1].plain.replace("−", "-") for badge in row.badges]
    np.testing.assert_allclose([float(n) for n in numbers], run.advantages[step], atol=0.005)
    ticks = [mark[0].get_stroke_color() == paint("reward") for mark in row.marks]
    assert ticks == (run.rewards[step] > 0).tolist()


# -- the fan ---------------------------------------------------------------------------------


@pytest.fixture
def fan(run):
    return RatioFan(run, 0, 0.2, 0.2)


def test_the_fan_starts_in_one_point(fan):
    for head in fan.heads:
        assert head.get_center() == pytest.approx(fan.point(0, 1.0))


@pytest.mark.parametrize("step", range(4))
def test_heads_stand_at_the_run_s_ratios(fan, run, step):
    fan.set_step(float(step))
    for answer, head in zip(fan.answers, fan.heads, strict=True):
        own = run.samples[0] == answer
        assert head.get_center() == pytest.approx(fan.point(step, run.ratios[0, step, own][0]))
        assert is_hatched(head) == bool(run.binds[0, step, own].any())


def test_the_panel_says_what_the_fan_shows(fan, run):
    index = list(fan.answers).index(0)
    panel = StepPanel(fan, index, "a")
    own = run.samples[0] == 0
    for step in range(4):
        panel.show(fan.set_step(step))
        assert panel.ratio.plain == f"{run.ratios[0, step, own][0]:.3f}"
        assert panel.step_number.plain == str(step + 1)
        assert panel.lamp.level == float(not run.binds[0, step, own].any())


# -- over time -------------------------------------------------------------------------------


def test_runs_of_one_kind_have_one_kind_of_line(run):
    names = ['"this run"', "beta = 0", "epsilon = 10", "beta = 0.5"]
    race = RunRace([run] * 4, names, 0, ["", "beta", "epsilon", "beta"])
    dashes = [trace.dash for trace in race.traces]
    assert dashes[0] is dashes[1] is dashes[3] is None
    assert dashes[2]
    for row, trace in zip(race.rows, race.traces, strict=True):
        assert row[3].get_stroke_color() == trace.line.get_stroke_color()
        assert (len(row[3].get_subpaths()) > 1) == bool(trace.dash)


def test_a_race_s_rows_stand_in_the_order_of_the_ends(run):
    runs = [run, training_run(beta=0.0), training_run(beta=0.5)]
    race = RunRace(runs, ['"this run"', "beta = 0", "beta = 0.5"], 0)
    heights = [row.get_y() for row in race.rows]
    assert heights[1] > heights[0] > heights[2]
    assert race.halves == [8, 8, 9]
    for k, row in enumerate(race.rows):
        assert row[2].plain == f"{runs[k].policy[-1, 0]:.2f}"
        end = race.plot.point(60, runs[k].policy[-1, 0])
        assert race.threads[k].get_start() == pytest.approx(end, abs=0.1)


def test_a_level_that_is_never_reached():
    assert first_above(np.array([0.1, 0.2]), 0.5) is None


# -- all groups ------------------------------------------------------------------------------


def test_silent_columns_are_counted_and_emptied(run):
    grid = GroupGrid(run)
    grid.set_silent(0)
    assert grid.count() == 0
    grid.set_silent(60)
    assert grid.count() == run.silent.sum() == 32
    for step in range(60):
        fills = [part.get_fill_opacity() for part in grid.columns[step]]
        assert (max(fills) == 0) == run.silent[step]


def test_a_column_has_a_cell_for_each_right_answer(run):
    grid = GroupGrid(run)
    for step in (0, 3, 20):
        right, wrong = grid.columns[step]
        counts = [len(part.get_subpaths()) for part in (right, wrong)]
        number = int(run.rewards[step].sum())
        assert counts == [number, 8 - number]


def test_columns_come_one_after_the_other(run):
    grid = GroupGrid(run).set_time(2.5)
    assert grid.tick(3).get_x() == pytest.approx(grid.columns[3].get_x(), abs=0.01)
    shown = [column[0].get_fill_opacity() for column in grid.columns[:4]]
    assert shown == pytest.approx([1, 1, 0.5, 0])


# -- the plane -------------------------------------------------------------------------------


@pytest.mark.parametrize("beta", [5.0, 0.5, 0.04])
def test_the_best_policy_stands_at_its_reward_and_price(beta):
    plane = PolicyPlane(TRAINING_RUN).set_beta(beta)
    start = np.exp(TRAINING_RUN.logits)
    best = best_policy(start, TRAINING_RUN.rewards, beta)
    spot = plane.point(best[0], float(kl_divergence(best, start)))
    assert plane.optimum.get_center() == pytest.approx(spot)
    # It lies on the curve that is drawn.
    corners = plane.curve.get_anchors()
    assert min(np.linalg.norm(corner - spot) for corner in corners) < 0.1


def test_a_path_ends_where_its_run_ends(run):
    plane = PolicyPlane(TRAINING_RUN)
    path = PlanePath(plane, run)
    end = plane.point(run.policy[-1, 0], run.exact_kl[-1])
    assert path.head.get_center() == pytest.approx(end)
    path.set_time(10)
    assert path.head.get_center() == pytest.approx(plane.point(run.policy[10, 0], run.exact_kl[10]))
    shown = [dot.get_fill_opacity() for dot in path.dots]
    assert shown == [1.0] * 11 + [0.0] * 50


def test_a_table_tells_its_rows_and_grows_downwards():
    table = PlaneTable({"best": 0, "run": 1, "no_std": 2}).stand_at([4, 2, 0])
    assert table.body.get_top() == pytest.approx([4, 2, 0])
    table.show("best", 0.394, 0.37).show("no_std", 0.54, 0.7)
    assert [number.plain for number in table.numbers["best"]] == ["0.39", "0.37"]
    assert [number.plain for number in table.numbers["no_std"]] == ["0.54", "0.70"]
    heights = [table.rows[name].get_y() for name in ("best", "run", "no_std")]
    assert np.diff(heights) == pytest.approx([-0.7, -0.7], abs=0.03)
    assert table.rows["run"] not in table.get_family()
    room = table.room_for(3)
    assert room.get_top() == pytest.approx(table.body.get_top())
    assert table.body.get_bottom()[1] > heights[2] > room.get_bottom()[1]
