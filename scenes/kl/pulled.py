"""A small reward pulls at the policy: how far it goes, at a price of drift."""

from __future__ import annotations

import numpy as np

from grpo_core import GroupTable, best_policy, kl_divergence

PULL = 0.1  # the best reward over the worst
_NOTHING = 1e-6  # a price


class Pulled:
    """The policy that is best for the rewards of `whole`, shrunk until they span `PULL`.

    With the rewards as they are, published prices would be next to nothing.
    """

    def __init__(self, whole: GroupTable):
        span = float(np.ptp(whole.rewards))
        self.ref, self.is_pulled = whole.ref, span > 0
        self.rewards = PULL / (span or 1.0) * whole.rewards

    @property
    def furthest(self) -> float:
        """The most that a policy with all the reward can have drifted, in nats.

        It gives the rarest of the best answers alone.
        """
        best = self.rewards >= self.rewards.max() - _NOTHING
        return float(-np.log(self.ref[best].min()))

    def policy(self, beta: float) -> np.ndarray:
        """The best policy, shape ``(K,)``, if a nat of drift costs `beta` of reward."""
        return best_policy(self.ref, self.rewards, beta or _NOTHING)

    def drift(self, beta: float) -> float:
        """Its divergence from the reference, in nats; at 0 of the best that keeps nearest."""
        return float(kl_divergence(self.policy(beta), self.ref))
