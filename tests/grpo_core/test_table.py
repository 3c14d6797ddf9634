import dataclasses
import itertools

import numpy as np
import pytest

from grpo_core import (
    TrainingSettings,
    evaluate_group,
    grpo_objective,
    kl_divergence,
    surrogate_curve,
    train_tabular,
)

# The worked group by hand, column by column, as printed.
COLUMNS = {
    "rewards": ([1, 0, 1, 0], 0),
    "old": ([0.20, 0.40, 0.10, 0.30], 1e-15),
    "new": ([0.30, 0.20, 0.07, 0.43], 1e-15),
    "ref": ([0.15, 0.40, 0.14, 0.31], 1e-15),
    "ratio": ([1.500, 0.500, 0.700, 1.433], 5e-4),
    "advantage": ([1, -1, 1, -1], 1e-15),
    "clipped_ratio": ([1.2, 0.8, 0.8, 1.2], 1e-15),
    "unclipped": ([1.500, -0.500, 0.700, -1.433], 5e-4),
    "clipped": ([1.200, -0.800, 0.800, -1.200], 1e-14),
    "value": ([1.200, -0.800, 0.700, -1.433], 5e-4),
    "binds": ([True, True, False, False], 0),
    "k1": ([0.6931, -0.6931, -0.6931, 0.3272], 5e-5),
    "k3": ([0.1931, 0.3069, 0.3069, 0.0481], 5e-5),
    "gradient": ([-0.005, 0.01, 0.185, -0.361124], 5e-7),
}
NUMBERS = {
    "reward_mean": 0.5,
    "reward_std": 0.5,
    "surrogate": -0.083333,
    "kl": 0.213749,
    "objective": -0.091883,
    "clip_fraction": 0.5,
    "eps_low": 0.2,
    "eps_high": 0.2,
    "beta": 0.04,
    "ddof": 0,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_worked_column(worked, name):
    expected, atol = COLUMNS[name]
    np.testing.assert_allclose(getattr(evaluate_group(worked), name), expected, rtol=0, atol=atol)


@pytest.mark.parametrize("name", NUMBERS)
def test_worked_number(worked, name):
    assert getattr(evaluate_group(worked), name) == pytest.approx(NUMBERS[name], abs=5e-7)


def test_reference_over_new(worked):
    table = evaluate_group(worked)
    np.testing.assert_allclose(table.ref / table.new, [0.5, 2.0, 2.0, 0.721], atol=5e-4)


def test_a_zero_turns_k1_into_k3(worked):
    """Areas under new -.15 .20 .07 -.12 add up to 0; stacked on k1 they are k3."""
    table = evaluate_group(worked)
    areas = table.new * table.control_variate
    np.testing.assert_allclose(areas, [-0.15, 0.20, 0.07, -0.12], atol=1e-15)
    assert areas.sum() == pytest.approx(0, abs=1e-15)
    np.testing.assert_allclose(table.k1 + table.control_variate, table.k3, atol=1e-15)
    assert table.new[table.k1 < 0].sum() == pytest.approx(0.27)


def test_terms_average_to_the_objective(worked):
    table = evaluate_group(worked)
    np.testing.assert_allclose(table.term, table.value - 0.04 * table.k3, rtol=1e-15)
    assert table.term.mean() == pytest.approx(table.objective, abs=1e-15)
    assert table.price == pytest.approx(0.04 * table.k3.mean(), rel=1e-15)


def test_objective_with_the_exact_divergence(worked):
    table = evaluate_group(worked)
    assert worked.is_complete
    exact = table.surrogate - table.beta * kl_divergence(table.new, table.ref)
    assert exact == pytest.approx(-0.089793, abs=5e-7)


def test_gradient_is_the_slope(worked, numeric_gradient):
    def value(new_logp):
        columns = (x[:, None] for x in (new_logp, worked.old_logp, worked.ref_logp))
        return grpo_objective(*columns, [1, -1, 1, -1], beta=0.04).value

    np.testing.assert_allclose(
        evaluate_group(worked).gradient, numeric_gradient(value, worked.new_logp), atol=1e-9
    )


@pytest.mark.parametrize(
    ("options", "size", "std"),
    [({"ddof": 1}, 0.866025, 0.577350), ({"scale": "none"}, 0.5, 0.5)],
)
def test_other_advantages(worked, options, size, std):
    table = evaluate_group(worked, **options)
    np.testing.assert_allclose(table.advantage, size * np.array([1, -1, 1, -1]), atol=5e-7)
    assert table.reward_std == pytest.approx(std, abs=5e-7)


def test_surrogate_curve(worked):
    curve = surrogate_curve(worked, [0, 0.1, 0.2, 0.366667, 0.5, 1, 10])
    expected = [-0.183333, -0.133333, -0.083333, 0, 0.066667, 0.066667, 0.066667]
    np.testing.assert_allclose(curve, expected, atol=7e-7)


def test_on_the_bound_at_one_half(worked):
    """Ratios 1.5 and .5 sit on the bounds of eps = .5, so their gradient passes."""
    assert not evaluate_group(worked, eps_low=0.5).binds.any()


@pytest.mark.parametrize("epsilons", [0.2, [0.2, -0.1], [np.nan]])
def test_surrogate_curve_errors(worked, epsilons):
    with pytest.raises(ValueError, match="eps"):
        surrogate_curve(worked, epsilons)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ({}, (0.1, 0.3, 0.04)),
        ({"eps_low": 0.2}, (0.2, 0.2, 0.04)),
        ({"eps_high": 0.5}, (0.1, 0.5, 0.04)),
        ({"eps_low": 0.0, "eps_high": 0.28}, (0.0, 0.28, 0.04)),
        ({"beta": 0.0}, (0.1, 0.3, 0.0)),
    ],
)
def test_parameters_win_over_the_file(worked, given, used):
    group = dataclasses.replace(worked, eps_low=0.1, eps_high=0.3)
    table = evaluate_group(group, **given)
    assert (table.eps_low, table.eps_high, table.beta) == used
    assert table.group.beta == used[2]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"eps_low": -1}, "epsilon_low"),
        ({"eps_high": -1}, "epsilon_high"),
        ({"beta": -1}, "beta"),
        ({"ddof": 2}, "ddof"),
        ({"scale": "batch"}, "scale"),
    ],
)
def test_bad_parameters(worked, options, name):
    with pytest.raises(ValueError, match=name):
        evaluate_group(worked, **options)


