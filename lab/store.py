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
RECORD, ABLATIONS, USES = "run.json", "ablations.json", "uses.json"
# What is measured of each batch, and kept of every curve.
MEASURED = ("reward", "working", "length", "silent", "clip_fraction", "k3", "entropy")


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


def load_model(step: str | int = TRAINED, folder: str | Path = SHIPPED) -> LanguageModel:
    """The model at a step of a run.

    Args:
        step: "start", "trained", or the number of a step whose weights were kept.
        folder: of the run; the project's own without it.

    Raises:
        LabError: there is no such step, or its file is damaged.
    """
    folder = Path(folder)
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


def load_run(folder: str | Path = SHIPPED) -> dict[str, Any]:
    """A run's record: its ``recipe`` and ``rows``, what was measured step by step.

    Of some rows, ``groups`` has the tokens, the rewards and the log-probabilities of whole
    groups, and of some of their answers ``distributions``, whose columns are ``written``;
    ``batch`` has all texts.

    Raises:
        LabError: the record is missing or damaged.
    """
    return _record(Path(folder) / RECORD, ("recipe", "rows"))


def load_ablations(folder: str | Path = SHIPPED) -> dict[str, Any]:
    """The curves of `lab.training.ablations`: short runs with one thing of the recipe changed.

    ``recipe`` is what they share, ``curves`` a list of them. Of each curve: ``name``, ``change``
    of the recipe, ``seed``, ``steps``; ``held_out``, share right at its start and its end;
    ``rows``, each of `MEASURED` as a list with a number a batch; ``answers`` of its last model
    to 17*24=, with ``text`` and ``reward``.

    Raises:
        LabError: the file is missing or damaged.
    """
    file = Path(folder) / ABLATIONS
    there = _record(file, ("start", "recipe", "curves"))
    for number, curve in enumerate(there["curves"], start=1):
        if not _is_curve(curve):
            raise LabError(f"{file}: curve {number}: damaged; get it again")
    return there


def load_uses(folder: str | Path = SHIPPED) -> list[dict[str, Any]]:
    """First batches of `lab.training.uses`, each looked at after every one of its uses.

    Of each: ``name`` of the ablation, ``seed``; ``own``, the share right among fresh answers to
    the batch's own questions, and ``new``, among those to questions that were held out: lists
    of a number before the first use and one after each; ``group``, a ``question`` of it with
    ``answers``, of each its ``text``, its ``reward`` and its ``chance``, a list as these.

    Raises:
        LabError: the file is missing or damaged.
    """
    file = Path(folder) / USES
    there: list[dict[str, Any]] = _record(file, ("start", "uses"))["uses"]
    for number, used in enumerate(there, start=1):
        if not isinstance(used, dict) or used.keys() != {"name", "seed", "own", "new", "group"}:
            raise LabError(f"{file}: batch {number}: damaged; get it again")
    return there


def _record(file: Path, entries: tuple[str, ...]) -> dict[str, Any]:
    """The object in a JSON file, if it has these entries; the last is a list."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    except ValueError:
        raise LabError(f"{file}: damaged; get it again") from None
    missing = [name for name in entries if not isinstance(record, dict) or name not in record]
    if missing or not isinstance(record[entries[-1]], list):
        said = " or ".join([", ".join(entries[:-1]), entries[-1]])
        raise LabError(f"{file}: {said}: missing; get it again")
    return dict(record)


def _is_curve(curve: Any) -> bool:
    known = {"name", "change", "seed", "steps", "held_out", "rows", "answers"}
    if not isinstance(curve, dict) or curve.keys() != known or not isinstance(curve["rows"], dict):
        return False
    rows = [curve["rows"].get(name) for name in MEASURED]
    return all(isinstance(row, list) and len(row) == curve["steps"] for row in rows)
