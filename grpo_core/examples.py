"""Settings of runs that the films show, so that a scene and a test share them."""

from types import MappingProxyType
from typing import Any

import numpy as np

from grpo_core.training import TabularRun, train_tabular

# One right answer of five, rare at the start; one group of eight holds it once.
# The seed and the rate are chosen: its first update takes the right answer's ratio
# from 1 to 2.91 while two wrong answers stay inside the clip range and push on.
LARGE_STEP: MappingProxyType[str, Any] = MappingProxyType(
    {
        "logits": tuple(np.log([0.08, 0.32, 0.25, 0.20, 0.15])),
        "rewards": (1.0, 0.0, 0.0, 0.0, 0.0),
        "group_size": 8,
        "steps": 1,
        "inner_steps": 4,
        "learning_rate": 3.0,
        "eps_low": 0.2,
        "eps_high": 0.2,
        "beta": 0.0,
        "seed": 19,
    }
)


def large_step_run() -> TabularRun:
    """Show that clipping does not bound the ratio (PPO, arXiv 1707.06347, section 3).

    Answer 0 is the right one. Its ratio ``inner_policy[0, :, 0] / policy[0, 0]``
    leaps far above ``1 + eps``. From then on its own gradient is 0, yet it
    rises further: the wrong answers still inside the range are pushed down,
    and the softmax hands their share to all the others.

    Returns:
        `train_tabular` of `LARGE_STEP`.
    """
    return train_tabular(**LARGE_STEP)
