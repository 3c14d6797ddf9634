"""One batch used many times, with clipping and without: what the lab's record says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lab import load_ablations, load_run
from lab.task import FILM, question_of
from lab.tokens import END

_RATE = "1e-4"  # of the two that were recorded
_SEVERAL, _CLEAR = 5, 0.05  # batches that are compared; what counts as a change


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

        The last batches are compared with the first ones, for a single one says little.
        """
        gain = float(self.mean[-_SEVERAL:].mean() - self.mean[:_SEVERAL].mean())
        if abs(gain) < _CLEAR:
            return "same"
        return "better" if gain > 0 else "worse"

    def answer(self, *, right: bool) -> tuple[str, bool]:
        """An answer of one of the last models, with its question, and whether it is right.

        The first one that is `right`, or not, or the first of all if there is none.
        """
        answers = [answer for run in self.runs for answer in run["answers"]]
        fitting = [one for one in answers if (one["reward"] > 0) is right]
        one = (fitting or answers)[0]
        return question_of(*FILM) + one["text"], bool(one["reward"] > 0)


def harms() -> tuple[Harm, Harm]:
    """Without clipping, and with it.

    Raises:
        LabError: the record is missing or damaged.
    """
    curves = load_ablations()["curves"]
    return tuple(  # type: ignore[return-value]  # two
        Harm([curve for curve in curves if curve["name"] == f"harm_{_RATE}_{kind}"])
        for kind in ("no_clip", "clip")
    )


def first_batch() -> list[tuple[str, bool]]:
    """Answers of the model before its training, with their questions, and which are right.

    Of the groups that were recorded, the first ones in turn.

    Raises:
        LabError: the record is missing or damaged.
    """
    groups = load_run()["rows"][0]["groups"]
    rows = zip(*(group["answers"] for group in groups), strict=True)
    pairs = [pair for row in rows for pair in zip(groups, row, strict=True)]
    return [
        (group["question"] + _text(answer["tokens"]), bool(answer["reward"] > 0))
        for group, answer in pairs
    ]


def _text(tokens: list[str]) -> str:
    return "".join(token for token in tokens if token != END)
