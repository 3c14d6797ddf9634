"""The states of KL's pictures: what is seen in each, without a film."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from manim.animation.animation import prepare_animation
from shown_numbers import GROUPS

from grpo_core import RACE, evaluate_group, gamed_policy, load_group, representative_race
from scenes.kl.area_chart import AreaChart
from scenes.kl.contest import Contest
from scenes.kl.exact_area import RISE, ExactArea
from scenes.kl.film import KL
from scenes.kl.gamed import Gamed
from scenes.kl.gauge import Gauge
from scenes.kl.moving_peg import MovingPeg
from scenes.kl.rest import SpringAtRest
from scenes.kl.sampler import Sampler
from scenes.kl.samples import Samples
from scenes.kl.stiffness import Stiffness
from scenes.kl.surprise import Surprise, nat_unit
from scenes.kl.tangent import Tangent
from scenes.kl.tied import Tied
from scenes.kl.two_humps import TwoHumps
from scenes.kl.zero_row import ZeroRow
from scenes.script.facts import fact
from scenes.script.settings import ASSETS
from scenes.stage.motion import jump
from scenes.stage.placement import touches


def evaluated(name: str = "worked", **changes):
    return evaluate_group(replace(load_group(GROUPS[name]), **changes))


@pytest.fixture
def table():
    return evaluated()


@pytest.fixture
def race(table):
    return representative_race(table.new, table.ref, RACE)


def still(table):
    """The group whose policy has not moved: no divergence anywhere."""
    return evaluate_group(replace(table.group, old_logp=table.ref_logp, new_logp=table.ref_logp))


def tops(chart) -> set[float]:
    return {round(float(block.tip()[1]), 6) for block in chart.blocks}


def test_the_gibberish_runs_away_and_stretches_the_spring():
    gamed = Gamed()
    new, reference = (gamed.chart.bars[role][2].bar for role in ("new", "reference"))
    assert new.height == pytest.approx(reference.height)
    assert gamed.spring.length == pytest.approx(0)  # where the copy was made
    jump(*gamed.run_off()[:1])
    after = gamed_policy()
    assert new.height / reference.height == pytest.approx(after[2] / 0.05, rel=1e-3)
    new, ref = np.array([0.283, 0.054, 0.662]), np.array([0.6, 0.35, 0.05])
    drift = float((new * np.log(new / ref)).sum())
    assert Gamed.drift() == pytest.approx(drift, abs=0.01)
    assert gamed.spring.length > 3


def test_a_logarithm_stands_over_its_quotient(table):
    surprise = Surprise(table)
    assert all(block.height_drawn == 0 for block in surprise.blocks)
    jump(*surprise.take_log(*range(4)))
    heights = [block.height_drawn for block in surprise.blocks]
    assert np.array(heights) / heights[0] == pytest.approx(table.k1 / table.k1[0])
    for block, (_, quotient, number) in zip(surprise.blocks, surprise.columns, strict=True):
        for text in (quotient, number):
            assert abs(text.get_x() - block.get_x()) < 0.1
    said = [word.plain for word in surprise.verdicts]
    assert said == ["likelier", "likelier", "rarer", "rarer"]


@pytest.mark.parametrize("name", list(GROUPS))
def test_no_text_of_the_surprises_covers_another(name):
    surprise = Surprise(evaluated(name))
    texts = [text for column in surprise.columns for text in column[1:] if text.get_fill_opacity()]
    assert not [(a.plain, b.plain) for a, b in combinations(texts, 2) if touches(a, b, 0.0)]


def test_levelled_hills_fill_the_holes(table):
    area = ExactArea(table)
    jump(*area.level())
    assert tops(area.chart) == {round(float(area.chart.point(0, 0.161496)[1]), 6)}
    assert area.value.select("value").width > 0
    assert ".161" in area.value.plain


def test_the_gauge_is_told_what_was_found():
    gauge = Gauge()
    assert "?" in gauge.answer.plain
    gauge.find(0.161496, gauge.answer)
    assert ".161" in gauge.answer.plain


def test_as_many_samples_are_below_zero_as_is_to_be_expected(table, race):
    area = AreaChart(table.new, table.k1, width=4.2)
    samples = Samples(area, race, RACE.shown)
    (words,) = samples.below
    assert words.plain == "27 of 100 samples land below zero"  # .20 + .07
    group = still(table)
    agreed = representative_race(group.new, group.ref, RACE)
    chart = AreaChart(group.new, group.k1, width=4.2)
    assert not Samples(chart, agreed, RACE.shown).say_below()


def test_the_name_of_the_mean_covers_no_sample(table, race):
    samples = Samples(AreaChart(table.new, table.k1, width=4.2, unit=3.4), race, RACE.shown)
    jump(*samples.draw_up_to(RACE.shown))
    (name,) = samples.name
    assert not any(touches(name, dot, 0.0) for dot in samples.row.dots)
    assert not touches(name, samples.row.mean, 0.0)


def test_what_is_said_of_the_samples_stands_beside_a_mean_that_comes_up_from_below():
    new, ref = np.log([0.36, 0.24, 0.16, 0.24]), np.log([0.3, 0.3, 0.2, 0.2])
    even = evaluated(old_logp=ref, new_logp=new, ref_logp=ref)
    drawn = representative_race(even.new, even.ref, RACE)
    assert drawn.k1[0] < 0  # the first sample: the mean starts on the lowest row
    area = AreaChart(even.new, even.k1, width=4.2, unit=nat_unit(even.k1, RISE))
    samples = Samples(area, drawn, RACE.shown)
    jump(*samples.draw_up_to(RACE.shown))
    (words,) = samples.below
    assert words.plain == "40 of 100 samples land below zero"  # .24 + .16
    assert not touches(words, samples.row.mean, 0.0)


def of_six(new: list[float], ref: list[float]):
    """A group of six answers with these chances, whose film shows what the worked one's does."""
    texts, rewards = tuple("abcdef"), np.array([1.0, 1.0, 1.0, 0.0, 1.0, 0.5])
    news, refs = np.log(new), np.log(ref)
    chances = {"old_logp": news, "new_logp": news, "ref_logp": refs}
    group = replace(load_group(GROUPS["worked"]), texts=texts, rewards=rewards, **chances)
    return evaluate_group(group)


