"""Why an answer's probability moves: its own push, and the recoil of the others'."""

import numpy as np

from grpo_core.checks import FloatArray, whole_number
from grpo_core.policy import softmax
from grpo_core.training import TabularRun, logit_gradient


def push_and_recoil(run: TabularRun, step: int, answer: int) -> tuple[FloatArray, FloatArray]:
    """Split what each update of a batch does to the probability of one answer.

    The gradient of the logits is a sum over the samples (`logit_gradient`). An answer's own
    push is the move that its own samples' terms alone would make; the rest is what the terms
    of the others add to it: they change its probability although they do not name it, for all
    probabilities add up to one. Where the clip binds for an answer, its own push is 0.

    Args:
        run: a recorded run of M updates a batch.
        step: the batch, from 0.
        answer: the index of the answer.

    Returns:
        Own and others, each ``(M,)``; their sum is how much the probability moved.

    Raises:
        ValueError: there is no such batch or answer.

    Example:
        Two answers, one of each drawn: the other's push down lifts the first, too.

        >>> from grpo_core import TrainingSettings, train_tabular
        >>> run = train_tabular(
        ...     TrainingSettings(logits=[0, 0], rewards=[1, 0], group_size=2, steps=1),
        ...     samples=[[0, 1]],
        ... )
        >>> own, others = push_and_recoil(run, 0, 0)
        >>> own.round(4), others.round(4), run.policy[:, 0].round(4)
        (array([0.1225]), array([0.1086]), array([0.5   , 0.7311]))
    """
    whole_number("step", step, least=0)
    whole_number("answer", answer, least=0)
    steps, inner, answers = run.inner_logits.shape
    if step >= steps or answer >= answers:
        raise ValueError(f"step and answer must be below {steps} and {answers}")
    drawn, rate = run.samples[step], run.settings.learning_rate
    path = run.inner_policy[step, :, answer]
    own = np.zeros(inner - 1)
    for update, gradient in enumerate(run.gradients[step]):
        theta, before = run.inner_logits[step, update], run.inner_policy[step, update]
        ascent = logit_gradient(gradient * (drawn == answer), drawn, before)
        own[update] = softmax(theta + rate * ascent)[answer] - path[update]
    return own, np.diff(path) - own
