"""What each beat of Training may take numbers from, computed without the film."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from grpo_core import (
    TRAINING_ABLATIONS,
    TRAINING_RUN,
    GroupTable,
    TabularRun,
    train_tabular,
)
from scenes.script.facts import FACTS
from scenes.script.settings import ASSETS

FREE = replace(TRAINING_RUN, beta=0.0)
RUN = train_tabular(FREE)
RIGHT = 0  # the answer that is right
FIRST, SILENT = 0, 3  # the batch in slow motion, and the first silent one after it
STEPS, SIZE = FREE.steps, FREE.group_size
FACES = [17, 24, 408, 398, 418, 407, 380]
SEEDS = 10
CHANCE = RUN.policy[:, RIGHT]


def changed(name: str, seed: int = 0) -> TabularRun:
    """The run with a named change, of the film's seed or another."""
    return train_tabular(replace(FREE, **TRAINING_ABLATIONS[name], seed=seed))


def lab_rows() -> list[dict]:
    """What the record has of each step of the lab's run."""
    return json.loads((ASSETS / "lab" / "run.json").read_text(encoding="utf-8"))["rows"]


def public() -> dict[str, float]:
    """The facts of the public run."""
    entries = tomllib.loads(FACTS.read_text(encoding="utf-8"))["rasbt"]
    return {name: entry["value"] for name, entry in entries.items()}


def _door() -> list[float]:
    return [*RUN.policy[FIRST], *FACES]


def _batch() -> list[float]:
    return [*_door(), *RUN.advantages[FIRST], RUN.rewards[FIRST].sum(), SIZE]


def _inner() -> list[float]:
    bounds = [1 - FREE.eps_low, 1 + FREE.eps_high, 1.0]
    ratio = RUN.inner_policy[FIRST, 1, RIGHT] / CHANCE[FIRST]
    told = [*bounds, 0.0, RUN.objective[FIRST, 1], ratio]
    return [*_door(), *np.ravel(RUN.inner_policy[FIRST]), *told]


def reused() -> np.ndarray:
    """The policies over the uses of the first batch, its ascent written out: (uses + 1, K)."""
    theta, drawn = np.array(FREE.logits, dtype=float), RUN.samples[FIRST]
    rewards = np.array(FREE.rewards)[drawn]
    scores = (rewards - rewards.mean()) / rewards.std()
    path = [np.exp(theta) / np.exp(theta).sum()]
    for _ in range(FREE.inner_steps):
        now = path[-1]
        ratio = now[drawn] / path[0][drawn]
        beyond = np.where(scores > 0, ratio > 1 + FREE.eps_low, ratio < 1 - FREE.eps_low)
        pushes = np.where(beyond, 0.0, ratio * scores) / SIZE
        for answer, push in zip(drawn, pushes, strict=True):
            theta += FREE.learning_rate * push * ((np.arange(theta.size) == answer) - now)
        path.append(np.exp(theta) / np.exp(theta).sum())
    return np.array(path)


def _recoil() -> list[float]:
    """What the later uses, in which the right answer is clipped, do to each bar."""
    path = reused()
    bound = int(np.flatnonzero(path[:, RIGHT] / path[0, RIGHT] > 1 + FREE.eps_low)[0])
    rise = path[-1, RIGHT] - path[[0, bound], RIGHT]
    return [*_inner(), *(path[-1] - path[bound]), rise[0] / rise[1]]


def _silence() -> list[float]:
    shown = [RUN.policy[SILENT], RUN.inner_policy[FIRST, -1], RUN.policy[FIRST]]
    return [*np.ravel(shown), *FACES, *range(SILENT + 2), SIZE]


def _lapse() -> list[float]:
    ends = [RUN.exact_kl[-1], RUN.clip_fraction[-1].mean()]
    return [*RUN.policy[SILENT + 1], *RUN.policy[-1], *FACES, *ends, 0.0, 0.5, 2.5, 1, STEPS]


