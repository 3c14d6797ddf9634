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
    evaluate_group,
    load_group,
    moving_reference_runs,
)
from scenes.script.facts import FACTS
from scenes.script.settings import WORKED_GROUP

PULL = 0.1  # the best reward over the worst, where springs of several betas are shown
PRICES = ("r1", "deepseekmath", "trl")  # whose beta the film shows


def whole(table: GroupTable) -> GroupTable:
    """The group of the beats that need all answers: the film's own, or the shipped one."""
    return table if table.group.is_complete else _worked()


@cache
def _worked() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


def gamed(_: GroupTable) -> list[float]:
    """Of an invented example: ref times e^(score / .09), normed."""
    ref, scores = np.array([0.6, 0.35, 0.05]), np.array([0.7, 0.6, 1.0])
    weights = ref * np.exp(scores / 0.09)
    return [*ref, *scores, *(weights / weights.sum())]


def example(table: GroupTable) -> list[float]:
    """The numbers of the whole group, the question's of the shipped one, and the divergence."""
    group = whole(table)
    quoted = [] if group is table else [17.0, 24.0]
    forward = float((group.new * np.log(group.new / group.ref)).sum())
    columns = [group.new, group.ref, group.old, group.k1, group.k3]
    return [*quoted, forward, 1.0, 0.0, *np.concatenate(columns)]


def surprises(table: GroupTable) -> list[float]:
    """new / ref of each answer."""
    return list(table.new / table.ref)


def samples(table: GroupTable) -> list[float]:
    """How many of the first samples are below zero, and of how many: as is to be expected."""
    group = whole(table)
    below = round(RACE.shown * float(group.new[group.k1 < 0].sum()))
    return [*example(table), below, RACE.shown]


def zero(table: GroupTable) -> list[float]:
    """ref / new of each answer, and 1 less."""
    group = whole(table)
    x = group.ref / group.new
    return [*example(table), *x, *(x - 1)]


def gap(table: GroupTable) -> list[float]:
    """The gap of each answer, the 1 at which line and logarithm touch, and ticks."""
    group = whole(table)
    x = group.ref / group.new
    return [*example(table), *(x - 1 - np.log(x)), *(tick for tick in (1, 2, 3, 5))]


def race(table: GroupTable) -> list[float]:
    """The spread of one sample, by enumeration, their quotient, and the ticks of both axes."""
    group = whole(table)
    wild, calm = [math.sqrt(group.new @ (k - group.new @ k) ** 2) for k in (group.k1, group.k3)]
    return [*example(table), wild, calm, wild / calm, 1, 10, 100]


def sampler(table: GroupTable) -> list[float]:
    """The mean of k3 for samples of the old policy, of each answer once, and the ratios."""
    group = whole(table)
    means = [float(group.old @ group.k3), sum(group.k3) / len(group.k3)]
    return [*example(table), *means, *(group.new / group.old)]


def price(table: GroupTable) -> list[float]:
    """The published betas, how far a small reward pulls at each, and what that costs."""
    group = whole(table)
    drifts = [_drift(_pulled(group, beta or 1e-6), group.ref) for beta in _betas()]
    costs = [beta * drift for beta, drift in zip(_betas(), drifts, strict=True)]
    return [*example(table), *_betas(), *drifts, *costs]


def _betas() -> list[float]:
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    return [facts[paper]["beta"]["value"] for paper in PRICES]


def _pulled(group: GroupTable, beta: float) -> np.ndarray:
    """The best policy if the best reward is .1 more than the worst: ref e^(reward / beta)."""
    span = float(group.rewards.max() - group.rewards.min()) or 1.0
    logs = np.log(group.ref) + PULL * group.rewards / span / beta
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def _drift(policy: np.ndarray, ref: np.ndarray) -> float:
    kept = policy > 0
    return float((policy[kept] * np.log(policy[kept] / ref[kept])).sum())


def humps(_: GroupTable) -> list[float]:
    """Both divergences of both policies, the highest ratios, and the chances on the axis."""
    ref = np.array([0.45, 0.05, 0.05, 0.45])
    policies = np.array([[0.85, 0.05, 0.05, 0.05], [0.25] * 4])
    there = [float((p * np.log(p / ref)).sum()) for p in policies]
    back = [float((ref * np.log(ref / p)).sum()) for p in policies]
    ratios = [0.25 / 0.05, 0.45 / 0.05]
    return [0.0, 0.85, *ratios, *there, *back]


def optimum(table: GroupTable) -> list[float]:
    """The small rewards, the ends of the sweep, and the chances at its end."""
    group, (beta, *_) = whole(table), sorted(_betas(), reverse=True)
    span = float(group.rewards.max() - group.rewards.min()) or 1.0
    rewards = PULL * group.rewards / span
    return [*example(table), PULL, *rewards, 0.2, beta, *_pulled(group, beta)]


def reference(table: GroupTable) -> list[float]:
    """R1's period, the steps of the film's own run, and how far it drifts in each period."""
    facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    group = whole(table)
    runs = moving_reference_runs(group.ref, group.rewards)
    ends = [(run.policy[0], run.policy[-1]) for run in runs]
    drifts = [float((end * np.log(end / start)).sum()) for start, end in ends]
    steps = [k * MOVING_REFERENCE.steps for k in range(len(runs) + 1)]
    whole_way = _drift(ends[-1][1], group.ref)
    axis = float(f"{0.9 * whole_way:.1g}")  # a choice of the picture
    added = sum(round(drift, 3) for drift in drifts)  # what is printed of each adds up
    shown = [axis, float(ends[-1][0] @ group.rewards), whole_way, added]
    return [*example(table), facts["r1"]["reference_steps"]["value"], *steps, *drifts, *shown]


KL = {
    1: gamed,
    2: surprises,
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
    13: example,
}
