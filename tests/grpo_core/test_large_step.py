"""Clipping does not bound the ratio: the run that the Clipping film shows."""

import numpy as np
import pytest

from grpo_core import LARGE_STEP, large_step_run

RIGHT = 0
UPPER = 1.2


@pytest.fixture(scope="module")
def run():
    return large_step_run()


@pytest.fixture(scope="module")
def ratio(run):
    """The right answer's ratio at the four evaluations and after the last update."""
    return run.inner_policy[0, :, RIGHT] / run.policy[0, RIGHT]


def test_it_is_the_training_films_start():
    np.testing.assert_allclose(np.exp(LARGE_STEP.logits), [0.08, 0.32, 0.25, 0.20, 0.15])
    assert LARGE_STEP.rewards == (1, 0, 0, 0, 0)
    assert (LARGE_STEP.eps_low, LARGE_STEP.eps_high, LARGE_STEP.beta) == (0.2, 0.2, 0)


def test_one_update_takes_the_ratio_far_beyond_the_bound(run, ratio):
    drawn = run.samples[0] == RIGHT
    assert drawn.sum() == 1
    assert (run.ratios[0, 0] == 1).all()
    assert not run.binds[0, 0].any()
    assert ratio[1] == pytest.approx(2.9, abs=0.05)
    np.testing.assert_allclose(run.ratios[0, :, drawn][0], ratio[:4], rtol=1e-12)


def test_then_its_own_gradient_is_zero(run):
    drawn = run.samples[0] == RIGHT
    assert (run.gradients[0, 0, drawn] > 0).all()
    assert run.binds[0, 1:, drawn].all()
    assert (run.gradients[0, 1:, drawn] == 0).all()


def test_yet_it_rises_further_because_the_others_are_pushed_down(run, ratio):
    others = run.samples[0] != RIGHT
    assert not run.binds[0, 1, others].any()
    assert (run.gradients[0, 1, others] < 0).all()
    assert ratio[2] > ratio[1] + 0.5
    assert (np.diff(ratio) > 0).all()
    assert ratio[-1] > 3 * UPPER
