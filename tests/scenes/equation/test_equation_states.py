"""What a viewer sees in the states of Equation's pictures, without the film."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.equation.adding import Adding
from scenes.equation.card_bars import CardBars
from scenes.equation.choices import Choices
from scenes.equation.close_sum import WIDTH, CloseSum
from scenes.equation.divisions import Divisions
from scenes.equation.nearer import HALF
from scenes.equation.pushes import Pushes
from scenes.equation.sampling import Sampling
from scenes.equation.shares import Shares
from scenes.equation.slide import Slide
from scenes.equation.sum_rows import SumRows
from scenes.equation.unjudged_cards import UnjudgedCards
from scenes.equation.verdicts import Verdicts
from scenes.script.settings import WORKED_GROUP
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import jump
from scenes.stage.objective import Objective
from scenes.stage.placement import touches
from scenes.stage.typeset import Typeset

MINUS = "\N{MINUS SIGN}"
VIEW = np.array([-4.0, -1.0]), np.array([2.4, 2.7])  # about what the camera sees of the ratio


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


def larger(table, size: int, **columns):
    """A group of `size` answers like those of `table`, with other `columns`."""
    chosen = [k % 4 for k in range(size)]
    group = table.group
    names = ("rewards", "old_logp", "new_logp", "ref_logp")
    same = {name: getattr(group, name)[chosen] for name in names}
    texts = [group.texts[k] for k in chosen]
    return evaluate_group(replace(group, texts=texts, **(same | columns)))


def said(*mobjects) -> list[str]:
    """The texts of `mobjects` and of what belongs to them, each as often as it stands there."""
    family = [part for mobject in mobjects for part in mobject.get_family()]
    return [part.plain for part in family if isinstance(part, Typeset | LiveNumber)]


# -- the group -----------------------------------------------------------------------------


def test_a_card_says_its_advantage_only_when_it_is_judged(table):
    strip = UnjudgedCards(table)
    assert "+1.00" not in said(strip)
    strip.judge()
    assert [text for text in said(strip) if text in ("+1.00", f"{MINUS}1.00")] == [
        "+1.00",
        f"{MINUS}1.00",
        "+1.00",
        f"{MINUS}1.00",
    ]


@pytest.mark.parametrize("size", [4, 12])
def test_each_bar_stands_over_its_card(table, size):
    strip = UnjudgedCards(larger(table, size))
    chart = CardBars(larger(table, size), strip, ("old",), height=2.0)
    bars = [bar.get_x() for bar in chart.bars["old"]]
    assert bars == pytest.approx([card.get_x() for card in strip.cards])


def test_threads_end_at_the_question_at_a_bar_and_between_the_answers(table):
    strip = UnjudgedCards(table).scale(HALF).move_to([-2.5, 0.5, 0])
    sampling = Sampling(table, Objective(), strip)
    question, bar, answers = (thread.dot.get_center() for thread in sampling.threads)
    assert question[:2] == pytest.approx(strip.question.get_top()[:2])
    assert any(bar == pytest.approx(one.top()) for one in sampling.chart.bars["old"])
    assert answers[1] == pytest.approx(strip.cards.get_top()[1])
    assert not any(card.get_left()[0] < answers[0] < card.get_right()[0] for card in strip.cards)


# -- the sum over the answers ----------------------------------------------------------------


@pytest.mark.parametrize("size", [4, 5, 64])
def test_all_shares_add_up_to_the_whole_group(table, size):
    table = larger(table, size)
    shares = Shares(table, UnjudgedCards(table), Objective().part("average"))
    parts = [text for text in said(shares.terms) if "/" in text]
    assert sum(map(Fraction, parts)) == 1
    assert said(shares.counters[-1]) == [f"i = {size}"]


# -- the ratio -------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [0.0, -90.0])
def test_a_quotient_stands_behind_the_fraction_and_inside_the_view(table, shift):
    group = table.group
    rows = {name: getattr(group, name) + shift for name in ("old_logp", "new_logp", "ref_logp")}
    table = evaluate_group(replace(group, **rows))
    fraction = Objective().part("ratio1")
    (right, _) = VIEW[1]
    for turn in Divisions(table, range(4), fraction, VIEW).turns:
        assert turn.equation.get_left()[0] > fraction.get_right()[0]
        assert turn.equation.get_right()[0] < right


def test_each_ratio_is_kept_under_its_own_bars(table):
    divisions = Divisions(table, range(4), Objective().part("ratio1"), VIEW)
    for k, text in enumerate(["1.50", "0.50", "0.70", "1.43"]):
        old, new = divisions.row.pair(k)
        assert said(divisions.ratios[k]) == [f"o_{k + 1}", text]
        assert old.get_x() < divisions.ratios[k].get_x() < new.get_x()


# -- the verdicts ----------------------------------------------------------------------------


def test_a_reward_stays_where_the_card_has_room_for_it(table):
    strip = UnjudgedCards(table)
    verdicts = Verdicts(table, strip)
    jump(verdicts.judge())
    verdicts.settle()
    assert {"+1.00", "1"} <= set(said(strip.cards[0]))
    assert not touches(verdicts[0], strip.cards[0].symbol, 0.0)


def test_a_reward_that_has_no_room_beside_the_name_becomes_the_verdict(table):
    table = larger(table, 6, rewards=np.array([1234567.25, 0, 1, 0, 1, 0]))
    strip = UnjudgedCards(table)
    verdicts = Verdicts(table, strip)
    for reward, card in zip(verdicts, strip.cards, strict=True):
        assert not touches(reward, card.symbol, 0.0)
    jump(verdicts.judge())
    verdicts.settle()
    assert len(said(strip.cards[0])) == 3  # its name, its text and its advantage


# -- min -------------------------------------------------------------------------------------


def test_min_takes_answers_of_the_group_where_it_has_them(table):
    choices = Choices(table, Objective(), VIEW)
    assert choices.answers == [0, 3]
    assert [lanes.kept for lanes in choices.lanes] == ["clipped", "unclipped"]


def test_where_the_group_has_no_such_answer_it_is_called_an_example(table):
    silent = larger(table, 4, rewards=np.ones(4))
    choices = Choices(silent, Objective(), VIEW)
    assert choices.answers == []
    assert all("for example" in said(heading) for heading in choices.headings)


def test_each_bound_stands_under_its_symbols(table):
    objective = Objective(short=True)
    bounds = Choices(table, objective, VIEW).bounds
    assert said(bounds) == ["0.8", "1.2"]
    for bound, name in zip(bounds, ("low", "high"), strict=True):
        assert bound.get_x() == pytest.approx(objective.part(name).get_x())
        assert bound.get_top()[1] < objective.part(name).get_bottom()[1]


# -- the sum ---------------------------------------------------------------------------------


@pytest.fixture
def adding(table):
    strip = UnjudgedCards(table)
    return Adding(table, strip, SumRows(table, strip.question))


def test_the_rows_count_up_to_the_surrogate_and_then_say_j(adding):
    number = adding.rows.numbers["surrogate"]
    running = []
    for share in adding.shares():
        jump(*share)
        running.append(number.plain)
    assert running == ["0.300", "0.100", "0.275", f"{MINUS}0.083"]
    jump(*adding.show_result())
    shown = [number.plain for number in adding.rows.numbers.values()]
    assert shown == [f"{MINUS}0.083", f"{MINUS}0.009", f"{MINUS}0.092"]


@pytest.mark.parametrize("size", [4, 64])
def test_from_near_the_sum_is_in_sight_beside_the_sliver(table, size):
    table = larger(table, size)
    strip = UnjudgedCards(table)
    near = CloseSum(Adding(table, strip, SumRows(table, strip.question)))
    half = 0.5 * WIDTH * np.array([1, 9 / 16])
    low, high = near.middle[:2] - half, near.middle[:2] + half
    for row in near.sums:
        assert (row.get_corner([-1, -1, 0])[:2] > low).all()
        assert (row.get_corner([1, 1, 0])[:2] < high).all()
        assert not touches(row, near.fall.sliver, 0.0)


# -- the start -------------------------------------------------------------------------------


def test_at_the_old_policy_all_ratios_are_one_and_the_bars_alike(table):
    slide = Slide(table, UnjudgedCards(table))
    assert said(slide.ratios) == ["1.50", "0.50", "0.70", "1.43"]
    slide.set_share(0.0)
    assert said(slide.ratios) == ["1.00"] * 4
    tops = ([bar.top()[1] for bar in slide.chart.bars[role]] for role in ("old", "new"))
    np.testing.assert_allclose(*tops, atol=1e-9)


def pushes(table):
    strip = UnjudgedCards(table)
    slide = Slide(table, strip).set_share(0.0)
    rows = SumRows(table, strip.question)
    return Pushes(slide.slopes(), slide.shown, slide.chart.bars["new"], rows)


def test_each_push_is_the_advantage_over_the_group_s_size(table):
    """At ratio 1 the slope is A / G; here A is 1 or -1, and G is 4."""
    made = pushes(table)
    assert said(made.labels) == ["+0.250", f"{MINUS}0.250"] * 2
    assert [arrow.slope > 0 for arrow in made.arrows] == [True, False] * 2
    assert len(made.rule) == 1


def test_a_group_without_a_verdict_pushes_nothing_and_says_so(table):
    made = pushes(larger(table, 4, rewards=np.ones(4)))
    assert said(made) == ["silent"] * 4
    assert not made.arrows
