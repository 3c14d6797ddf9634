"""One batch used many times, with clipping and without: what the lab's record says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from lab import load_ablations, load_uses
from lab.task import FILM, question_of

USUAL, LONG = "1e-4", "3e-4"  # the rates that were recorded: of the films' step, and longer
_CLEAR = 0.05  # what counts as a change of a share


@dataclass(frozen=True)
class Harm:
    """Short runs of one recipe and several seeds.

    Attributes:
        runs: of the record, seed by seed.
    """

    runs: list[dict[str, Any]]

    @cached_property
    def rewards(self) -> np.ndarray:
        """Share of right answers in the fresh sample of each batch, shape (seeds, batches)."""
        return np.array([run["rows"]["reward"] for run in self.runs])

    @property
    def mean(self) -> np.ndarray:
        """The same on average over the seeds, shape (batches,)."""
        return self.rewards.mean(axis=0)

    @property
    def uses(self) -> int:
        """How often a batch is used."""
        return int(self.runs[0]["change"]["updates"])

    @property
    def fate(self) -> str:
        """What became of the share of right answers: "better", "same" or "worse".

        Told from questions that were held out, for those of a single batch differ too much.
        """
        before, after = np.mean([run["held_out"] for run in self.runs], axis=0)
        gain = float(after - before)
        if abs(gain) < _CLEAR:
            return "same"
        return "better" if gain > 0 else "worse"

    @property
    def rate(self) -> float:
        """How long a step is."""
        return float(self.runs[0]["change"]["rate"])

    def answer(self, *, right: bool) -> tuple[str, bool]:
        """An answer of one of the last models, with its question, and whether it is right.

        The first one that is `right`, or not, or the first of all if there is none.
        """
        answers = [answer for run in self.runs for answer in run["answers"]]
        fitting = [one for one in answers if (one["reward"] > 0) is right]
        one = (fitting or answers)[0]
        return question_of(*FILM) + one["text"], bool(one["reward"] > 0)


class Pair(NamedTuple):
    """The runs of one rate: without clipping, and with it."""

    without: Harm
    held: Harm


def harms(rate: str = USUAL) -> Pair:
    """The pair of a rate, as the record names it.

    Raises:
        LabError: the record is missing or damaged.
    """
    curves = load_ablations()["curves"]
    names = (f"harm_{rate}_{kind}" for kind in ("no_clip", "clip"))
    return Pair(*(Harm([curve for curve in curves if curve["name"] == name]) for name in names))


class Uses(NamedTuple):
    """The first batch of a recipe: shares of right answers before its first use and after each.

    On average over the seeds, shape (uses + 1,): of fresh answers to its `own` questions, and
    to `new` ones, which were held out.
    """

    own: np.ndarray
    new: np.ndarray


def used_batches(rate: str = LONG) -> tuple[Uses, Uses]:
    """The batch without clipping, and with it, as the record names its rate.

    Raises:
        LabError: the record is missing or damaged.
    """
    free, held = (_watched(f"harm_{rate}_{kind}") for kind in ("no_clip", "clip"))
    return Uses(*free), Uses(*held)


def _watched(name: str) -> list[np.ndarray]:
    batches = [used for used in load_uses() if used["name"] == name]
    return [np.mean([used[what] for used in batches], axis=0) for what in ("own", "new")]


class UsedAnswer(NamedTuple):
    """An answer of a batch with its question, whether it is right, and its chance before the
    batch's first use and after each, shape (uses + 1,)."""

    text: str
    right: bool
    chances: np.ndarray


def first_group() -> list[UsedAnswer]:
    """The different answers of the first recorded group that has right and wrong ones.

    The likeliest first, of the run without clipping.

    Raises:
        LabError: the record is missing or damaged.
    """
    name = f"harm_{USUAL}_no_clip"
    group = next(used["group"] for used in load_uses() if used["name"] == name)
    answers = {
        one["text"]: UsedAnswer(
            group["question"] + one["text"], one["reward"] > 0, np.array(one["chance"])
        )
        for one in group["answers"]
    }
    return sorted(answers.values(), key=lambda one: -one.chances[0])
