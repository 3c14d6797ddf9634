"""Advantage's pictures stand where the numbers say, while they move, too."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import VGroup
from manim.animation.animation import prepare_animation

from grpo_core import evaluate_group, load_group
from scenes.advantage.coin_cloud import CoinCloud
from scenes.advantage.conventions import CONVENTIONS
from scenes.advantage.counted import Counted
from scenes.advantage.drift import Drifting, StillOne
from scenes.advantage.falling import FallingCoins
from scenes.advantage.film import Advantage
from scenes.advantage.hand_over import hand_over
from scenes.advantage.kinder import Kinder
from scenes.advantage.our_group import OurGroup
from scenes.advantage.own_group import verdicts
from scenes.advantage.rare import RarePlot
from scenes.advantage.ruler_squares import RulerSquares
from scenes.advantage.seesaw import Seesaw
from scenes.advantage.valley import Valley
from scenes.advantage.which import TwoGroups
from scenes.advantage.worlds import OTHERS, NamedWorld, Worlds
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.stage.coin import Coin
from scenes.stage.motion import jump
from scenes.stage.placement import touches
from scenes.stage.theme import paint


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


def test_in_the_end_both_graders_coins_stand_over_each_other(table):
    picture = Kinder(table)
    jump(*(_begun(move) for move in (*picture.meet(), *picture.spread())))
    for strict, kind in zip(picture.strict, picture.kind, strict=True):
        assert strict.get_x() == pytest.approx(kind.get_x())
    middle = np.mean([coin.get_x() for coin in picture.strict])
    assert middle == pytest.approx(0.0, abs=1e-6)


def test_the_beam_is_level_only_with_the_pivot_at_the_average(table):
    seesaw = Seesaw(table.rewards)
    tilt = {off: seesaw.set_pivot(off).beam.get_angle() for off in (-1.0, 0.0, 1.0)}
    assert tilt[0.0] == pytest.approx(0.0, abs=1e-6)
    assert tilt[1.0] > 0 > tilt[-1.0]  # too far right: the longer left side sinks


def test_arms_are_as_long_as_the_rewards_are_far_from_the_average(notebook):
    arms = Seesaw(notebook.rewards).arms
    lengths = [arm.body.width for arm in arms]
    assert max(lengths) / min(lengths) == pytest.approx(0.8 / 0.2)
    ways = [arm.body.get_center()[0] - arm.pin.get_start()[0] for arm in arms]
    assert sum(ways) == pytest.approx(0.0, abs=1e-6)


def test_arms_laid_end_to_end_lead_out_and_back_to_the_pivot():
    seesaw = Seesaw(np.array([1.0, 0.0, 0.0, 0.0]))
    pivot = seesaw.arms[0].pin.get_start()[0]
    jump(*map(_begun, seesaw.cancel()))
    out, *back = seesaw.arms
    assert VGroup(*(arm.body for arm in back)).width == pytest.approx(out.body.width)
    assert min(arm.body.get_left()[0] for arm in back) == pytest.approx(pivot)


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


def test_as_many_rulers_as_the_advantage_says_lie_along_each_distance(notebook):
    """Of ten, two right: 2 rulers of .4 above, half a ruler below, for .8 and .2."""
    ours = OurGroup(notebook)
    ruler = ours.ruler[0].bar.height
    for column in ours.columns:
        above = column.coin.number.source == "1"
        length = column.arrow.body.height
        assert length / ruler == pytest.approx(2 if above else 0.5)
        assert len(column.rulers) == (2 if above else 1)
        lowest = VGroup(*(r.bar for r in column.rulers)).height
        assert lowest == pytest.approx(len(column.rulers) * ruler, abs=0.05)


def test_the_group_s_own_ruler_follows_its_convention():
    """Of 1, 0, 1, 0: the sample's std is longer by the root of 4/3; without one there is none."""
    group = load_group(WORKED_GROUP)

    def lengths(**convention) -> list[float]:
        ours = OurGroup(evaluate_group(group, **convention))
        arrow = ours.columns[0].arrow.body.height
        return [ruler.bar.height / arrow for ruler in (*ours.ruler, *ours.columns[0].rulers[:1])]

    assert lengths() == pytest.approx([1, 1], abs=0.05)
    assert lengths(ddof=1) == pytest.approx([(4 / 3) ** 0.5] * 2, abs=0.05)
    assert lengths(scale="none") == []


