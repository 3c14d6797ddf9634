"""What the beats of KL may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import math
import tomllib
from functools import cache

import numpy as np

from grpo_core import (
    MOVING_REFERENCE,
    RACE,
    GroupTable,
    best_policy,
    evaluate_group,
    load_group,
    moving_reference_runs,
    representative_race,
)
from scenes.script.facts import FACTS
from scenes.script.settings import WORKED_GROUP

PRICES = ("r1", "deepseekmath", "trl")  # whose beta the film shows
LAST_BETA = 0.05  # where the axis of beta ends: a choice of the picture


def whole(table: GroupTable) -> GroupTable:
    """The group of the beats that need all answers: the film's own, or the shipped one."""
    return table if table.group.is_complete else _worked()


@cache
def _worked() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


def example(table: GroupTable) -> list[float]:
    """The numbers of the whole group, the question's of the shipped one, and the divergences."""
    group = whole(table)
    quoted = [] if group is table else [17.0, 24.0]
    forward = float((group.new * np.log(group.new / group.ref)).sum())
    reverse = float((group.ref * np.log(group.ref / group.new)).sum())
    columns = [group.new, group.ref, group.old, group.k1, group.k3]
    return [*quoted, forward, reverse, 1.0, 0.0, *np.concatenate(columns)]


def area(table: GroupTable) -> list[float]:
    """Both parts of the sum over answers of new times log-ratio."""
    group = whole(table)
    parts = group.new * np.log(group.new / group.ref)
    return [*example(table), float(parts[parts > 0].sum()), float(parts[parts < 0].sum())]


def gap(table: GroupTable) -> list[float]:
    """x, x - 1, ln x and the gap of each answer, and the 1 at which they touch."""
    x = table.ref / table.new
    return [1.0, 0.0, *x, *(x - 1), *np.log(x), *(x - 1 - np.log(x))]


def race(table: GroupTable) -> list[float]:
    """Final means over the seeded samples, and the spread of one sample, by enumeration."""
    group = whole(table)
    seed = representative_race(group.new, group.ref, RACE).seed
    places = np.random.default_rng(seed).random(RACE.count)
    drawn = [int((u >= group.new.cumsum()).sum()) for u in places]
    spread = [math.sqrt(group.new @ (k - group.new @ k) ** 2) for k in (group.k1, group.k3)]
    means = [float(k[drawn].mean()) for k in (group.k1, group.k3)]
    powers = [1, 10, 100]  # on the axis of the number of samples
    return [*example(table), *means, *spread, spread[0] / spread[1], RACE.count, *powers]


def sampler(table: GroupTable) -> list[float]:
    """The mean of k3 for samples of the old policy."""
    group = whole(table)
    return [*example(table), float(group.old @ group.k3)]


def price(table: GroupTable) -> list[float]:
    """J at each published beta."""
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    betas = [LAST_BETA, *(facts[paper]["beta"]["value"] for paper in PRICES)]
    prices = [beta * table.kl for beta in betas]
    return [*betas, *prices, *(table.surrogate - price for price in prices)]


def optimum(table: GroupTable) -> list[float]:
    """The ends of the sweep in ranges of the rewards, and the quotients of the reference."""
    group = whole(table)
    span = float(group.rewards.max() - group.rewards.min()) or 1.0
    policy = best_policy(group.ref, group.rewards, 0.2 * span)
    equal = [
        float(row[i] / row[j])
        for row in (group.ref, policy)
        for i in range(len(row))
        for j in range(len(row))
        if i != j and group.rewards[i] == group.rewards[j]
    ]
    return [*example(table), *group.rewards, 5 * span, 0.2 * span, *equal]


def reference(table: GroupTable) -> list[float]:
    """R1's period, the steps of the film's own run, and how far it drifts in each period."""
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    group = whole(table)
    runs = moving_reference_runs(group.ref, group.rewards)
    ends = [(run.policy[0], run.policy[-1]) for run in runs]
    drifts = [float((end * np.log(end / start)).sum()) for start, end in ends]
    steps = [k * MOVING_REFERENCE.steps for k in range(len(runs) + 1)]
    return [*example(table), facts["r1"]["reference_steps"]["value"], *steps, *drifts]


KL = {
    3: area,
    4: example,
    5: gap,
    6: race,
    7: sampler,
    8: price,
    9: example,
    10: optimum,
    11: reference,
}
