"""What the beats of KL may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import math
import tomllib
from functools import cache

import numpy as np

from grpo_core import (
    GAMED_RACE,
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


def whole(table: GroupTable) -> GroupTable:
    """The group of the beats that need all answers: the film's own, or the shipped one."""
    return table if table.group.is_complete else _worked()


@cache
def _worked() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


def gamed(_: GroupTable) -> list[float]:
    """Of an invented example: ref times e^(score / .09), normed, and the mean k3 of samples."""
    ref, scores = np.array([0.6, 0.35, 0.05]), np.array([0.7, 0.6, 1.0])
    weights = ref * np.exp(scores / 0.09)
    policy = weights / weights.sum()
    drawn = representative_race(policy, ref, GAMED_RACE).samples
    x = ref / policy
    return [*ref, *scores, *policy, float((x - 1 - np.log(x))[drawn].mean())]


def example(table: GroupTable) -> list[float]:
    """The numbers of the whole group, the question's of the shipped one, and the divergence."""
    group = whole(table)
    quoted = [] if group is table else [17.0, 24.0]
    forward = float((group.new * np.log(group.new / group.ref)).sum())
    columns = [group.new, group.ref, group.old, group.k1, group.k3]
    return [*quoted, forward, 1.0, 0.0, *np.concatenate(columns)]


def samples(table: GroupTable) -> list[float]:
    """How many of the first samples are below zero, and of how many: as is to be expected."""
    group = whole(table)
    below = round(RACE.shown * float(group.new[group.k1 < 0].sum()))
    return [*example(table), below, RACE.shown]


def zero(table: GroupTable) -> list[float]:
    """ref / new - 1 of each answer."""
    group = whole(table)
    return [*example(table), *(group.ref / group.new - 1)]


def gap(table: GroupTable) -> list[float]:
    """The gap of each answer, the 1 at which line and logarithm touch, and ticks."""
    group = whole(table)
    x = group.ref / group.new
    return [*example(table), *(x - 1 - np.log(x)), *(tick for tick in (1, 2, 3, 5))]


def race(table: GroupTable) -> list[float]:
    """The spread of one sample, by enumeration, their quotient, and the ticks of both axes."""
    group = whole(table)
    wild, calm = [math.sqrt(group.new @ (k - group.new @ k) ** 2) for k in (group.k1, group.k3)]
    drawn = representative_race(group.new, group.ref, RACE)
    several = [drawn.seed + n for n in range(40)]
    places = [np.random.default_rng(seed).random(RACE.count) for seed in several]
    seen = {int((u >= group.new.cumsum()).sum()) for row in places for u in row}
    lowest = min(float(k[i]) for i in seen for k in (group.k1, group.k3))
    low = float(f"{0.85 * lowest:.1g}")  # a choice of the picture
    return [*example(table), wild, calm, wild / calm, low, 1, 10, 100]


def sampler(table: GroupTable) -> list[float]:
    """The mean of k3 for samples of the old policy, and the ratios."""
    group = whole(table)
    return [*example(table), float(group.old @ group.k3), *(group.new / group.old)]


def price(table: GroupTable) -> list[float]:
    """The published betas, and the drift of the drawn answers, each once."""
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    betas = [facts[paper]["beta"]["value"] for paper in PRICES]
    quoted = [] if whole(table) is table else [17.0, 24.0]  # the question of the example
    return [*quoted, *betas, float(table.k3.mean())]


def humps(_: GroupTable) -> list[float]:
    """Both divergences of both policies, and the chances on the axis."""
    ref = np.array([0.45, 0.05, 0.05, 0.45])
    policies = np.array([[0.85, 0.05, 0.05, 0.05], [0.25] * 4])
    there = [float((p * np.log(p / ref)).sum()) for p in policies]
    back = [float((ref * np.log(ref / p)).sum()) for p in policies]
    return [0.0, 0.45, 0.85, *there, *back]


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
    1: gamed,
    3: example,
    4: samples,
    5: zero,
    6: gap,
    7: race,
    8: sampler,
    9: humps,
    10: optimum,
    11: price,
    12: reference,
    13: gamed,
}
