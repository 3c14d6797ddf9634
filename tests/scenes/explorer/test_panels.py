"""The pictures of Explorer: what is seen in their states, without a film."""

from __future__ import annotations

import numpy as np
import pytest
from shown_numbers import GROUPS

from grpo_core import evaluate_group, load_group
from scenes.explorer.chosen import told
from scenes.explorer.coin_row import CoinRow
from scenes.explorer.knob import Knob
from scenes.explorer.panels import Panels
from scenes.explorer.policy_row import PolicyRow
from scenes.explorer.price_block import PriceBlock
from scenes.explorer.push_row import PushRow
from scenes.explorer.sum_line import SumLine
from scenes.explorer.term_bars import TermBars, TermHeights
from scenes.explorer.term_plot import TermPlot

HEIGHTS = TermHeights(-2.0, 2.0)


@pytest.fixture(scope="module")
def worked():
    return told(evaluate_group(load_group(GROUPS["worked"])))


@pytest.fixture
def panels(worked):
    return Panels(worked)


def ground(advantage: float, ratio: float) -> TermPlot:
    plot = TermPlot(2.0, 2.0, 4.0, 2.0)
    plot.rise = 1.0
    return plot.stand(advantage, float(np.sign(advantage)), (0.8, 1.2), ratio)


@pytest.mark.parametrize(
    ("advantage", "ratio", "height", "flat"),
    [(1, 1.5, 1.2, True), (-1, 0.5, -0.8, True), (1, 0.7, 0.7, False), (-1, 1.4, -1.4, False)],
)
def test_a_bead_stands_as_high_as_its_answer_counts(advantage, ratio, height, flat):
    plot = ground(advantage, ratio)
    axis = plot.axis.get_y()
    assert plot.bead.get_y() - axis == pytest.approx(height)  # a unit is a scene unit here
    assert plot.bead.get_x() == pytest.approx(-2.0 + 2.0 * ratio)
    assert bool(plot.bead.hatch.has_points()) is flat
    assert float(plot.height_number.plain.replace("−", "-")) == pytest.approx(height)


def test_the_axis_lies_under_a_rising_ground_and_over_a_falling_one():
    up, down = ground(1.0, 1.0), ground(-1.0, 1.0)
    assert up.curve.get_center()[1] > up.axis.get_y()
    assert down.curve.get_center()[1] < down.axis.get_y()
    assert up.ratio_number.get_y() == pytest.approx(down.ratio_number.get_y())


def test_a_ground_scales_with_its_plot():
    plot = ground(1.0, 1.5)
    plot.scale(2.0)
    before = plot.bead.get_y() - plot.axis.get_y()
    plot.stand(1.0, 1.0, (0.8, 1.5), 1.5)
    assert before == pytest.approx(2 * 1.2)
    assert plot.bead.get_y() - plot.axis.get_y() == pytest.approx(2 * 1.5)


def test_a_panel_hides_what_is_asked_and_then_tells_it(panels, worked):
    for one in panels.panels:
        one.plot.rise = 1.0
    panels.show(worked.table)
    first = panels.panels[0]
    assert first.plot.bead.hatch.has_points()  # answer 1 is clipped
    first.ask(1.0)
    assert first.lamp.ring.get_stroke_opacity() == 0
    assert not first.plot.bead.hatch.has_points()
    first.ask(0.0).light(1.0, -1.0)
    assert first.lamp.level == 1
    tip = first.arrow.body.get_bottom()[1]
    assert tip < first.lamp.light.get_y()  # of a worse answer it points down


def test_all_panels_have_one_scale(panels, worked):
    panels.show(worked.table)
    units = {round(float(p.point(1, 1)[1] - p.point(1, 0)[1]), 9) for p in panels.plots}
    assert len(units) == 1


def test_stacked_bars_end_at_the_surrogate(panels, worked):
    bars = TermBars(worked, panels, HEIGHTS)
    bars.stack(1.0)
    last = bars.bars[-1]
    assert last.start + last.value == pytest.approx(-1 / 12)  # sheet: -.083333
    assert last.shape.get_bottom()[1] == pytest.approx(HEIGHTS.y(-1 / 12))


