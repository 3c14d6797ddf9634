"""A model too small to be any good, whose every number is drawn from one seed."""

import os

import numpy as np
import pytest

from lab import LanguageModel
from lab.model import shapes_of

# Tiny arrays: what JAX's compiler would gain is less than the time it takes.
os.environ["JAX_DISABLE_MOST_OPTIMIZATIONS"] = "1"


@pytest.fixture
def tiny() -> LanguageModel:
    """Two blocks of width 8; its distributions are far from even."""
    rng = np.random.default_rng(7)
    shapes = shapes_of(8, 2)
    return LanguageModel({n: rng.normal(0, 0.6, s).astype(np.float32) for n, s in shapes.items()})
