"""The pictures of Equation's second half: the price, the verdict, the way to Y, the slope."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from manim import DL, UR
from matrix import write_group

from grpo_core import MixturePath, evaluate_group, first_step, load_group, no_update
from scenes.equation.bowl import FOOT, Bowl
from scenes.equation.exit import Ends, threads
from scenes.equation.film import Equation
from scenes.equation.first_push import PushSum, SmallBench, WayToX, against, who
from scenes.equation.hill import Hill
from scenes.equation.hill_marks import HillMarks
from scenes.equation.many_questions import ManyQuestions
from scenes.equation.pairs import ReferencePairs
from scenes.equation.pushing_bars import PushingBars, walking_bench
from scenes.equation.shapes import Shapes
from scenes.equation.verdict import Scale
from scenes.equation.waterfall import Heights, Waterfall, terms
from scenes.script.settings import WORKED_GROUP, Settings
from scenes.script.telling import telling
from scenes.stage.placement import touches
from scenes.stage.questions import Exit
from scenes.stage.typeset import Typeset

ODD = ["two", "six wild", "seven tiny", "eight equal", "sixteen large", "sixty-four"]


def evaluated(file):
    group = load_group(file)
    made = first_step(group), group, no_update(group)
    return [evaluate_group(one) for one in made]


@pytest.fixture
def tables():
    """X, Y and no update of the worked group."""
    return evaluated(WORKED_GROUP)


@pytest.fixture
def table(tables):
    return tables[1]


@pytest.fixture(params=ODD)
def odd(request, tmp_path):
    return evaluated(write_group(request.param, tmp_path))


def says(mobject) -> list[str]:
    return [part.plain for part in mobject.get_family() if isinstance(part, Typeset)]


def box(mobject) -> np.ndarray:
    return np.array([*mobject.get_corner(DL)[:2], *mobject.get_corner(UR)[:2]])


# -- price ----------------------------------------------------------------------------------


def test_beside_each_new_bar_stands_its_reference(table):
    pairs = ReferencePairs(table, range(4))
    # new .3 .2 .07 .43 and reference .15 .4 .14 .31 on one scale
    unit = pairs.bars[3].height / 0.43
    assert [bar.height for bar in pairs.bars] == pytest.approx(
        unit * np.array([0.3, 0.2, 0.07, 0.43])
    )
    heights = [outline.height for outline in pairs.references]
    assert heights == pytest.approx(unit * np.array([0.15, 0.4, 0.14, 0.31]), abs=0.01)
    together = [outline.height for outline in pairs.set_pull(0.0).references]
    assert together == pytest.approx([bar.height for bar in pairs.bars], abs=0.01)


# ref / new is 1/2, 2, 2 and .31/.43; x - 1 - ln x
COSTS = [np.log(2) - 0.5, 1 - np.log(2), 1 - np.log(2), 0.31 / 0.43 - 1 - np.log(0.31 / 0.43)]


def test_the_bowl_is_as_high_as_the_costs_and_lowest_where_both_are_equal(table):
    bowl = Bowl(table, range(4))
    heights = [bead.get_y() - FOOT for bead in bowl.beads]
    assert np.divide(heights, heights[0]) == pytest.approx(np.divide(COSTS, COSTS[0]))
    lowest = min(bowl.curve.get_anchors(), key=lambda point: point[1])
    assert lowest[0] == pytest.approx(bowl.ticks[1][0].get_x(), abs=0.05)
    assert [says(label) for label in bowl.labels] == [
        ["1", ".193"],
        ["4", ".048"],
        ["2, 3", ".307"],
    ]


def test_the_bowl_says_what_curve_it_is_clear_of_its_beads(table):
    bowl = Bowl(table, range(4))
    (law,) = [part for part in bowl.plot if getattr(part, "plain", "") == "x - 1 - ln x"]
    assert not any(touches(law, thing) for thing in (*bowl.beads, *bowl.labels, *bowl.springs))


def test_a_spring_reaches_from_equal_to_its_bead(table):
    bowl = Bowl(table, range(4))
    equal = bowl.ticks[1][0].get_x()
    for spring, bead in zip(bowl.springs, bowl.beads, strict=True):
        assert spring.width == pytest.approx(abs(bead.get_x() - equal))


def test_heights_keep_their_area_when_they_level_out(table, tmp_path):
    """The mean of .193, .307, .307, .048 is .214; of a large group the others have a part, too."""
    bowl = Bowl(table, range(4))
    assert bowl.stems[0].height / (bowl.beads[0].get_y() - FOOT) == pytest.approx(
        np.mean(COSTS) / COSTS[0]
    )
    _, large, _ = evaluated(write_group("sixty-four", tmp_path))
    for one in (bowl, Bowl(large, telling(large))):
        areas = [
            sum(stem.width * stem.height for stem in state(share).stems)
            for state, share in ((one.set_pour, 1.0), (one.set_level, 1.0))
        ]
        assert areas[0] == pytest.approx(areas[1], rel=0.01)


def test_beta_makes_the_price_of_the_mean(table):
    bowl = Bowl(table, range(4))
    mean = bowl.set_price(0.0).price.height
    assert mean == pytest.approx(bowl.stems[0].height)
    assert bowl.set_price(1.0).price.height == pytest.approx(max(0.04 * mean, 0.05), rel=1e-3)


# -- expectation ----------------------------------------------------------------------------


def test_the_old_policy_is_hollow_and_may_draw_other_groups(table):
    many = ManyQuestions(table, telling(table))
    filled = [part for part in many.policy.get_family() if part.get_fill_opacity() > 0]
    assert not any(part.has_points() for part in filled if not isinstance(part, Typeset))
    drawn = [says(row) for row in many.groups.others]
    assert {name for row in drawn for name in row} <= {"1", "2", "3", "4"}
    assert len({tuple(row) for row in drawn}) == len(drawn)


def test_other_groups_are_not_known_where_not_all_answers_are_listed(tmp_path):
    _, table, _ = evaluated(write_group("sixty-four", tmp_path))
    groups = ManyQuestions(table, telling(table)).groups
    assert {name for row in groups.others for name in says(row)} == {'"?"'}
    assert not len(groups.mean)


def test_each_group_has_its_own_j_and_a_line_at_their_mean(table):
    groups = ManyQuestions(table, telling(table)).groups
    zero = groups.axis[0].get_x()
    ends = [b.get_right()[0] if b.get_x() > zero else b.get_left()[0] for b in groups.bars]
    assert len(ends) == 5
    # Answers 1, 2, 2 and 2 came: rewards 1, 0, 0, 0, mean .25, std .433; the bounds hold.
    assert says(groups.others[1]) == ["1", "2", "2", "2"]
    score = (1.2 * 3 - 3 * 0.8) / np.sqrt(3) / 4
    other = score - 0.04 * np.mean([COSTS[0], *(3 * [COSTS[1]])])
    assert (ends[2] - zero) / (ends[0] - zero) == pytest.approx(other / table.objective, rel=1e-3)
    assert groups.mean[0].get_x() == pytest.approx(np.mean(ends))


# -- verdict --------------------------------------------------------------------------------


def test_the_terms_add_up_to_j(odd):
    for one in odd:
        assert terms(one, telling(one)).sum() == pytest.approx(one.objective)


def test_blocks_go_from_where_the_last_one_ended_and_end_at_j(tables):
    level = Heights(tables, range(4))
    for letter, one in zip("XY", tables, strict=False):
        fall = Waterfall(letter, one, range(4), level)
        assert fall.end[1] == pytest.approx(level(one.objective))
        for join, block in zip(fall.joins, fall.blocks[1:], strict=True):
            edges = block.get_top()[1], block.get_bottom()[1]
            assert min(abs(edge - join.get_y()) for edge in edges) < 0.04


def test_what_is_clipped_is_hatched(tables):
    fall = Waterfall("Y", tables[1], range(4), Heights(tables, range(4)))
    assert [bool(len(h.points)) for h in fall.hatches] == [True, True, False, False, False]


def test_the_machine_runs_for_the_other_update_too(tables):
    level = Heights(tables, range(4))
    y, x = (Waterfall(s, t, range(4), level) for s, t in (("Y", tables[1]), ("X", tables[0])))
    _, set_share = y.way_to(x)
    set_share(1.0)
    ends = [block.get_top()[1] for block in y.blocks]
    assert ends == pytest.approx([block.get_top()[1] for block in x.blocks], abs=1e-6)
    assert not any(len(hatch.points) for hatch in y.hatches)


def test_no_update_cancels_all_but_the_drift(tables):
    """At ratio 1 terms are A / 4: +-1/4, and what drift costs already; then it runs on to X."""
    level, none = Heights(tables, range(4)), tables[2]
    y, idle, x = (
        Waterfall(name, t, range(4), level)
        for name, t in (("Y", tables[1]), ("none", none), ("X", tables[0]))
    )
    assert says(idle.labels) == ["+.250", "−.250", "+.250", "−.250", "−.001"]
    for other in (idle, x):
        _, set_share = y.way_to(other)
        set_share(0.5)
        set_share(1.0)
        tops = [block.get_top()[1] for block in y.blocks]
        assert tops == pytest.approx([block.get_top()[1] for block in other.blocks], abs=1e-6)


def test_terms_as_printed_add_up_to_j_as_printed(tables):
    """X: .300 - .229 + .300 - .229 - .001 would be .141, but J is .142; Y's do: -.092."""
    level = Heights(tables, range(4))
    x, y = (
        Waterfall(letter, t, range(4), level) for letter, t in zip("XY", tables[:2], strict=True)
    )
    assert says(x.labels) == ["+.300", "−.229", "+.300", "−.229"]
    assert says(y.labels)[-1] == "−.009"


