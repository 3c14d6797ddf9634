"""The pictures of KL: areas, gaps, runs and springs stand where the core's numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import (
    RACE,
    evaluate_group,
    kl_divergence,
    load_group,
    moving_reference_runs,
    representative_race,
)
from scenes.kl.area_chart import STRIP, AreaChart
from scenes.kl.gap_plot import GapPlot
from scenes.kl.overlaid import Overlaid, whole_chart
from scenes.kl.period_line import PeriodLine
from scenes.kl.race_plot import RacePlot
from scenes.kl.sample_row import SampleRow
from scenes.kl.short import short
from scenes.kl.signed_block import SignedBlock
from scenes.kl.spring import Spring, wire_of
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import use_language
from scenes.stage.placement import touches
from scenes.stage.theme import paint


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


@pytest.fixture
def race(table):
    return representative_race(table.new, table.ref, RACE)


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [
        (0.161496, False, ".161"),
        (-0.693147, True, "−.693"),
        (1.0, True, "+1"),
        (-0.5, True, "−.5"),
        (1.25, False, "1.250"),
        (0.0, False, "0"),
    ],
)
def test_a_number_has_three_decimals_or_what_it_is(value, sign, text):
    assert short(value, sign=sign) == text


def test_in_german_the_0_stays():
    use_language("de")
    assert short(0.161496) == "0.161"  # the comma comes when it is set


def test_a_block_stands_on_either_side_of_its_line():
    left, right = np.zeros(3), np.array([2.0, 0, 0])
    hill, hole = (SignedBlock().stand(left, right, height) for height in (1.5, -0.5))
    assert hill.tip() == pytest.approx([1, 1.5, 0])
    assert hole.tip() == pytest.approx([1, -0.5, 0])
    assert hill.get_fill_opacity() == hole.get_fill_opacity() > 0  # the side says the sign
    for block in (hill, hole):
        assert block.edge.get_stroke_color() == paint("muted")


def test_no_edge_is_drawn_where_a_neighbour_goes_on():
    left, right = np.zeros(3), np.array([1.0, 0, 0])
    block = SignedBlock().stand(left, right, 2.0, beside=(3.0, 0.5))
    assert block.edge.get_start() == pytest.approx([0, 2, 0])  # the left one is higher
    assert block.edge.get_end() == pytest.approx([1, 0.5, 0])


def test_the_signed_area_is_the_mean(table):
    chart = AreaChart(table.new, table.k1, width=8.4, unit=2.0)
    unit = chart.point(0, 1)[1] - chart.grid.point(0, 0)[1] - STRIP
    areas = [(block.right - block.left)[0] * block.height_drawn for block in chart.blocks]
    assert sum(areas) / (8.4 * unit) == pytest.approx(0.161496, abs=2e-3)  # seams are left out


@pytest.mark.parametrize("role", ["new", "old", "reference"])
def test_a_strip_is_as_long_as_its_policy(table, role):
    policy = {"new": table.new, "old": table.old, "reference": table.ref}[role]
    chart = AreaChart(policy, table.k3, role=role, width=8.0)
    assert chart.strip.width == pytest.approx(8.0, abs=0.15)
    assert chart.edges[-1] == pytest.approx(1.0)


def test_labels_of_an_area_keep_apart(table):
    labels = [text for group in AreaChart(table.new, table.k1).labels() for text in group]
    assert len(labels) > 6
    for k, one in enumerate(labels):
        assert not any(touches(one, other, 0.0) for other in labels[k + 1 :])


def test_samples_keep_the_heights_that_they_hit(table, race):
    chart = AreaChart(table.new, table.k1, width=4.0)
    row = SampleRow(chart, race, 20, 0.0, 5.0).set_progress(20)
    for dot, value in zip(row.dots, race.k1, strict=False):
        assert dot.get_y() == pytest.approx(chart.grid.point(0, value)[1])
    lefts = [dot.get_x() for dot in row.dots]
    assert lefts == sorted(lefts)
    assert row.mean.get_end()[1] == pytest.approx(chart.grid.point(0, race.mean_k1[19])[1])


def test_a_sample_that_is_not_drawn_is_not_seen(table, race):
    row = SampleRow(AreaChart(table.new, table.k1), race, 10, 0.0, 5.0).set_progress(4)
    assert [dot.get_fill_opacity() for dot in row.dots] == [1] * 4 + [0] * 6


@pytest.mark.parametrize("x", [0.5, 0.72, 1.0, 2.0])
def test_the_gap_reaches_from_the_logarithm_to_the_line(x):
    plot = GapPlot(np.array([0.5, 2.0]))
    foot, top = plot.ends(x)
    assert foot == pytest.approx(plot.point(x, np.log(x)))
    assert top == pytest.approx(plot.point(x, x - 1))


@pytest.mark.parametrize("x", [1e-9, 1e9])
def test_a_far_answer_is_not_in_the_picture_of_the_gap(x):
    plot = GapPlot(np.array([1.2, x]))
    assert plot.shows(1.2)
    assert not plot.shows(x)
    assert plot.most - plot.least < 7


def test_a_run_ends_at_its_mean(race):
    runs = np.array([race.mean_k1, race.mean_k3])
    plot = RacePlot(runs, race.exact, 0.542, (-0.75, 0.75)).set_count(100)
    assert plot.lit.get_end() == pytest.approx(plot.point(100, race.mean_k1[-1]))
    assert plot.faint.points[-1] == pytest.approx(plot.point(100, race.mean_k3[-1]))
    assert [one[1].plain for one in plot.ticks] == ["1", "10", "100"]
    assert not plot.set_count(0).lit.has_points()


def test_a_band_is_the_spread_over_the_root_of_the_samples(race):
    plot = RacePlot(race.mean_k1[None], race.exact, 0.542, (-0.75, 0.75))
    unit = plot.point(1, 1)[1] - plot.point(1, 0)[1]
    corners = plot.band.get_vertices()
    last = corners[np.isclose(corners[:, 0], plot.point(100, 0)[0])]
    assert np.ptp(last[:, 1]) / unit == pytest.approx(2 * 0.542 / 10)


def test_a_spring_leads_from_its_peg_to_its_bead():
    spring = Spring([0, 0, 0], [3, 0, 0])
    assert spring.length == pytest.approx(3)
    assert spring.peg.get_center() == pytest.approx([0, 0, 0], abs=1e-2)
    assert spring.bead.get_center() == pytest.approx([3, 0, 0])
    assert 0.4 < spring.coil.height < 0.5  # twice the coil's width
    spring.set_ends([0, 0, 0], [0, 2, 0])  # upright
    assert spring.coil.height == pytest.approx(2, abs=0.01)
    assert spring.coil.width > 0.4


def test_a_slack_spring_is_hidden_behind_its_bead():
    spring = Spring([0, 0, 0], [0, 0, 0], radius=0.3)
    assert spring.coil.width < 0.3
    assert spring.coil.height < 0.3


def test_a_stiffer_spring_is_of_stronger_wire():
    strokes = [wire_of(beta) for beta in (0.0, 1e-9, 0.001, 0.04, 0.2, 5.0)]
    assert strokes[0] == 0
    assert 0 < strokes[1] <= strokes[2] < strokes[3] < strokes[4] < strokes[5]
    spring = Spring([0, 0, 0], [3, 0, 0]).set_wire(0.0)
    assert spring.coil.get_stroke_opacity() == 0


def test_both_bars_of_an_answer_stand_in_one_place(table):
    chart = Overlaid(table, range(4))
    for new, reference in zip(chart.bars["new"], chart.bars["reference"], strict=True):
        assert new.bar.get_x() == pytest.approx(reference.bar.get_x())
    assert chart.top(0) == pytest.approx(chart.bars["new"][0].top())  # .30 over .15
    assert chart.top(1) == pytest.approx(chart.bars["reference"][1].top())


def test_a_policy_may_give_an_answer_up(table):
    sure = np.array([1.0, 0.0, 0.0, 0.0])
    chart = whole_chart(table, sure, width=6.0, height=3.0).show("new", sure)
    heights = [bar.bar.height for bar in chart.bars["new"]]
    assert heights[0] == pytest.approx(3.0)
    assert max(heights[1:]) < 0.1


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
        assert line.peak(period).plain == short(last)
    assert line.divergence(1.0) == 0
    assert [one[1].plain for one in line.ticks] == ["0", "20", "40", "60"]
    line.set_time(0.5)
    assert line.dot.get_center() == pytest.approx(line.grid.point(0.5, runs[0].exact_kl[10]))


def test_between_two_periods_the_curve_has_a_gap(table):
    line = PeriodLine(moving_reference_runs(table.ref, table.rewards)).set_time(1.5)
    assert len(line.curve.get_subpaths()) == 2
