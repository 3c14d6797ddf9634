"""The pictures of Clipping: what is seen in their states, without a film."""

from __future__ import annotations

import numpy as np
import pytest
from shown_numbers import GROUPS

from grpo_core import LARGE_STEP, evaluate_group, large_step_run, load_group
from scenes.clipping.climb import HillClimb
from scenes.clipping.corners import Corners
from scenes.clipping.harm import Harm, first_group
from scenes.clipping.harm_plot import JOLT, UsedBatch
from scenes.clipping.hillside import Hillside
from scenes.clipping.lower import Lower
from scenes.clipping.opening import Opening
from scenes.clipping.ruler_bar import RulerBar, Stand
from scenes.clipping.sail import Sail
from scenes.clipping.walker import Walker
from scenes.clipping.windows import FAR, Ranges
from scenes.script.cases import Case, find_case
from scenes.stage.placement import touches

BOUNDS = (0.8, 1.2)


def hillside(**more) -> Hillside:
    return Hillside(BOUNDS, 2.0, left=-6.0, width=12.0, tall=4.0, floor=-2.0, **more)


def worked():
    return evaluate_group(load_group(GROUPS["worked"]))


@pytest.mark.parametrize(
    ("sign", "alone", "ratio", "value", "pushes"),
    [
        (1, 0, 1.5, 1.2, False),  # a ceiling from the upper bound on
        (1, 0, 0.7, 0.7, True),  # and no floor under the lower one
        (-1, 0, 0.5, -0.8, False),
        (-1, 0, 1.43, -1.43, True),
        (-1, 1, 1.43, -1.2, True),  # clip alone is flat there, too
    ],
)
def test_the_ground_is_the_clipped_objective(sign, alone, ratio, value, pushes):
    hill = hillside(sign=float(sign), alone=float(alone))
    height = hill.at(ratio)[1] - hill.at(0.0)[1] if sign > 0 else hill.at(ratio)[1] + 2.0
    assert height == pytest.approx(2.0 * value)
    assert hill.pushes(ratio) is pushes


def test_it_is_mirrored_round_one_and_then_sinks_below_zero():
    """Mirrored, a path that was flat from 1.2 on is flat up to .8, at the same height."""
    hill = hillside(ceiling=2.0)
    ceiling = hill.curve.get_top()[1]
    hill.set_sign(0.0)
    points = hill.curve.points
    flat = points[np.isclose(points[:, 1], ceiling)]
    assert [flat[:, 0].min(), flat[:, 0].max()] == pytest.approx([hill.x(0), hill.x(0.8)], abs=0.1)
    assert hill.axis.get_y() == pytest.approx(-2.0)
    hill.set_sign(-1.0)
    assert hill.axis.get_y() == pytest.approx(2.0)
    assert hill.curve.get_top()[1] == pytest.approx(2.0 - 0.8 * 2.0)


@pytest.mark.parametrize(("advantage", "way"), [(1.0, 1), (-1.0, -1)])
def test_a_push_points_uphill_towards_likelier_or_rarer(advantage, way):
    hill = hillside(sign=advantage)
    walker = Walker(advantage).walk(hill, 1.0)
    start, tip = walker.arrow.pin.get_start(), walker.ends[1]
    assert np.sign(tip[0] - start[0]) == way
    assert tip[1] > start[1]


def test_without_its_push_it_is_hatched_and_has_no_arrow():
    walker = Walker(1.0).walk(hillside(), 1.5)
    assert len(walker.arrow.body.points)
    assert not len(walker.hatch.points)
    walker.set_level(0.0)
    assert not len(walker.arrow.body.points)
    assert len(walker.hatch.points)
    assert walker.lamp.level == 0


def test_what_is_asked_does_not_tell_the_answer():
    walker = Walker(1.0).walk(hillside(), 1.5).ask()
    assert walker.asking.get_fill_opacity() == 1
    assert not len(walker.hatch.points)
    assert not len(walker.arrow.body.points)
    walker.tell(True)(1.0)
    assert walker.asking.get_fill_opacity() == 0
    assert walker.lamp.level == 1


@pytest.mark.parametrize("pose", [0.0, 1.0])
def test_the_bar_is_measured_in_its_old_outline(pose):
    bar = RulerBar(1.5, BOUNDS, Stand(-3, -3, 3.0, 1.5), Stand(-6, -1.7, 7.0, 0.6))
    bar.set_pose(pose).set_cut(1.0)
    along = int(pose == 0.0)  # it stands, or lies
    sizes = [(part.width, part.height)[along] for part in (bar.fill, bar.outline)]
    assert sizes[0] == pytest.approx(1.5 * sizes[1])
    for bound, notch in zip(BOUNDS, bar.notches, strict=True):
        middle = notch.get_center()[along] - bar.outline.get_corner([-1, -1, 0])[along]
        assert middle == pytest.approx(bound * sizes[1], abs=0.02)