def test_only_the_coins_of_a_silent_group_become_hollow():
    silent = Path(__file__).parents[1] / "groups" / "silent.toml"
    for file, is_hollow in ((WORKED_GROUP, False), (silent, True)):
        ours = OurGroup(evaluate_group(load_group(file)))
        jump(*ours.judge())
        found = {coin.face.get_fill_color() == paint("ground") for coin in ours.coins}
        assert found == {is_hollow}


def test_fewer_right_answers_lower_the_average_and_shorten_the_ruler():
    """Of ten: 5, 2 and 1 right have the averages .5, .2, .1 and rulers of .5, .4, .3."""
    ten = FallingCoins(10, 5)
    floor, shelf = (line.get_y() for line in ten.shelves)
    for right, mean, std, times in ((5, 0.5, 0.5, 1), (2, 0.2, 0.4, 2), (1, 0.1, 0.3, 3)):
        ten.set_right(right)
        assert (ten.average.get_y() - floor) / (shelf - floor) == pytest.approx(mean)
        assert ten.ruler.bar.height / (shelf - floor) == pytest.approx(std, abs=0.01)
        more, _, number = ten.count()
        assert (len(more) + 1, number.source) == (times, f"+{times}")
        rulers = VGroup(ten.ruler.bar, *(ruler.bar for ruler in more))
        assert rulers.height == pytest.approx(ten.arrow.body.height, abs=0.05)


def test_turned_over_one_wrong_answer_lies_three_rulers_below():
    ten = FallingCoins(10, 5)
    ten.set_right(1).set_turned(1.0)
    floor, shelf = (line.get_y() for line in ten.shelves)
    assert (ten.average.get_y() - floor) / (shelf - floor) == pytest.approx(0.9)
    more, _, number = ten.count()
    assert number.source == "−3"
    rulers = VGroup(ten.ruler.bar, *(ruler.bar for ruler in more))
    assert rulers.get_bottom()[1] == pytest.approx(floor, abs=0.08)


def test_of_fifty_one_wrong_answer_lies_seven_rulers_below():
    """The average is .98, the ruler sqrt(.02 x .98) = .14 of the way from 0 to 1."""
    ten = FallingCoins(10, 5)
    ten.set_right(1).set_turned(1.0)
    jump(*ten.crowd_in(50))
    ten.settle()
    ten.set_many(50)
    floor, shelf = (line.get_y() for line in ten.shelves)
    assert len(ten.crowd) == 49
    assert all(coin.get_bottom()[1] == pytest.approx(shelf, abs=0.02) for coin in ten.crowd)
    assert all(a.get_right()[0] <= b.get_left()[0] for a, b in pairwise(ten.crowd))
    assert (ten.average.get_y() - floor) / (shelf - floor) == pytest.approx(0.98)
    assert ten.ruler.bar.height / (shelf - floor) == pytest.approx(0.14, abs=0.01)
    more, _, number = ten.count()
    assert (len(more), number.source) == (6, "−7")
    rulers = VGroup(ten.ruler.bar, *(ruler.bar for ruler in more))
    assert rulers.get_bottom()[1] == pytest.approx(floor, abs=0.15)


def test_the_curves_go_through_the_dots_to_their_loud_ends():
    plot = RarePlot(0.02)
    for share, value in ((0.5, 1), (0.2, 2), (0.1, 3)):
        np.testing.assert_allclose(plot.dot(share)[0].get_center(), plot.point(share, value))
    wrong = plot.dot(0.9, right=False)[0]
    np.testing.assert_allclose(wrong.get_center(), plot.point(0.9, -3))
    plot.set_right(1.0).set_wrong(1.0)
    for marker, place in zip(plot.markers, ((0.02, 7), (0.98, -7)), strict=True):
        np.testing.assert_allclose(marker.get_center(), plot.point(*place), atol=0.05)


