"""What each beat of Training may take numbers from, computed without the film."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from grpo_core import (
    TRAINING_ABLATIONS,
    TRAINING_RUN,
    GroupTable,
    TabularRun,
    best_policy,
    kl_divergence,
    train_tabular,
)

RUN = train_tabular(TRAINING_RUN)
CHANGED = {
    name: train_tabular(replace(TRAINING_RUN, **changes))
    for name, changes in TRAINING_ABLATIONS.items()
}
FIRST, SILENT = 0, 3  # the batch in slow motion, and the first silent one after it
STEPS = TRAINING_RUN.steps
MARKED = (1.0, 0.5, 0.2)  # betas that the curve of best policies names: any would do
SHOWN = ("no KL", "heavy KL", "narrow clip", "wide clip", "no std")


def _chance(run: TabularRun) -> np.ndarray:
    return run.policy[:, 0]


def _best(beta: float) -> list[float]:
    policy = best_policy(np.exp(TRAINING_RUN.logits), TRAINING_RUN.rewards, beta)
    return [policy[0], float(kl_divergence(policy, np.exp(TRAINING_RUN.logits))), beta]


def _start() -> list[float]:
    names = ("group_size", "eps_low", "beta", "seed", "inner_steps", "steps")
    return [*RUN.policy[0], *(getattr(TRAINING_RUN, name) for name in names)]


def _batch() -> list[float]:
    return [*RUN.policy[FIRST], *RUN.advantages[FIRST], FIRST + 1]


def _inner() -> list[float]:
    bounds = [1 - TRAINING_RUN.eps_low, 1 + TRAINING_RUN.eps_high]
    steps = range(1, TRAINING_RUN.inner_steps + 1)
    return [*np.ravel(RUN.inner_policy[FIRST]), *np.ravel(RUN.ratios[FIRST]), *bounds, *steps]


def _silent() -> list[float]:
    return [*np.ravel(RUN.policy[: SILENT + 2]), *RUN.advantages[SILENT], FIRST + 1, SILENT + 1]


def _time_lapse() -> list[float]:
    done = [SILENT, STEPS]
    of_batches = [RUN.rewards.mean(axis=1), RUN.clip_fraction.mean(axis=1)]
    shown = [values[step - 1] for values in of_batches for step in done]
    policies = RUN.policy[[0, *done]]  # the reference is the first
    return [*np.ravel(policies), *RUN.exact_kl[done], *shown, SILENT + 1, STEPS]


def _saturation() -> list[float]:
    return [1, SILENT + 1, STEPS, int(RUN.silent.sum()), 0]


def _loss() -> list[float]:
    free = CHANGED["no KL"]
    return [*_chance(free)[[0, 13, -1]], *free.objective[:, 0], 0.0, STEPS]


def _ablations() -> list[float]:
    runs = [RUN, *(CHANGED[name] for name in SHOWN)]
    halves = [np.flatnonzero(_chance(run) > 0.5)[0] for run in runs]
    changed = [value for name in SHOWN for value in TRAINING_ABLATIONS[name].values()]
    numbers = [value for value in changed if not isinstance(value, str)]
    return [*halves, *(_chance(run)[-1] for run in runs), *numbers, STEPS]


def _trajectory() -> list[float]:
    run = [_chance(RUN)[0], RUN.exact_kl[0], _chance(RUN)[-1], RUN.exact_kl[-1]]
    return [*run, *_best(TRAINING_RUN.beta), *_best(5.0), *MARKED]


def _balance() -> list[float]:
    runs = [CHANGED[name] for name in ("heavy KL", "heavy KL, no std")]
    ends = [value for run in runs for value in (_chance(run)[-1], run.exact_kl[-1])]
    heavy = TRAINING_ABLATIONS["heavy KL"]["beta"]
    rests = [value for p in _rests(heavy) for value in (p, _divergence(p))]
    return [*ends, _chance(RUN)[0], RUN.exact_kl[0], *rests, heavy, TRAINING_RUN.beta]


def _rests(beta: float) -> list[float]:
    """p right where push and price balance, with std and without, by a fine search."""
    size, start = TRAINING_RUN.group_size, _chance(RUN)[0]
    grid = np.linspace(start, 1, 100_001)
    share = np.arange(size + 1) / size
    pushes = np.sqrt(share * (1 - share)), share * (1 - share)
    ways = np.array([math.comb(size, right) for right in range(size + 1)])
    found = []
    for push in pushes:
        mean = sum(
            w * grid**k * (1 - grid) ** (size - k) * x
            for k, (w, x) in enumerate(zip(ways, push, strict=True))
        )
        # The push is above the price up to the balance, and below it from there on.
        found.append(float(grid[np.flatnonzero(mean > beta * (grid - start))[-1]]))
    return found


def _divergence(p: float) -> float:
    """KL to the start of the policy with p right whose wrong answers keep their proportions."""
    start = _chance(RUN)[0]
    return p * math.log(p / start) + (1 - p) * math.log((1 - p) / (1 - start))


_BEATS = (_start, _batch, _inner, _inner, _silent, _time_lapse, _saturation, _loss, _ablations)


def _source(numbers: Callable[[], list[float]]) -> Callable[[GroupTable], list[float]]:
    return lambda _: numbers()


TRAINING: dict[int, Callable[[GroupTable], list[float]]] = {
    beat: _source(numbers) for beat, numbers in enumerate((*_BEATS, _trajectory, _balance), start=1)
}
