"""The run with a moving reference: each period starts where the last one ended."""

from itertools import pairwise

import numpy as np
import pytest

from grpo_core import MOVING_REFERENCE, moving_reference_runs

REF = [0.15, 0.40, 0.14, 0.31]
REWARDS = [1.0, 0.0, 1.0, 0.0]


@pytest.fixture(scope="module")
def runs():
    return moving_reference_runs(REF, REWARDS)


def test_each_period_starts_from_the_policy_before(runs):
    np.testing.assert_allclose(runs[0].policy[0], REF)
    for before, after in pairwise(runs):
        assert after.logits[0].tobytes() == before.logits[-1].tobytes()
    assert all(len(run.samples) == MOVING_REFERENCE.steps for run in runs)


def test_drift_counts_afresh(runs):
    for run in runs:
        assert run.exact_kl[0] == 0
        start, end = run.policy[[0, -1]]
        assert run.exact_kl[-1] == pytest.approx(float(end @ np.log(end / start)))
        assert run.exact_kl[-1] > 0.02


def test_right_answers_gain(runs):
    share = [run.policy[:, [0, 2]].sum(axis=1) for run in runs]
    assert share[0][0] == pytest.approx(0.29)
    assert share[-1][-1] > 0.9


def test_equal_rewards_move_nothing():
    for run in moving_reference_runs(REF, [1.0] * 4):
        np.testing.assert_allclose(run.policy, [REF] * len(run.policy))
