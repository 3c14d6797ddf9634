"""What the beats of Advantage may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import numpy as np

from grpo_core import GroupTable

OFFSET = 10.0  # the second question's rewards; for groups whose spread is 1 to 10
NOTEBOOK = np.array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0])  # the seed notebook's rewards
RAREST, MOST_FREQUENT = 0.02, 0.98  # the ends of the difficulty curve: a choice of the picture
CHANCE, GROUP = 0.08, 8  # of the run that the Clipping and Training films show


def deviations(table: GroupTable) -> np.ndarray:
    """Rewards without their mean."""
    return table.rewards - table.rewards.sum() / len(table.rewards)


def _two_questions(table: GroupTable) -> list[float]:
    return [OFFSET, *(table.rewards + OFFSET), table.reward_mean + OFFSET, *deviations(table)]


def _deviations(table: GroupTable) -> list[float]:
    return deviations(table).tolist()


def _ruler(table: GroupTable) -> list[float]:
    return [-2.0, -1.0, 0.0, 1.0, 2.0]  # whole stds from the mean


def _sum(_: GroupTable) -> list[float]:
    return [0.0]


def _notebook(_: GroupTable) -> list[float]:
    return [0.0, 1.0, 0.2, 0.4, -0.5, 2.0]  # by hand: rewards, mean, std, A


def _difficulty(table: GroupTable) -> list[float]:
    own = float((table.rewards == table.rewards.max()).mean())
    shares = [RAREST, MOST_FREQUENT, 0.2, own]
    right = [((1 - p) / p) ** 0.5 for p in shares]
    wrong = [-((p / (1 - p)) ** 0.5) for p in shares]
    return [*shares, *right, *wrong]


def _silent(table: GroupTable) -> list[float]:
    return [0.0, float(table.rewards.max())]


def _silent_share(_: GroupTable) -> list[float]:
    share = CHANCE**GROUP + (1 - CHANCE) ** GROUP
    return [CHANCE, GROUP, share, 100 * share]


def _conventions(table: GroupTable) -> list[float]:
    d, count = deviations(table), len(table.rewards)
    squares = float((d**2).sum())
    every = [d / (squares / count) ** 0.5, d / (squares / (count - 1)) ** 0.5, d]
    return [float(extreme) for a in every for extreme in (a.max(), a.min())]


ADVANTAGE = {
    2: _two_questions,
    3: _deviations,
    4: _ruler,
    5: _sum,
    6: _notebook,
    7: _difficulty,
    8: _silent,
    9: _silent_share,
    10: _conventions,
}
