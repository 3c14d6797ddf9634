"""What each part of the recipe does: the same short run with one thing changed, seed by seed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np

from lab.errors import LabError
from lab.language_model import LanguageModel
from lab.model import Weights
from lab.store import ABLATIONS, MEASURED, load_ablations
from lab.task import FILM, question_of
from lab.training.grpo import GrpoRecipe, GrpoTraining
from lab.training.network import in_numpy
from lab.training.record import record_lines, short, versions
from lab.weights import weights_file
from lecture.files import write_whole

STEPS = 40  # batches of a curve
ASKED = 8  # answers of its last model to the question of the films
UNCLIPPED = 1e9  # an epsilon that no ratio reaches
# One thread each: two processes of one make more than one of two.
ALONE = {
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "OPENBLAS_NUM_THREADS": "1",
}
# A curve measures its held-out questions itself and records no groups.
BASE = GrpoRecipe(kept=(), measure=10**6, record=10**6)


@dataclass(frozen=True)
class Ablation:
    """A short run with something changed.

    Attributes:
        name: of its curves.
        change: what is not as in `BASE`.
        steps: batches, at most.
    """

    name: str
    change: dict[str, Any]
    steps: int = STEPS


def _harm(rate: float, **change: Any) -> Ablation:
    """One batch used sixteen times with nothing but the clip to hold it, or not even that."""
    clip = "no_clip" if change else "clip"
    return Ablation(
        f"harm_{rate:.0e}_{clip}".replace("e-0", "e-"),
        {"beta": 0.0, "updates": 16, "rate": rate, **change},
        30,
    )


TABLE = (
    Ablation("base", {}),
    *(_harm(rate, **change) for rate in (1e-4, 3e-4) for change in ({}, {"eps_low": UNCLIPPED})),
    Ablation("no_std", {"scale": "none"}),
    Ablation("beta_0", {"beta": 0.0}),
    Ablation("beta_0.05", {"beta": 0.05}),
    Ablation("eps_0.05", {"eps_low": 0.05}),
    Ablation("eps_10", {"eps_low": 10.0}),
    Ablation("dapo", {"aggregate": "dapo"}),
    Ablation("dr_grpo", {"aggregate": "dr_grpo"}),
    # An answer's tokens are summed, not averaged: dr_grpo with L = 1.
    Ablation("seq_sum", {"aggregate": "dr_grpo", "max_length": 1}),
    Ablation("sequence", {"level": "sequence"}),
    # 256 answers a batch throughout.
    *(Ablation(f"g_{size}", {"questions": 256 // size, "answers": size}) for size in (2, 4, 16)),
    Ablation("small_pool", {"only": 60}),
    Ablation("updates_1", {"updates": 1}),
    Ablation("updates_4", {"updates": 4}),
    Ablation("updates_16", {"updates": 16}, 20),
    Ablation("updates_16_no_clip", {"updates": 16, "eps_low": UNCLIPPED}, 20),
)


@dataclass(frozen=True)
class Plan:
    """One curve: an ablation with a seed, for so many batches."""

    ablation: Ablation
    seed: int
    steps: int

    @property
    def recipe(self) -> GrpoRecipe:
        return replace(BASE, **self.ablation.change, seed=self.seed)

    @property
    def cost(self) -> int:
        """How long it takes, about, in updates."""
        return self.steps * (1 + self.recipe.updates)

    def made(self, curve: dict[str, Any]) -> bool:
        """Whether `curve` is this one."""
        return all(curve[name] == value for name, value in self.as_dict().items())

    def as_dict(self) -> dict[str, Any]:
        ablation = self.ablation
        return {
            "name": ablation.name,
            "change": ablation.change,
            "seed": self.seed,
            "steps": self.steps,
        }


Work = Callable[[Plan], dict[str, Any]]


def plans(seeds: int, steps: int | None = None) -> list[Plan]:
    """All curves: every ablation with the seeds 0 to `seeds` - 1, seed after seed."""
    return [
        Plan(ablation, seed, min(ablation.steps, steps or ablation.steps))
        for seed in range(seeds)
        for ablation in TABLE
    ]


def curve(plan: Plan, start: Weights) -> dict[str, Any]:
    """Train as planned: what was measured batch by batch, and what the last model answers.

    The row of a batch is of the policy that drew it: row 0 is the start's. `clip_fraction` is
    the mean of its updates.
    """
    training = GrpoTraining(plan.recipe, start)
    state = training.fresh()
    while state.step < plan.steps:
        state = training.advance(state)
    last = in_numpy(state.weights)
    rng = np.random.default_rng([plan.seed, plan.steps])
    answers = LanguageModel(last).sample(question_of(*FILM), ASKED, rng=rng)
    held_out = [state.rows[0]["held_out"], training.held_out_reward(last, plan.steps)]
    return plan.as_dict() | {
        "held_out": [short(share) for share in held_out],
        "rows": {name: [short(row[name]) for row in state.rows] for name in MEASURED},
        "answers": [{"text": a.text, "reward": a.reward} for a in answers],
    }


def run_ablations(
    folder: Path,
    start: Weights,
    planned: list[Plan],
    jobs: int,
    told: Callable[[dict[str, Any], list[Plan]], None] = lambda curve, left: None,
) -> None:
    """Make the curves that `folder` does not have yet; each is kept as soon as it is there.

    Args:
        folder: of a run, where its file of curves is.
        start: all curves begin with it.
        planned: the curves.
        jobs: how many processes make them.
        told: is given each new curve and the plans that are left.

    Raises:
        LabError: the file that is there is damaged, or has another start or recipe.
    """
    file, mark = folder / ABLATIONS, sha256(weights_file(start)).hexdigest()[:16]
    kept = _kept(folder, mark)
    left = [plan for plan in planned if not any(plan.made(curve) for curve in kept)]
    for made in _each(partial(curve, start=start), left, jobs):
        kept.append(made)
        left = [plan for plan in left if not plan.made(made)]
        about = {"versions": versions(), "start": mark, "recipe": BASE.as_dict()}
        write_whole(file, record_lines(about, "curves", sorted(kept, key=_place)))
        told(made, left)


def _kept(folder: Path, mark: str) -> list[dict[str, Any]]:
    """The curves that are there."""
    if not (folder / ABLATIONS).exists():
        return []
    try:
        there = load_ablations(folder)
    except LabError:
        raise LabError(f"{folder / ABLATIONS}: damaged; remove it to begin anew") from None
    for name, value in (("start", mark), ("recipe", BASE.as_dict())):
        if there[name] != value:
            raise LabError(
                f"{folder / ABLATIONS}: made with another {name}; give another OUT, or remove it "
                "to begin anew"
            )
    return list(there["curves"])


def _place(curve: dict[str, Any]) -> tuple[int, int]:
    """Where it stands in the file: by ablation, then by seed."""
    names = [ablation.name for ablation in TABLE]
    return names.index(curve["name"]), curve["seed"]


def _each(work: Work, planned: list[Plan], jobs: int) -> Iterator[dict[str, Any]]:
    """What `work` makes of each plan, as it comes, from so many processes."""
    if jobs == 1 or len(planned) < 2:
        yield from map(work, planned)
        return
    helpers = _helpers(work, min(jobs, len(planned)))
    left, busy = list(planned), list(helpers)
    try:
        for pipe in busy:
            pipe.send(left.pop(0))
        while busy:
            for pipe in wait(busy):
                made = pipe.recv()
                if left:
                    pipe.send(left.pop(0))
                else:
                    busy.remove(pipe)
                yield made
    except (EOFError, ConnectionError):
        raise LabError("a process was ended; the same command goes on") from None
    finally:
        for helper in helpers.values():
            helper.kill()
            helper.join()


def _helpers(work: Work, count: int) -> dict[Connection, BaseProcess]:
    """So many processes, of one thread each, by the pipe that gives them plans.

    An interrupt key is ours alone: we end them.
    """
    resource_tracker.ensure_running()  # it takes interrupts again, which are kept off here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    environment = dict(os.environ)
    os.environ |= ALONE
    try:
        return dict(_helper(work) for _ in range(count))
    finally:
        os.environ.clear()
        os.environ |= environment
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _helper(work: Work) -> tuple[Connection, BaseProcess]:
    spawned = multiprocessing.get_context("spawn")
    ours, its = spawned.Pipe()
    process = spawned.Process(target=_help, args=(its, work), daemon=True)
    process.start()
    its.close()  # so that we see when it is gone
    return ours, process


def _help(pipe: Connection, work: Work) -> None:
    """Make what is asked for, plan after plan, until nobody asks."""
    with suppress(EOFError):
        while True:
            pipe.send(work(pipe.recv()))