FAR = of_six([0.07, 0.08, 0.06, 0.01, 0.09, 0.69], [0.09, 0.41, 0.26, 0.13, 0.07, 0.04])


def test_what_is_said_of_the_springs_is_clear_of_the_line_of_all_reward():
    """The drift at which all reward is won is small beside that of what nothing holds."""
    picture = Stiffness(FAR, KL.betas)
    _, wall, texts, _ = picture.axis
    assert not any(touches(*pair, 0.02) for pair in combinations(texts, 2))
    rests = [number for k in range(len(picture.betas)) for number in picture._rests(k)]
    x = wall.get_x()
    for words in (*(three[2] for three in picture.words), *rests):
        assert not words.get_left()[0] < x < words.get_right()[0]


def test_large_means_leave_their_words_inside_the_stage():
    assert Sampler(FAR).rows.get_right()[0] <= 6.75


@pytest.mark.parametrize(
    "table",
    [
        evaluated(),
        FAR,
        of_six([0.07, 0.38, 0.12, 0.28, 0.1, 0.05], [0.18, 0.15, 0.29, 0.17, 0.04, 0.17]),
    ],
    ids=["worked", "far", "low axis"],
)
def test_the_law_is_clear_of_what_x_is(table):
    picture = Tangent(table, is_own=True)
    for words in (picture.names[-1], picture.agree):
        assert not touches(picture.law, words, 0.02)


def test_a_zero_levels_out_to_nothing(table):
    row = ZeroRow(table)
    blocks = row.ratios
    assert blocks.heights == pytest.approx([0.5, 2.0, 2.0, 0.31 / 0.43])
    jump(*map(prepare_animation, row.fold()))
    assert blocks.shares == pytest.approx([0.15, 0.40, 0.14, 0.31])  # the reference's chances
    assert blocks.heights == pytest.approx([1, 1, 1, 1])
    jump(*row.cover())  # minus 1: nothing is left
    assert tops(row.ones) == tops(blocks)
    jump(*row.unfold(), *row.sink())
    assert blocks.heights == pytest.approx([-0.5, 1.0, 1.0, 0.31 / 0.43 - 1])
    assert row.ones.heights == pytest.approx([0, 0, 0, 0])


