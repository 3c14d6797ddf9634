"""What Training's pictures show in each of their states, without the film."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import TRAINING_ABLATIONS, TRAINING_RUN, best_policy, kl_divergence, training_run
from scenes.stage.motion import jump, walks
from scenes.training.ablations import Ablations
from scenes.training.batch_counter import BatchCounter
from scenes.training.best_policies import BestPolicies, ToldPath
from scenes.training.inner_steps import InnerSteps
from scenes.training.run_chart import RunChart
from scenes.training.run_loop import RunLoop
from scenes.training.run_settings import note_of, setting_name
from scenes.training.sample_cards import SampleCards
from scenes.training.silent_groups import SilentGroups
from scenes.training.time_strips import TimeStrips
from scenes.training.zero_starts import ZeroStarts

RIGHT = 0  # the answer that is right


@pytest.fixture(scope="module")
def run():
    return training_run()


@pytest.fixture(scope="module")
def free():
    return training_run(**TRAINING_ABLATIONS["no KL"])


def chart_of(run) -> RunChart:
    return RunChart(run.policy[0], TRAINING_RUN.rewards, run.policy[0])


# -- the batch under way ---------------------------------------------------------------------


@pytest.mark.parametrize("in_row", [False, True])
def test_the_counter_tells_the_batch_under_way_and_none_after_the_last(in_row):
    counter = BatchCounter(3, 60, in_row=in_row)
    assert counter.number.plain == "4"
    for time, batch in ((3.9, "4"), (4, "5"), (59.5, "60"), (60, "60")):
        assert counter.set_time(time).number.plain == batch


def test_the_loop_runs_on_from_where_it_is():
    loop = RunLoop()
    for turns in (1.0, 0.25, 0.25):
        jump(loop.advance(turns))
    assert loop.runner.get_center() == pytest.approx(loop.place(0.5), abs=1e-6)  # "compare"


def test_the_old_policy_is_that_with_which_the_batch_began(run):
    chart = chart_of(run)
    chart.walk_batches(run.policy)(4.5)
    old = [bar.probability for bar in chart.outlines["old"]]
    assert old == pytest.approx(run.policy[4])
    new = [bar.probability for bar in chart.bars]
    assert new == pytest.approx(run.policy[4:6].mean(axis=0))


def test_the_outlines_that_are_shown_belong_to_the_chart_on_the_stage(run):
    chart = chart_of(run)
    assert chart.shown() == [chart, chart.keys["new"]]
    chart.show_outlines("old")
    assert chart.shown()[2:] == [chart.outlines["old"], chart.keys["old"]]


# -- inner steps -----------------------------------------------------------------------------


def test_fan_panel_and_bars_walk_together(run):
    chart = chart_of(run)
    inner = InnerSteps(run, 0, RIGHT, chart)
    jump(*walks(0, 2, *inner.walks()))
    own = run.samples[0] == RIGHT
    assert inner.panel.ratio.plain == f"{run.ratios[0, 2, own][0]:.3f}"
    assert [bar.probability for bar in chart.bars] == pytest.approx(run.inner_policy[0, 2])
    assert inner.fan.step == 2


def test_the_closer_look_comes_where_the_right_answer_is_clipped_first(run):
    own = run.samples[0] == RIGHT
    clipped = InnerSteps(run, 0, RIGHT, chart_of(run)).clipped
    assert run.binds[0, clipped, own].any()
    assert not run.binds[0, :clipped, own].any()


def test_a_wide_range_clips_nothing():
    wide = training_run(**TRAINING_ABLATIONS["wide clip"])
    batch = int(np.flatnonzero(~wide.silent)[0])
    assert InnerSteps(wide, batch, RIGHT, chart_of(wide)).clipped is None


def test_every_sign_lands_where_its_ratio_is(run):
    inner = InnerSteps(run, 0, RIGHT, chart_of(run))
    inner.land(SampleCards(run, 0))
    assert len(inner.landed) == TRAINING_RUN.group_size
    for sign in inner.landed:
        assert sign.get_center() == pytest.approx(inner.fan.point(0, 1.0))


# -- over the batches ------------------------------------------------------------------------


def test_the_strips_tell_the_last_batch(run):
    strips = TimeStrips(run).set_time(12)
    measured = run.rewards[11].mean(), run.exact_kl[12], run.clip_fraction[11].mean()
    assert [number.plain for number in strips.numbers] == [f"{value:.2f}" for value in measured]


def test_empty_columns_are_counted_as_they_empty(run):
    picture = SilentGroups(run, (0, 59))
    assert picture.number.plain == "0"
    for time in (10, 60):
        picture.grid.set_silent(time)
        picture.count(time)
        assert picture.number.plain == str(run.silent[:time].sum())


def test_the_first_and_the_last_silent_group_say_why(run):
    words = [name.plain for name, _ in SilentGroups(run, (0,)).names()]
    assert words == ["all wrong", "all right"]


def test_one_silent_group_is_named_once(run):
    short = training_run(steps=4)
    assert short.silent.sum() == 1
    assert len(SilentGroups(short, (0,)).names()) == 1


def test_j_is_told_where_its_batch_starts(free):
    picture = ZeroStarts(free, RIGHT, "beta = 0")
    picture.set_time(9.7)
    chance, objective = (number.plain for number in picture.numbers)
    assert chance == f"{free.policy[9, RIGHT]:.2f}"
    assert objective == "0.000"
    assert free.objective[9, -1] > 0.01  # where the line is by then
    shown = [dot.get_fill_opacity() for dot in picture.starts]
    assert shown == [1.0] * 10 + [0.0] * 50


# -- runs beside others ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "formula", "note"),
    [
        ("heavy KL", "beta = 0.5", "β = 0.5"),
        ("narrow clip", "epsilon = 0.05", "ε = 0.05"),
        ("no std", '"no std"', "no std"),
    ],
)
def test_a_run_is_called_by_what_it_changes(name, formula, note):
    changes = TRAINING_ABLATIONS[name]
    assert setting_name(changes) == formula
    assert note_of(changes) == note


def test_the_run_that_changes_nothing_is_this_run():
    assert (setting_name({}), note_of({})) == ('"this run"', "this run")


def test_the_runs_race_in_the_heats_that_are_asked_for(run, free):
    race = Ablations(training_run, (("no KL",), ("heavy KL", "no std")), RIGHT)
    assert race.heats == [[1], [2, 3]]
    ends = [trace.values[-1] for trace in race.traces[:2]]
    assert ends == pytest.approx([run.policy[-1, RIGHT], free.policy[-1, RIGHT]])
    assert [row[0].plain for row in race.rows[2:]] == ["beta = 0.5", '"no std"']


# -- the plane -------------------------------------------------------------------------------


def test_plane_and_table_show_the_best_policy_of_one_beta():
    best = BestPolicies(TRAINING_RUN, (1.0,))
    jump(best.turn_beta(5.0, 0.5))
    start = np.exp(TRAINING_RUN.logits)
    policy = best_policy(start, TRAINING_RUN.rewards, 0.5)
    told = policy[RIGHT], float(kl_divergence(policy, start))
    numbers = [number.plain for number in (best.table.beta, *best.table.numbers["best"])]
    assert numbers == [f"{value:.2f}" for value in (0.5, *told)]
    assert best.plane.optimum.get_center() == pytest.approx(best.plane.point(*told))


def test_a_path_tells_its_numbers_as_it_goes(run):
    best = BestPolicies(TRAINING_RUN, ())
    path = ToldPath(best, "run", run)
    for time in (0, 20):
        jump(*walks(0, time, *path.walks()))
        told = [number.plain for number in best.table.numbers["run"]]
        assert told == [f"{run.policy[time, RIGHT]:.2f}", f"{run.exact_kl[time]:.2f}"]


def test_a_run_at_rest_has_its_ring_there(run):
    best = BestPolicies(TRAINING_RUN, ())
    ring = ToldPath(best, "no_std", run).show_rest(0.5, 0.6)[0].mobject
    assert ring.get_center() == pytest.approx(best.plane.point(0.5, 0.6))
    assert [number.plain for number in best.table.numbers["rest_no_std"]] == ["0.50", "0.60"]
