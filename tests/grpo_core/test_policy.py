import math

import numpy as np
import pytest

from grpo_core import best_policy, kl_divergence, log_softmax, softmax

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
