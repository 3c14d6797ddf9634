"""Bars of probabilities: linear while they can be seen, else on a named logarithmic axis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.levels.answer_rows import BESIDE, AnswerRows
from scenes.script.numerals import logp_source, printed_log
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import use_language
from scenes.stage.bar_scale import BarScale
from scenes.stage.live_number import LiveNumber
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.typeset import Typeset


def table_of(old, new=None, ref=None):
    """The worked group with other log-probabilities (nats) for its four answers."""
    new, ref = (old if row is None else row for row in (new, ref))
    group = load_group(WORKED_GROUP)
    rows = {"old_logp": old, "new_logp": new, "ref_logp": ref}
    return evaluate_group(replace(group, **{k: np.array(v, dtype=float) for k, v in rows.items()}))


LONG = [-316.62, -255.01, -289.98, -164.67]  # of answers of some hundred tokens


def chart_of(table, **size):
    return PolicyChart(table, ("old", "new"), range(4), **size)


def texts(mobject) -> list[str]:
    return [part.plain for part in mobject.get_family() if isinstance(part, Typeset | LiveNumber)]


def test_the_worked_group_s_bars_are_linear():
    """.20 beside .40: twice as high, and no axis."""
    chart = PolicyChart(evaluate_group(load_group(WORKED_GROUP)), ("old",), range(4), height=3.0)
    heights = [one.bar.height for one in chart.bars["old"]]
    assert heights == pytest.approx([1.5, 3.0, 0.75, 2.25])
    assert not chart.axis.submobjects


def test_bars_of_tiny_probabilities_differ_by_their_powers_of_ten():
    chart = chart_of(table_of(LONG), height=3.0)
    heights = np.array([one.bar.height for one in chart.bars["old"]])
    powers = np.array(LONG) / np.log(10)
    steps = np.diff(heights) / np.diff(powers)
    assert steps == pytest.approx([steps[0]] * 3)
    assert heights.max() == pytest.approx(3.0)
    assert heights.min() > 0.2  # 12 pixels at 480 lines


def test_the_axis_names_its_kind_and_two_powers_or_more():
    chart = chart_of(table_of(LONG), height=3.0)
    _, marks, numbers, name = chart.axis
    assert name.plain == "logarithmic"
    assert len(numbers) >= 2
    # Each number stands where a bar of that probability would end.
    for mark, number in zip(marks, numbers, strict=True):
        power = int(number.plain.removeprefix("10^(").removesuffix(")"))
        chart.set_policy("old", [power * np.log(10)] * 4)
        assert chart.bars["old"][0].top()[1] == pytest.approx(mark.get_y(), abs=1e-6)


@pytest.mark.parametrize(
    ("lowest", "is_log"), [(0.4 / 99, False), (0.4 / 101, True), (1e-30, True)]
)
def test_a_bar_of_less_than_a_hundredth_of_the_highest_needs_it(lowest, is_log):
    chart = chart_of(table_of(np.log([0.4, 0.2, 0.1, lowest])))
    assert bool(chart.axis.submobjects) is is_log


def test_charts_of_one_group_agree_whatever_roles_they_show():
    table = table_of(np.log([0.4, 0.3, 0.2, 0.1]), ref=np.log([0.4, 0.3, 0.2, 1e-9]))
    for roles in (("old",), ("old", "new"), ("reference", "new")):
        assert PolicyChart(table, roles, range(4)).axis.submobjects


@pytest.mark.parametrize("low", [-2.05, -5.3, -138.0, -651.7, -9000.0])
def test_an_axis_has_two_numbers_apart_however_deep_it_reaches(low):
    scale = BarScale(np.log(10) * np.array([low, -0.2]), 1.0, is_log=True)
    powers = scale.ticks(0.6)
    assert len(powers) >= 2
    heights = [scale.rise(power * np.log(10)) for power in powers]
    assert np.diff(heights).min() > 0.3
    assert 0 <= heights[0] < heights[-1] <= 1.0


def test_a_probability_too_small_for_a_float_is_printed_and_drawn():
    """exp(-1500.5): 1500.5 / ln 10 = 651.659, so 10^0.341 * 10^-652 = 2.19e-652."""
    assert logp_source(-1500.5) == "2.2 dot 10^(-652)"
    assert logp_source(-1500.5, more=1) == "2.19 dot 10^(-652)"
    assert logp_source(np.log(0.3)) == "0.30"
    assert logp_source(-800 * np.log(10) - 1e-4) == "1.0 dot 10^(-800)"
    assert printed_log("2.2 dot 10^(-652)") == pytest.approx(-1500.5, abs=0.01)
    chart = chart_of(table_of([-1500.5, -900.5, -300.5, -3.5]), height=3.0)
    assert chart.number("old", 0).plain == "2.2 dot 10^(-652)"
    heights = [one.bar.height for one in chart.bars["old"]]
    assert np.diff(heights).min() > 0.5


def test_foot_and_axis_share_a_width_where_they_must():
    chart = chart_of(table_of(LONG), width=6.0, room_inside=True)
    assert chart.width <= 6.0 + 0.2
    bars = [one.bar for row in chart.bars.values() for one in row]
    assert min(bar.get_left()[0] for bar in bars) > chart.axis[0].get_x()


def test_levels_says_it_under_its_lying_bars():
    picture = AnswerRows(table_of(LONG), BESIDE)
    axis = picture.axis
    assert "logarithmic" in texts(axis)
    numbers = axis[2]
    assert numbers[1].get_left()[0] - numbers[0].get_right()[0] > 0.15
    lengths = [bar.width for bar in picture.fills]
    assert max(lengths) / min(lengths) < 30  # linear: 10^65
    worked = evaluate_group(load_group(WORKED_GROUP))
    assert not AnswerRows(worked, BESIDE).axis.submobjects


def test_the_axis_speaks_the_film_s_language():
    use_language("de")
    try:
        assert "logarithmisch" in texts(chart_of(table_of(LONG)).axis)
    finally:
        use_language("en")