def test_poured_together_no_block_is_below_the_strip(table):
    row = ZeroRow(table)
    sums = row.charts[2]
    unit = sums.frame[2]
    assert sums.heights == pytest.approx(table.k1)
    jump(*map(prepare_animation, row.enlarge()))
    assert row.charts[1].frame[2] == pytest.approx(unit)  # what is added, on the same scale
    jump(*row.pour(0))
    assert sums.heights == pytest.approx([0.193147, -0.693147, -0.693147, 0.327213], abs=1e-6)
    jump(*row.pour(1, 2, 3))
    assert row.charts[2].heights == pytest.approx(
        [0.193147, 0.306853, 0.306853, 0.048143], abs=1e-6
    )
    level = row.result[0].line.get_y()
    assert level == pytest.approx(sums.point(0, 0.161496)[1], abs=1e-4)


def test_blocks_become_the_gaps_of_their_answers(table):
    zeros, tangent = ZeroRow(table), Tangent(table, is_own=True)
    blocks = zeros.charts[2].blocks
    jump(*tangent.hang(blocks))
    for x, block in zip(table.ref / table.new, blocks, strict=True):
        assert block.get_x() == pytest.approx(tangent.plot.point(x, 0)[0])
        assert block.get_bottom()[1] == pytest.approx(tangent.plot.point(x, np.log(x))[1], abs=1e-3)
    said = {tuple(text.plain for text in label) for label in tangent.labels}
    assert said == {("o_4", ".048"), ("o_1", ".193"), ("o_2, o_3", ".307")}
    assert not any(touches(a, b, 0.0) for a, b in combinations(tangent.labels, 2))


def test_of_an_example_no_answer_is_named(table):
    said = {text.plain for label in Tangent(table, is_own=False).labels for text in label}
    assert said == {".048", ".193", ".307"}


def test_both_races_share_a_scale_and_hold_the_wildest_sample(table, race):
    contest = Contest(table, race)
    k1, k3 = contest.plots
    assert k1.grid.up == k3.grid.up
    assert k1.grid.up[0] < -0.693147 < 0.693147 < k1.grid.up[1]
    assert len(k1.runs) == len(k3.runs) == 40
    (words,) = contest.quotient
    assert words.plain.split() == ["in", "this", "example,", "5", "times", "calmer"]


def test_no_quotient_where_no_sample_strays(table):
    group = still(table)
    contest = Contest(group, representative_race(group.new, group.ref, RACE))
    assert not contest.quotient.submobjects


def test_the_weight_brings_the_mean_back(table):
    sampler = Sampler(table)
    off = 0.2 * 0.193147 + 0.5 * 0.306853 + 0.3 * 0.048143  # what old says of each gap
    jump(*map(prepare_animation, sampler.draw_from_old()))
    assert sampler.level.get_y() == pytest.approx(sampler.old.point(0, off)[1], abs=1e-4)
    assert sampler.trace.get_y() == pytest.approx(sampler.level.get_y(), abs=1e-4)
    jump(*sampler.weigh())
    assert sampler.level.get_y() == pytest.approx(sampler.tie.get_y(), abs=1e-4)
    assert [row[0].plain for row in sampler.rows] == [".161", ".206", ".214", ".161"]


@pytest.mark.parametrize("name", ["worked", "lab"])
def test_the_gauge_is_clear_of_what_stands_under_it(name):
    """The lab's third answer has +2.368 right under the spring's ring."""
    gauge = Gauge()
    for number in Surprise(evaluate_group(load_group(ASSETS / "groups" / f"{name}.toml"))).numbers:
        assert not touches(gauge.spring, number, 0.1)


@pytest.mark.parametrize("last", ["samples", "sum", "gaps", "weighed"])
def test_blocks_are_brightest_at_the_end_of_a_beat(table, race, last):
    if last == "samples":
        chart = ExactArea(table).chart
        chart.shine(0.5)
        jump(*Samples(chart, race, 3).show_exact(Gauge().value))
        blocks = chart.blocks
    elif last == "sum":
        row = ZeroRow(table)
        jump(*row.say_result())
        blocks = row.charts[2].blocks
    elif last == "gaps":
        tangent = Tangent(table, is_own=True)
        jump(*tangent.show_labels())
        blocks = tangent.bars
    else:
        sampler = Sampler(table)
        jump(*sampler.say_row(3))
        blocks = sampler.old.blocks
    assert [block.get_fill_opacity() for block in blocks] == pytest.approx([1.0] * len(blocks))


