"""Advantage's pictures stand where the numbers say, while they move, too."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VGroup

from grpo_core import evaluate_group, load_group
from scenes.advantage.coin_cloud import CoinCloud
from scenes.advantage.counted import Counted
from scenes.advantage.drift import Drifting, StillOne
from scenes.advantage.hand_over import hand_over
from scenes.advantage.kinder import Kinder
from scenes.advantage.rare import RarePlot
from scenes.advantage.ruler_squares import RulerSquares
from scenes.advantage.seesaw import Seesaw
from scenes.advantage.valley import Valley
from scenes.advantage.which import Pairs, Rules
from scenes.advantage.worlds import OTHERS, NamedWorld
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.stage.coin import Coin
from scenes.stage.motion import jump


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


@pytest.fixture
def notebook():
    return evaluate_group(load_group(ASSETS / "groups" / "notebook_rewards.toml"))


def test_the_coin_lies_at_one_height_in_all_worlds_and_the_arrow_fills_the_way_to_it():
    worlds = [NamedWorld(k, others) for k, others in enumerate(OTHERS)]
    assert len({round(float(world.mine.get_y()), 6) for world in worlds}) == 1
    for world in worlds[:2]:
        assert world.arrow.body.get_bottom()[1] == pytest.approx(world.average.get_y())
        assert world.arrow.body.get_top()[1] == pytest.approx(world.mine.get_bottom()[1], abs=0.05)
    assert worlds[0].arrow.body.height == pytest.approx(3 * worlds[1].arrow.body.height)


def test_each_of_the_others_draws_the_average_to_itself():
    world = NamedWorld(0, OTHERS[0])
    jump(*world.open())
    heights = [float(world.average.get_y())]
    for count in range(3):
        jump(*map(_begun, world.join(count)))
        heights.append(float(world.average.get_y()))
    one = heights[0] - heights[1]  # from 1 to 1/2, to 1/3, to 1/4
    assert [heights[0] - y for y in heights[1:]] == pytest.approx([one, one * 4 / 3, one * 1.5])


def _begun(move):
    return move if hasattr(move, "begin") else move.build()


def test_centred_both_graders_rows_stand_over_each_other(table):
    picture = Kinder(table)
    jump(*(_begun(move) for move in picture.centre()))
    for strict, kind in zip(picture.strict, picture.kind, strict=True):
        assert strict.get_x() == pytest.approx(kind.get_x())
    middle = np.mean([coin.get_x() for coin in picture.strict])
    assert middle == pytest.approx(0.0, abs=1e-6)


def test_the_beam_is_level_only_with_the_pivot_at_the_average(table):
    seesaw = Seesaw(table)
    tilt = {off: seesaw.set_pivot(off).beam.get_angle() for off in (-1.0, 0.0, 1.0)}
    assert tilt[0.0] == pytest.approx(0.0, abs=1e-6)
    assert tilt[1.0] > 0 > tilt[-1.0]  # too far right: the longer left side sinks


def test_arms_are_as_long_as_the_rewards_are_far_from_the_average(notebook):
    arms = Seesaw(notebook).arms
    lengths = [arm.body.width for arm in arms]
    assert max(lengths) / min(lengths) == pytest.approx(0.8 / 0.2)
    ways = [arm.body.get_center()[0] - arm.pin.get_start()[0] for arm in arms]
    assert sum(ways) == pytest.approx(0.0, abs=1e-6)


def test_squares_and_tray_have_the_same_area(notebook):
    picture = RulerSquares(notebook)
    gap = 0.05  # between neighbours
    both_areas = (picture.squares, picture.levelled)
    squares, cells = (sum((s.width + gap) ** 2 for s in group) for group in both_areas)
    assert squares == pytest.approx(cells)
    assert len(picture.levelled) == 10


def test_four_rulers_are_two_arrows_out_and_eight_back(notebook):
    picture = Counted(notebook)
    out, back = (VGroup(*arrows) for arrows in picture.sides())
    assert (len(picture.rulers), len(out), len(back)) == (4, 2, 8)
    assert out.width == pytest.approx(back.width, abs=0.1)
    assert out[0].width == pytest.approx(2 * picture.rulers[0].width, rel=0.05)


def test_a_marker_is_where_the_share_says_and_grows_with_its_advantage():
    plot = RarePlot(0.02, 0.2, 10)
    for share, right, wrong in ((0.2, 2.0, -0.5), (0.1, 3.0, -1 / 3), (0.02, 7.0, -1 / 7)):
        plot.set_left(share)
        for marker, value in zip(plot.markers, (right, wrong), strict=True):
            np.testing.assert_allclose(marker.get_center(), plot.point(share, value), atol=0.05)
    assert plot.markers[0].width > 2 * plot.markers[1].width


def test_coins_flip_with_the_share():
    plot = RarePlot(0.02, 0.2, 10)

    def right() -> int:
        return sum(pair[1].face.get_fill_opacity() > 0 for pair in plot.coins)

    assert [(plot.set_left(p), right())[1] for p in (0.2, 0.1, 0.02)] == [2, 1, 1]
    assert (plot.set_right(0.9), right())[1] == 9


def test_undivided_the_closer_group_is_quieter_and_divided_it_is_not(table):
    own, closer = Pairs(table.rewards).groups
    for row, ratio in ((0, 1.0), (1, 1.0), (2, 0.1)):
        widths = [group.arrows[row][0].body.width for group in (own, closer)]
        assert widths[1] / widths[0] == pytest.approx(ratio)
    assert own.arrows[2][0].body.width / own.arrows[0][0].body.width == pytest.approx(0.5)


def test_the_ruler_by_one_less_is_longer_and_undivided_has_none(table):
    first, second = Rules(table.rewards).rulers
    assert second.width / first.width == pytest.approx((4 / 3) ** 0.5)


def test_large_rewards_get_a_scale_of_their_own():
    pairs = Pairs(np.array([900.0, -250.0, 120.5]))
    assert not pairs.is_alike
    assert pairs.groups[0].arrows.width < 4.5


def test_the_lines_stay_while_the_rewards_meet(table):
    four = Drifting(table)
    plot = StillOne(four)
    heights = []
    for spread in (1.0, 0.5, 0.06):
        four.set_spread(spread)
        plot.set_spread(spread)
        heights.append([float(tip.get_y()) for tip in plot.tips])
        assert four.ruler.height == pytest.approx(4.0 * 0.5 * spread, rel=0.05)
    np.testing.assert_allclose(heights, [heights[0]] * 3, atol=1e-6)


def test_the_curve_is_low_where_answers_differ():
    valley = Valley(8, 0.08)
    assert [valley.value(p) for p in (0.0, 0.5, 1.0)] == pytest.approx([1, 2 / 256, 1])
    assert valley.set_chance(0.5).dot.get_y() < valley.set_chance(0.9).dot.get_y()


@pytest.mark.parametrize("count", [4, 64, 300])
def test_coins_of_any_number_keep_apart_and_under_the_pile_s_height(count):
    rewards = np.arange(count) % 2
    cloud = CoinCloud(rewards, 4.0 * rewards, 0.0, height=1.6)
    places = np.array([coin.get_center() for coin in cloud])
    nearest = min(
        np.linalg.norm(places[k] - places[k + 1 :], axis=1).min() for k in range(count - 1)
    )
    assert nearest >= 2 * cloud.radius - 1e-6
    assert cloud.height <= 1.6 + cloud.radius
    assert cloud.has_digits == (count == 4)


@pytest.mark.parametrize("counts", [(3, 3), (2, 5), (5, 2)])
def test_all_of_the_next_picture_comes_out_of_the_one_before(counts):
    before, after = counts
    old = [Coin(1.0).shift([k, 0, 0]) for k in range(before)]
    new = [Coin(1.0).shift([k, 2, 0]) for k in range(after)]
    moves = hand_over(old, new)
    jump(*moves)
    moved = {tuple(move.mobject.get_center().round(3)) for move in moves}
    assert len(moves) == max(counts)
    assert moved == {tuple(coin.get_center().round(3)) for coin in new}
