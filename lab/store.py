"""What a training run left: weights at some steps, and its record."""

import json
import re
from pathlib import Path
from typing import Any

from lab.errors import LabError
from lab.language_model import LanguageModel
from lab.weights import read_weights

SHIPPED = Path(__file__).parents[1] / "assets" / "lab"
START, TRAINED = "start", "trained"
RECORD = "run.json"


def weights_name(step: int) -> str:
    """The file of the weights after so many steps.

    Example:
        >>> weights_name(40)
        'weights-0040.npz'
    """
    return f"weights-{step:04}.npz"


def steps_in(folder: Path) -> list[int]:
    """The steps whose weights are in a folder, in order."""
    found = (re.fullmatch(r"weights-(\d{4})\.npz", file.name) for file in folder.glob("*.npz"))
    return sorted(int(name[1]) for name in found if name)


def load_model(step: str | int = TRAINED, folder: Path = SHIPPED) -> LanguageModel:
    """The model at a step of a run.

    Args:
        step: "start", "trained", or the number of a step whose weights were kept.
        folder: of the run; the project's own without it.

    Raises:
        LabError: there is no such step, or its file is damaged.
    """
    return LanguageModel(read_weights(folder / weights_name(step_named(step, folder))))


def step_named(step: str | int, folder: Path) -> int:
    """The number of a step, as `load_model` takes it; `LabError` where no weights are of it."""
    steps = steps_in(folder)
    if not steps:
        raise LabError(f"{folder}: no weights; give the folder of a run, which make lab makes")
    named: dict[str | int, int] = {START: steps[0], TRAINED: steps[-1]}
    wanted = named.get(step, step)
    if wanted not in steps:
        known = ", ".join([START, *map(str, steps[1:-1]), TRAINED])
        raise LabError(f"checkpoint {step!r}: there is none; take one of {known}")
    return int(wanted)


def load_run(folder: Path = SHIPPED) -> dict[str, Any]:
    """A run's record: its ``recipe`` and ``rows``, what was measured step by step.

    Raises:
        LabError: the record is missing or damaged.
    """
    file = folder / RECORD
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except ValueError:
        raise LabError(f"{file}: damaged; get it again") from None
    if not isinstance(run, dict) or not {"recipe", "rows"} <= run.keys():
        raise LabError(f"{file}: recipe or rows: missing; get it again")
    return run
