"""What may be changed in a group, and which group can be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import GroupTable, WorkedGroup, evaluate_group, load_group
from scenes.explorer.chosen import told
from scenes.explorer.what_if import ratio_change, reward_change, with_ratio, with_reward
from scenes.script.settings import WORKED_GROUP


@pytest.fixture(scope="module")
def table() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


def table_of(size, seed=3, *, rewards=None, scale=-12.0, move=0.4):
    rng = np.random.default_rng(seed)
    old = np.full(size, scale)
    new = np.minimum(old + rng.normal(0, move, size), -0.01)
    drawn = rng.normal(size=size) if rewards is None else rewards
    texts = [str(n) for n in range(size)]
    return evaluate_group(WorkedGroup("q", texts, drawn, old, new, old + 0.1))


def test_answer_2_becomes_right_and_j_is_not_its_own_mirror(table):
    change = reward_change(table, (0, 1, 2, 3))
    assert (change.index, change.start, change.end) == (1, 0.0, 1.0)
    after = evaluate_group(with_reward(table.group, change.index, change.end))
    np.testing.assert_allclose(after.advantage, np.array([1, 1, 1, -3]) / np.sqrt(3))
    # By hand: (1.2 + 0.5 + 0.7 - 3 * 1.4333) / sqrt(3) / 4 - 0.04 * 0.213749.
    assert after.objective == pytest.approx(-0.282791, abs=1e-5)


def test_answer_3_crosses_the_bound_and_the_others_make_room(table):
    change = ratio_change(table, (0, 1, 2, 3))
    assert change.index == 2
    assert change.end > 1.2
    after = evaluate_group(with_ratio(table.group, change.index, change.end))
    assert after.binds[2] and not table.binds[2]
    assert after.ratio[2] == pytest.approx(change.end)
    assert after.new.sum() == pytest.approx(1)
    others = [0, 1, 3]
    shrink = after.new[others] / table.new[others]
    np.testing.assert_allclose(shrink, shrink[0])


def test_equal_rewards_are_told_apart():
    table = table_of(5, rewards=np.ones(5))
    change = reward_change(table, range(4))
    after = evaluate_group(with_reward(table.group, change.index, change.end))
    assert (after.advantage != 0).all()


@pytest.mark.parametrize("epsilon", [0.0, 0.2, 10.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_change_is_always_possible(epsilon, seed):
    table = table_of(6, seed, scale=-0.5, move=0.3)
    group = replace(table.group, eps_low=epsilon)
    table = evaluate_group(group)
    change = ratio_change(table, range(4))
    after = evaluate_group(with_ratio(group, change.index, change.end))
    assert after.new.max() <= 1


def test_an_answer_drawn_again_moves_wherever_it_stands():
    """.2 to .4: what it gains, .2, comes from all that others have, .8; so they lose a quarter."""
    old = np.log([0.2, 0.6, 0.2])
    table = evaluate_group(WorkedGroup("q", ("a", "b", "a"), [1, 0, 1], old, old, old))
    after = evaluate_group(with_ratio(table.group, 0, 2.0))
    np.testing.assert_allclose(after.ratio, [2.0, 0.75, 2.0])


def test_the_reward_of_an_answer_drawn_once_is_changed():
    old = np.log([0.2, 0.6, 0.2, 0.1])
    texts, rewards = ("a", "b", "a", "c"), [0, 1, 0, 0]
    table = evaluate_group(WorkedGroup("q", texts, rewards, old, old - 0.01, old))
    assert reward_change(table, range(4)).index == 3


# -- which group, and how far its knobs go ---------------------------------------------------


def test_epsilon_opens_until_all_that_is_shown_pushes(table):
    one = told(table)
    assert one.shown == (0, 1, 2, 3)
    assert [one.pushing(one.with_epsilon(share)) for share in (0.0, 1.0)] == [2, 4]
    assert one.turned == pytest.approx(0.55)  # the next twentieth after the ratios .5 and 1.5


def test_wider_bounds_stay_as_they_are(table):
    """An answer at .79 is clipped at .9: opening to .25 leaves an upper bound of 1.5."""
    group = replace(table.group, eps_low=0.1, eps_high=0.5)
    end = told(evaluate_group(group)).with_epsilon(1.0)
    assert end.eps_high >= 0.5
    assert end.eps_low > 0.1


def test_both_knobs_turn_one_after_the_other(table):
    one = told(table)
    states = [one.with_both(share) for share in (0.0, 1.0, 2.0)]
    assert [state.beta for state in states] == [0.04, 0.04, 0.0]
    # By hand: all four unclipped, (1.5 - 0.5 + 0.7 - 1.4333) / 4 = .0667, less .04 * .213749.
    assert [state.objective for state in states] == pytest.approx(
        [-0.091883, 0.066667 - 0.00855, 0.066667], abs=1e-5
    )


def test_what_went_the_wrong_way_is_pushed_back_when_all_coins_turn(table):
    one = told(table)
    assert one.pushes_back(one.turned_over)
    np.testing.assert_allclose(one.turned_over.advantage, -table.advantage)


@pytest.mark.parametrize(
    "changed",
    [
        {"rewards": np.ones(4)},  # nothing is compared
        {"eps_low": 0.0},  # no window
        {"rewards": np.array([123456.5, 0, 1, 0])},  # no room on a coin
        {"ref_logp": np.full(4, -0.001), "new_logp": np.full(4, -12.0)},  # ratios out of view
    ],
)
def test_what_cannot_be_drawn_is_told_with_the_worked_group(table, changed):
    one = told(evaluate_group(replace(table.group, **changed)))
    assert one.group.texts == table.group.texts
    np.testing.assert_array_equal(one.table.ratio, table.ratio)
    np.testing.assert_array_equal(one.table.rewards, table.rewards)
