"""The rest point of a run: a quadratic by hand, and the expected step over every group."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from grpo_core import (
    TRAINING_ABLATIONS,
    TRAINING_RUN,
    best_policy,
    group_advantages,
    grpo_objective,
    rest_policy,
    softmax,
    training_run,
)

FIVE = softmax(TRAINING_RUN.logits)


def expected_step(policy, ref, rewards, beta, size, scale):
    """dJ/dlogits on-policy, as the mean over all K^G groups, each with its chance."""
    total = np.zeros(len(policy))
    for group in product(range(len(policy)), repeat=size):
        drawn = list(group)
        logp, ref_logp = (np.log(row[drawn])[:, None] for row in (policy, ref))
        advantages = group_advantages(np.array(rewards, dtype=float)[drawn], scale=scale)
        gradient = grpo_objective(logp, logp, ref_logp, advantages, beta=beta).gradient[:, 0]
        chance = policy[drawn].prod()
        for index, slope in zip(drawn, gradient, strict=True):
            total += chance * slope * ((np.arange(len(policy)) == index) - policy)
    return total


@pytest.mark.parametrize("scale", ["std", "none"])
@pytest.mark.parametrize("rewards", [[1, 0, 0], [0.2, 0.9, 0.9]])
def test_the_expected_step_there_is_zero(scale, rewards):
    ref = np.array([0.15, 0.25, 0.6])
    policy = rest_policy(ref, rewards, 0.3, 4, scale=scale)
    assert policy.sum() == pytest.approx(1.0)
    assert expected_step(policy, ref, rewards, 0.3, 4, scale) == pytest.approx(0.0, abs=1e-12)
    assert np.abs(expected_step(ref, ref, rewards, 0.3, 4, scale)).max() > 1e-3


def test_without_std_it_solves_a_quadratic():
    """p (1 - p) (1 - 1/G) = beta (p - .08), by hand for G = 8, beta = .5: .51699."""
    p = (0.375 + np.sqrt(0.375**2 + 4 * 0.875 * 0.04)) / (2 * 0.875)
    policy = rest_policy(FIVE, TRAINING_RUN.rewards, 0.5, 8, scale="none")
    assert policy[0] == pytest.approx(p)
    assert p == pytest.approx(0.517, abs=5e-4)


def test_with_std_it_lies_higher():
    policy = rest_policy(FIVE, TRAINING_RUN.rewards, 0.5, 8)
    assert policy[0] == pytest.approx(0.784, abs=5e-4)
    assert policy[1:] / policy[1] == pytest.approx(FIVE[1:] / FIVE[1])


@pytest.mark.parametrize(("name", "scale"), [("heavy KL", "std"), ("heavy KL, no std", "none")])
def test_a_run_settles_there_and_not_at_the_best_policy(name, scale):
    run = training_run(**TRAINING_ABLATIONS[name])
    there = rest_policy(FIVE, TRAINING_RUN.rewards, 0.5, 8, scale=scale)[0]
    best = best_policy(FIVE, TRAINING_RUN.rewards, 0.5)[0]
    late = run.policy[-20:, 0].mean()
    assert abs(late - there) < 0.03 < 0.1 < abs(late - best)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"ref": [0.5, 0.4]}, "ref"),
        ({"ref": [0.0, 1.0]}, "ref"),
        ({"rewards": [1.0, 1.0]}, "rewards"),
        ({"rewards": [1.0, 0.0, 0.0]}, "rewards"),
        ({"beta": 0.0}, "beta"),
        ({"group_size": 1}, "group_size"),
    ],
)
def test_wrong_arguments_are_named(changes, word):
    arguments = {"ref": [0.5, 0.5], "rewards": [1.0, 0.0], "beta": 0.1, "group_size": 4}
    with pytest.raises(ValueError, match=word):
        rest_policy(**{**arguments, **changes})
