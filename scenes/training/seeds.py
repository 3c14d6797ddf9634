"""Runs of several seeds with one thing changed: the chance of a right answer over the batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from grpo_core import TrainingSettings, train_tabular

SEEDS = 10


@cache
def chances(settings: TrainingSettings, right: int) -> np.ndarray:
    """The chance of answer `right` before the first and after each batch, (`SEEDS`, S + 1)."""
    runs = (train_tabular(replace(settings, seed=settings.seed + k)) for k in range(SEEDS))
    return np.array([run.policy[:, right] for run in runs])


def changed(settings: TrainingSettings, changes: Mapping[str, Any], right: int) -> np.ndarray:
    """The same, with `changes` of the settings."""
    return chances(replace(settings, **changes), right)