def test_a_beta_of_0_is_no_spring(table):
    stiffness = Stiffness(table, KL.betas)
    strokes = [spring.coil.get_stroke_width() for spring in stiffness.springs]
    assert strokes == sorted(strokes, reverse=True)
    assert strokes[-1] == 0
    stretches = np.array([spring.length for spring in stiffness.springs])
    assert stretches[:2] / stretches[1] == pytest.approx([0.6364 / 1.2379, 1], rel=1e-3)
    jump(*stiffness.hang(2), *stiffness.soften(2), *stiffness.wander())
    free = stiffness.springs[2].length / stretches[1]
    assert 1 <= free <= np.log(1 / 0.14) / np.log(1 / 0.29) + 1e-6  # all right, wherever
    assert stiffness.pulls[2].get_right()[0] <= 6.75  # 95 % of the frame's width
    jump(*(move for k in range(3) for move in stiffness.show_price(k)))
    widths = [price[0].width for price in stiffness.prices]
    assert widths[1] / widths[0] == pytest.approx(0.001 * 1.2379 / (0.04 * 0.6364), rel=1e-3)
    assert widths[2] < 0.03


def test_alone_the_humps_fill_the_stage_and_then_make_room():
    humps = TwoHumps()
    bars = humps.charts[0].bars["new"]
    low = [(bar.bar.height, bar.bar.get_bottom()[1]) for bar in bars]
    humps.set_tall(1.0)
    assert humps.charts.height > 3.0
    assert all(title.get_bottom()[1] > humps.charts.get_top()[1] for title in humps.titles)
    ratio = bars[0].bar.height / bars[1].bar.height
    assert ratio == pytest.approx(low[0][0] / low[1][0])  # they stay chances
    jump(*humps.make_room())
    again = [(b.bar.height, b.bar.get_bottom()[1]) for b in bars]
    np.testing.assert_allclose(again, low, atol=1e-6)


def test_another_policy_is_nearer_the_other_way_round():
    humps = TwoHumps()
    assert humps.there == pytest.approx([0.431, 0.511], abs=5e-4)
    assert humps.back == pytest.approx([0.703, 0.368], abs=5e-4)
    for way, nearer in ((0, 0), (1, 1)):
        lengths = [spring.length for spring in humps.springs[way]]
        assert int(np.argmin(lengths)) == nearer
        beside = [abs(number.get_y() - humps.nearer[way].get_y()) for number in humps.numbers[way]]
        assert max(beside) < 0.2
        assert humps.nearer[way].get_x() > humps.numbers[way][nearer].get_x()
    scale = humps.springs[0][0].length / 0.431
    lengths = [spring.length / scale for pair in humps.springs for spring in pair]
    assert lengths == pytest.approx([0.431, 0.511, 0.703, 0.368], abs=2e-3)


def test_swapped_the_widths_are_the_reference_s_and_hills_are_holes():
    humps = TwoHumps()
    jump(*humps.charge(0), *map(prepare_animation, humps.level(0)))
    assert humps.areas[0][0].heights == pytest.approx([0.4308] * 4, abs=1e-3)
    jump(*humps.swap())
    for before, after in zip(*humps.areas, strict=True):
        assert before.shares == pytest.approx([0.45, 0.05, 0.05, 0.45])
        assert before.heights == pytest.approx(after.heights)
    assert humps.areas[0][0].heights[3] == pytest.approx(np.log(9))


def test_a_softer_spring_rests_further_out(table):
    best = SpringAtRest(table, KL.stiff, 0.04)
    bars, stretch = best.chart.bars, best.spring.length
    dear, stroke = [bar.bar.height for bar in bars["new"]], best.spring.coil.get_stroke_width()
    jump(*best.soften())
    cheap = [bar.bar.height for bar in bars["new"]]
    assert [after > before for before, after in zip(dear, cheap, strict=True)] == [
        reward > 0 for reward in table.rewards
    ]
    assert best.spring.length > 10 * stretch
    assert best.spring.coil.get_stroke_width() < stroke
    assert best.beta.plain == ".04"
    told = [" ".join(text.plain for text in row) for row in best.proportions]
    assert told == ["o_1 : o_3 .15 : .14 ref", "o_1 : o_3 .43 : .40 at rest"]
    odd = evaluated(rewards=[1.0, 0.0, 0.3, 0.6])
    assert not SpringAtRest(odd, KL.stiff, 0.04).show_proportion(0)


