"""The judge that can be fooled: by hand, where a low price of drift leads."""

import numpy as np
import pytest

from grpo_core import GAMED_REF, GAMED_SCORES, gamed_policy, kl_divergence


def test_the_gibberish_wins_by_its_score_alone():
    weights = np.array(GAMED_REF) * np.exp(np.array(GAMED_SCORES) / 0.09)
    policy = gamed_policy()
    assert policy == pytest.approx(weights / weights.sum())
    assert GAMED_REF[2] == min(GAMED_REF)
    assert policy[2] == max(policy) > 0.6
    assert kl_divergence(policy, np.array(GAMED_REF)) > 1.3  # far away
