"""Settings of runs that the films show, so that a scene and a test share them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, finite_array
from grpo_core.estimators import RaceSettings
from grpo_core.policy import best_policy
from grpo_core.training import TabularRun, TrainingSettings, train_tabular

# Five answers, of which the first is right and rare.
_START = tuple(np.log([0.08, 0.32, 0.25, 0.20, 0.15]).tolist())
_REWARDS = (1.0, 0.0, 0.0, 0.0, 0.0)

# One group of eight, which holds the right answer once. The seed and the rate are chosen:
# its first update takes the right answer's ratio from 1 to 2.91 while two wrong answers
# stay inside the clip range and push on.
LARGE_STEP = TrainingSettings(
    logits=_START,
    rewards=_REWARDS,
    group_size=8,
    steps=1,
    inner_steps=4,
    learning_rate=3.0,
    eps_low=0.2,
    eps_high=0.2,
    beta=0.0,
    seed=19,
)

# Samples of the present policy, for the race of k1 and k3 to the divergence: the first seed
# that tells no more and no less than the rule.
RACE = RaceSettings(count=100, first_seed=0, shown=100)

# A judge who can be fooled: a good answer, a poor one and gibberish, as likely as they are
# before training, and the score of each. The price of a nat is chosen low.
GAMED_REF = (0.6, 0.35, 0.05)
GAMED_SCORES = (0.7, 0.6, 1.0)
_GAMED_BETA = 0.09

# A few samples of the policy that this leads to.
GAMED_RACE = RaceSettings(count=20, first_seed=0, shown=0)


def gamed_policy() -> FloatArray:
    """Where training ends that a judge's mistake leads astray: at `best_policy`.

    Returns:
        ``(3,)`` probabilities of the answers of `GAMED_REF`.

    Example:
        >>> gamed_policy().round(2)  # the gibberish, at first one in twenty
        array([0.28, 0.05, 0.66])
    """
    return best_policy(GAMED_REF, GAMED_SCORES, _GAMED_BETA)


def large_step_run() -> TabularRun:
    """Show that clipping does not bound the ratio (PPO, arXiv 1707.06347, section 3).

    Answer 0 is the right one. Its ratio ``inner_policy[0, :, 0] / policy[0, 0]``
    leaps far above ``1 + eps``. From then on its own gradient is 0, yet it
    rises further: the wrong answers still inside the range are pushed down,
    and the softmax hands their share to all the others.

    Returns:
        `train_tabular` of `LARGE_STEP`.

    Example:
        >>> run = large_step_run()
        >>> (run.inner_policy[0, :, 0] / run.policy[0, 0]).round(2)  # the limit is 1.2
        array([1.  , 2.91, 3.48, 3.56, 3.9 ])
        >>> run.settings == LARGE_STEP
        True
    """
    return train_tabular(LARGE_STEP)


# A reference with two humps, a policy that keeps to one of them and a policy that is spread
# evenly. KL(policy || ref) is smaller for the first, KL(ref || policy) for the second.
TWO_HUMPS: MappingProxyType[str, tuple[float, ...]] = MappingProxyType(
    {
        "ref": (0.45, 0.05, 0.05, 0.45),
        "one hump": (0.85, 0.05, 0.05, 0.05),
        "spread": (0.25, 0.25, 0.25, 0.25),
    }
)

# Runs in a row, each of which takes the policy that the last one left as its reference. The
# rate is chosen: of the worked group the policy drifts visibly in a period, and not at once.
MOVING_REFERENCE = TrainingSettings(
    logits=_START,
    rewards=_REWARDS,
    group_size=16,
    steps=20,
    inner_steps=1,
    learning_rate=0.15,
    eps_low=0.2,
    eps_high=0.2,
    beta=0.04,
)
_PERIOD_SEEDS = (30, 31, 32)


def moving_reference_runs(ref: ArrayLike, rewards: ArrayLike) -> tuple[TabularRun, ...]:
    """Train with a reference that is replaced by the present policy after every period.

    Algorithm 1 of DeepSeekMath (arXiv 2402.03300) does so in each outer iteration, R1
    (arXiv 2501.12948) every 400 steps; here a period is the ``steps`` of `MOVING_REFERENCE`.

    Args:
        ref: ``(K,)`` positive probabilities of the first reference, where the policy starts.
        rewards: ``(K,)``, the fixed reward of each answer.

    Returns:
        `train_tabular` of each period; the divergence of each counts from its own start.

    Raises:
        ValueError: as `train_tabular`.

    Example:
        >>> first, second, third = moving_reference_runs([0.5, 0.5], [1, 0])
        >>> first.policy[[0, -1], 0].round(2), second.policy[[0, -1], 0].round(2)
        (array([0.5, 0.9]), array([0.9 , 0.96]))
        >>> float(second.exact_kl[0])
        0.0
    """
    start, r = finite_array("ref", ref, ndim=1), finite_array("rewards", rewards, ndim=1)
    period = replace(MOVING_REFERENCE, logits=tuple(np.log(start)), rewards=tuple(r))
    runs: list[TabularRun] = []
    for seed in _PERIOD_SEEDS:
        runs.append(train_tabular(replace(period, seed=seed)))
        period = replace(period, logits=tuple(runs[-1].logits[-1]))
    return tuple(runs)


# The run of the Training film. Seed and rate are chosen so that the first batch compares
# something and reaches the clip range, an early group is all wrong, and most late groups
# are all right.
TRAINING_RUN = TrainingSettings(
    logits=_START,
    rewards=_REWARDS,
    group_size=8,
    steps=60,
    inner_steps=4,
    learning_rate=0.3,
    eps_low=0.2,
    eps_high=0.2,
    beta=0.04,
    scale="std",
    seed=0,
)

# What is changed in it, one thing at a time; the last changes two.
TRAINING_ABLATIONS: MappingProxyType[str, Mapping[str, Any]] = MappingProxyType(
    {
        "no KL": MappingProxyType({"beta": 0.0}),
        "heavy KL": MappingProxyType({"beta": 0.5}),
        "narrow clip": MappingProxyType({"eps_low": 0.05, "eps_high": 0.05}),
        "wide clip": MappingProxyType({"eps_low": 10.0, "eps_high": 10.0}),
        "no std": MappingProxyType({"scale": "none"}),
        "heavy KL, no std": MappingProxyType({"beta": 0.5, "scale": "none"}),
    }
)


def training_run(**changes: Any) -> TabularRun:
    """Train the five answers of the Training film, Algorithm 1 of arXiv 2402.03300.

    Runs of one seed draw with the same random numbers, so that they differ by what is
    changed and by what follows from it. Equal changes give the same object: its arrays
    must not be written to.

    Args:
        changes: `TrainingSettings` in place of those in `TRAINING_RUN`.

    Returns:
        `train_tabular` of `TRAINING_RUN` with ``changes``.

    Raises:
        ValueError: a setting is out of range, or as `train_tabular`.

    Example:
        >>> run, dear = training_run(), training_run(beta=0.5)
        >>> run.policy[[0, -1], 0].round(2), dear.policy[[0, -1], 0].round(2)
        (array([0.08, 0.98]), array([0.08, 0.79]))
    """
    return _trained(replace(TRAINING_RUN, **changes))


@lru_cache(maxsize=64)
def _trained(settings: TrainingSettings) -> TabularRun:
    return train_tabular(settings)