def test_the_minimum_is_the_lower_of_both_lines():
    """At 1.43 it is rho A, -1.43, where clip alone is flat at -1.2; at .5 it is -.8."""
    case = find_case(worked(), -1, above=True)
    picture = Lower(case, BOUNDS, 1.72).trace(1.0)
    top, foot = picture.straight.get_top()[1], picture.straight.get_bottom()[1]
    one = (top - foot) / 1.72
    assert picture.held.get_bottom()[1] == pytest.approx(top - 1.2 * one)
    assert picture.traced.get_bottom()[1] == pytest.approx(foot)
    assert picture.traced.get_top()[1] == pytest.approx(top - 0.8 * one)
    feet = []
    for share, lit in ((0.0, 0.0), (1.0, 1.0)):
        picture.drop(share)
        assert picture.walker.lamp.level == lit
        feet.append(picture.walker.foot.get_y())
    assert [top - y for y in feet] == pytest.approx([1.2 * one, case.ratio * one])


def test_lamps_come_on_as_the_window_passes_their_answers():
    """By hand: 3 and 4 went the wrong way; 1 comes on above at .5, then 2 below."""
    opening = Opening(worked(), range(4), 1.72)
    lit = {}
    for eps in ((0.0, 0.0), (0.0, 0.49), (0.0, 0.51), (0.49, 0.51), (0.51, 0.51)):
        opening.open_to(*eps)
        lit[eps] = [one.push.lamp.level for one in opening.rows]
        assert int(opening.count.plain) == sum(lit[eps])
        assert [row.hatch.level for row in opening.rows] == [1 - level for level in lit[eps]]
    assert lit[0.0, 0.0] == lit[0.0, 0.49] == [0, 0, 1, 1]
    assert lit[0.0, 0.51] == lit[0.49, 0.51] == [1, 0, 1, 1]
    assert lit[0.51, 0.51] == [1, 1, 1, 1]
    opening.down(1.0)  # too wide: nothing stops
    assert int(opening.count.plain) == 4


def test_four_corners_light_where_the_answer_went_the_wrong_way():
    table = worked()
    cases = [find_case(table, sign, above=above) for sign in (1, -1) for above in (False, True)]
    picture = Corners(cases, BOUNDS, 1.72)
    lit = [hill.pushes(walker.ratio) for walker, hill in picture.walkers]
    assert lit == [True, False, False, True]
    for case in cases:
        side, walker, bar = picture.of(case)
        assert side.body.get_left()[0] < walker.body.get_left()[0]
        assert walker.body.get_right()[0] < side.body.get_right()[0]
        # Its bar ends under it.
        assert bar.fill.get_right()[0] == pytest.approx(walker.foot.get_x(), abs=1e-2)


def climb(ratio: float, reach: float) -> HillClimb:
    """The hillside of a group whose furthest ratio is far from 1, turned over."""
    stand = Stand(-6.0, -1.7, 12.0 / reach, 0.6)
    climb = HillClimb(RulerBar(ratio, BOUNDS, stand, stand), reach)
    climb.numbers.submobjects = []
    return climb.flip(1.0)


@pytest.mark.parametrize(("ratio", "reach"), [(1.5, 1.72), (1.75, 1.98), (3.33, 3.77), (3.9, 4.4)])
def test_on_the_flat_of_a_worse_answer_all_is_under_the_axis_and_clear_of_lines(ratio, reach):
    """.8 of A is 2.2, 1.9, 1.0 and .9 scene units deep; a whole walker with its lamp is 2.0."""
    picture = climb(ratio, reach)
    case = Case(0.6, -1.0, None)
    walker = picture.walker(case).walk(picture.hill, 0.6)
    name = picture.name_of(case, walker)
    assert walker.lamp.ring.get_top()[1] < picture.hill.axis.get_y()
    for text in (name, picture.means[1]):
        assert not any(touches(text, line, 0.02) for line in picture._lines())
    assert not touches(picture.means[1], picture.say("out"))


@pytest.mark.parametrize("reach", [1.72, 3.77, 4.12])
def test_what_is_said_of_the_slope_is_off_the_line_of_its_height(reach):
    picture = climb(1.5, reach).flip(0.0)
    words = picture.say("on")
    for line, label in picture.levels[0]:
        assert not words.get_bottom()[1] < line.get_y() < words.get_top()[1]
        assert not touches(words, label)