def test_the_peg_goes_to_where_the_policy_is(table):
    pegs = MovingPeg(table, fact(KL.period))
    jump(*pegs.drift(0))
    grid, bead = pegs.line.grid, pegs.spring.bead.get_center()
    assert bead == pytest.approx(grid.point(1, pegs.line.divergence(1 - 1e-9)), abs=1e-3)
    assert pegs.spring.start == pytest.approx(grid.point(1, 0), abs=1e-3)
    jump(*pegs.pull_peg(0))
    assert pegs.spring.start == pytest.approx(bead)  # the policy stays, the peg comes
    jump(*pegs.count_anew(0))
    for end in (pegs.spring.start, pegs.spring.end):
        assert end == pytest.approx(grid.point(1, 0), abs=1e-3)
    last = pegs.line.periods - 1
    assert not pegs.pull_peg(last)  # the last one stays
    assert not pegs.count_anew(last)


def test_the_drifts_of_the_periods_are_not_that_of_the_whole_way(table):
    """.236 + .129 + .025 = .390, but from the start to the end it is .899; at one scale."""
    pieces = MovingPeg(table, fact(KL.period)).pieces
    heights = [piece.height for piece in pieces.column]
    assert np.divide(heights, pieces.whole.height) == pytest.approx(
        np.divide([0.236, 0.129, 0.025], 0.899), abs=1e-3
    )
    for low, high in pairwise(pieces.column):
        assert low.get_top()[1] == pytest.approx(high.get_bottom()[1])
    assert [number.plain for number in pieces.numbers] == [".390", ".899"]


def test_twice_and_half_are_steps_of_one_length(table):
    """As long as the bars of o1 and o2, whose chances are twice and half the reference's."""
    surprise = Surprise(table)
    lengths = [step[0].height for step in surprise.steps]
    assert lengths == pytest.approx([abs(height) for height in surprise.heights[:2]])
    assert [step[1].plain for step in surprise.steps] == ["times 2", "div 2"]
    far = replace(table.group, new_logp=table.new_logp - np.array([9.0, 0.0, 0.0, 0.0]))
    assert not len(Surprise(evaluate_group(far)).steps)  # too short to be seen


def test_long_names_are_told_apart():
    """By the end, if they begin alike."""
    texts = ("340+68+0+0+0+0+0=408", "340+68+0+0+0+0+0=418", "398", "400")
    names = Surprise(evaluated(texts=texts)).chart.names
    assert "408" in names[0][-1].plain
    assert "418" in names[1][-1].plain


def test_what_was_filled_in_keeps_its_cost_and_the_formula_s_direction_its_frame():
    humps = TwoHumps()
    jump(*map(prepare_animation, humps.level(0)))
    assert humps.charged[0].plain == "ln 5"
    assert abs(humps.charged[0].get_x() - humps.marks[0].get_x()) < 0.1
    (framing, _) = humps.take_first()
    frame = framing.mobject
    for part in (humps.names[0], *humps.springs[0], *humps.numbers[0]):
        assert frame.get_bottom()[1] < part.get_bottom()[1]
        assert frame.get_top()[1] > part.get_top()[1]
    assert frame.get_bottom()[1] > max(part.get_top()[1] for part in humps.springs[1])


def test_who_does_not_drift_has_no_far_way(table):
    same = evaluated(rewards=[1.0, 1.0, 1.0, 1.0], new_logp=table.ref_logp)
    pegs = MovingPeg(same, fact(KL.period))
    jump(*pegs.drift(0))
    assert pegs.spring.length == pytest.approx(0, abs=1e-6)
    assert not pegs.add_up()
    assert not pegs.conclude()


def test_the_last_picture_s_gaps_are_those_of_k3(table):
    plot, bars = Tied(table).gaps
    unit = plot.point(1, 1)[1] - plot.point(1, 0)[1]
    heights = sorted(bar.height_drawn / unit for bar in bars)
    assert heights == pytest.approx([0.048143, 0.193147, 0.306853], abs=1e-5)
