"""The signs of direction: what is seen of arrows and lamps, coins, braces, hatches and threads."""

from __future__ import annotations

import numpy as np
import pytest
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    PI,
    RIGHT,
    UP,
    Circle,
    DashedVMobject,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.stage.arrow import BlockArrow
from scenes.stage.bead import Bead
from scenes.stage.brace import Brace
from scenes.stage.chip import Chip
from scenes.stage.coin import Coin
from scenes.stage.dot_grid import DotGrid
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import PushLamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.ruler import Ruler
from scenes.stage.theme import in_theme, paint
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose


def area(shape: VMobject) -> float:
    """What the straight-sided parts of a shape cover, by the shoelace formula."""
    total = 0.0
    for part in shape.get_subpaths():
        x, y = np.array(part)[::4, :2].T
        total += 0.5 * abs(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return total


# -- arrow ----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [2 * UP, 0.3 * LEFT, 0.05 * DOWN, np.array([3.0, -4.0, 0.0])])
def test_an_arrow_s_tip_is_at_its_end_and_its_head_lies_along_the_shaft(end):
    start = np.array([1.0, 2.0, 0.0])
    body = BlockArrow(start, start + end).body
    along = end / np.linalg.norm(end)
    across = np.array([-along[1], along[0], 0.0])
    reach, side = (body.points - start) @ along, (body.points - start) @ across
    length = np.linalg.norm(end)
    assert (reach.min(), reach.max()) == pytest.approx((0, length), abs=1e-9)
    assert side[reach > length - 1e-9] == pytest.approx(0, abs=1e-9)  # one point alone
    assert side.max() == pytest.approx(-side.min())
    tail = side[reach < 1e-9].max()
    assert 0 < tail < 0.6 * side.max() <= 0.3 * length + 0.16


def test_an_arrow_of_no_length_draws_nothing_and_keeps_its_way():
    arrow = BlockArrow(ORIGIN, 2 * RIGHT)
    assert not arrow.set_length(0.0).body.has_points()
    assert not BlockArrow(UP, UP).body.has_points()
    assert arrow.set_length(1.0).get_right() == pytest.approx(RIGHT, abs=1e-6)
    assert arrow.set_length(-1.0).get_left() == pytest.approx(LEFT, abs=1e-6)


def test_an_arrow_can_be_led_after_it_was_moved_and_scaled():
    arrow = BlockArrow(ORIGIN, 2 * RIGHT)
    thickness = arrow.height
    VGroup(arrow).scale(0.5, about_point=ORIGIN).shift(UP)
    assert arrow.set_length(2.0).get_right() == pytest.approx([2, 1, 0], abs=1e-6)
    assert arrow.height == pytest.approx(0.5 * thickness)
    arrow.set_ends(DOWN, 3 * DOWN)
    assert (arrow.get_top()[1], arrow.get_bottom()[1]) == pytest.approx((-1, -3), abs=1e-6)
    assert arrow.width == pytest.approx(0.5 * thickness)


# -- lamp with the way of its push ------------------------------------------------------------


@pytest.mark.parametrize(("advantage", "way", "role"), [(2.0, 1, "up"), (-0.5, -1, "down")])
def test_a_push_points_the_way_of_its_advantage(advantage, way, role):
    lamp = PushLamp(advantage)
    x, y = lamp.arrow.body.points[:, 0], way * lamp.arrow.body.points[:, 1]
    assert x[y > y.max() - 1e-9].std() == pytest.approx(0, abs=1e-9)  # the tip
    assert x.min() > lamp.lamp.get_right()[0]
    assert lamp.arrow.body.get_fill_color() == paint(role)


def test_a_push_that_is_off_has_no_arrow_and_stays_in_its_place():
    lamp = PushLamp(1.0).stand_at(UP)
    lit = lamp.arrow.body.points
    assert not lamp.set_level(0.0).arrow.body.has_points()
    assert lamp.lamp.level == 0.0
    assert lamp.set_level(1.0).arrow.body.points == pytest.approx(lit)
    assert lamp.lamp.get_center() == pytest.approx(UP, abs=1e-9)
    assert PushLamp(1.0, False).stand_at(UP).lamp.get_center() == pytest.approx(UP, abs=1e-9)


def test_an_answer_of_advantage_0_never_pushes():
    lamp = PushLamp(0.0)
    assert (lamp.lamp.level, lamp.arrow.body.has_points()) == (0.0, False)


# -- coin ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reward", [0, 1, -1, 0.25, 1e6, -1 / 3, -123456.7])
def test_a_reward_fits_on_its_coin(reward):
    coin = Coin(reward, radius=0.4)
    room = coin.face.width - coin.number.width
    assert room >= 0.15
    assert coin.face.height == pytest.approx(0.8)
    assert coin.number.height < 0.7 * coin.face.height
    is_disc = coin.face.width == pytest.approx(coin.face.height)
    assert is_disc == (reward in (0, 1, -1))


def test_a_coin_says_its_reward_and_may_glow():
    coin = Coin(0.25)
    assert coin.number.plain == "0.25"
    assert {ring.get_stroke_opacity() for ring in coin.light} == {0.0}
    assert all(ring.get_stroke_opacity() > 0 for ring in coin.set_glow(1.0).light)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_coin_worth_nothing_is_dim_under_a_digit_that_is_read(theme):
    with in_theme(theme):
        worth = {reward: Coin(reward) for reward in (1, 0.25, 0, -0.5)}
        fills = [worth[reward].face.get_fill_color() for reward in worth]
        assert fills == [*2 * [paint("coin")], *2 * [paint("dim_coin")]]
        assert {part.get_fill_color() for part in worth[0].number} == {paint("text")}
        assert {coin.face.get_fill_opacity() for coin in worth.values()} == {1.0}


# -- brace --------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [4 * RIGHT, 0.3 * RIGHT, 2 * DOWN, np.array([-3.0, 4.0, 0.0])])
def test_a_brace_is_pointed_in_the_middle_on_the_left_of_its_way(end):
    start = np.array([-1.0, 1.0, 0.0])
    brace = Brace(start, start + end, depth=0.3)
    along = end / np.linalg.norm(end)
    left = np.array([-along[1], along[0], 0.0])
    assert brace.point == pytest.approx(start + 0.5 * end + 0.3 * left)
    assert (brace.get_start(), brace.get_end()) == (
        pytest.approx(start),
        pytest.approx(start + end),
    )
    side = (brace.points - start) @ left
    assert (side.min(), side.max()) == pytest.approx((0, 0.3), abs=1e-9)
    assert np.abs(np.diff(brace.points[3::4] @ along)).min() >= 0


def test_a_brace_s_label_stands_beyond_its_point_wherever_the_brace_goes():
    brace = Brace(UP, DOWN).shift(2 * RIGHT).rotate(PI, about_point=ORIGIN)
    label = brace.put(Formula("1"))
    assert label.get_right()[0] == pytest.approx(brace.point[0] - 0.14)
    assert label.get_y() == pytest.approx(0, abs=1e-6)
    assert not Brace(UP, UP).has_points()


# -- ruler --------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [0.4, 1.0, 3.0])
def test_a_ruler_has_ticks_at_its_tenths(length):
    ruler = Ruler(LEFT, LEFT + length * RIGHT)
    ticks = [np.array(part) for part in ruler.ticks.get_subpaths()]
    middles = [0.5 * (tick[:, 0].min() + tick[:, 0].max()) for tick in ticks]
    assert middles == pytest.approx(-1 + length * np.arange(1, 10) / 10)
    depths = [np.ptp(tick[:, 1]) for tick in ticks]
    assert np.argmax(depths) == 4
    assert np.delete(depths, 4) == pytest.approx(np.full(8, depths[0]))
    assert sum(np.ptp(tick[:, 0]) for tick in ticks) < 0.2 * length


def test_a_ruler_can_be_laid_along_any_way():
    ruler, end = Ruler(ORIGIN, RIGHT), np.array([3.0, 4.0, 0.0])
    ruler.set_ends(ORIGIN, end)
    along, left = end / 5, np.array([-0.8, 0.6, 0.0])
    assert np.ptp(ruler.bar.points @ along) == pytest.approx(5)
    across = ruler.bar.points @ left
    assert (across.min(), across.max()) == pytest.approx((0, 0.22), abs=1e-9)
    assert not ruler.set_ends(UP, UP).bar.has_points()


# -- hatch --------------------------------------------------------------------------------------


def bar(width=0.6, height=2.4) -> Rectangle:
    return Rectangle(width=width, height=height, stroke_width=0).shift(RIGHT)


@pytest.mark.parametrize(("width", "height"), [(0.6, 2.4), (2.0, 0.3), (0.05, 3.0), (1.0, 0.06)])
def test_a_hatch_lies_within_its_bar_and_leaves_most_of_it(width, height):
    shape = bar(width, height)
    hatch = Hatch(shape)
    low, high = shape.get_corner(DOWN + LEFT), shape.get_corner(UP + RIGHT)
    assert (hatch.points[:, :2] >= low[:2] - 1e-9).all()
    assert (hatch.points[:, :2] <= high[:2] + 1e-9).all()
    assert 0.15 < area(hatch) / (width * height) < 0.5


def test_a_hatch_opens_by_degrees():
    hatch = Hatch(bar(), 0.0)
    assert not hatch.has_points()
    half, whole = (area(hatch.set_level(level)) for level in (0.5, 1.0))
    assert half == pytest.approx(0.5 * whole, rel=0.05)


def test_a_hatch_stands_still_while_its_bar_grows():
    shape = bar(height=1.0)
    hatch = Hatch(shape)
    before = hatch.points[:4]
    shape.stretch_to_fit_height(2.0).move_to(shape.get_bottom() + 0.5 * UP, aligned_edge=DOWN)
    foot = shape.get_bottom()
    shape.shift(bar(height=1.0).get_bottom() - foot)
    assert hatch.cover(shape).points[:4] == pytest.approx(before)
    assert hatch.get_top()[1] == pytest.approx(shape.get_top()[1])
    VGroup(shape, hatch).shift(UP)
    moved = hatch.points.copy()
    assert hatch.cover(shape).points == pytest.approx(moved)


def test_a_round_marker_is_hatched_within_its_circle():
    disc = Circle(0.5)
    hatch = Hatch(disc, gap=0.12)
    assert np.linalg.norm(hatch.points, axis=1).max() <= 0.5 + 1e-4
    assert 0.2 < area(hatch) / (np.pi * 0.25) < 0.5


# -- grid of dots -------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.5, 1.0])
def test_dots_lie_round_and_apart_in_rows_and_columns_over_their_bar(level):
    """Ink on a tenth of the bar or more, and so little that its colour stays the bar's."""
    shape = bar(1.0, 1.7)
    grid = DotGrid(shape, level, gap=0.2)
    dots = [np.array(path)[:, :2] for path in grid.get_subpaths()]
    middles = np.array([(dot.min(axis=0) + dot.max(axis=0)) / 2 for dot in dots])
    assert [len(np.unique(axis.round(6))) for axis in middles.T] == [5, 8]
    assert len(dots) == 5 * 8
    for dot, middle in zip(dots, middles, strict=True):
        reach = np.linalg.norm(dot[::4] - middle, axis=1)  # on the curve, not its handles
        assert reach == pytest.approx(np.full(len(reach), 0.05 * level))
    low, high = shape.get_corner(DOWN + LEFT)[:2], shape.get_corner(UP + RIGHT)[:2]
    assert (grid.points[:, :2] >= low - 1e-9).all() and (grid.points[:, :2] <= high + 1e-9).all()
    covered = len(dots) * np.pi * 0.05**2 / (1.0 * 1.7)
    assert 0.1 < covered < 0.35


def test_dots_stay_within_a_round_marker_and_go_with_it():
    disc = Circle(0.5)
    grid = DotGrid(disc, gap=0.12)
    assert np.linalg.norm(grid.points[::4], axis=1).max() <= 0.5 + 1e-3
    assert len(grid.get_subpaths()) > 30
    VGroup(disc, grid).shift(UP)
    moved = grid.points.copy()
    assert grid.cover(disc).points == pytest.approx(moved)
    assert not grid.set_level(0.0).has_points()


# -- chip ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_winner_is_ink_on_the_brightest_surface(theme):
    with in_theme(theme):
        chip = Chip(LiveNumber(0.431, 3), 1.0)
        assert chip.face.get_fill_color() == paint("paper")
        assert chip.text.slots[0].get_fill_color() == paint("ink")
        assert chip.face.get_stroke_color() == paint("text")


def test_a_chip_gives_its_text_room_and_its_colours_back():
    text = Formula("{{ rho : new }} = 1", new="new")
    chip = Chip(text, 1.0).set_level(0.0)
    assert text.select("new")[0].get_fill_color() == paint("new")
    assert text.without("new")[0].get_fill_color() == paint("text")
    assert chip.face.get_fill_color() == paint("ground")
    assert chip.face.width - text.width == pytest.approx(0.48)
    assert Chip(Prose("right")).face.get_fill_opacity() == 1


# -- bead ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("advantage", "role"), [(1.0, "up"), (-2.0, "down")])
def test_a_clipped_bead_keeps_its_fill_and_is_hatched(advantage, role):
    bead = Bead(advantage)
    assert not bead.hatch.has_points()
    bead.set_clipped(1.0)
    assert (bead.disc.get_fill_color(), bead.disc.get_fill_opacity()) == (paint(role), 1)
    assert 0.2 < area(bead.hatch) / (np.pi * 0.16**2) < 0.5


def test_a_silent_bead_is_hollow():
    disc = Bead(0.0).disc
    assert disc.get_fill_color() == paint("ground")
    assert (disc.get_stroke_color(), disc.get_stroke_width() > 0) == (paint("muted"), True)


# -- thread -------------------------------------------------------------------------------------


def test_a_thread_leaves_and_arrives_as_it_is_told():
    start, end = np.array([-3.0, 0.0, 0.0]), np.array([1.0, 2.0, 0.0])
    thread = DottedThread(start, end, leaving=UP, arriving=RIGHT)
    first, second = thread.dashes.get_subpaths()[0][[0, -1]]
    assert first == pytest.approx(start)
    assert (second - first)[1] > 5 * abs((second - first)[0])
    tip = thread.tip.body.points
    assert thread.tip.get_right() == pytest.approx(end, abs=1e-3)
    assert tip[:, 1].mean() == pytest.approx(2.0, abs=0.02)  # its head lies along the way
    lengths = [np.linalg.norm(dash[-1] - dash[0]) for dash in thread.dashes.get_subpaths()]
    assert lengths[:-1] == pytest.approx(np.full(len(lengths) - 1, lengths[0]), rel=0.05)


def test_a_thread_grows_with_its_arrow_in_front():
    thread = DottedThread(DOWN, 3 * UP, leaving=UP, arriving=UP).shift(RIGHT)
    for level in (0.25, 0.75):
        thread.set_level(level)
        assert thread.tip.get_top() == pytest.approx([1, -1 + 4 * level, 0], abs=0.01)
        assert thread.dashes.get_top()[1] < thread.tip.get_top()[1]
    thread.set_level(0.0)
    assert not thread.tip.body.has_points()
    assert not thread.dashes.has_points()


# -- bars of two policies in one place ----------------------------------------------------------


@pytest.mark.parametrize("role", ["old", "reference"])
def test_an_outline_has_a_rim_of_the_ground_s_colour_on_both_sides(role):
    """Orange on the new policy's blue has a contrast of 1.02."""
    bar = PolicyBar(0.5, role).bar
    assert bar.get_stroke_color(background=True) == paint("ground")
    assert bar.get_stroke_width(background=True) >= 4 + 2 * 2
    assert bar.get_stroke_opacity(background=True) == 1
    new = PolicyBar(0.5, "new").bar
    assert new.get_stroke_width(background=True) == 0


def test_the_same_dashes_go_with_the_bar_as_manim_lays_them():
    one, other = PolicyBar(0.5, "reference"), PolicyBar(0.25, "reference")
    first = list(one.dashes)
    for bar, height in ((one, 0.75), (other, 0.75), (one, 0.3), (one.shift(RIGHT), 0.75)):
        bar.set_probability(height)
        for dash in bar.dashes[:2]:
            dash.points += 1.0  # of no matter for the next one
        bar.set_probability(height)
        laid = DashedVMobject(bar.bar, num_dashes=len(bar.dashes))
        assert [dash.points.tolist() for dash in bar.dashes] == [
            dash.points.tolist() for dash in laid
        ]
    assert list(one.dashes) == first


def test_overlaid_bars_share_their_place_and_the_outline_is_in_front():
    table = evaluate_group(load_group(WORKED_GROUP))
    chart = PolicyChart(table, ("new", "old"), range(4), overlaid=True)
    for new, old in zip(chart.bars["new"], chart.bars["old"], strict=True):
        assert new.base.get_center() == pytest.approx(old.base.get_center())
        assert new.bar.width == pytest.approx(old.bar.width)
    family = chart.get_family()
    assert family.index(chart.bars["new"][3].bar) < family.index(chart.bars["old"][0].bar)


def test_a_clipped_bar_s_hatch_goes_with_it():
    bar = PolicyBar(0.5, "new", full=4.0).set_clipped(1.0)
    VGroup(bar).shift(2 * RIGHT)
    bar.set_probability(0.25)
    assert bar.hatch.get_top()[1] == pytest.approx(bar.bar.get_top()[1])
    assert 0.2 < area(bar.hatch) / (bar.bar.width * bar.bar.height) < 0.5
    assert bar.get_family().index(bar.hatch) > bar.get_family().index(bar.bar)
    assert not bar.set_clipped(0.0).hatch.has_points()