def test_the_scale_says_which_is_better_and_by_how_much(tables):
    level = Heights(tables, range(4))
    scale = Scale(tables, range(4), level)
    assert scale.x.needle.get_y() == pytest.approx(level(tables[0].objective))
    assert scale.y.needle.get_y() == pytest.approx(level(tables[1].objective))
    assert "better" in scale.x.words.plain
    assert "worse" in scale.y.words.plain
    assert scale.ahead.plain.endswith("0.234")  # .142 + .092
    assert "X" in scale.ahead.plain


def test_of_two_that_are_alike_neither_is_ahead(tables):
    alike = [tables[2]] * 3
    scale = Scale(alike, range(4), Heights(alike, range(4)))
    assert "neither" in scale.ahead.plain
    assert "as good" in scale.y.words.plain


def test_what_is_said_beside_the_scale_has_room(odd):
    few = telling(odd[1])
    scale = Scale(odd, few, Heights(odd, few))
    said = [scale.none.said, *(text for e in (scale.x, scale.y) for text in (e.letter, e.words))]
    for k, one in enumerate(said):
        for other in said[k + 1 :]:
            (left, low, right, top), (left2, low2, right2, top2) = box(one), box(other)
            assert right <= left2 or right2 <= left or top <= low2 or top2 <= low


