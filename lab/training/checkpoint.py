"""What a training run needs to go on after it was ended at any moment, in one file."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jax
import numpy as np

from lab.errors import LabError
from lab.training.network import Arrays
from lecture.files import write_whole

Row = dict[str, Any]  # what JSON can hold


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A run between two steps.

    Attributes:
        weights: of the model, float32.
        optimizer: optax's state.
        rng: draws questions and answers; its own state goes on.
        step: how many steps have been made.
        rows: what was measured in each of them.
    """

    weights: Arrays
    optimizer: Any
    rng: np.random.Generator
    step: int = 0
    rows: tuple[Row, ...] = field(default=())


def save(file: Path, state: TrainingState, recipe: dict[str, Any]) -> None:
    """Write the state beside its place and move it there."""
    about = {
        "recipe": recipe,
        "step": state.step,
        "rows": state.rows,
        "rng": state.rng.bit_generator.state,
    }
    arrays = {str(n): np.asarray(leaf) for n, leaf in enumerate(_leaves(state))}
    content = io.BytesIO()
    np.savez(content, about=np.array(json.dumps(about)), **arrays)
    write_whole(file, content.getvalue())


def resumed(file: Path, fresh: TrainingState, recipe: dict[str, Any]) -> TrainingState:
    """The state in `file`, or `fresh` where nothing has been written yet.

    Raises:
        LabError: the file is damaged, or a run with another recipe wrote it.
    """
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as archive:
            about = json.loads(str(archive["about"]))
            arrays = [archive[str(n)] for n in range(len(archive.files) - 1)]
    except FileNotFoundError:
        return fresh
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise LabError(f"{file}: damaged; remove it to begin anew") from None
    for name, value in recipe.items():
        if about["recipe"].get(name) != value:
            raise LabError(
                f"{file}: made with {name} {about['recipe'].get(name)}, not {value}; "
                "give another OUT, or remove it to begin anew"
            )
    if [array.shape for array in arrays] != [leaf.shape for leaf in _leaves(fresh)]:
        raise LabError(f"{file}: of another model; give another OUT, or remove it to begin anew")
    shape = jax.tree.structure((fresh.weights, fresh.optimizer))
    weights, optimizer = jax.tree.unflatten(shape, [jax.numpy.asarray(array) for array in arrays])
    rng = np.random.default_rng()
    rng.bit_generator.state = about["rng"]
    return TrainingState(weights, optimizer, rng, about["step"], tuple(about["rows"]))


def _leaves(state: TrainingState) -> list[Any]:
    return jax.tree.leaves((state.weights, state.optimizer))


def train(
    state: TrainingState,
    advance: Callable[[TrainingState], TrainingState],
    steps: int,
    *,
    keep: Callable[[TrainingState], None],
    every: int,
) -> TrainingState:
    """Advance to `steps` steps in all; `keep` gets every so manieth state, and the last."""
    while state.step < steps:
        state = advance(state)
        if state.step % every == 0 or state.step == steps:
            keep(state)
    return state