@pytest.mark.parametrize("name", list(GROUPS))
def test_bars_with_those_that_have_no_panel_add_up(name):
    one = told(evaluate_group(load_group(GROUPS[name])))
    bars = TermBars(one, Panels(one), HEIGHTS)
    assert sum(bars.values) == pytest.approx(one.table.surrogate)
    assert len(bars.bars) == len(one.shown) + (one.left_out > 0)


def test_numbers_beside_bars_are_crossed_by_no_line(panels, worked):
    bars = TermBars(worked, panels, HEIGHTS)
    bars.stack(1.0).join()
    for number, bar in zip(bars.numbers(), bars.bars, strict=True):
        for line in (HEIGHTS.zero, HEIGHTS.y(bar.start + bar.value)):
            assert not number.get_bottom()[1] < line < number.get_top()[1]


def test_arrows_are_as_long_as_pushes_and_pulls(panels, worked):
    row = PushRow(worked, panels, HEIGHTS)
    tall = [arrow.body.height / HEIGHTS.unit for arrow in row.own]
    assert tall == pytest.approx([0, 0, 0.175, 0.43 / 1.2])
    row.show_pulls(1.0).show(worked.with_beta(1.0))
    pulls = [arrow.body.height / HEIGHTS.unit for arrow in row.back]
    # (1 - ref/new) / 4, by hand
    assert pulls == pytest.approx([0.125, 0.25, 0.25, (1 - 0.31 / 0.43) / 4])
    assert [number.plain for number in row.numbers] == ["−.125", "+.250", "+.425", "−.428"]


def test_a_changed_push_says_what_it_was(panels, worked):
    row = PushRow(worked, panels, HEIGHTS)
    row.show(worked.with_epsilon(1.0))
    assert len(row.before(worked.table)) == 2  # those of answers 1 and 2, which were 0


def test_the_price_fills_the_drift_by_beta(worked):
    block = PriceBlock(worked, HEIGHTS)
    drift = sum(piece.height for piece in block.pieces) / HEIGHTS.unit
    assert drift == pytest.approx(0.213749, abs=0.01)
    block.set_beta(0.5)
    assert block.filled.height / HEIGHTS.unit == pytest.approx(0.5 * 0.213749, abs=1e-5)
    assert block.filled.get_top()[1] == pytest.approx(block.sum.get_bottom()[1])


@pytest.mark.parametrize("name", list(GROUPS))
def test_the_sums_recompute_as_they_are_printed(name):
    line = SumLine(told(evaluate_group(load_group(GROUPS[name]))).table)
    texts = [line.numbers[k].source.replace("−", "-") for k in (0, 2, 4, 6)]
    surrogate, beta, drift, objective = map(float, texts)
    assert surrogate - beta * drift == pytest.approx(objective, abs=0.51 * 10**-line.decimals)


def test_policy_bars_are_chances(panels, worked):
    row = PolicyRow(worked, panels)
    tall = [bar.bar.height for bar in row.new]
    assert np.array(tall) / tall[3] == pytest.approx(np.array([0.30, 0.20, 0.07, 0.43]) / 0.43)
    assert [number.plain for number in row.numbers] == ["0.30", "0.20", "0.07", "0.43"]


def test_a_coin_turns_to_its_other_reward_and_the_average_follows(panels, worked):
    table, over = worked.table, worked.turned_over
    row = CoinRow(worked, panels, [table, over])
    assert [number.plain for number in row.numbers] == ["+1.00", "−1.00", "+1.00", "−1.00"]
    assert row.coins[0].get_y() > row.line.get_y() > row.coins[1].get_y()
    row.mix(table, over, 1.0)
    assert [number.plain for number in row.numbers] == ["−1.00", "+1.00", "−1.00", "+1.00"]
    assert row.coins[0].get_y() < row.line.get_y() < row.coins[1].get_y()
    row.mix(table, over, 0.3)
    assert {coin.reward for coin in row.coins} == {0.0, 1.0}  # none between them


def test_a_knob_turns_clockwise_and_says_its_setting():
    knob = Knob("beta", 1.0)
    assert knob.pointer.get_center()[0] < 0
    knob.turn(1.0)
    assert knob.pointer.get_center()[0] > 0
    assert knob.numbers[1].plain == "1.00"
    knob.turn(0.2, 0.28)
    left, right = knob.numbers
    assert (left.plain, right.plain) == ("0.20", "0.28")
    assert left.slots.get_right()[0] < right.slots.get_left()[0]
