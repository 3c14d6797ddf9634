"""The states of KL's pictures: what is seen in each, without a film."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from shown_numbers import GROUPS

from grpo_core import RACE, evaluate_group, load_group, representative_race
from scenes.kl.best_policy import BestPolicy
from scenes.kl.both_ways import BothWays
from scenes.kl.close_up import CloseUp
from scenes.kl.contest import Contest
from scenes.kl.exact_area import ExactArea
from scenes.kl.film import KL
from scenes.kl.gap import Gap
from scenes.kl.moving_reference import MovingReference
from scenes.kl.pairs import Pairs
from scenes.kl.price import Price
from scenes.kl.sampler import Sampler
from scenes.kl.samples import Samples
from scenes.kl.whole_chart import WholeChart
from scenes.script.facts import fact
from scenes.script.words import languages, use_language
from scenes.stage.cards import CardStrip
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import jump
from scenes.stage.placement import touches
from scenes.stage.typeset import Typeset


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


def numbers(panel) -> dict[str, float]:
    return {name: float(n.plain.replace("−", "-")) for name, n in panel.numbers.items()}


@pytest.mark.parametrize("name", list(GROUPS))
def test_no_probability_and_no_symbol_covers_another(name):
    table = evaluated(name)
    pairs = Pairs(table, CardStrip(table))
    texts = [*(text for pair in pairs.numbers for text in pair), *pairs.beside]
    texts = [text for text in texts if isinstance(text, Typeset | LiveNumber)]
    assert not [(a.plain, b.plain) for a, b in combinations(texts, 2) if touches(a, b, 0.0)]


@pytest.mark.parametrize("name", list(GROUPS))
def test_a_close_view_holds_the_pair_and_its_logarithm(name):
    table = evaluated(name)
    close = CloseUp(Pairs(table, CardStrip(table)), KL.close_widths)
    half = 0.5 * close.width * np.array([1, 9 / 16])
    away = close.shown.get_center() + close.shift
    for part in (close.bars, close.numbers, close.names, close.formula):
        for corner in (part.get_corner([-1, -1, 0]), part.get_corner([1, 1, 0])):
            assert (np.abs(corner - away)[:2] < half).all()


def test_levelled_hills_fill_the_holes(table):
    area = ExactArea(table)
    parts = numbers(area.panel)
    assert parts["above"] + parts["below"] == pytest.approx(parts["sum"])
    jump(*area.level())
    levels = {round(block.tip()[1], 6) for block in area.chart.blocks}
    assert levels == {round(area.chart.point(0, 0.161496)[1], 6)}
    assert numbers(area.panel)["below"] == 0
    assert not any(touches(area.value, dash, 0.0) for dash in area.outline)


def test_where_every_place_has_a_block_s_edge_no_outline_is_left():
    even = np.full(24, 1 / 24)
    many = evaluated(
        texts=[str(k) for k in range(24)],
        rewards=np.arange(24.0),
        old_logp=np.log(even),
        new_logp=np.log(even * np.tile([1.9, 0.1], 12)),
        ref_logp=np.log(even),
    )
    assert not ExactArea(many).outline.submobjects


def test_only_samples_below_zero_are_said_to_be(table, race):
    area = ExactArea(table)
    samples = Samples(area.chart, race, RACE.shown)
    (words,) = (animation.mobject for animation in samples.say_below())
    assert words.get_top()[1] < min(dot.get_bottom()[1] for dot in samples.row)
    group = still(table)
    agreed = representative_race(group.new, group.ref, RACE)
    assert not Samples(ExactArea(group).chart, agreed, RACE.shown).say_below()


def test_the_number_is_that_of_the_sample_that_landed_last(table, race):
    samples = Samples(ExactArea(table).chart, race, RACE.shown)
    for count in (1, 4, RACE.shown):
        jump(*samples.draw_up_to(count))
        assert samples.number.plain == f"{race.k1[count - 1]:+.3f}".replace("-", "−")


def test_the_bar_visits_each_gap_and_names_it(table):
    gap = Gap(table)
    assert gap.stops == pytest.approx([0.31 / 0.43, 0.5, 2.0], abs=1e-6)
    for x in gap.stops:
        jump(*gap.walk(1.0, x))
        bar = gap.stamp(x)
        assert numbers(gap.panel)["gap"] == pytest.approx(x - 1 - np.log(x), abs=5e-4)
        assert bar.get_x() == pytest.approx(gap.plot.bar.get_x())
    said = {tuple(text.plain for text in label) for label in gap.labels}
    assert said == {("o_4", "0.048"), ("o_1", "0.193"), ("o_2, o_3", "0.307")}
    assert not any(touches(a, b, 0.0) for a, b in combinations(gap.labels, 2))


@pytest.mark.parametrize("code", languages())
def test_the_rows_of_the_contest_have_room_for_their_words(table, race, code):
    use_language(code)
    contest = Contest(table, race)
    for panel in (contest.means, contest.spread):
        for name, number in panel.numbers.items():
            assert panel.names[name].get_right()[0] < number.get_left()[0] - 0.1


def test_no_quotient_where_no_sample_strays(table):
    group = still(table)
    contest = Contest(group, representative_race(group.new, group.ref, RACE))
    assert set(contest.spread.numbers) == {"wild", "calm"}


def test_the_weight_brings_the_mean_back(table):
    sampler = Sampler(table)
    assert sampler.number.plain == "0.161"
    off = 0.2 * 0.193147 + 0.5 * 0.306853 + 0.3 * 0.048143  # what old says of each gap
    jump(*sampler.draw_from_old())
    assert sampler.number.plain == f"{off:.3f}"
    assert sampler.line.get_y() == pytest.approx(sampler.old.point(0, off)[1], abs=1e-4)
    (trace,) = sampler.trace()
    jump(*sampler.weigh())
    assert sampler.number.plain == "0.161"
    assert sampler.line.get_y() == pytest.approx(sampler.tie.get_y())
    assert trace.get_y() == pytest.approx(sampler.old.point(0, off)[1], abs=1e-4)
    assert [name.mobject[1].plain for name in sampler.name_trace()] == [f"{off:.3f}"]


def test_a_mean_that_stays_leaves_no_trace(table):
    sampler = Sampler(still(table))
    jump(*sampler.draw_from_old())
    assert not sampler.trace().submobjects
    assert not sampler.name_trace()


def test_the_price_is_taken_off_the_surrogate(table):
    price = Price(table, KL.flags)
    jump(*price.turn_to(0.04))
    assert numbers(price.panel) == pytest.approx({"beta": 0.04, "price": 0.009, "value": -0.092})
    jump(*price.turn_to(0.0))
    assert numbers(price.panel) == pytest.approx({"beta": 0, "price": 0, "value": -0.083})


def test_the_other_direction_is_the_higher_one(table):
    both = BothWays(table)
    jump(*both.level(), *both.enlarge())
    tops = [{round(block.tip()[1], 6) for block in chart.blocks} for chart in both.charts]
    assert [len(top) for top in tops] == [1, 1]
    (one,), (other,) = tops
    foot = both.charts[0].point(0, 0)[1]
    assert (other - foot) / (one - foot) == pytest.approx(0.168829 / 0.161496, rel=1e-3)
    tie, numbers_shown, _ = (animation.mobject for animation in both.compare())
    assert tie.get_y() == pytest.approx(one)
    assert [number.plain for number in numbers_shown] == ["0.161", "0.169"]


def test_cheap_drift_pays_and_equal_rewards_keep_in_step(table):
    best = BestPolicy(table, 5.0, 0.2)
    bars = best.chart.bars
    dear = [bar.bar.height for bar in bars["new"]]
    jump(*best.make_drift_cheap())
    cheap = [bar.bar.height for bar in bars["new"]]
    assert [after > before for before, after in zip(dear, cheap, strict=True)] == [
        reward > 0 for reward in table.rewards
    ]
    assert numbers(best.panel) == {"beta": 0.2, "new": 1.071, "ref": 1.071}
    assert max(cheap) <= 3.6 + 1e-9
    odd = evaluated(rewards=[1.0, 0.0, 0.3, 0.6])
    assert set(BestPolicy(odd, 5.0, 0.2).panel.numbers) == {"beta"}


def test_a_replaced_reference_is_the_policy(table):
    moving = MovingReference(table, fact(KL.period))
    bars = moving.chart.bars

    def apart():
        pairs = zip(bars["new"], bars["reference"], strict=True)
        return max(abs(new.bar.height - old.bar.height) for new, old in pairs)

    assert apart() == pytest.approx(0, abs=1e-9)
    jump(*moving.drift(0))
    assert apart() > 0.1
    jump(*moving.replace_reference(0))
    assert apart() == pytest.approx(0, abs=1e-3)
    assert not moving.replace_reference(moving.line.periods - 1)  # the last one stays


def test_a_policy_may_give_an_answer_up(table):
    sure = np.array([1.0, 0.0, 0.0, 0.0])
    chart = WholeChart(table, sure, width=6.0, height=3.0).show("new", sure)
    heights = [bar.bar.height for bar in chart.bars["new"]]
    assert heights[0] == pytest.approx(3.0)
    assert max(heights[1:]) < 0.1
