"""What the best policy earns, and how far it goes for it, over the price of a nat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, finite_array
from grpo_core.kl import check_distribution, kl_divergence
from grpo_core.policy import best_policy


@dataclass(frozen=True, eq=False)
class RewardKlFrontier:
    """The best policy at each of B prices.

    Attributes:
        beta: ``(B,)``, units of reward a nat.
        policy: ``(B, K)`` probabilities.
        reward: ``(B,)``, mean reward of each policy.
        kl: ``(B,)``, exact ``KL(policy || ref)``, nats.

    Example:
        >>> one = np.array([1.0])
        >>> RewardKlFrontier(beta=one, policy=one[None], reward=one, kl=0 * one).kl
        array([0.])
    """

    beta: FloatArray
    policy: FloatArray
    reward: FloatArray
    kl: FloatArray


def reward_kl_frontier(ref: ArrayLike, rewards: ArrayLike, betas: ArrayLike) -> RewardKlFrontier:
    """Mean reward and divergence of `best_policy` at several prices.

    No policy has more reward at the same divergence (the reward-KL frontier of arXiv
    2305.18290). A smaller beta buys more reward with more divergence.

    Args:
        ref: ``(K,)`` positive probabilities of the reference.
        rewards: ``(K,)``, units of reward.
        betas: ``(B,)``, each above 0.

    Returns:
        `RewardKlFrontier`.

    Raises:
        ValueError: ``ref`` does not sum to 1, ``betas`` does not have one axis, or as
            `best_policy`.

    Example:
        >>> frontier = reward_kl_frontier([0.5, 0.5], [1, 0], betas=[0.04, 1.0])
        >>> frontier.reward.round(4), frontier.kl.round(4)  # log 2 is all that there is
        (array([1.    , 0.7311]), array([0.6931, 0.1109]))
    """
    ref = check_distribution("ref", finite_array("ref", ref, ndim=1))
    beta = finite_array("betas", betas, ndim=1)
    r = finite_array("rewards", rewards)
    policy = np.array([best_policy(ref, r, b) for b in beta]).reshape(len(beta), len(ref))
    return RewardKlFrontier(
        beta=beta,
        policy=policy,
        reward=policy @ r,
        kl=kl_divergence(policy, ref),
    )
