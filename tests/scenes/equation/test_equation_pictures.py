"""The pictures of Equation: threads, lanes, leashes, blocks and pushes tell the core's values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from manim import ORIGIN, RIGHT, UP

from grpo_core import evaluate_group, load_group
from scenes.equation.lanes import MinLanes
from scenes.equation.leash import LeashChart
from scenes.equation.push import PushArrow
from scenes.equation.thread import Thread
from scenes.equation.waterfall import Waterfall, shares
from scenes.script.settings import WORKED_GROUP
from scenes.stage.cards import CardStrip
from scenes.stage.motion import jump
from scenes.stage.objective import Objective
from scenes.stage.placement import touches
from scenes.stage.quotient import Quotient, QuotientRow
from scenes.stage.theme import DARK


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


# -- the objective's two forms ------------------------------------------------------------


def test_both_forms_differ_in_the_ratios_alone():
    full, short = Objective(), Objective(short=True)
    for name in ("objective", "average", "open", "price", "close"):
        ends = (form.part(name).get_center() for form in (full, short))
        np.testing.assert_allclose(*ends, atol=1e-9)
    assert len(full.turn_into(short)) == 2 + sum(map(len, short)) - 2 * len(short.part("ratio1"))
    assert short[1].width < full[1].width


def test_there_and_back_gives_the_same_glyphs():
    full, short = Objective(), Objective(short=True)
    assert len(short.turn_into(full)) == len(full.turn_into(short))


def test_lighting_brings_back_what_was_dimmed():
    objective = Objective()
    jump(*objective.light("price", opacity=0.0))
    jump(*objective.light("average"))
    lit = [g for line in objective for g in line if g.get_fill_opacity() == 1]
    assert set(lit) == set(objective.part("average"))
    jump(*objective.light_all())
    assert all(g.get_fill_opacity() == 1 for line in objective for g in line)


# -- pictures -----------------------------------------------------------------------------


def test_a_thread_joins_its_ends():
    thread = Thread(2 * UP, 3 * RIGHT, "text")
    np.testing.assert_allclose(thread.curve.get_start(), 2 * UP)
    np.testing.assert_allclose(thread.curve.get_end(), 3 * RIGHT)
    np.testing.assert_allclose(thread.dot.get_center(), 3 * RIGHT)


@pytest.mark.parametrize(
    ("ratio", "advantage", "kept", "value"),
    [(1.5, 1.0, "clipped", 1.2), (1.5, -1.0, "unclipped", 1.5), (0.5, -1.0, "clipped", 0.8)],
)
def test_the_smaller_lane_stays_filled(ratio, advantage, kept, value):
    lanes = MinLanes(ratio, advantage, 0.2, 0.2, origin=ORIGIN, unit=2.0)
    lanes.choose(1.0)
    (other,) = set(lanes.bars) - {kept}
    assert lanes.kept == kept
    assert lanes.bars[kept].get_fill_opacity() == 1
    assert lanes.bars[other].get_fill_opacity() == 0
    assert lanes.bars[kept].width == pytest.approx(2 * value)
    assert np.sign(lanes.bars[kept].get_x()) == np.sign(advantage)


def test_a_leash_hangs_down_by_k3(table):
    chart = LeashChart(table, range(4), width=6, height=2, drop=1.5)
    foot = chart.chart.foot.get_y()
    depths = [foot - leash.get_bottom()[1] for leash in chart.leashes]
    np.testing.assert_allclose(depths, 1.5 * table.k3 / table.k3.max(), atol=1e-6)
    chart.set_share(0, 0.0)
    assert chart.leashes[0].height == pytest.approx(0)


def test_the_waterfall_ends_at_the_surrogate_and_the_sliver_at_j(table):
    fall = Waterfall(table, range(4), np.arange(4.0) * 2, low=0.0, high=3.0)
    unit = fall.unit
    heights = [block.height for block in fall.blocks]
    np.testing.assert_allclose(heights, np.abs(table.value) / 4 * unit)
    assert fall.blocks[-1].get_bottom()[1] == pytest.approx(fall.height_of(table.surrogate))
    assert fall.sliver.get_top()[1] == pytest.approx(fall.height_of(table.surrogate))
    assert fall.sliver.get_bottom()[1] == pytest.approx(fall.height_of(table.objective))
    assert fall.running()[-1] == pytest.approx(-0.083333, abs=1e-6)


def test_the_shares_of_some_and_of_the_others_add_up(table):
    parts = shares(table, [0, 3])
    assert len(parts) == 3
    assert parts.sum() == pytest.approx(table.surrogate)
    assert len(shares(table, range(4))) == 4


@pytest.mark.parametrize("slope", [0.25, -0.25])
def test_a_push_points_where_the_slope_does(slope):
    arrow = PushArrow(ORIGIN, slope, 1.0)
    assert arrow.get_bottom()[1] == pytest.approx(0, abs=0.01)
    assert arrow.height == pytest.approx(1, abs=0.05)
    assert bool(arrow.tip.get_y() > arrow.stem.get_y()) is (slope > 0)
    color = DARK.up if slope > 0 else DARK.down
    assert arrow.tip.get_fill_color().to_hex() == color


def test_each_pair_of_a_row_of_quotients_has_its_answer_s_ratio(table):
    row = QuotientRow(table, range(4), width=8.0, height=2.0)
    for k, ratio in enumerate(table.ratio):
        old, new = row.pair(k)
        assert new.bar.height / old.bar.height == pytest.approx(ratio)
    assert row.pair(3)[1].bar.height == pytest.approx(2.0)  # .43 is the largest of all
    assert row.equation(3, 40).plain.endswith("1.43 : ratio }}")


def test_the_numbers_of_a_pair_are_clear_of_each_other(table):
    """Powers of ten are wider than the bars that they stand on."""
    group = table.group
    old, new = group.old_logp - 30, group.new_logp - 30
    tiny = evaluate_group(replace(group, old_logp=old, new_logp=new))
    row = QuotientRow(tiny, range(4), width=6.4, height=1.0, scale=0.5)
    for k in range(4):
        assert not touches(*row.numbers(k), 0.0)
        for number in row.numbers(k):
            assert not any(touches(number, bar.bar, 0.0) for bar in row.pair(k))


def test_blocks_are_hatched_where_the_clip_binds(table):
    fall = Waterfall(table, range(4), np.arange(4.0) * 2, low=0.0, high=3.0)
    assert [len(hatch) > 0 for hatch in fall.hatches] == [True, True, False, False]
    few = Waterfall(table, [2, 3], np.arange(3.0) * 2, low=0.0, high=3.0)
    assert [len(hatch) > 0 for hatch in few.hatches] == [False] * 3


def test_the_number_of_the_larger_lane_stays_readable():
    lanes = MinLanes(1.5, 1.0, 0.2, 0.2, origin=ORIGIN, unit=2.0).choose(1.0)
    for term, color in (("unclipped", DARK.muted), ("clipped", DARK.up)):
        for glyph in lanes.numbers[term]:
            assert glyph.get_fill_opacity() == 1
            assert glyph.get_fill_color().to_hex() == color


def test_the_question_has_a_card_where_it_is_asked_for(table):
    group = table.group
    six = replace(
        group,
        texts=[*group.texts, "a", "b"],
        rewards=[*group.rewards, 0, 1],
        **{n: [*getattr(group, n), -3, -3] for n in ("old_logp", "new_logp", "ref_logp")},
    )
    without, asked = (CardStrip(evaluate_group(six), asks=asks) for asks in (False, True))
    assert not without.question.submobjects
    assert asked.question in asked.submobjects
    assert asked.width == pytest.approx(without.width)


@pytest.mark.parametrize("scale", [1e-18, 1e-72])
def test_two_long_probabilities_do_not_read_as_one_number(table, scale):
    """A group whose policies are nearly the same: both numbers stand at the same height."""
    old = np.log(table.old * scale)
    group = replace(table.group, old_logp=old, new_logp=old + 1e-3, ref_logp=old)
    old_number, new_number = Quotient(evaluate_group(group), 0).numbers
    assert new_number.get_left()[0] - old_number.get_right()[0] > 0.3


@pytest.mark.parametrize("size", [2, 4, 6])
def test_the_price_has_its_name_even_where_it_is_the_tallest_block(table, size):
    chosen = [k % 4 for k in range(size)]
    columns = ("old_logp", "new_logp", "ref_logp")
    group = replace(
        table.group,
        texts=[str(k) for k in range(size)],
        rewards=np.ones(size),
        **{name: getattr(table.group, name)[chosen] - 5 for name in columns},
    )
    fall = Waterfall(
        evaluate_group(group), range(size), np.linspace(-3, 5.6, size), low=-0.2, high=2.85
    )
    (name,) = fall.name_end()
    assert not any(touches(name, thing) for thing in (*fall.blocks, *fall.labels, fall.sliver))