# -- hill -----------------------------------------------------------------------------------


def walking(table, x):
    path, few = MixturePath(table.group), telling(table)
    bars = PushingBars(walking_bench(table, few, x.new_logp), path)
    return bars, Hill(path, float(table.unclipped.mean()), x.surrogate)


def test_the_ball_goes_up_to_the_bounds_and_then_down(tables):
    _, hill = walking(tables[1], tables[0])
    heights = [hill.set_share(t).ball.get_y() - hill.zero.get_y() for t in (0, 0.4, 6 / 11, 1)]
    assert np.divide(heights, heights[1]) == pytest.approx([0, 1, 0, -0.08333 / 0.026667], abs=1e-3)


def test_pushes_go_out_at_their_bounds_and_only_those(tables):
    bars, _ = walking(tables[1], tables[0])
    assert bars.stops == [0.4]
    _, go_out = bars.go_out_at(0.4)
    go_out(1.0)
    assert [lamp.lamp.level for lamp in bars.lamps] == [0, 0, 1, 1]
    assert [bool(len(h.points)) for h in bars.hatches] == [True, True, False, False]
    assert all(len(mark) for mark in bars.bounds)


def test_a_hill_says_who_pushes_and_what_it_would_be_without_bounds(tables):
    _, hill = walking(tables[1], tables[0])
    marks = HillMarks(hill)
    assert says(marks.before) == ["all push"]
    assert says(marks.after) == ["only 3 and 4 push"]
    assert "+0.067" in says(marks.ghost)  # (1.5 - .5 + .7 - 1.4333) / 4
    start, end = marks.ghost[0].get_start(), marks.ghost[0].get_end()
    slope = hill.spot(0.4) - hill.spot(0.0)
    assert (end - start)[1] / (end - start)[0] == pytest.approx(slope[1] / slope[0], rel=1e-2)


def test_any_hill_can_be_walked(odd):
    bars, hill = walking(odd[1], odd[0])
    HillMarks(hill)
    for share in (0.0, *bars.stops, 1.0):
        bars.set_share(share)
        hill.set_share(share)
        assert np.isfinite(hill.ball.get_center()).all()


# -- slope ----------------------------------------------------------------------------------


def test_at_the_old_policy_the_numbers_cancel(tables):
    x, table, none = tables
    bars, _ = walking(table, x)
    added = PushSum(bars.set_share(0.0), terms(none, telling(table))[:-1])
    assert says(added.terms) == ["+.25", "−.25", "+.25", "−.25"]  # 1/4 of +1, -1, +1, -1
    for worth, lamp in zip(added.worths, bars.lamps, strict=True):
        assert worth.get_x() == pytest.approx(lamp.get_x(), abs=0.01)
        assert worth.get_y() > lamp.arrow.get_top()[1]


def test_arrows_are_as_long_as_the_advantages(tables):
    x, table, _ = tables
    rewards = replace(table.group, rewards=[1.0, 0.0, 0.5, 0.5])
    bars, _ = walking(evaluate_group(rewards), x)
    heights = [lamp.arrow.body.height for lamp in bars.lamps if len(lamp.arrow.body.points)]
    assert heights == pytest.approx([heights[0]] * 2)