def test_one_more_right_answer_moves_every_advantage(worked):
    table = evaluate_group(dataclasses.replace(worked, rewards=[1, 0, 1, 1]))
    np.testing.assert_allclose(table.advantage, [0.577, -1.732, 0.577, 0.577], atol=5e-4)


def test_new_equal_to_old_has_value_zero_and_a_slope(worked):
    table = evaluate_group(dataclasses.replace(worked, new_logp=worked.old_logp))
    assert table.surrogate == 0
    assert (table.ratio == 1).all()
    np.testing.assert_allclose(
        table.gradient, [0.25 - 0.0025, -0.25, 0.25 + 0.004, -0.25 + 0.04 / 120], atol=1e-15
    )


def test_constant_rewards(worked):
    table = evaluate_group(dataclasses.replace(worked, rewards=[0.1] * 4))
    assert table.reward_std == 0
    np.testing.assert_array_equal(table.advantage, np.zeros(4))
    assert table.objective == pytest.approx(-0.04 * 0.213749, abs=5e-8)


def test_rewards_that_differ_by_rounding(worked):
    """The group is silent, and so is a training run that draws such rewards."""
    rewards = [0.6, 0.1 + 0.2 + 0.3, 0.6, 0.6]
    table = evaluate_group(dataclasses.replace(worked, rewards=rewards))
    np.testing.assert_array_equal(table.rewards, [0.6] * 4)
    np.testing.assert_array_equal(table.advantage, [0] * 4)
    assert (table.reward_std, table.surrogate) == (0, 0)
    assert not table.binds.any()

    settings = TrainingSettings(logits=[0, 0], rewards=rewards[:2], group_size=8, steps=3, seed=1)
    run = train_tabular(settings)
    assert run.silent.all()
    np.testing.assert_array_equal(run.logits, np.zeros((4, 2)))


def test_the_order_of_the_answers_changes_no_sum(worked):
    rewards = [0.1, 0.7, 0.3, 0.2]
    first = evaluate_group(dataclasses.replace(worked, rewards=rewards))
    for order in itertools.permutations(range(4)):
        order = list(order)
        names = ("old_logp", "new_logp", "ref_logp")
        columns = {name: getattr(worked, name)[order] for name in names}
        columns["rewards"] = np.array(rewards)[order]
        table = evaluate_group(dataclasses.replace(worked, **columns))
        sums = ("reward_mean", "reward_std", "surrogate", "kl", "objective")
        assert [getattr(table, s) for s in sums] == [getattr(first, s) for s in sums]


def test_notebook_rewards(shipped):
    table = evaluate_group(shipped("notebook_rewards"))
    assert (table.reward_mean, table.reward_std) == pytest.approx((0.2, 0.4))
    np.testing.assert_allclose(
        table.advantage, [-0.5, -0.5, -0.5, 2, -0.5, -0.5, -0.5, 2, -0.5, -0.5]
    )
    assert (table.ratio == 1).all()
    assert table.kl == 0


def test_notebook_clips(shipped):
    table = evaluate_group(shipped("notebook_clips"))
    np.testing.assert_allclose(table.advantage, [2, 2, -2, -2])
    np.testing.assert_allclose(table.ratio, [1.2, 1, 1.2, 0.8], rtol=1e-14)
    np.testing.assert_allclose(table.unclipped, [2.4, 2, -2.4, -1.6], rtol=1e-14)
    np.testing.assert_allclose(table.clipped, [2.2, 2, -2.2, -1.8], rtol=1e-14)
    np.testing.assert_allclose(table.value, [2.2, 2, -2.4, -1.8], rtol=1e-14)
    np.testing.assert_array_equal(table.binds, [True, False, False, True])
