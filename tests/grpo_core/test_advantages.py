from fractions import Fraction

import numpy as np
import pytest

from grpo_core import (
    binary_advantages,
    group_advantages,
    group_std,
    is_silent,
    silent_probability,
    without_noise,
)

NOTEBOOK = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0]
GRADED = np.array([0.3, -1.2, 2.5, 0.0, 0.9])


@pytest.mark.parametrize(
    ("options", "expected"), [({}, 1.0), ({"ddof": 1}, 0.866025), ({"scale": "none"}, 0.5)]
)
def test_worked_group(options, expected):
    A = group_advantages([1, 0, 1, 0], **options)
    np.testing.assert_allclose(A, expected * np.array([1, -1, 1, -1]), atol=5e-7)


@pytest.mark.parametrize(
    ("options", "wrong", "right"),
    [
        ({}, -0.5, 2.0),
        ({"ddof": 1}, -0.474342, 1.897367),
        ({"ddof": 1, "eps": 1e-4}, -0.474229, 1.896917),  # TRL
        ({"ddof": 1, "eps": 1e-6}, -0.474341, 1.897362),  # verl
        ({"scale": "none"}, -0.2, 0.8),  # Dr. GRPO
    ],
)
def test_notebook_group_in_each_system(options, wrong, right):
    expected = np.where(np.array(NOTEBOOK) == 1, right, wrong)
    np.testing.assert_allclose(group_advantages(NOTEBOOK, **options), expected, atol=6e-7)


def test_verl_pair():
    assert group_std([1, 3], ddof=1) == pytest.approx(2**0.5, abs=1e-15)
    half = 0.5**0.5
    np.testing.assert_allclose(group_advantages([1, 3], ddof=1), [-half, half], atol=1e-15)


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("scale", ["std", "none"])
@pytest.mark.parametrize("rewards", [[0.1] * 7, [-3.3] * 6, [1.0] * 4, [0.0] * 3, [5.0]])
def test_constant_group_is_exactly_zero(rewards, scale, ddof):
    A = group_advantages(rewards, scale=scale, ddof=ddof)
    assert np.array_equal(A, np.zeros(len(rewards)))
    assert group_std(rewards, ddof=ddof) == 0
    assert is_silent(rewards)


def test_numpy_std_of_a_constant_group_is_a_trap():
    r = np.full(7, 0.1)
    np.testing.assert_array_equal((r - r.mean()) / r.std(), np.ones(7))


# The same sum of three graders' points, added in another order; see `test_order`.
NOISY = [0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 0.6]


@pytest.mark.parametrize("scale", ["std", "none"])
@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("eps", [0.0, 1e-6])
@pytest.mark.parametrize("factor", [1.0, -3.0, 1e-9, 1e9])
def test_rewards_that_differ_by_rounding_are_equal(scale, ddof, eps, factor):
    rewards = factor * np.array(NOISY)
    assert len(set(rewards)) > 1
    A = group_advantages([rewards, [1, 0, 0]], ddof=ddof, eps=eps, scale=scale)
    np.testing.assert_array_equal(A[0], [0, 0, 0])
    assert A[1, 0] > 0.5
    assert group_std(rewards, ddof=ddof) == 0
    assert is_silent(rewards)


@pytest.mark.parametrize("least", [3e-12, 1e-9])
def test_small_differences_that_are_no_rounding_count(least):
    assert not is_silent([0.6, 0.6 * (1 + least)])
    np.testing.assert_allclose(group_advantages([0.6, 0.6 * (1 + least)]), [-1, 1], rtol=1e-3)


def test_an_infinite_span_is_not_small():
    assert not is_silent([1.7e308, -1.7e308])


def test_noise_is_taken_out_of_single_rewards():
    """Equal ones become one number; nothing else moves."""
    np.testing.assert_array_equal(
        without_noise([1.0, NOISY[0], 0.6, -2.0, 0.6 + 1e-9]), [1.0, 0.6, 0.6, -2.0, 0.6 + 1e-9]
    )


def test_noise_does_not_join_a_chain_of_rewards():
    """Then a group would be one number that `is_silent` does not call constant."""
    chain = 1 + 0.8e-12 * np.arange(4)
    assert not is_silent(chain)
    assert len(set(without_noise(chain))) == 2


def test_order():
    """Whatever the order of the answers, each has the same bits."""
    rewards = np.array([0.1, 0.7, 0.3, 1e-9, 0.2, -0.6, 1e3, 0.1])
    exact = sum(map(Fraction, rewards)) / len(rewards)
    variance = sum((Fraction(r) - exact) ** 2 for r in rewards) / len(rewards)
    rng = np.random.default_rng(0)
    reference = group_advantages(rewards)
    sums = set()
    for _ in range(40):
        order = rng.permutation(len(rewards))
        sums.add(float(rewards[order].sum()))
        np.testing.assert_array_equal(group_advantages(rewards[order]), reference[order])
        assert group_std(rewards[order]) == pytest.approx(float(variance) ** 0.5, rel=1e-15)
    assert len(sums) > 1, "numpy's sum depends on it"


def test_one_constant_group_does_not_disturb_its_neighbours():
    A = group_advantages([[[0.1] * 4, [1, 0, 1, 0]]])
    np.testing.assert_array_equal(A, [[[0, 0, 0, 0], [1, -1, 1, -1]]])
    np.testing.assert_array_equal(is_silent([[[0.1] * 4, [1, 0, 1, 0]]]), [[True, False]])


@pytest.mark.parametrize("ddof", [0, 1])
def test_sums(ddof):
    A = group_advantages(GRADED, ddof=ddof)
    assert A.sum() == pytest.approx(0, abs=1e-14)
    assert (A**2).sum() == pytest.approx(len(GRADED) - ddof)


