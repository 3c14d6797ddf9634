"""The pictures of Explorer: what is seen in their states, without a film."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from letters_of import need_letters_of
from shown_numbers import GROUPS

from grpo_core import WorkedGroup, evaluate_group, load_group
from scenes.explorer.chosen import told
from scenes.explorer.head_line import AdvantageLine, PullLine, RatioLine, SumLine
from scenes.explorer.j_gauge import JGauge
from scenes.explorer.knob import Knob
from scenes.explorer.panels import Panels
from scenes.explorer.term_plot import TermPlot
from scenes.explorer.tray import DOOR, HOME, PLAIN, Tray
from scenes.script.words import use_language


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


def test_a_folded_panel_is_its_head_and_opens_again(panels):
    one = panels.panels[0]
    whole, lamp = one.body.height, one.lamp.light.get_y()
    panels.fold(0.5, 1.0)
    assert one.body.get_top()[1] == pytest.approx(0.5)
    assert one.body.get_bottom()[1] < one.lamp.light.get_y() < one.body.get_top()[1]
    panels.fold(0.5, 0.0)
    assert one.body.height == pytest.approx(whole)
    assert one.lamp.light.get_y() == pytest.approx(lamp)


@pytest.fixture
def tray(panels, worked):
    tray = Tray(worked, panels, [worked.with_epsilon(1.0), worked.with_beta(1.0)])
    return tray.set_pushes(1.0)


def long(tray: Tray, arrows) -> list[float]:
    """How long arrows are, in the unit of a push of 1."""
    return [arrow.body.height / (tray.unit * tray.stance.tall) for arrow in arrows]


@pytest.mark.parametrize("stance", [DOOR, PLAIN, HOME])
def test_bars_are_chances_wherever_the_tray_stands(tray, stance):
    tray.stand(stance).show_reference(1.0)
    for row, chances in (
        (tray.new, [0.30, 0.20, 0.07, 0.43]),
        (tray.old, [0.20, 0.40, 0.10, 0.30]),
        (tray.reference, [0.15, 0.40, 0.14, 0.31]),
    ):
        tall = np.array([bar.bar.height for bar in row])
        assert tall / stance.tall == pytest.approx(np.array(chances) / 0.43)
        feet = [bar.bar.get_bottom()[1] for bar in row]
        assert feet == pytest.approx([stance.foot] * 4)
    assert tray.new[0].bar.width == pytest.approx(stance.wide)
    assert [number.plain for number in tray.chances] == ["0.30", "0.20", "0.07", "0.43"]


def test_arrows_are_as_long_as_pushes_and_pulls(tray, worked):
    assert long(tray, tray.own) == pytest.approx([0, 0, 0.175, 0.43 / 1.2])
    tray.set_pulls(1.0).show(worked.with_beta(1.0))
    # (1 - ref/new) / 4, by hand
    assert long(tray, tray.back) == pytest.approx([0.125, 0.25, 0.25, (1 - 0.31 / 0.43) / 4])
    assert [number.plain for number in tray.numbers] == ["0", "0", "+.175", "−.358"]
    assert [number.plain for number in tray.pulls] == ["−.125", "+.250", "+.250", "−.070"]


def test_the_number_of_a_pull_is_clear_of_that_of_a_push(tray, worked):
    tray.set_pulls(1.0).show(worked.with_beta(1.0))
    for push, pull in zip(tray.numbers, tray.pulls, strict=True):
        assert abs(push.get_y() - pull.get_y()) >= 0.35


def test_a_push_starts_at_the_top_of_its_bar_and_points_its_way(tray):
    up, down = tray.own[2], tray.own[3]
    assert up.body.get_bottom()[1] == pytest.approx(tray.new[2].bar.get_top()[1])
    assert down.body.get_top()[1] == pytest.approx(tray.new[3].bar.get_top()[1])


@pytest.mark.parametrize("name", list(GROUPS))
def test_no_arrow_leaves_the_tray(name):
    one = told(evaluate_group(load_group(GROUPS[name])))
    panels = Panels(one)
    tables = [one.with_epsilon(1.0), one.with_beta(one.most_beta), one.turned_over]
    tray = Tray(one, panels, tables).set_pushes(1.0).set_pulls(1.0)
    for table in [one.table, *tables]:
        tray.show(table)
        for arrow in (*tray.own, *tray.back):
            if len(arrow.body.points):
                assert arrow.body.get_bottom()[1] >= HOME.foot - 1e-6
                assert arrow.body.get_top()[1] <= panels.panels[0].body.get_bottom()[1]


def test_arrows_grow_with_their_bars(tray):
    tray.set_level(0.5)
    assert long(tray, tray.own) == pytest.approx([0, 0, 0.5 * 0.175, 0.5 * 0.43 / 1.2])


def test_a_changed_push_says_what_it_was(tray, worked):
    tray.show(worked.with_epsilon(1.0))
    assert len(tray.before(worked.table)) == 2  # those of answers 1 and 2, which were 0


def test_only_answers_that_push_have_a_height_over_the_group_s_size(tray, worked):
    found = tray.quotients(worked.table)
    assert [said.plain for said in found] == ["+0.70 div 4", "−1.43 div 4"]


def test_between_two_tables_a_push_has_no_digits(tray, worked):
    tray.mix(worked.table, worked.turned_over, 0.4)
    seen = [number.slots[0].get_fill_opacity() for number in tray.numbers]
    assert not any(seen)
    tray.mix(worked.table, worked.turned_over, 1.0)
    assert [number.plain for number in tray.numbers] == ["−.375", "+.125", "0", "0"]
    assert tray.numbers[0].slots[0].get_fill_opacity() == 1


def test_the_price_shrinks_to_beta_of_the_drift(worked):
    end = worked.with_both(2.0)
    gauge = JGauge([worked.table, end])
    assert gauge.price.height / gauge.unit == pytest.approx(0.213749, abs=1e-5)
    assert gauge.price.get_top()[1] == pytest.approx(gauge.sum.get_bottom()[1])
    gauge.set_price(1.0)
    assert gauge.price.height / gauge.unit == pytest.approx(0.04 * 0.213749, abs=1e-5)
    assert gauge.mark.get_y() == pytest.approx(gauge.y(worked.table.objective))
    gauge.show(end)
    assert gauge.mark.get_y() == pytest.approx(gauge.y(end.objective))


@pytest.mark.parametrize(("probabilities", "beside"), [([0.45, 0.55], True), ([0.25, 0.75], False)])
def test_j_as_it_was_stands_on_no_block(probabilities, beside):
    """Of a right and a wrong answer the first makes J positive, the second negative, as it was."""
    old, new = np.log([0.3, 0.7]), np.log(probabilities)
    group = WorkedGroup("Is 91 prime?", ("no", "yes"), [1, 0], old, new, ref_logp=old)
    one = told(evaluate_group(group))
    end = one.with_both(2.0)
    gauge = JGauge([one.table, end]).set_price(1.0).show(end)
    line, number = gauge.was(one.table, ".2")
    assert bool(one.table.objective > 0) is beside
    assert line.get_y() == pytest.approx(gauge.y(one.table.objective))
    left, right = gauge.sum.get_left()[0], gauge.sum.get_right()[0]
    low, high = gauge.sum.get_bottom()[1], gauge.sum.get_top()[1]
    aside = bool(number.get_right()[0] < left or number.get_left()[0] > right)
    assert aside is beside
    assert aside or number.get_top()[1] < low or number.get_bottom()[1] > high


def test_j_as_it_was_stands_beside_the_nought_where_both_are_near():
    """J is 0.1, of a gauge from 0 to 1: its line is a number's height over that of 0."""
    old, new = np.log([0.06, 0.3, 0.3]), np.log([0.18, 0.3, 0.315])
    group = WorkedGroup("?", ("a", "b", "c"), [1, 0, 0], old, new, ref_logp=old, beta=0.0)
    one = told(evaluate_group(group))
    end = one.with_both(10.0)
    gauge = JGauge([one.table, end]).set_price(1.0).show(end)
    line, number = gauge.was(one.table, ".077")
    assert 0 < line.get_y() - gauge.zero.get_y() < number.height + 0.2
    assert number.get_right()[0] < gauge.nought.get_left()[0] < line.get_left()[0]
    assert number.get_y() == pytest.approx(line.get_y())