def agree(chance: float) -> float:
    """The chance that all answers of a group agree, in per cent."""
    return 100 * (chance**SIZE + (1 - chance) ** SIZE)


def _valley() -> list[float]:
    shares = [agree(CHANCE[0]), agree(0.5), agree(CHANCE[-2]), 100.0]
    ends = [(RUN.rewards.sum(axis=1) == right).sum() for right in (0, SIZE)]
    return [*shares, *ends, int(RUN.silent.sum()), STEPS, SIZE, 50, 100, 0, 0.5, 1]


def _log() -> list[float]:
    shares = RUN.silent.reshape(-1, 10).mean(axis=1)
    told = [RUN.rewards.mean(axis=1), RUN.rewards.std(axis=1)]
    return [*range(1, STEPS + 1), *np.ravel(told), *shares, 10]


def _loss() -> list[float]:
    return [0.0, 1.0, STEPS]


def rest(beta: float) -> float:
    """p right where push and price balance, by a fine search."""
    start = float(CHANCE[0])
    grid = np.linspace(start, 1, 100_001)
    share = np.arange(SIZE + 1) / SIZE
    pushes = np.sqrt(share * (1 - share))
    ways = np.array([math.comb(SIZE, right) for right in range(SIZE + 1)])
    mean = sum(
        w * grid**k * (1 - grid) ** (SIZE - k) * x
        for k, (w, x) in enumerate(zip(ways, pushes, strict=True))
    )
    # The push is above the price up to the balance, and below it from there on.
    return float(grid[np.flatnonzero(mean > beta * (grid - start))[-1]])


def _ablations() -> list[float]:
    names = ("heavy KL", "narrow clip", "wide clip")
    changes = [value for name in names for value in TRAINING_ABLATIONS[name].values()]
    heavy = TRAINING_ABLATIONS["heavy KL"]["beta"]
    prices = [heavy, 2 * heavy]
    told = [STEPS, SEEDS, FREE.inner_steps, *FACES]
    return [*changes, FREE.eps_low, *prices, 0.0, 1.0, *told, *map(rest, prices)]


def _real() -> list[float]:
    rows = lab_rows()
    told = [row[key] for row in rows for key in ("reward", "working", "length", "silent")]
    return [*told[:4], *told[-4:], 0, 1, 14, len(rows)]


def tens() -> list[float]:
    """The mean reward of every ten steps of the lab's run."""
    reward = [row["reward"] for row in lab_rows()]
    return [sum(reward[k : k + 10]) / 10 for k in range(0, len(reward), 10)]


def _held_out() -> dict[int, float]:
    """The share right of questions that it never trained on, by step."""
    run = json.loads((ASSETS / "lab" / "run.json").read_text(encoding="utf-8"))
    known = {int(step): share for step, share in run["held_out"].items()}
    known |= {row["step"]: row["held_out"] for row in run["rows"] if row["held_out"] is not None}
    return dict(sorted(known.items()))


def gaps() -> list[float]:
    """How far the first and the last ten steps are above what is right of other questions then."""
    steps, shares = zip(*_held_out().items(), strict=True)
    ends = zip((4.5, len(lab_rows()) - 5.5), (tens()[0], tens()[-1]), strict=True)
    return [float(mean - np.interp(at, steps, shares)) for at, mean in ends]


def _held() -> list[float]:
    return [*_held_out().values(), *tens(), *gaps(), 0, 1, len(lab_rows())]


def _public() -> list[float]:
    return [*public().values(), int(RUN.silent.sum()), STEPS]


_BEATS = (_door, _batch, _inner, _recoil, _silence, _lapse, _valley, _log, _loss, _ablations)


def _source(numbers: Callable[[], list[float]]) -> Callable[[GroupTable], list[float]]:
    return lambda _: numbers()


TRAINING: dict[int, Callable[[GroupTable], list[float]]] = {
    beat: _source(numbers) for beat, numbers in enumerate((*_BEATS, _real, _held, _public), start=1)
}
