"""What the films show of the lab's run: its measures, and one question before and after."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from lab import load_model, load_run
from lab.task import is_right, question_of

ASKED = (35, 43)  # a question of the first batch, which the trained model answers alike each time
_SEED = 0
_TEN = 10  # steps of a mean
_MEASURES = ("reward", "working", "length", "silent")


class LabRun(NamedTuple):
    """The measures of each step, shape (steps,) each, and the held-out ones where measured."""

    measures: dict[str, np.ndarray]
    held_steps: np.ndarray
    held: np.ndarray

    def tens(self) -> tuple[np.ndarray, np.ndarray]:
        """The mean reward of every ten steps, and the middles of these."""
        reward = self.measures["reward"]
        parts = reward[: len(reward) // _TEN * _TEN].reshape(-1, _TEN)
        return _TEN * np.arange(len(parts)) + 0.5 * (_TEN - 1), parts.mean(axis=1)


@cache
def lab_run() -> LabRun:
    """The run in the record; raises `lab.LabError` if that is missing or damaged."""
    run = load_run()
    rows = run["rows"]
    measures = {name: np.array([row[name] for row in rows]) for name in _MEASURES}
    held = {int(step): float(share) for step, share in run["held_out"].items()}
    held |= {row["step"]: row["held_out"] for row in rows if row["held_out"] is not None}
    steps = sorted(held)
    return LabRun(measures, np.array(steps), np.array([held[step] for step in steps]))


@cache
def before_and_after() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Eight answers to `ASKED` of the first batch, and eight of the trained model.

    Each with whether it is right. Raises `lab.LabError`.
    """
    question = question_of(*ASKED)
    texts = load_run()["rows"][0]["batch"][question]
    before = [(text, bool(is_right(question, text))) for text in texts]
    rng = np.random.default_rng(_SEED)
    drawn = load_model().sample(question, len(texts), rng=rng)
    return before, [(answer.text, answer.reward > 0) for answer in drawn]