@pytest.mark.parametrize(("ddof", "bound"), [(0, 3**0.5), (1, 3 / 2)])
def test_largest_possible_advantage_is_the_lone_success(ddof, bound):
    assert group_advantages([0, 0, 1, 0], ddof=ddof).max() == pytest.approx(bound)
    rng = np.random.default_rng(0)
    assert np.abs(group_advantages(rng.normal(size=(500, 4)), ddof=ddof)).max() <= bound


@pytest.mark.parametrize("right", range(1, 8))
def test_binary_rewards(right):
    r = np.array([1.0] * right + [0.0] * (8 - right))
    p = right / 8
    A = group_advantages(r)
    assert A[0] == pytest.approx(((1 - p) / p) ** 0.5)
    assert A[-1] == pytest.approx(-((p / (1 - p)) ** 0.5))
    assert np.abs(A).sum() == pytest.approx(16 * (p * (1 - p)) ** 0.5)
    assert np.abs(group_advantages(r, scale="none")).sum() == pytest.approx(16 * p * (1 - p))
    np.testing.assert_allclose(binary_advantages(p), (A[0], A[-1]), rtol=1e-14)


def test_rloo_is_the_centred_reward_up_to_a_factor():
    G = len(GRADED)
    rloo = [r - np.delete(GRADED, i).mean() for i, r in enumerate(GRADED)]
    np.testing.assert_allclose(rloo, G / (G - 1) * group_advantages(GRADED, scale="none"))


def test_affine_rewards():
    A = group_advantages(GRADED)
    np.testing.assert_allclose(group_advantages(GRADED + 10), A, rtol=1e-13)
    np.testing.assert_allclose(group_advantages(7 * GRADED - 2), A, rtol=1e-13)
    np.testing.assert_allclose(group_advantages(-GRADED), -A, rtol=1e-13)


@pytest.mark.parametrize(
    ("eps", "expected"), [(0.0, 1.0), (1e-9, 2 / 2.1), (1e-6, 2 / 102), (1e-4, 2 / 10002)]
)
def test_large_eps_silences_small_rewards(eps, expected):
    np.testing.assert_allclose(
        group_advantages([0, 4e-8], eps=eps), [-expected, expected], rtol=1e-12
    )


def test_rewards_too_small_to_square():
    np.testing.assert_allclose(group_advantages([0, 1e-200]), [-1, 1])


def test_permutation_equivariance():
    order = [3, 0, 4, 1, 2]
    np.testing.assert_allclose(
        group_advantages(GRADED[order]), group_advantages(GRADED)[order], rtol=1e-14
    )


def test_silent_probability():
    assert silent_probability(0.08, 8) == pytest.approx(0.513219, abs=5e-7)
    np.testing.assert_array_equal(silent_probability([0, 1, 0.5], 4), [1, 1, 0.125])


@pytest.mark.parametrize(
    ("rewards", "options", "name"),
    [
        ([1, -np.inf], {}, "rewards"),
        ([1, np.inf], {}, "rewards"),
        ([], {}, "rewards"),
        (3.0, {}, "rewards"),
        (["a", "b"], {}, "rewards"),
        ([1.7e308, 1.7e308, 0], {}, "rewards"),
        ([1, 0], {"ddof": 2}, "ddof"),
        ([1, 0], {"eps": -1e-9}, "eps"),
        ([1, 0], {"eps": np.nan}, "eps"),
        ([1, 0], {"eps": np.inf}, "eps"),
        ([1, 0], {"scale": "batch"}, "scale"),
    ],
)
def test_errors_name_the_argument(rewards, options, name):
    with pytest.raises(ValueError, match=name):
        group_advantages(rewards, **options)


@pytest.mark.parametrize("success", [0, 1, -0.1, 1.1, np.nan])
def test_binary_advantages_refuses_silent_groups(success):
    with pytest.raises(ValueError, match="success"):
        binary_advantages(success)


def test_silent_probability_errors():
    with pytest.raises(ValueError, match="success"):
        silent_probability(1.5, 8)
    with pytest.raises(ValueError, match="group_size"):
        silent_probability(0.5, 0)


@pytest.mark.parametrize("right", range(1, 10))
def test_binary_advantages_without_the_std_are_those_of_a_group(right):
    group = [1] * right + [0] * (10 - right)
    A = group_advantages(group, scale="none")
    expected = binary_advantages(right / 10, scale="none")
    np.testing.assert_allclose([A[0], A[-1]], expected, atol=1e-15)


def test_binary_advantages_know_two_scales():
    with pytest.raises(ValueError, match="scale"):
        binary_advantages(0.5, scale="batch")


@pytest.mark.parametrize(
    ("rewards", "of_the_first"),
    [([1, 0, 0, 0], 0.75), ([1, 1, 1, 0], 0.25), ([1, 1, 1, 1], 0.0)],
)
def test_one_dot_in_three_worlds(rewards, of_the_first):
    assert group_advantages(rewards, scale="none")[0] == of_the_first


@pytest.mark.parametrize("s", [1.0, 0.06, 1e-9])
def test_rewards_that_drift_together_keep_their_advantage(s):
    rewards = 0.5 + s * np.array([0.5, -0.5, 0.5, -0.5])
    np.testing.assert_allclose(group_std(rewards), s / 2, rtol=1e-6)
    np.testing.assert_allclose(group_advantages(rewards), [1, -1, 1, -1], rtol=1e-6)


def test_rewards_that_have_met_have_none():
    np.testing.assert_array_equal(group_advantages(np.full(4, 0.5)), 0)