def test_a_lens_shows_the_closer_group_as_large_as_the_other(table):
    own, closer = TwoGroups(table.rewards, 10.0).groups

    def heights(group) -> list[float]:
        return [group.arrows[0].body.height, group.rulers[0].bar.height]

    assert heights(own) == pytest.approx([10 * x for x in heights(closer)])
    assert heights(own)[0] == pytest.approx(heights(own)[1])  # 1 ruler
    closer.set_lens(10.0)
    assert heights(own) == pytest.approx(heights(closer))
    for group in (own, closer):
        group.set_ddof(1.0)
        assert heights(group)[1] / heights(group)[0] == pytest.approx((4 / 3) ** 0.5)


def test_three_distances_fix_the_fourth_whose_arrow_is_then_but_a_rim(table):
    own, _ = TwoGroups(table.rewards, 10.0).groups
    jump(*map(prepare_animation, own.fix_last()))
    fills = [arrow.body.get_fill_opacity() for arrow in own.arrows]
    assert fills == [1, 1, 1, 0]
    assert own.arrows[-1].body.get_stroke_width() > 0
    assert own.fixed.get_x() == pytest.approx(own.arrows[-1].get_x(), abs=0.3)
    jump(*map(prepare_animation, own.take()))
    assert own.arrows[-1].body.get_fill_opacity() == 1


def test_each_letter_comes_where_its_word_stands():
    counted = Counted(evaluate_group(load_group(Advantage.rare_group)))
    for name, letter in counted.letters.items():
        word = counted.words.select(name)
        np.testing.assert_allclose(letter.get_center(), word.get_center(), atol=1e-6)


def test_columns_are_named_clear_of_the_curve():
    valley = Valley(8, 0.08).set_reach(1.0)
    for words in valley.ends():
        assert not touches(words, valley.curve)


def test_what_whispers_is_printed_smaller(table):
    groups = TwoGroups(table.rewards, 10.0).groups
    for rule, times in ((CONVENTIONS[0], 1.0), (CONVENTIONS[2], 59 / 36.5)):  # sizes of type
        own, closer = (group.counts(rule)[0][0].height for group in groups)
        assert own / closer == pytest.approx(times, rel=0.05)


def test_the_coin_rests_where_each_world_opens():
    picture = Worlds("17 × 24 = 408")
    for number, world in enumerate(picture.worlds):
        np.testing.assert_allclose(world.mine.get_center(), picture.coin.get_center(), atol=1e-6)
        if number < 2:
            jump(*map(_begun, picture.settle(number)))
    middles = [world.body.get_x() for world in picture.worlds]
    assert middles == sorted(middles)
    assert picture.worlds[2].mine.get_x() == pytest.approx(picture.coin.get_x())


def test_rulers_along_an_arrow_are_as_long_as_it_if_not_cut():
    above, below, silent = verdicts()
    assert above.length / above.rulers[0].bar.height == pytest.approx(3**0.5, abs=0.1)
    assert (len(above.rulers), len(below.rulers), len(silent.rulers)) == (2, 1, 0)
    assert below.arrow.body.get_bottom()[1] == pytest.approx(below.mine.face.get_top()[1], abs=0.05)


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


def test_the_hollow_part_of_a_column_is_as_high_as_the_curve():
    valley = Valley(8, 0.08)
    for column, chance, silent in zip(valley.columns, (0.08, 0.5, 0.92), (51, 1, 51), strict=True):
        hollow = [disc for disc in column if not disc.get_fill_opacity()]
        assert len(hollow) == silent
        top = max(disc.get_top()[1] for disc in hollow)
        level = valley.point(chance, chance**8 + (1 - chance) ** 8)[1]
        assert top == pytest.approx(level, abs=0.2)


def test_drawn_groups_are_silent_if_all_their_coins_are_alike():
    groups = Valley(8, 0.08).drawn()
    for group in groups:
        assert group.is_silent == (len({coin.number.source for coin in group.coins}) == 1)
    assert {group.is_silent for group in groups} == {True, False}


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


def test_large_coins_say_a_longer_reward_in_smaller_digits():
    """A penalty of half a point: the strict grader's coins were blank, the kinder one's not."""
    cloud = CoinCloud([-0.5, 1], [-2.0, 2.0], 0.0, height=1.7)
    assert cloud.has_digits
    assert [coin.number.plain for coin in cloud] == ["−0.5", "1"]
    for coin in cloud:
        assert coin.face.width == pytest.approx(2 * cloud.radius)
        assert coin.number.width < 1.7 * cloud.radius
