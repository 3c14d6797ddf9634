"""What an answer's probability owes to its own push, and what to the others' recoil."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import TrainingSettings, push_and_recoil, train_tabular, training_run


def test_push_and_recoil_add_up_to_the_move():
    run = training_run()
    for step, answer in ((0, 0), (0, 2), (6, 0)):
        own, others = push_and_recoil(run, step, answer)
        moved = np.diff(run.inner_policy[step, :, answer])
        np.testing.assert_allclose(own + others, moved, atol=1e-15)


def test_a_clipped_answer_moves_by_the_recoil_of_the_others_alone():
    """The right answer passes its bound after two updates and rises on."""
    run = training_run(beta=0.0)
    own, others = push_and_recoil(run, 0, 0)
    assert own[:2].min() > 0.01
    assert own[2:] == pytest.approx([0.0, 0.0])
    assert others.min() > 0
    assert run.binds[0, 2:, run.samples[0] == 0].all()


def test_two_answers_by_hand():
    """Logits (0, 0), one of each drawn, A = +1 and -1: own terms alone give logits (1/4, -1/4)."""
    settings = TrainingSettings(logits=[0, 0], rewards=[1, 0], group_size=2, steps=1)
    own, others = push_and_recoil(train_tabular(settings, samples=[[0, 1]]), 0, 0)
    alone, both = 1 / (1 + np.exp(-0.5)), 1 / (1 + np.exp(-1.0))
    assert own == pytest.approx([alone - 0.5])
    assert others == pytest.approx([both - alone])


def test_a_silent_group_moves_nothing():
    run = training_run(beta=0.0)
    own, others = push_and_recoil(run, 3, 0)
    assert run.silent[3]
    assert not own.any()
    assert not others.any()


@pytest.mark.parametrize(("step", "answer"), [(60, 0), (0, 5), (-1, 0)])
def test_there_must_be_such_a_batch_and_answer(step, answer):
    with pytest.raises(ValueError, match="step"):
        push_and_recoil(training_run(), step, answer)
