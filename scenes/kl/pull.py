"""What the reward does to the policy: it pulls, in the reward's own colour."""

from __future__ import annotations

import numpy as np

from scenes.stage.arrow import BlockArrow
from scenes.stage.theme import AXIS, paint


def reward_pull(start: np.ndarray, *, width: float, head: float) -> BlockArrow:
    """A gold arrow from `start` that does not pull yet: `set_ends` leads it."""
    pull = BlockArrow(start, start, "coin", width=width, head=head)
    pull.body.set_stroke(paint("coin_edge"), AXIS)
    return pull
