"""What the beats of Advantage may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import numpy as np

from grpo_core import GroupTable

OFFSET = 10.0  # the kinder grader's bonus; for groups whose spread is 1 to 10
RAREST, ONE_IN = 0.02, 50  # the ends of the curves: a choice of the picture
CHANCE, GROUP = 0.08, 8  # of the run that the Clipping and Training films show
CLOSE = 0.06  # of their distances, before the four rewards meet: a choice of the picture


def deviations(table: GroupTable) -> np.ndarray:
    """Rewards without their mean."""
    return table.rewards - table.rewards.sum() / len(table.rewards)


def _worlds(_: GroupTable) -> list[float]:
    # by hand: one, three and four of four are right; and the answer, 17 x 24 = 408
    return [0.0, 1.0, 1 - 1 / 4, 1 - 3 / 4, 17, 24, 408]


def _graders(table: GroupTable) -> list[float]:
    return [OFFSET, *(table.rewards + OFFSET), table.reward_mean + OFFSET, *deviations(table)]


def _arms(table: GroupTable) -> list[float]:
    apart = deviations(table)
    one_right = [1 / 4, 1 - 1 / 4, -1 / 4, 3]  # by hand, of four
    return [0.0, *apart, float((apart > 0).sum()), float((apart < 0).sum()), *one_right]


def _squares(_: GroupTable) -> list[float]:
    # by hand: rewards, how many, mean, distances, their squares, the mean square, its side
    return [0.0, 1.0, 2.0, 8.0, 0.2, 0.8, 0.64, 0.04, 0.16, 0.4]


def _formula(_: GroupTable) -> list[float]:
    return [0.0, 1.0, 0.2, 0.4, 2.0, -0.5, 4.0, -4.0]  # by hand; 2 x 2 and 8 x -.5


def _difficulty(_: GroupTable) -> list[float]:
    shares = [RAREST, 0.5, 0.2, 0.1]
    right = [((1 - p) / p) ** 0.5 for p in shares]
    return [*shares, *right, -right[0], -right[-1], -5.0, 0.0, 1.0, 5.0, ONE_IN, 10]


def _conventions(_: GroupTable) -> list[float]:
    # by hand, of 1, 1, 0, 0 and .55, .55, .45, .45
    sizes = [1.0, 0.75**0.5, 0.5, 0.05]
    return [0.0, 1.0, 0.55, 0.45, *sizes, *(-size for size in sizes)]


def _meeting(_: GroupTable) -> list[float]:
    """Rewards .5 + .5 and .5 - .5, close together, and equal; the std is half their distance."""
    return [0.5 + 0.5 * CLOSE, 0.5 - 0.5 * CLOSE, 0.5, 0.5 * CLOSE, 1.0, -1.0, 0.0]


def _silent_share(_: GroupTable) -> list[float]:
    share = CHANCE**GROUP + (1 - CHANCE) ** GROUP
    return [0.0, CHANCE, 0.5, 1.0, GROUP, round(100 * share), 50, 100]


def _home(_: GroupTable) -> list[float]:
    # by hand: distances, and in rulers (1 - p) / sqrt(p (1 - p)) at p = 1/4, and at 1/2 downwards
    return [0.0, 1.0, 1 - 1 / 4, -1 / 2, 3**0.5, -1.0]


ADVANTAGE = {
    1: _worlds,
    2: _graders,
    3: _arms,
    4: _squares,
    5: _formula,
    7: _difficulty,
    8: _conventions,
    9: _meeting,
    10: _silent_share,
    11: _home,
}