@pytest.mark.parametrize(
    ("new", "shown", "said"),
    [
        ((0.55, 0.33, 0.12), "all with their push", "no answer goes against its own"),
        ((0.45, 0.36, 0.14), "1 against its push", "one answer goes against its own"),
        ((0.45, 0.4, 0.14), "1 and 2 against their push", "some answers go against theirs"),
        ((0.48, 0.37, 0.15), "none against its push", "no answer goes against its own"),
        ((0.55, 0.37, 0.08), "none against its push", "no answer goes against its own"),
    ],
)
def test_what_is_said_of_the_way_to_y_is_so_for_a_typed_group(tmp_path, new, shown, said):
    """The first is right and pushes up, the others down: old .48, .37 and .15."""
    file = tmp_path / "typed.toml"
    rows = zip((1, 0, 0), (0.48, 0.37, 0.15), new, strict=True)
    answer = '[[answers]]\ntext = "{}"\nreward = {}\nold = {old}\nnew = {}\nref = {old}\n'
    answers = "".join(answer.format(n, r, p, old=o) for n, (r, o, p) in enumerate(rows))
    file.write_text(f'question = "Is it?"\n{answers}')
    (_, y, _) = evaluated(file)
    assert who("Y", y, 12.0).plain == f"Y: {shown}"
    beats = Equation(settings=Settings(group=file)).scripted()
    (slope,) = (beat for beat in beats if beat.method == "slope")
    assert said in slope.script


def test_y_moves_two_answers_against_their_push_and_x_none(tables):
    """Right answer 3 falls from .1 to .07, wrong answer 4 rises from .3 to .43."""
    x, y, _ = tables
    assert against(y).tolist() == [False, False, True, True]
    assert not against(x).any()
    bench = SmallBench(y, range(4))
    up, down = (arrow.body for arrow in bench.arrows)
    assert max(up.get_anchors(), key=lambda p: p[1])[0] == pytest.approx(up.get_x())  # a tip
    assert min(down.get_anchors(), key=lambda p: p[1])[0] == pytest.approx(down.get_x())


def test_the_way_to_x_ends_at_its_gain_and_x_at_a_bound(tables):
    x, table, _ = tables
    bars, hill = walking(table, x)
    way = WayToX(hill, x.surrogate)
    assert way.ball.get_center() == pytest.approx(hill.point(1, 1 / 7))  # .142857
    _, set_share = bars.set_share(0.0).way_to(x.new_logp)
    set_share(1.0)
    tops = [bars.bench.new[k].get_top()[1] for k in (0, 2)]
    assert tops == pytest.approx([bars.bounds[k].get_y() for k in (0, 2)], abs=1e-3)


def test_the_wedge_is_as_steep_as_the_line_over_it(tables):
    x, table, _ = tables
    _, hill = walking(table, x)
    (wedge,) = WayToX(hill, x.surrogate).wedge()
    rise = hill.point(1, x.surrogate) - hill.point(0, 0)
    assert wedge.height / wedge.width == pytest.approx(rise[1] / rise[0])


# -- exit -----------------------------------------------------------------------------------


def test_x_and_y_stand_on_the_scale_of_j_with_their_columns(tables):
    ends = Ends(tables, range(4))
    y, none, x = ends.y[0].get_x(), ends.mark.get_x(), ends.x[0].get_x()
    assert (none - y) / (x - y) == pytest.approx((-0.001 + 0.0919) / (0.1417 + 0.0919), abs=0.01)
    assert "0.234" in says(ends.lead)
    assert ends.columns[0].get_x() == pytest.approx(x, abs=0.05)


def test_neighbours_on_the_scale_stand_apart(odd):
    ends = Ends(odd, telling(odd[1]))
    boxes = sorted([box(ends.columns[0]), box(ends.columns[1])], key=lambda b: b[0])
    assert boxes[0][2] < boxes[1][0]


def test_each_term_leads_to_its_part_of_the_printed_objective():
    shapes, printed = Shapes(), Exit("so", (), width=5.0).objective
    lines = threads(shapes, printed)
    assert list(lines) == list(shapes.by_name)
    ends = [line.get_end()[0] for line in lines.values()]
    assert ends == sorted(ends)  # none crosses another
    for line, (shape, word) in zip(lines.values(), shapes.by_name.values(), strict=True):
        assert line.get_start()[0] == pytest.approx(word.get_x())
        assert shape.get_bottom()[1] > word.get_top()[1]
        assert line.get_end()[1] > printed.get_bottom()[1]
