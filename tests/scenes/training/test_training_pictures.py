"""What Training's pictures show in each of their states, without the film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from manim.animation.animation import prepare_animation
from training_numbers import CHANCE, FREE, RIGHT, RUN, agree, gaps, rest, tens

from grpo_core import train_tabular
from scenes.stage.motion import jump
from scenes.training.batch_piles import BatchPiles
from scenes.training.chance_bars import ChanceBars, between
from scenes.training.changed_runs import ALONE, SMALL, Prices, Windows
from scenes.training.drawn_group import GroupAbout
from scenes.training.group_grid import GroupGrid
from scenes.training.lab_record import before_and_after, lab_run
from scenes.training.log_rows import LogRows, SilentShare
from scenes.training.made_room import MadeRoom
from scenes.training.public_run import PublicRun
from scenes.training.ratio_beads import RatioBeads
from scenes.training.real_model import HeldOut, RealModel
from scenes.training.rewarded_columns import RewardedColumns
from scenes.training.rise_stairs import RiseStairs
from scenes.training.sawtooth import Sawtooth
from scenes.training.silence_curve import SilenceCurve
from scenes.training.step_slope import StepSlope
from scenes.training.time_lapse import LapseStrips
from scenes.training.two_curves import TwoCurves

RIGHTS = (RUN.rewards > 0).sum(axis=1)
ORIGIN = np.zeros(3)


def bars(step: int = 0) -> ChanceBars:
    return ChanceBars(RUN.policy[step], RIGHT, at=ORIGIN, width=6.0, full=5.0, bar=0.8)


# -- the bars ---------------------------------------------------------------------------------


def test_bars_and_numbers_follow_the_policy():
    chart = bars().set_policy(RUN.policy[-1])
    heights = [one.bar.height for one in chart.bars]
    assert heights[RIGHT] == pytest.approx(5 * RUN.policy[-1, RIGHT])
    assert max(heights[1:]) < 0.2
    shown = [number.plain for number in chart.numbers]
    assert shown == [f"{p:.2f}".lstrip("0") for p in RUN.policy[-1]]


def test_a_bar_on_its_way_keeps_the_number_of_where_it_was():
    chart = bars()
    chart.walk(RUN.policy)(2.5)
    told = [f"{p:.2f}".lstrip("0") for p in RUN.policy[2]]
    assert [number.plain for number in chart.numbers] == told
    middle = 0.5 * (RUN.policy[2] + RUN.policy[3])
    assert [one.probability for one in chart.bars] == pytest.approx(middle)


def test_numbers_stand_over_the_outlines_that_are_shown():
    chart = bars().set_policy(RUN.policy[-1])
    free = [number.get_y() for number in chart.numbers]
    chart.set_outlined(1.0)
    assert chart.numbers[RIGHT].get_y() == pytest.approx(free[RIGHT])
    assert chart.numbers[1].get_y() > free[1] + 1


def test_what_was_new_draws_from_then_on():
    chart = bars().set_policy(RUN.policy[8]).set_outlined(1.0).set_caught_up(1.0)
    assert [one.probability for one in chart.old] == pytest.approx(RUN.policy[8])
    tops = zip(chart.old, chart.bars, strict=True)
    assert all(old.top()[1] == pytest.approx(new.top()[1]) for old, new in tops)


def test_between_two_policies():
    assert (between(RUN.policy, 3.0) == RUN.policy[3]).all()
    assert (between(RUN.policy, 60.0) == RUN.policy[60]).all()
    np.testing.assert_allclose(between(RUN.policy, 3.5), RUN.policy[3:5].mean(axis=0))


# -- a batch ----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 3])
def test_cards_lie_as_high_as_their_reward(step):
    group = GroupAbout(RUN, step, foot=-1.0, tall=2.0)
    jump(*map(prepare_animation, group.rise()))
    for card, reward in zip(group.cards, RUN.rewards[step], strict=True):
        if reward > 0:
            assert card.get_bottom()[1] > 1.0
        else:
            assert card.get_top()[1] < -1.0
    assert group.mean[0].get_y() == pytest.approx(-1.0 + 2.0 * RUN.rewards[step].mean())


def test_an_arrow_is_as_long_as_its_advantage():
    group = GroupAbout(RUN, 0, foot=-1.0, tall=2.0)
    lengths = np.array([arrow.body.height for arrow in group.arrows])
    np.testing.assert_allclose(
        lengths / lengths[0], np.abs(RUN.advantages[0] / -0.57735), rtol=1e-4
    )


def test_a_silent_group_has_no_arrow():
    group = GroupAbout(RUN, 3, foot=-1.0, tall=2.0)
    assert not any(len(arrow.body.points) for arrow in group.arrows)
    assert {number.plain for number in group.numbers} == {"0"}


# -- its updates ------------------------------------------------------------------------------


def test_all_beads_are_on_one_at_first_and_spread_as_the_ratios_do():
    beads = RatioBeads(RUN, 0, RIGHT, at=ORIGIN, width=10.0)
    one = beads.point(1.0, 0)[0]
    assert max(abs(bead.get_x() - one) for bead in beads.beads) < 0.25
    beads.set_use(3.0)
    for bead, ratio in zip(beads.beads, RUN.ratios[0, 3], strict=True):
        assert bead.get_x() == pytest.approx(beads.point(ratio, 0)[0])


@pytest.mark.parametrize("use", range(4))
def test_the_lamp_is_out_where_the_right_answer_is_clipped(use):
    beads = RatioBeads(RUN, 0, RIGHT, at=ORIGIN, width=10.0).set_use(float(use))
    own = np.flatnonzero(RUN.samples[0] == RIGHT)
    clipped = RUN.binds[0, use, own[0]]
    assert beads.lamp.level == float(not clipped)
    assert (beads.beads[own[0]].hatch.level == 1.0) == clipped


def test_beads_lie_where_the_last_update_left_them():
    beads = RatioBeads(RUN, 0, RIGHT, at=ORIGIN, width=10.0).set_use(4.0)
    for bead, answer in zip(beads.beads, RUN.samples[0], strict=True):
        ratio = RUN.inner_policy[0, -1, answer] / RUN.inner_policy[0, 0, answer]
        assert bead.get_x() == pytest.approx(beads.point(ratio, 0)[0])


def test_a_flat_loss_is_hollow_where_the_batch_is_silent():
    curves = TwoCurves(RUN)
    columns = curves.hollow(RUN.silent)
    assert len(columns) == RUN.silent.sum()
    for column, batch in zip(columns, np.flatnonzero(RUN.silent), strict=True):
        assert column.get_x() == pytest.approx(curves.lower.point(batch + 0.5, 0)[0])


def test_no_beads_hide_each_other():
    beads = RatioBeads(RUN, 0, RIGHT, at=ORIGIN, width=10.0)
    for use in range(5):
        beads.set_use(float(use))
        spots = [bead.get_center() for bead in beads.beads]
        gaps = [np.linalg.norm(a - b) for k, a in enumerate(spots) for b in spots[:k]]
        assert min(gaps) > 0.3, use


def test_j_along_the_step_goes_through_zero_to_where_the_update_is():
    slope = StepSlope(RUN, 0, at=ORIGIN, width=5.0, height=3.0)
    assert slope.bead.get_center() == pytest.approx(slope.point(0, 0), abs=1e-3)
    slope.set_length(1.0)
    assert slope.bead.get_center() == pytest.approx(slope.point(1, RUN.objective[0, 1]))
    assert slope.number.plain == f"{RUN.objective[0, 1]:.3f}".lstrip("0")


def test_stairs_lead_from_the_old_chance_to_the_new_one():
    stairs = RiseStairs(RUN, 0, RIGHT, at=ORIGIN, width=5.0, height=3.0)
    path = RUN.inner_policy[0, :, RIGHT]
    for k in range(4):
        assert stairs.whole[k].get_bottom()[1] == pytest.approx(stairs.point(0, path[k])[1])
        assert stairs.whole[k].get_top()[1] == pytest.approx(stairs.point(0, path[k + 1])[1])
        assert stairs.others[k].get_top()[1] == pytest.approx(stairs.point(0, path[k + 1])[1])
    assert [lamp.level for lamp in stairs.lamps] == [1, 1, 0, 0]
    assert stairs.own[3].height < 0.01 < stairs.others[3].height


def test_each_tooth_starts_at_zero():
    teeth = Sawtooth(RUN, 4, width=5.0, height=2.0)
    for k, dot in enumerate(teeth.starts):
        assert dot.get_center() == pytest.approx(teeth.point(k, 0))
    for time, value in ((0.5, RUN.objective[0, 2]), (2.75, RUN.objective[2, 3]), (3.5, 0.0)):
        teeth.set_time(time)
        assert teeth.line.line.get_end() == pytest.approx(teeth.point(time, value), abs=1e-3)


# -- all batches ------------------------------------------------------------------------------


def test_the_strips_tell_the_last_batch():
    strips = LapseStrips(RUN).set_time(12)
    measured = RUN.clip_fraction[11].mean(), RUN.exact_kl[12]
    told = [f"{value:.2f}" for value in measured]
    assert [number.plain for number in strips.numbers] == [text.removeprefix("0") for text in told]


def test_silent_columns_are_counted_and_emptied():
    grid = GroupGrid(RIGHTS, 8).set_silent(60)
    assert grid.count() == int(RUN.silent.sum())
    for step in range(60):
        fills = [part.get_fill_opacity() for part in grid.columns[step]]
        assert (max(fills) == 0) == RUN.silent[step]


def test_a_column_has_a_cell_for_each_right_answer():
    grid = GroupGrid(RIGHTS, 8)
    for step in (0, 3, 20):
        counts = [len(part.get_subpaths()) for part in grid.columns[step]]
        assert counts == [RIGHTS[step], 8 - RIGHTS[step]]


def test_columns_come_one_after_the_other():
    grid = GroupGrid(RIGHTS, 8).set_time(2.5)
    shown = [column[0].get_fill_opacity() for column in grid.columns[:4]]
    assert shown == pytest.approx([1, 1, 0.5, 0])


def test_the_dot_slides_where_the_run_was():
    valley = SilenceCurve(CHANCE[:-1], 8)
    for time in (0, 8, 59):
        valley.set_batch(time)
        chance = CHANCE[time]
        assert valley.dot.get_center() == pytest.approx(valley.point(chance, agree(chance) / 100))


def test_all_batches_lie_in_the_valley_each_at_its_own_p():
    valley, grid = SilenceCurve(CHANCE[:-1], 8), GroupGrid(RIGHTS, 8).set_silent(60)
    piles = BatchPiles(grid, valley)
    piles.set_time(piles.last)
    boxes = []
    for row, chance in zip(grid.columns, CHANCE[:-1], strict=True):
        assert row.get_x() == pytest.approx(valley.point(chance, 0)[0])
        assert row.get_bottom()[1] > valley.point(0, 0)[1]
        assert row.width > 5 * row.height
        boxes.append((row.get_left()[0], row.get_right()[0], row.get_bottom()[1], row.get_top()[1]))
    for k, (left, right, low, high) in enumerate(boxes):
        for l2, r2, b2, t2 in boxes[:k]:
            assert min(right, r2) < max(left, l2) + 1e-6 or min(high, t2) < max(low, b2)


def test_a_batch_falls_when_its_time_has_come():
    valley, grid = SilenceCurve(CHANCE[:-1], 8), GroupGrid(RIGHTS, 8)
    home = [column.get_center() for column in grid.columns]
    piles = BatchPiles(grid, valley).set_time(20.0)
    for k, (column, start) in enumerate(zip(grid.columns, home, strict=True)):
        assert (np.linalg.norm(column.get_center() - start) > 1e-6) == (k < 20)
    assert grid.columns[5].get_center() == pytest.approx(piles.rows[5].get_center())


def test_a_row_of_the_log_lies_beside_its_column():
    grid = GroupGrid(RIGHTS, 8)
    rows = LogRows(RUN, [3, 8, 16], grid)
    for batch, laid in zip((3, 8, 16), rows.laid, strict=True):
        counts = [len(part.get_subpaths()) for part in laid]
        assert counts == [RIGHTS[batch], 8 - RIGHTS[batch]]
    assert len(rows.marks) == 2  # the spread of batch 9 is not zero
    assert [verdict.plain for verdict in rows.verdicts] == ["all wrong", "all right"]
    assert laid.width > laid.height


def test_the_share_of_silent_groups_is_told_ten_by_ten():
    share = SilentShare(RUN.silent, GroupGrid(RIGHTS, 8))
    expected = [RUN.silent[k : k + 10].mean() for k in range(0, 60, 10)]
    assert share.shares == pytest.approx(expected)
    share.set_time(3.5)
    assert share.number.plain == f"{expected[2]:.1f}"
    assert [number.plain for *_, number in share.steps] == [f"{one:.1f}" for one in expected]
    heights = [bar.height for bar, *_ in share.steps]
    assert np.argsort(heights).tolist() == np.argsort(expected, kind="stable").tolist()


def test_both_curves_are_the_run_s():
    curves = TwoCurves(RUN)
    for k in (0, 8, 59):
        spot = curves.upper.point(k + 0.5, RUN.rewards[k].mean())
        assert curves.dots[k].get_center() == pytest.approx(spot)
    lower = curves.lower.set_seen(4.0)
    assert lower.point(4, 0) == pytest.approx(lower.axis.get_end())  # four fill the width
    lower.set_time(0.75)
    low = lower.point(0.75, -RUN.objective[0, 3])
    assert lower.line.line.get_end() == pytest.approx(low, abs=1e-3)
    assert lower.set_seen(60.0).point(60, 0) == pytest.approx(lower.axis.get_end())


# -- other runs -------------------------------------------------------------------------------


def test_a_band_holds_all_seeds_and_their_average():
    windows, prices = Windows(FREE, RIGHT, (0.05, 10.0)), Prices(FREE, RIGHT, 0.5)
    for band in (*windows.bands, *prices.bands):
        assert len(band.runs) == 10
        ends = band.runs[:, -1]
        assert band.plot_point(60, ends.min())[1] <= band.average.line.get_end()[1]
        assert band.average.line.get_end()[1] <= band.plot_point(60, ends.max())[1]
    own = train_tabular(FREE).policy[:, RIGHT]
    assert windows.bands[1].runs[0] == pytest.approx(own)
    assert prices.bands[0].runs[0] == pytest.approx(own)


@pytest.mark.parametrize("place", [ALONE, SMALL])
def test_dashed_lines_lie_where_push_and_price_balance(place):
    prices = Prices(FREE, RIGHT, 0.5, place)
    for (line, number), balance in zip(prices.rests, (rest(0.5), rest(1.0)), strict=True):
        assert line.get_y() == pytest.approx(prices.plot.point(0, balance)[1], abs=0.01)
        assert number.plain == f"{balance:.2f}".lstrip("0")


def test_a_window_of_ten_clips_nothing_and_says_so():
    windows = Windows(FREE, RIGHT, (0.05, 10.0))
    assert [name[-1].plain for name in windows.names] == [
        "epsilon = 0.05",
        "epsilon = 0.2",
        "no clipping",
    ]
    free = train_tabular(replace(FREE, eps_low=10.0, eps_high=10.0))
    assert not free.binds.any()


def test_before_and_after_are_judged_by_the_product():
    before, after = before_and_after()
    for text, right in (*before, *after):
        assert right == (text.split("=")[-1] == "1505")  # 35 x 43
    assert len({right for _, right in before}) == 2
    assert all(right for _, right in after)


def test_a_group_that_agrees_is_hollow():
    picture = RealModel(lab_run(), before_and_after())
    assert [group.is_silent for group in picture.groups] == [False, True]
    hollow = picture.groups[1].hollow()
    assert all(cell.get_fill_opacity() == 0 for cell in hollow)


def test_held_out_questions_are_drawn_where_they_were_measured():
    run, picture = lab_run(), HeldOut(lab_run())
    assert (run.held_steps[0], run.held_steps[-1]) == (0, 160)
    end = picture.panel.plot.point(160, run.held[-1])
    assert picture.held.trace.head.get_center() == pytest.approx(end)


def test_half_hollow_is_the_silent_share_of_the_public_run():
    silent, rest = PublicRun().silent[0]
    assert silent.width / (silent.width + rest.width) == pytest.approx(148 / 258)
    assert silent.get_fill_opacity() == 0 < rest.get_fill_opacity()


def test_the_public_run_s_bars_are_as_high_as_its_rewards():
    bars = PublicRun().bars
    ratio = [bar.height / bars[0].height for bar in bars]
    assert ratio == pytest.approx([r / 0.66 for r in (0.66, 0.74, 0.67, 0.64, 0.36, 0.09)])


def test_the_public_run_s_answers_are_strips_as_long_as_they():
    short, long = (row[1] for row in PublicRun().lengths)
    assert short.width / long.width == pytest.approx(457 / 1831)


def test_the_public_run_s_last_bar_is_as_narrow_as_its_eight_steps():
    bars = PublicRun().bars
    assert bars[-1].width == pytest.approx(bars[0].width * 8 / 50)


def test_slabs_hang_where_bars_have_lost_and_stand_where_others_gained():
    before, after = RUN.inner_policy[0, [2, -1]]
    chart, change = bars().set_policy(after), after - before
    room = MadeRoom(chart, before, after, 10.0)
    line = room.line.get_y()

    def piled(k: int) -> list:
        x = chart.bars[k].base.get_x()
        return [slab for slab in room.slabs if abs(slab.get_x() - x) < 0.01]

    for k in (2, 3, 4):  # 418, 407 and 380 fall
        assert sum(slab.height for slab in piled(k)) == pytest.approx(-10 * 5 * change[k])
        assert max(slab.get_top()[1] for slab in piled(k)) == pytest.approx(line)
    jump(*map(prepare_animation, room.land()))
    for k in (0, 1):  # 408 and 398 rise
        assert sum(slab.height for slab in piled(k)) == pytest.approx(10 * 5 * change[k])
        top = max(slab.get_top()[1] for slab in piled(k))
        assert top - line == pytest.approx(10 * 5 * change[k])
    assert [number.plain for number in room.gained] == ["+.003", "+.011"]


def test_the_last_columns_hollow_where_all_rewards_are_one():
    columns = RewardedColumns(RUN).set_time(60.0).set_silent(60.0)
    filled = [column[0].get_fill_opacity() > 0 for column in columns.grid.columns]
    some = (RUN.rewards.std(axis=1) > 0).tolist()
    assert filled == some
    assert columns.line.line.get_start()[1] < columns.line.line.get_end()[1]


def test_hatched_beads_are_those_that_the_clip_binds():
    beads = RatioBeads(RUN, 0, RIGHT, at=ORIGIN, width=10.0).set_use(3.0)
    shown = [bool(len(bead.hatch.points)) for bead in beads.beads]
    assert shown == RUN.binds[0, 3].tolist()


def test_a_closer_look_shows_the_recoil_as_high_as_it_is():
    stairs = RiseStairs(RUN, 0, RIGHT, at=ORIGIN, width=5.0, height=3.0)
    low, high = stairs.point(0, stairs.path[0])[1], stairs.point(0, stairs.grid_high)[1]
    jump(*stairs.look_closer(2))
    own = stairs.others[2].height, stairs.others[3].height
    moves = np.diff(stairs.path)[2:]
    assert own[0] / own[1] == pytest.approx(moves[0] / moves[1], rel=1e-3)
    assert sum(own) > 0.7 * (high - low)


def test_the_gap_between_trained_and_other_questions_is_as_long_as_it_is():
    picture = HeldOut(lab_run())
    plot = picture.panel.plot
    unit = plot.point(0, 1)[1] - plot.point(0, 0)[1]
    for (line, number), gap in zip(picture.sizes, gaps(), strict=True):
        assert line.height == pytest.approx(gap * unit)
        assert number.plain == f"{gap:.2f}".lstrip("0")
    middles, means = lab_run().tens()
    assert means == pytest.approx(tens())
    assert middles[[0, -1]].tolist() == [4.5, 154.5]
