"""Which answers of a large group are shown: the cases first, the rest by how much they tell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from grpo_core import WorkedGroup, evaluate_group
from scenes.script.cases import find_case
from scenes.script.telling import CASES, MOST_CARDS, cards_of, left_out, ranking, telling


def table_of(rewards, ratios):
    """A group with these rewards and ratios."""
    old = np.full(len(ratios), 0.001)
    new_logp = np.log(old) + np.log(ratios)
    texts = [str(n) for n in range(len(ratios))]
    return evaluate_group(WorkedGroup("q", texts, rewards, np.log(old), new_logp, np.log(old)))


def random_table(size, seed, *, binary=True):
    rng = np.random.default_rng(seed)
    rewards = (rng.random(size) < 0.4).astype(float) if binary else rng.normal(-2, 3, size)
    return table_of(rewards, np.exp(rng.normal(0, 0.5, size)))


TABLES = [random_table(size, size, binary=size % 3 > 0) for size in (2, 4, 5, 7, 16, 64)]
EVERY = pytest.mark.parametrize("table", TABLES, ids=lambda table: f"G={table.group.size}")


@EVERY
@pytest.mark.parametrize("most", [1, 4, 6, 8, 100])
def test_it_is_in_the_group_s_order_and_no_more_than_asked_for(table, most):
    shown = telling(table, most)
    assert list(shown) == sorted(set(shown))
    assert len(shown) == min(most, table.group.size)
    assert set(shown) <= set(range(table.group.size))


@EVERY
def test_the_cases_of_clipping_come_first(table):
    cases = [find_case(table, sign, above=above) for sign in (1, -1) for above in (True, False)]
    answers = {case.index for case in cases if case.index is not None}
    assert answers <= set(telling(table, CASES))
    assert set(ranking(table)[: len(answers)]) == answers


@EVERY
def test_a_smaller_selection_is_part_of_a_larger_one(table):
    chosen = [set(telling(table, most)) for most in range(table.group.size + 1)]
    for smaller, larger in pairwise(chosen):
        assert smaller < larger


def test_after_the_cases_come_those_that_moved_furthest():
    """No answer beyond the range: by |A| |rho - 1|, which is largest for 5, then 0, then 3."""
    table = table_of([1, 0, 1, 0, 1, 0, 1, 0], [1.1, 1.0, 1.01, 0.95, 1.03, 0.85, 1.0, 1.02])
    assert ranking(table) == [5, 0, 3, 4, 7, 2, 1, 6]


@pytest.mark.parametrize("size", [8, 64])
def test_of_equals_the_first_are_taken(size):
    """All rewards equal: A = 0 for all, whatever the ratios; or all ratios 1."""
    silent = table_of(np.full(size, 0.1), np.exp(np.random.default_rng(0).normal(0, 1, size)))
    assert telling(silent, 4) == (0, 1, 2, 3)
    unmoved = table_of(np.arange(size) % 2, np.ones(size))
    assert telling(unmoved, 4) == (0, 1, 2, 3)


def test_rounding_decides_nothing():
    """The same numbers in another order of summing give the same answers."""
    rewards, ratios = np.tile([0.1, 0.7, 0.3], 20), np.tile([1.1, 0.9, 1.05], 20)
    assert telling(table_of(rewards, ratios), 6) == telling(table_of(rewards + 1e-9, ratios), 6)


@EVERY
def test_a_small_group_has_a_card_for_each_answer_and_a_large_one_for_the_cases(table):
    size, cards = table.group.size, cards_of(table)
    assert len(cards) == (size if size <= MOST_CARDS else CASES)
    words = left_out(table, cards)
    assert words == (f"and {size - CASES} more" if size > MOST_CARDS else "")


def test_an_answer_drawn_again_comes_after_all_others():
    """Answer 0 moved furthest, and is drawn three times; 1 and 4 are the only others."""
    texts, old = ("a", "b", "a", "a", "c"), np.log([0.6, 0.2, 0.6, 0.6, 0.1])
    new = old + np.log([0.85, 1.0, 0.85, 0.85, 0.99])
    table = evaluate_group(WorkedGroup("q", texts, [1, 0, 1, 1, 0], old, new, old))
    assert ranking(table) == [0, 4, 1, 2, 3]
    assert telling(table, 3) == (0, 1, 4)


def test_an_answer_on_a_bound_is_not_beyond_it():
    """.42 / .35 and .36 / .45 are 1.2 and .8, which a computer rounds to more and to less."""
    old, new = np.log([0.35, 0.45]), np.log([0.42, 0.36])
    table = evaluate_group(WorkedGroup("q", ("a", "b"), [1, 0], old, new, old))
    assert table.ratio[0] > 1.2
    assert table.ratio[1] < 0.8
    assert find_case(table, 1, above=True).index is None
    assert find_case(table, -1, above=False).index is None
