"""What may be changed in a worked group: one answer's reward, or its probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grpo_core import GroupTable, WorkedGroup, with_logp
from scenes.script.cases import find_case, pushes

_BEYOND = 1.25  # how far past a bound an answer goes: a visible step


@dataclass(frozen=True)
class Change:
    """One answer's number, as it is and as it will be."""

    index: int
    start: float
    end: float


def reward_change(table: GroupTable, shown: Sequence[int]) -> Change:
    """The reward to change: a bad answer of `shown` becomes as good as the best.

    First choice is the bad answer that is clipped below the range: its lamp comes on. Where
    all of `shown` are best, one becomes the worst; where all rewards are equal, one becomes
    better. Of answers as bad one that was drawn once is taken: a checker that judges one
    draw otherwise than another would be none.
    """
    r, draws = table.rewards, np.bincount(table.group.outcome)[table.group.outcome]
    dropped = find_case(table, -1, above=False).index
    index = dropped if dropped in shown else min(shown, key=lambda i: (r[i], draws[i]))
    end = r.max() if r[index] < r.max() else r.min()
    if r.max() == r.min():
        end = r.max() + 1
    return Change(index, float(r[index]), float(end))


def with_reward(group: WorkedGroup, index: int, reward: float) -> WorkedGroup:
    """The same group, with another reward for one answer."""
    rewards = group.rewards.copy()
    rewards[index] = reward
    return replace(group, rewards=rewards)


def ratio_change(table: GroupTable, shown: Sequence[int]) -> Change:
    """The ratio to change: an answer of `shown` that pushes goes to where it is clipped.

    First choice is the good answer that got rarer. Where no answer of `shown` can get
    there, for a ratio is at most 1 / old, the first that can becomes likelier; else none.
    """
    up, down = _BEYOND * (1 + table.eps_high), (1 - table.eps_low) / _BEYOND
    rarer = find_case(table, 1, above=False).index
    first = [rarer] if rarer in shown else []
    able = pushes(table)
    tries = [(i, up if table.advantage[i] > 0 else down) for i in (*first, *shown) if able[i]]
    tries += [(i, rise * table.ratio[i]) for rise in (1.5, 1.1) for i in shown]
    for index, ratio in tries:
        if _is_possible(table.group, index, float(ratio)):
            return Change(index, float(table.ratio[index]), float(ratio))
    return Change(shown[0], *2 * (float(table.ratio[shown[0]]),))


def _is_possible(group: WorkedGroup, index: int, ratio: float) -> bool:
    if ratio <= 0 or group.new_logp[index] >= 0:
        return False
    value = group.old_logp[index] + np.log(ratio)
    return value < np.log(0.99) and _moved(group, index, value).max() <= 0


def with_ratio(group: WorkedGroup, index: int, ratio: float) -> WorkedGroup:
    """The same group, with another ratio for one answer; the others make room for it."""
    value = group.old_logp[index] + np.log(ratio)
    if abs(value - group.new_logp[index]) < 1e-12:
        return group
    return replace(group, new_logp=_moved(group, index, value))


def _moved(group: WorkedGroup, index: int, value: float) -> np.ndarray:
    """The new policy's row where this answer has another log-probability, wherever it stands."""
    return with_logp(group.new_logp, index, float(value), group.outcome)
