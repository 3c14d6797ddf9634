"""`python -m lab.training`, which `make lab` calls: train the model, or go on training it."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import jax.numpy as jnp

from lab.ablation_table import ablation_table
from lab.errors import LabError
from lab.model import Weights
from lab.store import ABLATIONS, RECORD, START, load_ablations, load_model, weights_name
from lab.tokens import WRITTEN
from lab.training.ablations import Plan, plans, run_ablations
from lab.training.checkpoint import TrainingState, resumed, save, train
from lab.training.grpo import GrpoRecipe, GrpoTraining
from lab.training.network import in_numpy
from lab.training.record import record_lines, versions
from lab.training.start import StartRecipe, StartTraining
from lab.training.uses import record_uses
from lab.weights import rounded, weights_file
from lecture.complaints import INTERRUPTED, answered
from lecture.cores import cores
from lecture.files import write_whole
from lecture.options import UserError, read
from lecture.process import run_and_leave
from lecture.progress import Progress, clock
from scenes.script.options import Parser, add_options

STEPS = 160  # of GRPO
EVERY = 5  # steps between two states that are saved

Advance = Callable[[TrainingState], TrainingState]


class Trainer(Protocol):
    """What a kind of training knows."""

    @property
    def recipe(self) -> Any: ...
    def fresh(self) -> TrainingState: ...
    def advance(self, state: TrainingState) -> TrainingState: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Train as far as is asked for and return the exit code."""
    parser = Parser(prog="lab", description=__doc__)
    add_options(parser, "lab", default="")
    return answered("lab", Path.cwd(), lambda: _run(parser.parse_args(arguments)))


def _run(asked: Namespace) -> int:
    folder = read("out", asked.out or ".") / "media" / "lab"
    seed = read("seed", asked.seed or "0")
    short = read("steps", asked.steps) if asked.steps else None
    try:
        if asked.ablations:
            return _ablated(folder, read("ablations", asked.ablations), short, asked.jobs)
        return _trained_whole(folder, short, seed)
    except LabError as error:
        raise UserError(str(error)) from None
    except KeyboardInterrupt:
        print(f"lab: interrupted; the same command goes on from {folder}", file=sys.stderr)
        return INTERRUPTED


def _ablated(folder: Path, seeds: int, steps: int | None, jobs: str | None) -> int:
    """Make the curves, from the start in `folder` or else the one that is there."""
    has_own = (folder / weights_name(0)).exists()
    start = dict(load_model(START, *[folder] * has_own).weights)
    planned = plans(seeds, steps)
    began, costs = time.monotonic(), 0
    with Progress("ablations", len(planned)) as progress:

        def told(made: dict[str, Any], left: list[Plan]) -> None:
            nonlocal costs
            costs += sum(plan.cost for plan in planned if plan.made(made))
            seconds = (time.monotonic() - began) / costs * sum(plan.cost for plan in left)
            progress.reach(len(planned) - len(left) - 1)
            rewards = made["rows"]["reward"]
            measured = f"{made['name']}, reward {rewards[0]:.2f} to {rewards[-1]:.2f}"
            progress.step(f"{measured}, {clock(seconds)} left")

        workers = read("jobs", jobs) if jobs else cores()
        run_ablations(folder, start, planned, workers, told)
        for used in record_uses(folder, start, seeds):
            right = f"{used['new'][0]:.2f} to {used['new'][-1]:.2f}"
            progress.step(f"one batch of {used['name']} used again and again, new right {right}")
    print(ablation_table(load_ablations(folder)["curves"]))
    print(f"lab: {len(planned)} curves: {folder / ABLATIONS}")
    return 0


def _trained_whole(folder: Path, short: int | None, seed: int) -> int:
    recipe = None if short else StartRecipe(seed=seed)
    start = _start(folder, recipe) if recipe else dict(load_model(START).weights)
    training = GrpoTraining(GrpoRecipe(seed=seed), start)
    state = _grpo(folder, training, short or STEPS, start)
    about = {
        "versions": versions(),
        "start": recipe.as_dict() if recipe else "the one that is there",
        "recipe": training.recipe.as_dict(),
        "written": [*WRITTEN],
        "held_out": {
            step: training.held_out_reward(load_model(step, folder).weights, step)
            for step in sorted({0, state.step, *training.recipe.kept})
            if step <= state.step
        },
    }
    write_whole(folder / RECORD, record_lines(about, "rows", state.rows))
    print(f"lab: {_told_of(state)}: {folder}")
    return 0


def _start(folder: Path, recipe: StartRecipe) -> Weights:
    """The supervised start, as its file gives it back."""
    training = StartTraining(recipe)
    state = _trained("start", training, training.advance, recipe.steps, folder, "loss")
    return rounded(in_numpy(state.weights))


def _grpo(folder: Path, training: GrpoTraining, steps: int, start: Weights) -> TrainingState:
    write_whole(folder / weights_name(0), weights_file(start))
    state = _trained("GRPO", training, _keeping(training, folder), steps, folder, "reward")
    write_whole(folder / weights_name(state.step), weights_file(in_numpy(state.weights)))
    return state


def _told_of(state: TrainingState) -> str:
    first, last = state.rows[0], state.rows[-1]
    return f"{state.step} steps, " + ", ".join(
        f"{words} {first[name]:.2f} to {last[name]:.2f}"
        for name, words in (("reward", "reward"), ("working", "with working"))
    )


def _keeping(training: GrpoTraining, folder: Path) -> Advance:
    """One step of the training; where weights are kept, it goes on from what their file holds.

    So what was drawn and measured after that step can be drawn again from the file.
    """

    def step(state: TrainingState) -> TrainingState:
        state = training.advance(state)
        if state.step not in training.recipe.kept:
            return state
        weights = in_numpy(state.weights)
        write_whole(folder / weights_name(state.step), weights_file(weights))
        return replace(
            state, weights={n: jnp.asarray(array) for n, array in rounded(weights).items()}
        )

    return step


def _trained(
    name: str, training: Trainer, advance: Advance, steps: int, folder: Path, shown: str
) -> TrainingState:
    """Train to so many steps, or go on where a run that was ended left its state."""
    recipe, file = training.recipe.as_dict(), folder / f"{name}-training.npz"
    state = resumed(file, training.fresh(), recipe)
    with Progress(name, steps) as progress:
        progress.reach(state.step)
        return train(
            state,
            _told(advance, progress, steps, shown),
            steps,
            keep=lambda kept: save(file, kept, recipe),
            every=EVERY,
        )


def _told(advance: Advance, progress: Progress, steps: int, shown: str) -> Advance:
    """`advance` that says after each step what it measured and how long the rest will take."""
    began, made = time.monotonic(), 0

    def step(state: TrainingState) -> TrainingState:
        nonlocal made
        state, made = advance(state), made + 1
        left = (time.monotonic() - began) / made * (steps - state.step)
        measured = f"{shown} {state.rows[-1][shown]:.2f}"
        progress.step(f"{measured}, {clock(left)} left")
        return state

    return step


if __name__ == "__main__":
    run_and_leave(main, "lab")
