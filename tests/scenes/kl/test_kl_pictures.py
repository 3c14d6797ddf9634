"""The pictures of KL: areas, gaps, races and lines stand where the core's numbers say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from manim import interpolate_color

from grpo_core import (
    RACE,
    evaluate_group,
    expected_value,
    kl_divergence,
    load_group,
    moving_reference_runs,
    representative_race,
)
from lecture.audit.colour import contrast
from scenes.kl.area_chart import STRIP, AreaChart
from scenes.kl.gap_plot import GapPlot
from scenes.kl.log_bars import LogBars, nat_unit
from scenes.kl.period_line import PeriodLine
from scenes.kl.price_line import MOST, Leash, PriceLine
from scenes.kl.race_plot import RacePlot
from scenes.kl.sample_row import SampleRow
from scenes.kl.signed_block import SignedBlock, shade
from scenes.script.facts import fact
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import languages, use_language
from scenes.stage.grid import Grid
from scenes.stage.placement import STAGE, touches
from scenes.stage.theme import paint, use_theme


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


@pytest.fixture
def race(table):
    return representative_race(table.new, table.ref, RACE)


def unchanged(table):
    """The group before its policy has left the reference."""
    return evaluate_group(replace(table.group, new_logp=table.ref_logp))


def test_a_grid_moves_with_its_picture():
    grid = Grid((0, 4), (-1, 1), 8.0, 2.0)
    assert grid.point(1, 0) == pytest.approx([-2, 0, 0])
    grid.shift([1, 1, 0])
    assert grid.path([1, 4], [0, 1]) == pytest.approx(np.array([[-1, 1, 0], [5, 2, 0]]))


def test_a_hill_is_shaded_and_a_hole_hatched():
    left, right = np.zeros(3), np.array([2.0, 0, 0])
    hill, hole = (SignedBlock().stand(left, right, height) for height in (1.5, -0.5))
    assert hill.get_fill_opacity() == pytest.approx(shade())
    assert not hill.hatch.has_points()
    assert hole.get_fill_opacity() == 0
    assert len(hole.hatch.get_subpaths()) > 3
    assert -0.5 - 1e-9 <= hole.hatch.get_bottom()[1] <= hole.hatch.get_top()[1] <= 1e-9
    for block in (hill, hole):
        assert block.edge.get_stroke_width() > 0
        assert block.edge.get_stroke_color() == paint("muted")
    assert hill.tip() == pytest.approx([1, 1.5, 0])
    assert hole.tip() == pytest.approx([1, -0.5, 0])


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_block_s_edge_stands_out_of_its_shade_and_the_ground(theme):
    use_theme(theme)
    try:
        ground, edge = paint("ground"), paint("muted")
        for behind in (ground, interpolate_color(ground, edge, shade())):
            assert contrast(edge.to_rgb(), behind.to_rgb()) >= 3
    finally:
        use_theme("dark")


def test_no_edge_is_drawn_where_a_neighbour_goes_on():
    left, right = np.zeros(3), np.array([1.0, 0, 0])
    block = SignedBlock().stand(left, right, 2.0, beside=(3.0, 0.5))
    assert block.edge.get_start() == pytest.approx([0, 2, 0])  # the left one is higher
    assert block.edge.get_end() == pytest.approx([1, 0.5, 0])
    assert SignedBlock().stand(left, right, 2.0, beside=(-1.0, 0)).edge.get_start()[1] == 0


def test_bars_are_the_log_ratios(table):
    bars = LogBars(table, range(4), zero=0.0)
    unit = nat_unit(table.k1)
    for block, k1 in zip(bars.blocks, np.log(table.new / table.ref), strict=True):
        assert block.tip()[1] == pytest.approx(unit * k1)
    assert [number.plain for number in bars.numbers] == ["+0.693", "−0.693", "−0.693", "+0.327"]
    assert LogBars(unchanged(table), range(4)).numbers[0].plain == "0.000"


def test_the_area_of_the_blocks_is_the_divergence(table):
    chart = AreaChart(table.new, table.k1, width=8.0, unit=2.0, corner=(0, 0, 0))
    rise = [block.tip()[1] for block in chart.blocks]
    heights = [(y - np.sign(y) * STRIP) / 2.0 for y in rise]
    assert heights == pytest.approx(np.log(table.new / table.ref).tolist())
    widths = np.diff(chart.edges)
    assert widths == pytest.approx(table.new)
    assert widths @ heights == pytest.approx(0.161496, abs=5e-7)


def test_levelling_keeps_the_area(table):
    chart = AreaChart(table.new, table.k1)
    exact = float(kl_divergence(table.new, table.ref))
    for share in (0.0, 0.3, 0.7, 1.0):
        chart.set_shape(table.new, (1 - share) * table.k1 + share * exact)
        assert expected_value(chart.shares, chart.heights) == pytest.approx(exact)
    assert len({round(block.tip()[1], 6) for block in chart.blocks}) == 1


def test_labels_have_room_and_neighbours_alike_share_one(table):
    names, shares, heights = AreaChart(table.new, table.k1).labels(3, sign=True)
    assert [label.plain for label in names] == ["o_1", "o_2", "o_3", "o_4"]
    assert [label.plain for label in shares] == ["0.30", "0.20", "0.07", "0.43"]
    assert [label.plain for label in heights] == ["+0.693", "−0.693", "+0.327"]
    many = AreaChart(np.full(64, 1 / 64), np.linspace(-1, 1, 64)).labels(3)
    texts = [text for group in many for text in group]
    assert len(texts) < 64
    assert not any(touches(a, b, gap=0.0) for a, b in combinations(texts, 2))


def test_a_sample_keeps_the_height_it_hits(table, race):
    chart = AreaChart(table.new, table.k1, width=4.4)
    row = SampleRow(chart, race, 5, 0.0, 4.0).set_progress(5.0)
    for dot, x, k1 in zip(row.submobjects, range(5), race.k1, strict=False):
        assert dot.get_center() == pytest.approx([x, chart.point(0, k1)[1], 0])
    assert row.latest() == race.k1[4]
    assert not row.set_progress(0.2).has_landed()
    for place, index in zip(race.places, race.samples, strict=True):
        assert chart.edges[index] <= place <= chart.edges[index + 1]


def test_the_bar_of_the_gap_is_k3(table):
    plot = GapPlot(table.ref / table.new)
    unit = plot.point(1, 1)[1] - plot.point(1, 0)[1]
    for x, k3 in ((0.5, 0.193147), (2.0, 0.306853), (0.31 / 0.43, 0.048143)):
        bar = plot.stamp(x)
        assert bar.height / unit == pytest.approx(k3, abs=1e-6)
        assert bar.get_bottom() == pytest.approx(plot.point(x, np.log(x)))
    assert plot.gap(1.0) == 0


@pytest.mark.parametrize("x", [1e-9, 1e9])
def test_a_far_answer_is_not_in_the_picture_of_the_gap(x):
    plot = GapPlot(np.array([1.2, x]))
    assert plot.shows(1.2)
    assert not plot.shows(x)
    assert plot.most - plot.least < 7


def test_curves_end_at_the_means(race):
    plot = RacePlot(race, (0.542, 0.107)).set_count(200)
    for curve, means in ((plot.wild, race.mean_k1), (plot.calm, race.mean_k3)):
        assert curve.get_end() == pytest.approx(plot.point(200, means[-1]))
    assert [one[1].plain for one in plot.ticks] == ["1", "10", "100"]


def test_a_band_is_the_spread_over_the_root_of_the_samples(race):
    plot = RacePlot(race, (0.542, 0.107))
    unit = plot.point(1, 1)[1] - plot.point(1, 0)[1]
    for band, spread in zip(plot.bands(), (0.542, 0.107), strict=True):
        corners = band.get_vertices()
        last = corners[np.isclose(corners[:, 0], plot.point(200, 0)[0])]
        assert np.ptp(last[:, 1]) / unit == pytest.approx(2 * spread / np.sqrt(200))


@pytest.mark.parametrize("code", languages())
def test_what_the_race_counts_stands_at_its_axis_in_every_language(race, code):
    use_language(code)
    plot = RacePlot(race, (0.542, 0.107))
    plot.shift(np.array([-5.0, -2.1, 0]) - plot.foot.get_start())  # as in the film
    assert plot.word.get_left()[0] > STAGE[0][0]
    assert plot.word.get_top()[1] < plot.foot.get_y()
    assert not any(touches(plot.word, mark) for mark in plot.ticks)


def test_the_names_of_the_race_touch_no_curve(race):
    plot = RacePlot(race, (0.542, 0.107)).set_count(200)
    names = plot.names()
    assert [name.plain for name in names] == ["k_1", "k_3"]
    texts = [*names, *plot.band_name(names)]
    assert len(texts) == 3
    assert not any(touches(text, curve, 0.0) for text in texts for curve in (plot.wild, plot.calm))
    assert not any(touches(a, b, 0.0) for a, b in combinations(texts, 2))


def test_j_falls_along_a_line(table):
    plot = PriceLine(table)
    for beta in (0.0, 0.001, 0.04, MOST):
        plot.set_beta(beta)
        assert plot.dot.get_center() == pytest.approx(
            plot.point(beta, table.surrogate - beta * table.kl)
        )
        ends = plot.line.get_start(), plot.line.get_end()
        along = ends[0] + beta / MOST * (ends[1] - ends[0])
        assert plot.dot.get_center() == pytest.approx(along)
    assert plot.equation().plain == "J = −0.083 - 0.214 thin beta"
    assert PriceLine(unchanged(table)).value(MOST) == pytest.approx(0.0, abs=1)  # a flat line


def test_a_dear_leash_is_thick(table):
    plot, leash = PriceLine(table), Leash(table.kl)
    thin = leash.set_beta(0.001).rope.get_stroke_width()
    thick = leash.set_beta(0.04).rope.get_stroke_width()
    assert 0 < thin < thick
    assert plot.set_beta(0.04).price.get_stroke_width() == thick
    assert leash.drift.plain == '"mean" k_3 = 0.214'


def test_the_price_is_named_beside_its_bar(table):
    plot = PriceLine(table).set_beta(0.04)
    (name,) = plot.price_name()
    assert name.plain == "0.214 thin beta"
    assert not touches(name, plot.line, 0.0)
    assert not plot.set_beta(0.001).price_name().submobjects  # no room at the tip


@pytest.mark.parametrize("name", ["r1.beta", "deepseekmath.beta", "trl.beta"])
def test_a_flag_stands_on_its_beta(table, name):
    plot = PriceLine(table)
    pole, *_, text = plot.flag(fact(name), 1.0)
    assert pole.get_start() == pytest.approx(plot.point(fact(name).value, plot.top))
    assert text[1].plain == fact(name).source


def test_each_period_starts_from_its_own_reference(table):
    runs = moving_reference_runs(table.ref, table.rewards)
    line = PeriodLine(runs)
    expected = table.ref
    for period, run in enumerate(runs):
        reference, new = line.policies(period)
        assert reference == pytest.approx(expected)
        assert new == pytest.approx(expected)
        expected = run.policy[-1]
        last = line.divergence(period + 1 - 1e-12)
        assert last == pytest.approx(float(kl_divergence(expected, reference)))
        assert line.peak(period).plain == f"{last:.3f}"
    assert line.divergence(1.0) == 0
    assert [one[1].plain for one in line.ticks] == ["0", "20", "40", "60"]
    line.set_time(0.5)
    assert line.dot.get_center() == pytest.approx(line.grid.point(0.5, runs[0].exact_kl[10]))


def test_the_gap_is_named_inside_it(table):
    plot = GapPlot(table.ref / table.new)
    (name,) = plot.gap_name()
    assert name.plain == "k_3"
    for mobject in (plot.line, plot.curve, plot.stamp(2.0)):
        assert not touches(name, mobject, 0.0)
    crossed = GapPlot(np.array([0.5, 7.0, 5.6])).gap_name()  # a bar stands where it would be
    assert not crossed.submobjects
