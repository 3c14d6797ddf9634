"""The reward and the divergence of the best policy over the price."""

import math

import numpy as np
import pytest

from grpo_core import TWO_HUMPS, kl_divergence, reward_kl_frontier

REF, REWARDS = np.array([0.15, 0.40, 0.14, 0.31]), np.array([1.0, 0, 1, 0])


def test_two_kinds_of_answers_by_hand():
    """Right .29: p / (1 - p) = 29/71 e^(1/beta), KL = p ln(p/.29) + (1-p) ln((1-p)/.71)."""
    betas = [0.04, 0.5, 1.0, 5.0]
    frontier = reward_kl_frontier(REF, REWARDS, betas)
    odds = 29 / 71 * np.exp(1 / np.array(betas))
    p = odds / (1 + odds)
    np.testing.assert_allclose(frontier.reward, p, rtol=1e-12)
    kl = p * np.log(p / 0.29) + (1 - p) * np.log((1 - p) / 0.71)
    np.testing.assert_allclose(frontier.kl, kl, rtol=1e-9)
    np.testing.assert_allclose(frontier.policy[:, 0] / frontier.policy[:, 2], 15 / 14)


def test_the_price_of_r1_buys_all_the_reward():
    """e^-1000 is nothing: right answers share 1, and KL is ln 1/.29."""
    frontier = reward_kl_frontier(REF, REWARDS, [0.001])
    assert frontier.reward[0] == 1
    assert frontier.kl[0] == pytest.approx(-math.log(0.29), abs=1e-14)


@pytest.mark.parametrize(
    ("ref", "betas", "name"),
    [([0.5, 0.4], [1.0], "ref"), ([0.5, 0.5], 1.0, "betas"), ([0.5, 0.5], [0.1, 0.0], "beta")],
)
def test_errors(ref, betas, name):
    with pytest.raises(ValueError, match=name):
        reward_kl_frontier(ref, [1, 0], betas)


def test_the_two_directions_disagree_about_two_humps():
    """By hand: .85 ln(17/9) - .05 ln 9 and so on; each direction prefers another policy."""
    ref, one, spread = (np.array(TWO_HUMPS[name]) for name in ("ref", "one hump", "spread"))
    forward = 0.85 * math.log(17 / 9) - 0.05 * math.log(9)
    assert kl_divergence(one, ref) == pytest.approx(forward, abs=1e-14)
    from_policy = [float(kl_divergence(p, ref)) for p in (one, spread)]
    from_ref = [float(kl_divergence(ref, p)) for p in (one, spread)]
    assert from_policy == pytest.approx([0.431, 0.511], abs=5e-4)
    assert from_ref == pytest.approx([0.703, 0.368], abs=5e-4)
