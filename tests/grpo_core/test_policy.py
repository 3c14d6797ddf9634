import math

import numpy as np
import pytest

from grpo_core import best_policy, kl_divergence, log_softmax, mixture_logp, softmax, with_logp

REF = np.array([0.15, 0.40, 0.14, 0.31])
REWARDS = np.array([1.0, 0.0, 1.0, 0.0])


def test_softmax_of_logs_is_the_distribution():
    np.testing.assert_allclose(softmax(np.log([2, 1, 1])), [0.5, 0.25, 0.25], rtol=1e-15)
    np.testing.assert_allclose(
        log_softmax([[0, 0], [0, math.log(3)]]), np.log([[0.5, 0.5], [0.25, 0.75]]), rtol=1e-15
    )


def test_softmax_far_from_zero():
    np.testing.assert_allclose(softmax([1e4, 1e4 + math.log(3)]), [0.25, 0.75], rtol=1e-11)
    np.testing.assert_array_equal(log_softmax([0.0, -2000.0]), [0, -2000])


@pytest.mark.parametrize("logits", [[], 1.0, [0, np.nan], [1e308, -1e308]])
def test_softmax_errors(logits):
    with pytest.raises(ValueError, match="logits"):
        softmax(logits)


@pytest.mark.parametrize("beta", [0.2, 1.0, 5.0])
def test_best_policy_beats_its_neighbours(beta):
    def score(pi):
        return pi @ REWARDS - beta * float(kl_divergence(pi, REF))

    best = best_policy(REF, REWARDS, beta)
    rng = np.random.default_rng(3)
    for size in (0.01, 0.3):
        for noise in rng.normal(scale=size, size=(50, 4)):
            assert score(softmax(np.log(best) + noise)) < score(best)


def test_best_policy_keeps_the_proportions_of_equal_rewards():
    best = best_policy(REF, REWARDS, 0.2)
    assert best[0] / best[2] == pytest.approx(15 / 14)
    assert best[1] / best[3] == pytest.approx(40 / 31)
    np.testing.assert_allclose(best_policy(REF, REWARDS, 1e9), REF, atol=1e-9)


@pytest.mark.parametrize(
    ("ref", "rewards", "beta", "name"),
    [
        ([0.0, 1.0], [1, 0], 1.0, "ref"),
        ([0.5, 0.5], [1, 0, 0], 1.0, "rewards"),
        ([0.5, 0.5], [1, 0], 0.0, "beta"),
        ([0.5, 0.5], [1e10, 0], 1e-300, "beta"),
    ],
)
def test_best_policy_errors(ref, rewards, beta, name):
    with pytest.raises(ValueError, match=name):
        best_policy(ref, rewards, beta)


def test_a_mixture_lies_between_its_policies():
    """By hand: .25 * (.2, .8) + .75 * (.6, .4) = (.5, .5)."""
    start, end = np.log([0.2, 0.8]), np.log([0.6, 0.4])
    np.testing.assert_allclose(np.exp(mixture_logp(start, end, 0.75)), [0.5, 0.5], rtol=1e-15)
    np.testing.assert_allclose(mixture_logp(start, end, 0.0), start, rtol=1e-15)
    np.testing.assert_allclose(mixture_logp(start, end, 1.0), end, rtol=1e-15)


def test_a_mixture_of_tiny_probabilities():
    """exp(-1000) is 0 in float64; half of 1 and 3 times it is twice it."""
    mixed = mixture_logp([-1000.0], [-1000.0 + math.log(3)], 0.5)
    np.testing.assert_allclose(mixed, [-1000.0 + math.log(2)], rtol=1e-15)


@pytest.mark.parametrize(
    ("start", "end", "share", "name"),
    [
        ([0.0, -np.inf], [0.0, 0.0], 0.5, "start_logp"),
        ([0.0, 0.0], [np.nan, 0.0], 0.5, "end_logp"),
        ([0.0, 0.0], [0.0, 0.0, 0.0], 0.5, "end_logp"),
        ([0.0], [0.0], 1.5, "share"),
        ([0.0], [0.0], np.nan, "share"),
    ],
)
def test_mixture_errors(start, end, share, name):
    with pytest.raises(ValueError, match=name):
        mixture_logp(start, end, share)


def test_others_make_room_in_proportion():
    """By hand: the third grows by .07, and the others shrink by .86 / .93."""
    start = np.log([0.30, 0.20, 0.07, 0.43])
    moved = np.exp(with_logp(start, 2, math.log(0.14)))
    np.testing.assert_allclose(moved, [0.258 / 0.93, 0.172 / 0.93, 0.14, 0.3698 / 0.93], rtol=1e-14)
    assert moved.sum() == pytest.approx(1)


def test_it_is_a_change_of_one_logit():
    logits = np.array([0.3, -1.2, 2.0])
    moved = log_softmax(logits + np.array([0.0, 0.7, 0.0]))
    np.testing.assert_allclose(with_logp(log_softmax(logits), 1, moved[1]), moved, rtol=1e-14)


def test_room_for_a_tiny_probability_is_no_loss():
    np.testing.assert_allclose(with_logp([-1000.0, -0.5], 0, -900.0), [-900.0, -0.5], rtol=1e-15)


@pytest.mark.parametrize(
    ("logp", "index", "value", "name"),
    [
        ([-1.0, np.nan], 0, -1.0, "logp"),
        ([-1.0, -1.0], 2, -1.0, "index"),
        ([-1.0, -1.0], -1, -1.0, "index"),
        ([-1.0, -1.0], 0, 0.0, "value"),
        ([-1.0, -1.0], 0, -np.inf, "value"),
        ([0.0, -800.0], 0, -1.0, "index"),
    ],
)
def test_room_errors(logp, index, value, name):
    with pytest.raises(ValueError, match=name):
        with_logp(logp, index, value)


def test_an_answer_listed_twice_moves_in_both_places():
    """.3 to .6: the other, .7, falls to .4."""
    moved = with_logp(np.log([0.3, 0.7, 0.3]), 2, np.log(0.6), outcome=[0, 1, 0])
    np.testing.assert_allclose(np.exp(moved), [0.6, 0.4, 0.6], rtol=1e-14)
