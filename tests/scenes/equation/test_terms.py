"""The pictures of Equation's terms tell the core's values: bench, strip, boxes, scores, lanes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from manim import LEFT, FadeIn
from manim.animation.animation import prepare_animation
from matrix import write_group

from grpo_core import MixturePath, evaluate_group, first_step, load_group
from scenes.equation.bench import Bench, Ground
from scenes.equation.bound_plot import BoundPlot
from scenes.equation.bowl import Bowl
from scenes.equation.boxes import EqualBoxes
from scenes.equation.candidates import candidates
from scenes.equation.chance_strip import ChanceStrip
from scenes.equation.drawing import Drawing
from scenes.equation.estimates import Estimates
from scenes.equation.first_push import PushSum
from scenes.equation.fit import Fit
from scenes.equation.group_cards import GroupCards
from scenes.equation.pushing_bars import PushingBars, walking_bench
from scenes.equation.score_scale import ScoreScale
from scenes.equation.slot_row import SlotRow
from scenes.script.cases import find_case
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import telling
from scenes.stage.motion import jump
from scenes.stage.placement import touches
from scenes.stage.typeset import Formula

GROUND = Ground(-5.0, 5.0, -2.0, 3.0)


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


@pytest.fixture(params=["six wild", "seven tiny", "sixteen large"])
def odd(request, tmp_path):
    """Groups whose chances differ by more than a picture on one scale can show."""
    return evaluate_group(load_group(write_group(request.param, tmp_path)))


def bench_of(table, *others) -> Bench:
    few = telling(table)
    bench = Bench(table, few, GROUND, logps=[other.new_logp for other in others])
    return bench.set_new(table.new_logp[list(few)])


def strip_of(table) -> ChanceStrip:
    return ChanceStrip(table, bench_of(table))


# -- bars, and the old bar as the measure of the new one ----------------------------------


def test_bars_are_as_high_as_their_chances(table):
    bench = bench_of(table)
    for k, (old, new) in enumerate([(0.2, 0.3), (0.4, 0.2), (0.1, 0.07), (0.3, 0.43)]):
        assert bench.new[k].height / bench.old[k].height == pytest.approx(new / old)
        assert bench.old[k].height / bench.new[3].height == pytest.approx(old / 0.43)
    assert bench.new[3].height == pytest.approx(GROUND.height)


def test_where_one_scale_says_nothing_each_answer_has_its_own(odd):
    bench = bench_of(odd)
    heights = [bar.height for bar in bench.old]
    assert heights == pytest.approx([heights[0]] * len(heights))
    for k, index in enumerate(telling(odd)):
        ratio, shown = odd.ratio[index], bench.new[k].height / heights[k]
        assert shown == pytest.approx(np.clip(ratio, 0.05 / heights[k], 3.0), rel=1e-6)
        assert len(bench.breaks[k].points) > 0 if ratio > 3 else not len(bench.breaks[k].points)


def test_both_updates_have_one_scale_over_the_same_old_policy(table):
    few = telling(table)
    x, y = candidates(table, evaluate_group(first_step(table.group)), few).values()
    for one in (x, y):
        one.bench.set_new(one.logps)
    assert x.bench.new[0].height / y.bench.new[0].height == pytest.approx(0.24 / 0.3)
    for a, b in zip(x.bench.old, y.bench.old, strict=True):
        assert a.height == pytest.approx(b.height)


def test_by_right_answers_alone_y_would_be_better(table, odd):
    """X: .24 + .12, Y: .30 + .07; nothing is said where a group does not list all answers."""
    x, y = candidates(table, evaluate_group(first_step(table.group)), telling(table)).values()
    assert [one.right[1].plain for one in (x, y)] == [".36", ".37"]
    if not odd.group.is_complete:
        x, y = candidates(odd, evaluate_group(first_step(odd.group)), telling(odd)).values()
        assert not (x.right or y.right)


def test_bars_walk_straight_in_their_chances(table):
    bench = bench_of(table)
    bench.set_new(bench.old_logp)
    _, set_share = bench.way_to(table.new_logp)
    set_share(0.5)
    assert np.exp(bench.new_logp) == pytest.approx([0.25, 0.3, 0.085, 0.365])


def test_the_parts_of_a_measured_bar_add_up_to_its_ratio(table):
    fit = Fit(table, bench_of(table))
    parts = {k: [float(part.plain) for part in fit.braces[k][1::2]] for k in fit.braces}
    assert parts == {0: [1.0, 0.5], 1: [0.5], 2: [0.7]}
    assert [number.plain for number in fit.numbers] == ["1.50", ".50", ".70", "1.43"]


def test_further_old_bars_end_where_the_new_one_does(table):
    bench = bench_of(table)
    fit = Fit(table, bench)
    for k in (0, 3):
        assert fit.more[k].get_top()[1] == pytest.approx(bench.new[k].get_top()[1])
    assert not len(fit.more[1])


# -- drawing a group ----------------------------------------------------------------------


def test_stretches_are_as_long_as_chances_and_fill_the_strip(table):
    strip = strip_of(table)
    lengths = [bar.width for bar in strip.bars]
    assert np.array(lengths) / sum(lengths) == pytest.approx([0.2, 0.4, 0.1, 0.3])
    for left, right in pairwise(strip.bars):
        assert left.get_right()[0] == pytest.approx(right.get_left()[0])


def test_standing_the_stretches_are_the_bench_s_old_bars(table):
    bench = bench_of(table)
    strip = ChanceStrip(table, bench).set_tip(0.0)
    for standing, old in zip(strip.bars, bench.old, strict=True):
        assert standing.height == pytest.approx(old.height)
        assert standing.get_x() == pytest.approx(old.get_x())


def test_the_needle_hits_the_stretch_whose_card_it_throws(table):
    strip = strip_of(table)
    drawing = Drawing(strip, GroupCards(table, telling(table), strip.hits[:, 0], 0.85))
    for bar, hit in zip(strip.bars, drawing.hits, strict=True):
        assert bar.get_left()[0] < hit.get_x() < bar.get_right()[0]


def test_answers_that_are_not_shown_have_a_stretch_of_their_own(table):
    half = replace(table.group, old_logp=table.old_logp + np.log(0.5))
    strip = strip_of(evaluate_group(half))
    assert strip.others.width == pytest.approx(0.5 * 12.6)


def test_of_tiny_chances_it_says_that_they_are_enlarged(odd):
    strip = strip_of(odd)
    assert [text.plain for text in strip.measure] == ["a tiny part of all answers, enlarged"]
    assert sum(bar.width for bar in strip.bars) == pytest.approx(12.6)


def twice(table):
    """The group once more with its second answer, of chance .4, in the place of its third."""
    order = [0, 1, 1, 3]
    group = table.group
    rows = {k: getattr(group, k)[order] for k in ("rewards", "old_logp", "new_logp", "ref_logp")}
    return evaluate_group(replace(group, texts=tuple(group.texts[k] for k in order), **rows))


def test_an_answer_drawn_twice_has_one_stretch_that_is_hit_twice(table):
    """.2 + .4 + .3 of all chances are shown, however often the .4 was drawn."""
    strip = strip_of(twice(table))
    spans = [(bar.get_left()[0], bar.get_right()[0]) for bar in strip.bars]
    assert spans[1] == pytest.approx(spans[2])
    widths = [(right - left) / 12.6 for left, right in spans]
    assert widths == pytest.approx([0.2, 0.4, 0.4, 0.3])
    assert strip.others.width / 12.6 == pytest.approx(0.1)
    first, second = strip.hits[1:3, 0]
    assert spans[1][0] < first < second < spans[1][1]
    assert [number[0].plain for number in strip.numbers] == ["0.2", "0.4", "0.3"]


def test_a_rare_answer_that_is_widened_is_no_tiny_part_of_all(table):
    old = np.log([0.4, 0.35, 0.2495, 0.0005])
    strip = strip_of(evaluate_group(replace(table.group, old_logp=old)))
    assert [text.plain for text in strip.measure] == ["not to scale: rare answers are widened"]


@pytest.mark.parametrize("name", ["two", "five graded", "sixty-four"])
def test_cards_lie_side_by_side_and_count_the_rest(name, tmp_path):
    table = evaluate_group(load_group(write_group(name, tmp_path)))
    strip = strip_of(table)
    cards = GroupCards(table, telling(table), strip.hits[:, 0], 0.85).columns
    for left, right in pairwise(cards):
        assert left.get_right()[0] < right.get_left()[0]
    assert cards[0].get_left()[0] > -6.4
    assert cards[-1].get_right()[0] < 6.4
    assert len(cards) == min(table.group.size, 5)


def test_only_a_whole_strip_tells_what_every_drop_hits(table):
    half = replace(table.group, old_logp=table.old_logp + np.log(0.5))
    assert strip_of(table).is_whole
    assert not strip_of(evaluate_group(half)).is_whole


def boxes_of(table) -> EqualBoxes:
    strip = strip_of(table)
    return EqualBoxes(GroupCards(table, telling(table), strip.hits[:, 0], 0.85), strip, 4)


def test_hits_pile_up_as_high_as_the_chances(table):
    """Of 24 drops on .2, .4, .1 and .3 most hit the second stretch: more trays, all alike."""
    equal = boxes_of(table)
    xs = np.array([tray.get_x() for tray in equal.tally])
    piles = [int(np.isclose(xs, equal.strip.middle(k)).sum()) for k in range(4)]
    assert sum(piles) == 24
    assert np.argsort(piles).tolist() == [2, 0, 3, 1]
    assert len({round(tray.width, 6) for tray in equal.tally}) == 1
    half = replace(table.group, old_logp=table.old_logp + np.log(0.5))
    assert not len(boxes_of(evaluate_group(half)).tally)


def test_all_boxes_are_equally_wide_and_say_the_same_share(table):
    equal = boxes_of(table)
    widths = [body.width for body in equal.bodies]
    assert widths == pytest.approx([widths[0]] * 4)
    assert [share.plain for share in equal.shares] == [r"1\/4"] * 4


# -- scores, bounds and lanes -------------------------------------------------------------


def test_arrows_lead_from_the_average_to_the_coins(table):
    scale = ScoreScale(table, telling(table))
    middle = 0.5 * (scale.coins[0].get_y() + scale.coins[1].get_y())  # of rewards 1 and 0
    assert scale.mean.get_y() == pytest.approx(middle)
    for arrow, number, side in zip(scale.arrows, scale.numbers, (1, -1, 1, -1), strict=True):
        assert side * (arrow.body.get_y() - middle) > 0
        assert arrow.body.height > 0.5
        assert number.plain == ("+1" if side > 0 else "−1")


def test_equal_rewards_have_no_arrow_and_no_spread(table):
    silent = evaluate_group(replace(table.group, rewards=np.ones(4)))
    scale = ScoreScale(silent, telling(silent))
    assert not any(len(arrow.body.points) for arrow in scale.arrows)
    assert not len(scale.rod)


def test_the_rod_is_as_long_as_an_advantage_of_1(table):
    """Rewards 1, 0, 1, 0: mean .5 and std .5, so that it reaches from the line to each coin."""
    scale = ScoreScale(table, telling(table))
    for k, side in enumerate((1, -1, 1, -1)):
        jump(*map(prepare_animation, scale.lay_rod(k)))
        laid = scale[-1]
        end = laid.get_top() if side > 0 else laid.get_bottom()
        assert end[1] == pytest.approx(scale.coins[k].face.get_y(), abs=0.04)
        assert abs(laid.get_x() - scale.arrows[k].get_x()) < 1.0


def test_beyond_the_bound_only_the_ghost_climbs(table):
    plot = BoundPlot(table, find_case(table, 1, above=True)).set_bounded(1.0)
    plot.set_ratio(1.2)
    at_the_bound = plot.bead.get_y()
    assert plot.ghost.get_y() == pytest.approx(at_the_bound)
    plot.set_ratio(1.5)
    assert plot.bead.get_y() == pytest.approx(at_the_bound)
    free, held = (bar.height for bar in plot.bars)
    assert free / held == pytest.approx(1.5 / 1.2)
    assert [number.plain for number in plot.numbers] == ["+1.50", "+1.20"]


def test_the_further_the_ratio_the_more_do_redrawn_samples_scatter(table):
    """Of the new bar they are right on average, and 1.5 times as far off at a ratio of 1.5.

    Answer 1 has a chance of .2: of 100 draws 20 hit it, give or take sqrt(.2 x .8 / 100) = .04.
    """
    drawn = BoundPlot(table, find_case(table, 1, above=True)).redrawn
    foot, spreads = drawn.old.get_bottom()[1], []
    for ratio in (1.0, 1.5):
        drawn.set_ratio(ratio)
        heights = np.array([dot.get_y() - foot for dot in drawn.dots])
        assert drawn.new.height / drawn.old.height == pytest.approx(ratio)
        assert heights.mean() == pytest.approx(drawn.new.height, rel=0.1)
        spreads.append(heights.std() / drawn.old.height)
    assert spreads[0] == pytest.approx(0.04 / 0.2, rel=0.3)
    assert spreads[1] / spreads[0] == pytest.approx(1.5)


def test_the_scatter_of_ratio_1_stays_to_compare_with(table):
    """Side by side, each with a line as long as it scatters, and told by its ratio."""
    drawn = BoundPlot(table, find_case(table, 1, above=True)).redrawn
    drawn.set_ratio(1.5)
    for (dots, line), share in ((drawn.first, 1.0), (drawn.now, 1.5)):
        heights = [dot.get_y() for dot in dots]
        assert line.height == pytest.approx(max(heights) - min(heights))
        foot = drawn.old.get_bottom()[1]
        assert np.mean(heights) - foot == pytest.approx(share * drawn.old.height, rel=0.1)
    assert drawn.first.get_right()[0] < drawn.now.get_left()[0]
    assert [text.plain for text in drawn.ratios] == ["1", "1.5"]


def test_one_is_asked_about_that_is_decided_the_other_way(table):
    """Of answer 1 the bounded estimate counts, of answer 4 the free one."""
    plot = BoundPlot(table, find_case(table, 1, above=True))
    first, asked, others = Estimates(table, telling(table)).order(plot)
    assert (first, asked, others) == (0, [3], [1, 2])


def test_the_smaller_estimate_stays_full_on_both_sides(table):
    estimates = Estimates(table, telling(table))
    kept = []
    for lane in estimates.lanes:
        lane.choose(1.0)
        full = [bar.get_fill_opacity() == 1 for bar in lane.bars]
        (winner,) = [n for n, is_full in zip(lane.numbers, full, strict=True) if is_full]
        assert lane.winner is winner
        kept.append(winner.plain)
    assert kept == ["+1.20", "−.80", "+.70", "−1.43"]
    assert [result.plain for result in estimates.results] == kept


def test_lanes_in_a_row_share_their_reason(table):
    """Answers 1 and 2 went the right way beyond a bound, 3 and 4 the wrong way."""
    estimates = Estimates(table, telling(table))
    capped, in_full = estimates.reasons
    assert "right way" in capped[1].plain and "wrong way" in in_full[1].plain
    for (rule, _), (first, last) in zip((capped, in_full), ((0, 1), (2, 3)), strict=True):
        assert rule.get_left()[0] < estimates.boxes[first].get_x()
        assert rule.get_right()[0] > estimates.boxes[last].get_x()
    assert capped[0].get_right()[0] < in_full[0].get_left()[0]


def test_of_equal_estimates_both_are_full(table):
    still = evaluate_group(replace(table.group, new_logp=table.old_logp))
    estimates = Estimates(still, telling(still))
    assert not len(estimates.reasons)
    for lane in estimates.lanes:
        lane.choose(1.0)
        assert [bar.get_fill_opacity() for bar in lane.bars] == [1, 1]


def test_numbers_of_a_lane_do_not_collide(odd):
    for lane in Estimates(odd, telling(odd)).lanes:
        lane.choose(1.0)
        seen = [number for number in lane.numbers if number[0].get_fill_opacity()]
        for left, right in pairwise(seen):
            assert left.get_right()[0] < right.get_left()[0] + 0.01


# -- the row of slots ---------------------------------------------------------------------


def test_a_slot_keeps_what_it_was_given_and_is_lit_alone(table):
    row = SlotRow(table)
    assert not any(slot.filled for slot in row.slots.values())
    jump(*map(prepare_animation, row.put("ratio")))
    row.keep()
    (content,) = row.slots["ratio"].filled
    box = row.slots["ratio"].box
    assert abs(content.get_x() - box.get_x()) < 0.01
    assert content.width < box.width
    seen = [name for name, slot in row.slots.items() if slot.box.get_stroke_opacity()]
    assert seen == ["ratio"]


def filled(row: SlotRow) -> SlotRow:
    """The row with the content of every slot, and all signs."""
    for name, slot in row.slots.items():
        for part in range(len(slot.filled), len(slot.parts)):
            row.expect(name, part)
            row.keep()
        slot.box.set_stroke(opacity=1).set_fill(opacity=1)
    row.add(*row.signs.values())
    row.head.shift((row.front + row.inner) * LEFT)
    row.slots["average"].shift(row.inner * LEFT)
    row.minus.set_opacity(1)
    return row


def test_a_filled_row_reads_as_the_objective(table):
    row = filled(SlotRow(table))
    texts = [part for part in row.get_family() if isinstance(part, Formula)]
    said = " ".join(text.plain for text in sorted(texts, key=lambda text: text.get_x()))
    order = re.findall(r'cal\(J\)|EE|1/4|min|new|"clip"|A\b|beta', said)
    assert order == ["cal(J)", "EE", "1/4", "min", "new", "new", "A", '"clip"', "A", "beta"]


def test_what_fills_a_slot_follows_a_row_that_shrank(table):
    row = SlotRow(table).scale(0.5)
    jump(FadeIn(row.expect("price")))
    row.keep()
    (content,) = row.slots["price"].filled
    assert content.width < row.slots["price"].box.width


# -- groups as lecturers type them ------------------------------------------------------------


def typed(tmp_path, rewards, old, new, ref, beta=0.04):
    """The table of a group that a lecturer types."""
    lines = ['question = "17 x 24 = ?"', f"beta = {beta}"]
    for row in zip("abcd", rewards, old, new, ref, strict=False):
        values = zip(("reward", "old", "new", "ref"), row[1:], strict=True)
        lines += ["[[answers]]", f'text = "{row[0]}"', *(f"{k} = {v}" for k, v in values)]
    file = tmp_path / "typed.toml"
    file.write_text("\n".join(lines))
    return evaluate_group(load_group(file))


def test_what_an_answer_without_a_push_adds_stands_over_its_lamp(tmp_path):
    """Rewards 1, 0 and .5: the third is the average, has no arrow, and adds .000."""
    chances = (0.61, 0.1, 0.29), (0.2, 0.1, 0.7), (0.5, 0.17, 0.33)
    table = typed(tmp_path, (1, 0, 0.5), *chances)
    bars = PushingBars(walking_bench(table, [0, 1, 2], table.new_logp), MixturePath(table.group))
    worths = PushSum(bars, np.array([0.4082, -0.4082, 0.0])).worths
    assert worths[2].plain == ".000"
    for lamp, worth in zip(bars.lamps, worths, strict=True):
        assert worth.get_bottom()[1] > lamp.lamp.ring.get_top()[1]


def test_what_makes_the_price_keeps_clear_of_the_mean_s_number(tmp_path):
    """The mean cost 1.16 is high and its number wide: it had "times beta" through it."""
    chances = (0.24, 0.12, 0.17, 0.46), (0.1, 0.08, 0.62, 0.18), (0.01, 0.16, 0.1, 0.01)
    table = typed(tmp_path, (0.6, 0.9, 0.1, 0.5), *chances, beta=0.001)
    bowl = Bowl(table, [0, 1, 2, 3])
    assert [value.plain for value in bowl.values] == ["1.160", ".001"]
    assert not any(touches(bowl.times, value, gap=0.05) for value in bowl.values)
    assert not any(touches(bowl.times, dash, gap=0.0) for dash in bowl.mean)
