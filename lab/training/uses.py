"""One batch used again and again: what each use does to its own questions, and to others."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from grpo_core import is_silent
from grpo_core.checks import FloatArray
from lab.model import Weights
from lab.store import USES
from lab.task import question_of
from lab.training import ablations
from lab.training.ablations import Plan
from lab.training.grpo import DifferentAnswers, GrpoTraining, SampledBatch, sampled_batch
from lab.training.network import Arrays, in_numpy, token_logp
from lab.training.record import record_lines, short, versions
from lab.weights import weights_file
from lecture.files import write_whole


def used_batch(plan: Plan, start: Weights) -> dict[str, Any]:
    """The first batch of a curve, and the share right before its first use and after each.

    Both shares are of fresh answers: ``own`` of as many to each of the batch's questions as it
    has itself, ``new`` of one to every held-out question. The same random numbers draw them
    each time. ``group`` are the texts, rewards and chances of the first group that compares
    something.
    """
    training = GrpoTraining(plan.recipe, start)
    state = training.fresh()
    pairs, batch = training.drawn(state)
    shares: dict[str, list[float]] = {"own": [], "new": []}

    def look(arrays: Arrays) -> None:
        weights = in_numpy(arrays)
        rng = np.random.default_rng([plan.seed, 0])
        fresh = sampled_batch(weights, weights, pairs, plan.recipe.answers, rng)
        for name, share in (
            ("own", fresh.rewards.mean()),
            ("new", training.held_out_reward(weights, 0)),
        ):
            shares[name].append(round(float(share), 4))

    look(state.weights)
    logps, weights = [], state.weights
    for use in training.uses(state, batch):
        logps.append(use.logp)
        weights = use.weights
        look(weights)
    once = DifferentAnswers.of(batch)
    logps.append(once.for_all(token_logp(weights, once.prompts, once.tokens)))
    group = _group(batch, [question_of(*pair) for pair in pairs], np.array(logps))
    return {"name": plan.ablation.name, "seed": plan.seed, **shares, "group": group}


def _group(batch: SampledBatch, asked: list[str], logps: FloatArray) -> dict[str, Any]:
    """The first group whose rewards differ; `logps` ``(updates + 1, B, T)``."""
    G = batch.rewards.shape[1]
    first = int(np.argmin(is_silent(batch.rewards)))
    rows = slice(first * G, (first + 1) * G)
    chances = np.exp(np.where(batch.real[rows], logps[:, rows], 0.0).sum(axis=-1))
    answers = [
        {"text": answer.text, "reward": answer.reward, "chance": [short(c) for c in column]}
        for answer, column in zip(batch.answers[rows], chances.T, strict=True)
    ]
    return {"question": asked[first], "answers": answers}


def record_uses(folder: Path, start: Weights, seeds: int) -> Iterator[dict[str, Any]]:
    """Watch the first batch of each harm's curve, and keep all in `folder` at the end.

    Args:
        folder: of a run.
        start: all begin with it.
        seeds: 0 to `seeds` - 1.

    Yields:
        Each `used_batch` as soon as it is there.
    """
    made = []
    watched = [ablation for ablation in ablations.TABLE if ablation.name.startswith("harm")]
    for ablation in watched:
        for seed in range(seeds):
            made.append(used_batch(Plan(ablation, seed, 1), start))
            yield made[-1]
    mark = sha256(weights_file(start)).hexdigest()[:16]
    about = {"versions": versions(), "start": mark}
    write_whole(folder / USES, record_lines(about, "uses", made))
