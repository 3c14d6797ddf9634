"""What the beats of Advantage may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import numpy as np

from grpo_core import GroupTable

OFFSET = 10.0  # the kinder grader's bonus; for groups whose spread is 1 to 10
CLOSER = 10  # times, the second group of the conventions: a choice of the picture
RAREST, MOST_FREQUENT, ONE_IN = 0.02, 0.98, 50  # the ends of the curves: a choice of the picture
CHANCE, GROUP = 0.08, 8  # of the run that the Clipping and Training films show
CLOSE = 0.06  # of their distances, before the four rewards meet: a choice of the picture


def deviations(table: GroupTable) -> np.ndarray:
    """Rewards without their mean."""
    return table.rewards - table.rewards.sum() / len(table.rewards)


def _worlds(_: GroupTable) -> list[float]:
    return [0.0, 1.0, 1 - 1 / 4, 1 - 3 / 4]  # by hand: one, three and four of four are right


def _graders(table: GroupTable) -> list[float]:
    return [OFFSET, *(table.rewards + OFFSET), table.reward_mean + OFFSET, *deviations(table)]


def _arms(table: GroupTable) -> list[float]:
    apart = deviations(table)
    return [0.0, *apart, float((apart > 0).sum()), float((apart < 0).sum())]


def _squares(_: GroupTable) -> list[float]:
    # by hand: rewards, how many, mean, distances, their squares, the mean square, its side
    return [0.0, 1.0, 2.0, 8.0, 0.2, 0.8, 0.64, 0.04, 0.16, 0.4]


def _formula(_: GroupTable) -> list[float]:
    return [0.0, 1.0, 0.2, 0.4, 2.0, -0.5, 4.0, -4.0]  # by hand; 2 x 2 and 8 x -.5


def _difficulty(_: GroupTable) -> list[float]:
    shares = [RAREST, MOST_FREQUENT, 0.2, 0.5]
    right = [((1 - p) / p) ** 0.5 for p in shares]
    wrong = [-((p / (1 - p)) ** 0.5) for p in shares]
    return [*shares, *right, *wrong, -2.0, 0.0, 1.0, ONE_IN]


def _conventions(table: GroupTable) -> list[float]:
    every = []
    for rewards in (table.rewards, table.rewards / CLOSER):
        d, count = rewards - rewards.mean(), len(rewards)
        squares = float((d**2).sum())
        every += [d / (squares / count) ** 0.5, d / (squares / (count - 1)) ** 0.5, d]
    return [CLOSER, *(float(extreme) for a in every for extreme in (a.max(), a.min()))]


def _meeting(_: GroupTable) -> list[float]:
    """Rewards .5 + .5 and .5 - .5, close together, and equal; the std is half their distance."""
    return [0.5 + 0.5 * CLOSE, 0.5 - 0.5 * CLOSE, 0.5, 0.5 * CLOSE, 1.0, -1.0, 0.0]


def _silent_share(_: GroupTable) -> list[float]:
    share = CHANCE**GROUP + (1 - CHANCE) ** GROUP
    return [0.0, CHANCE, 0.5, 1.0, GROUP, round(100 * share), 50, 100]


def _home(_: GroupTable) -> list[float]:
    return [
        *_worlds(_),
        3**0.5,
        3**-0.5,
        3**0.5 / 4,
    ]  # by hand: (1 - p) / sqrt(p (1 - p)) at p = 1/4, 3/4


ADVANTAGE = {
    1: _worlds,
    2: _graders,
    3: _arms,
    4: _squares,
    5: _formula,
    6: _difficulty,
    7: _conventions,
    8: _meeting,
    9: _silent_share,
    10: _home,
}
