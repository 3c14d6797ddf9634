"""What each beat of Explorer may take numbers from, beside the group's table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from shown_numbers import values_of

from grpo_core import GroupTable, evaluate_group
from scenes.explorer.chosen import told
from scenes.explorer.what_if import ratio_change, reward_change

MOST_BETA = 1.0  # the end of beta's knob: a choice of the picture
NARROW = 0.15  # epsilon closed further, another


def _of(table: GroupTable) -> list[float]:
    """All numbers of a table, its bounds and its knobs, its answers, and shares of its terms."""
    bounds = [1 - table.eps_low, 1 + table.eps_high]
    knobs = [table.eps_low, table.eps_high, table.beta]
    free = evaluate_group(table.group, beta=0.0)
    parts = [*table.value / table.group.size, *free.gradient, *table.gradient]
    # The price of drift, beta times the mean of ref/new - ln(ref/new) - 1, by its slope.
    away = table.group.ref_logp - table.group.new_logp
    pulls = table.beta * np.expm1(away) / table.group.size
    chances = np.exp([table.group.old_logp, table.group.new_logp, table.group.ref_logp])
    counts = range(table.group.size + 1)
    parts += [*pulls, *chances.ravel()]
    return [*values_of(table), *bounds, *knobs, *parts, *counts, 1.0, *_other_sides(table)]


def _other_sides(table: GroupTable) -> list[float]:
    """The rewards to which the coins will turn: they are there, and not seen."""
    r = table.rewards
    return [*(r.max() + r.min() - r), r.max(), r.min()]


def opened(table: GroupTable) -> GroupTable:
    """The group after epsilon is turned: where it ends is a choice of the picture."""
    end = told(table).turned
    low, high = (max(bound, end) for bound in (table.eps_low, table.eps_high))
    return evaluate_group(table.group, eps_low=low, eps_high=high)


def with_other_reward(table: GroupTable) -> GroupTable:
    """The group after the checker's mistake."""
    change = reward_change(table, told(table).shown)
    rewards = [change.end if i == change.index else r for i, r in enumerate(table.rewards)]
    return evaluate_group(replace(table.group, rewards=rewards))


def with_other_probability(table: GroupTable) -> GroupTable:
    """The group after one answer has moved on: the others shrink in proportion."""
    change = ratio_change(table, told(table).shown)
    p, old = table.old[change.index] * change.end, table.new[change.index]
    new = table.new * (1 - p) / (1 - old)
    new[change.index] = p
    return evaluate_group(replace(table.group, new_logp=np.log(new)))


def turned_over(table: GroupTable) -> GroupTable:
    """The group with the best and the worst reward, and all between, in each other's place."""
    r = table.rewards
    return evaluate_group(replace(table.group, rewards=r.max() + r.min() - r))


def narrowed(table: GroupTable) -> GroupTable:
    """The group with epsilon nearly closed: how far is a choice of the picture."""
    end = min(NARROW, table.eps_low)
    return evaluate_group(table.group, eps_low=end, eps_high=end)


def widened(table: GroupTable) -> GroupTable:
    """The group with epsilon turned to one end, the same on both sides."""
    end = told(table).turned
    return evaluate_group(with_other_probability(table).group, eps_low=end, eps_high=end)


def _epsilon(table: GroupTable) -> list[float]:
    return [*_of(table), *_of(opened(table))]


def _dear(table: GroupTable) -> GroupTable:
    return evaluate_group(table.group, beta=MOST_BETA)


def _beta(table: GroupTable) -> list[float]:
    return [*_epsilon(table), *_of(_dear(table))]


def _both(table: GroupTable) -> list[float]:
    return [*_beta(table), *_of(evaluate_group(opened(table).group, beta=0.0))]


def _moved(table: GroupTable) -> list[float]:
    return [*_of(with_other_probability(table)), *_of(widened(table)), *_of(table)]


def _over(table: GroupTable) -> list[float]:
    over = turned_over(table)
    return [*_of(with_other_probability(table)), *_of(over), *_of(narrowed(over))]


EXPLORER: dict[int, Callable[[GroupTable], list[float]]] = {
    **dict.fromkeys((1, 2, 3, 4), _of),
    5: _epsilon,
    6: _beta,
    7: _both,
    8: lambda table: [*_both(table), *_of(with_other_reward(table))],
    9: lambda table: [*_of(with_other_reward(table)), *_moved(table)],
    10: _over,
    11: lambda table: [*_of(turned_over(table)), *_beta(table)],
}
