"""`python -m lab.training`, which `make lab` calls: train the model, or go on training it."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import jax.numpy as jnp
import numpy as np

from lab.errors import LabError
from lab.model import Weights
from lab.store import RECORD, START, load_model, weights_name
from lab.training.checkpoint import TrainingState, resumed, save, train
from lab.training.grpo import GrpoRecipe, GrpoTraining
from lab.training.start import StartRecipe, StartTraining
from lab.weights import rounded, weights_file
from lecture.complaints import INTERRUPTED, answered
from lecture.files import write_whole
from lecture.options import UserError, read
from lecture.process import run_and_leave
from lecture.progress import Progress
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
    try:
        if asked.steps:
            steps, start = read("steps", asked.steps), dict(load_model(START).weights)
        else:
            steps, start = STEPS, _start(folder, seed)
        _grpo(folder, seed, steps, start)
    except LabError as error:
        raise UserError(str(error)) from None
    except KeyboardInterrupt:
        print(f"lab: interrupted; the same command goes on from {folder}", file=sys.stderr)
        return INTERRUPTED
    return 0


def _start(folder: Path, seed: int) -> Weights:
    """The supervised start, as its file gives it back."""
    training = StartTraining(StartRecipe(seed=seed))
    steps = training.recipe.steps
    state = _trained("start", training, training.advance, steps, folder, "loss")
    return rounded(_in_numpy(state))


def _grpo(folder: Path, seed: int, steps: int, start: Weights) -> None:
    training = GrpoTraining(GrpoRecipe(seed=seed), start)
    write_whole(folder / weights_name(0), weights_file(start))
    state = _trained("GRPO", training, _keeping(training, folder), steps, folder, "reward")
    write_whole(folder / weights_name(state.step), weights_file(_in_numpy(state)))
    record = {"recipe": training.recipe.as_dict(), "rows": state.rows}
    write_whole(folder / RECORD, _lines(record).encode())
    first, last = state.rows[0], state.rows[-1]
    print(
        f"lab: {state.step} steps, reward {first['reward']:.2f} to {last['reward']:.2f}, "
        f"with working {first['working']:.2f} to {last['working']:.2f}: {folder}"
    )


def _lines(record: dict[str, Any]) -> str:
    """JSON with a line for each row."""
    rows = ",\n".join(json.dumps(row) for row in record["rows"])
    return f'{{"recipe": {json.dumps(record["recipe"])},\n"rows": [\n{rows}\n]}}\n'


def _keeping(training: GrpoTraining, folder: Path) -> Advance:
    """One step of the training; where weights are kept, it goes on from what their file holds.

    So what was drawn and measured after that step can be drawn again from the file.
    """

    def step(state: TrainingState) -> TrainingState:
        state = training.advance(state)
        if state.step not in training.recipe.kept:
            return state
        weights = _in_numpy(state)
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
        progress.step(f"{measured}, {left // 60:.0f}:{left % 60:02.0f} left")
        return state

    return step


def _in_numpy(state: TrainingState) -> dict[str, Any]:
    return {name: np.asarray(array) for name, array in state.weights.items()}


if __name__ == "__main__":
    run_and_leave(main, "lab")