def test_a_height_stands_clear_of_the_shade_of_its_bead():
    """A bead that rolls on by .35 has its height where it was, unless that makes room."""
    plot = ground(-1.0, 0.5)
    plot.show_numbers(1.0, 1.0).roll(0.85).keep_bead(0.5)
    number = plot.height_number.slots
    assert plot.ghost.get_fill_opacity() == 1
    assert number.get_left()[0] < plot.ghost.get_right()[0]
    assert number.get_top()[1] < plot.ghost.get_bottom()[1]


def test_the_numbers_of_a_narrow_window_stand_apart():
    """On an axis up to 4 the window from .9 to 1.1 is a tenth of a narrow panel's number."""
    plot = TermPlot(4.0, 2.0, 1.8, 2.0)
    plot.rise = 1.0
    for bounds in ((0.9, 1.1), (0.2, 1.0), (1.0, 3.9)):  # by the rims of the box, too
        plot.stand(1.0, 1.0, bounds, 1.0)
        low, high = (number.slots for number in plot.bound_numbers)
        assert high.get_left()[0] - low.get_right()[0] >= 0.119


@pytest.mark.parametrize("name", list(GROUPS))
def test_the_sums_recompute_as_they_are_printed(name):
    one = told(evaluate_group(load_group(GROUPS[name])))
    tables = [one.table, one.with_both(2.0)]
    line = SumLine(tables)
    for table in tables:
        line.show(table)
        texts = [
            line.surrogate.plain,
            line.beta.plain,
            line.numbers[4].source,
            line.objective.plain,
        ]
        surrogate, beta, drift, objective = (float(text.replace("−", "-")) for text in texts)
        assert surrogate - beta * drift == pytest.approx(objective, abs=0.51 * 10**-line.decimals)