def test_what_mirrors_no_ratio_lies_on_the_axis():
    """Mirrored round 1, 3 would come from -1, which adds nothing."""
    hill = Hillside(BOUNDS, 3.4, left=-6.0, width=12.0, tall=4.0, floor=-2.0).set_sign(0.0)
    assert hill.curve.get_bottom()[1] == pytest.approx(-2.0)


@pytest.mark.parametrize(("ratio", "reach"), [(3.33, 3.77), (1.5, 3.39)])
def test_over_a_long_axis_the_lines_of_the_minimum_keep_their_names(ratio, reach):
    picture = Lower(Case(ratio, -1.0, 0), BOUNDS, reach)
    others = [picture.hill.axis, picture.straight, picture.held, *(m[1] for m in picture.marks)]
    for name in picture.names:
        assert not any(touches(name, other, 0.02) for other in others)
    assert not touches(*picture.names, 0.02)


@pytest.mark.parametrize(
    ("bounds", "reach", "ratios"), [((0.7, 1.3), 1.95, (0.525, 1.73)), (BOUNDS, 3.39, (0.6, 1.5))]
)
def test_no_lamp_is_on_what_a_side_is_called(bounds, reach, ratios):
    better, worse = ([Case(r, sign, None) for r in ratios] for sign in (1.0, -1.0))
    for side in Corners([*better, *worse], bounds, reach).sides:
        assert not any(touches(side.head, walker.lamp.ring, 0.0) for walker in side.walkers)


@pytest.mark.parametrize("uses", [0, 5, 16])
def test_the_bars_of_a_used_batch_are_the_recorded_chances(uses):
    answers = first_group()
    batch = UsedBatch(answers).set_uses(uses + JOLT)
    by_text = {answer.text: answer for answer in answers}
    assert len(batch.bars) == 4
    shown = [bar.fill.width / bar.drawn.width for bar in batch.bars]
    wanted = [bar.chances[uses] / bar.chances[0] for bar in batch.bars]
    assert shown == pytest.approx(wanted, abs=1e-3)
    assert all(any(bar.chances is one.chances for one in by_text.values()) for bar in batch.bars)
    assert batch.count.plain == str(uses)


def test_all_chances_are_one_whole_while_the_right_answer_sails_on():
    """The leap of one large step: from 1 to 2.91, and on although it is clipped.

    After 16 uses all have stopped; without clipping .08 has become nearly 1.
    """
    sail = Sail(LARGE_STEP, 16)
    path = [round(float(sail.path[step]), 2) for step in sail.stations]
    assert path[:3] == [round(float(r), 2) for r in large_step_run().ratios[0, :3, 3]]
    assert path == [1.0, 2.91, 3.48, 4.15]
    whole = sail.axis.line.width
    first = sail.shares.parts[0].width
    for step in sail.stations:
        sail.go(step)
        assert sum(part.width for part in sail.shares.parts) == pytest.approx(whole)
        assert sail.shares.parts[0].width == pytest.approx(first * sail.path[step])
        assert sail.walker.foot.get_x() == pytest.approx(sail.axis.at(sail.path[step])[0], abs=1e-2)
    assert [lamp.lamp.level for lamp in sail.shares.lamps] == [0, 0, 0, 0]
    assert [hatch.level for hatch in sail.shares.hatches] == [1, 1, 1, 1, 1]
    assert sail.count.plain == "16"
    assert sail.free.parts[0].width > 0.99 * whole


def test_a_window_stands_where_its_bounds_are_however_far_the_camera_is():
    sail = Sail(LARGE_STEP, 16)
    ranges = Ranges(sail.walker, float(sail.path[-1]))
    for reach in (4.0, FAR):
        ranges.set_reach(reach)
        for window, high in zip(ranges.windows, (1.2, 1.28, 11.0), strict=True):
            assert window.posts[1].get_x() == pytest.approx(ranges.axis.at(high)[0])
    assert ranges.lets_push()  # 4.15 lies within 0 to 11
    assert [walker.lamp.level for walker, _ in ranges.probes] == [0, 1]  # 1.24: DAPO only


@pytest.mark.parametrize(("end", "fate"), [(0.9, "better"), (0.52, "same"), (0.1, "worse")])
def test_what_became_of_a_run_is_told_from_held_out_questions(end, fate):
    """Two runs, whose ends have `end` on average."""
    runs = [{"held_out": [0.5, end + off]} for off in (0.04, -0.04)]
    assert Harm(runs).fate == fate
