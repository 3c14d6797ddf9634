"""Policies of the whole group side by side, on a scale that holds where they will go."""

from __future__ import annotations

from typing import Self

import numpy as np

from grpo_core import GroupTable
from scenes.script.telling import cards_of
from scenes.stage.bar_scale import BarScale
from scenes.stage.policy_chart import PolicyChart


class WholeChart(PolicyChart):
    """Reference and new policy of the answers of `whole` that films show.

    The scale is high and deep enough for the policy `furthest`, shape ``(G,)``. Whether it is
    logarithmic, the reference decides: a bar that goes to 0 is no reason.
    """

    def __init__(self, whole: GroupTable, furthest: np.ndarray, *, width: float, height: float):
        shown = cards_of(whole)
        reference = whole.ref_logp[list(shown)]
        reached = np.concatenate([reference, _logs(furthest[list(shown)])])
        scale = BarScale(reached, height, is_log=BarScale.needs_log(reference))
        super().__init__(whole, ("reference", "new"), shown, width=width, scale=scale)

    def show(self, role: str, policy: np.ndarray) -> Self:
        """Give the bars of `role` the probabilities of `policy`, one for each answer there is."""
        return self.set_policy(role, _logs(policy[list(self.indices)]))


def _logs(policy: np.ndarray) -> np.ndarray:
    """Natural logarithms of probabilities, of 0 that of the least float64."""
    return np.log(np.maximum(policy, np.finfo(float).tiny))