@pytest.mark.parametrize("name", list(GROUPS))
def test_advantages_recompute_as_they_are_printed(name):
    one = told(evaluate_group(load_group(GROUPS[name])))
    tables = [one.table, one.turned_over]
    line = AdvantageLine(one, one.hero, tables)
    for table in tables:
        for k in one.shown:
            line.say(table, k)
            parts = (line.reward, line.mean, line.spread, line.advantage)
            reward, mean, spread, advantage = (float(p.plain.replace("−", "-")) for p in parts)
            assert (reward - mean) / spread == pytest.approx(advantage, abs=0.011)


def test_a_ratio_and_a_pull_are_said_with_what_they_are_made_of(worked):
    ratio, pull = RatioLine(worked.table, 0), PullLine(worked, 0)
    assert (ratio.new.plain, ratio.old.plain, ratio.ratio.plain) == ("0.30", "0.20", "1.50")
    pull.show(worked.with_beta(1.0))
    assert (pull.reference.plain, pull.new.plain, pull.pull.plain) == ("0.15", "0.30", "−.125")


def test_signs_and_numbers_of_a_row_do_not_touch(worked):
    for line in (AdvantageLine(worked, 0, [worked.table]), PullLine(worked, 0)):
        edges = [(part.get_left()[0], part.get_right()[0]) for part in line.numbers]
        assert all(end < start for (_, end), (start, _) in pairwise(edges))


def test_a_sum_is_read_as_one_where_its_names_are_short(worked):
    """No gap in it is wider than a digit and a half, whatever is written over it."""
    need_letters_of("zh")
    use_language("zh")
    for line in (RatioLine(worked.table, 0), AdvantageLine(worked, 1, [worked.table])):
        inks = [getattr(part, "slots", part) for part in line.numbers]
        gaps = [after.get_left()[0] - ink.get_right()[0] for ink, after in pairwise(inks)]
        assert max(gaps) < 0.4
        assert min(gaps) > 0.05
        names = pairwise(line.names)
        assert all(after.get_left()[0] - name.get_right()[0] > 0.2 for name, after in names)


@pytest.mark.parametrize("name", list(GROUPS))
def test_no_reward_reaches_the_bracket_or_a_mean_the_sign_before_it(name):
    """Rewards of another group are longer, and may be negative."""
    one = told(evaluate_group(load_group(GROUPS[name])))
    tables = [one.table, one.turned_over]
    line = AdvantageLine(one, one.hero, tables)
    bracket, _, minus, *_ = line.numbers
    for table in tables:
        for k in one.shown:
            line.say(table, k)
            assert bracket.get_right()[0] + 0.05 < line.reward.slots.get_left()[0]
            assert minus.get_right()[0] + 0.05 < line.mean.slots.get_left()[0]


def test_a_sign_stands_in_the_middle_of_its_numbers(worked):
    """German names push the numbers apart."""
    use_language("de")
    line = AdvantageLine(worked, 1, [worked.table])
    reward, minus, mean = (getattr(part, "slots", part) for part in line.numbers[1:4])
    before = minus.get_left()[0] - reward.get_right()[0]
    assert mean.get_left()[0] - minus.get_right()[0] == pytest.approx(before, abs=0.05)


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
