"""What each beat of Explorer may take numbers from, beside the group's table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from shown_numbers import values_of

from grpo_core import GroupTable, evaluate_group, surrogate_breaks
from scenes.explorer.what_if import ratio_change, reward_change
from scenes.script.telling import CASES, telling
from scenes.stage.sweep_plot import SweepPlot

MOST_BETA = 1.0  # the end of beta's dial: a choice of the picture


def of(table: GroupTable) -> list[float]:
    """All numbers of a table and its price; of the group, how many it has and shows."""
    size = table.group.size
    return [*values_of(table), table.beta * table.kl, size, size - CASES]


def most_epsilon(table: GroupTable) -> float:
    """The end of epsilon's dial: a choice of the picture."""
    return SweepPlot(table).most


def epsilons(table: GroupTable) -> list[float]:
    """Where the dial of epsilon stops."""
    last = surrogate_breaks(table.group).max(initial=0.0)
    return [0.0, last, most_epsilon(table), table.eps_low]


def _epsilon(table: GroupTable) -> list[float]:
    swept = [evaluate_group(table.group, eps_low=e) for e in epsilons(table)]
    return [*of(table), *epsilons(table), *(v for t in swept for v in of(t))]


def _beta(table: GroupTable) -> list[float]:
    turned = [evaluate_group(table.group, beta=beta) for beta in (0.0, MOST_BETA)]
    return [*of(table), 0.0, MOST_BETA, most_epsilon(table), *(v for t in turned for v in of(t))]


def _map(table: GroupTable) -> list[float]:
    # The line on which J is 0, and the ends of both dials.
    return [*of(table), 0.0, MOST_BETA, most_epsilon(table)]


def with_other_reward(table: GroupTable) -> GroupTable:
    """The group after the change of beat 9."""
    change = reward_change(table, telling(table, CASES))
    rewards = [change.end if i == change.index else r for i, r in enumerate(table.rewards)]
    return evaluate_group(replace(table.group, rewards=rewards))


def with_other_probability(table: GroupTable) -> GroupTable:
    """The group after the change of beat 10: the others shrink in proportion."""
    change = ratio_change(table, telling(table, CASES))
    p, old = table.old[change.index] * change.end, table.new[change.index]
    new = table.new * (1 - p) / (1 - old)
    new[change.index] = p
    return evaluate_group(replace(table.group, new_logp=np.log(new)))


EXPLORER: dict[int, Callable[[GroupTable], list[float]]] = {
    5: of,
    6: _epsilon,
    7: _beta,
    8: _map,
    9: lambda table: [*of(table), *of(with_other_reward(table))],
    10: lambda table: [*of(table), *of(with_other_probability(table))],
    11: lambda table: [*_map(table), table.ddof],
}
