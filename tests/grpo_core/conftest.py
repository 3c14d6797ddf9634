"""What several of these tests need: the shipped groups and a numeric derivative."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grpo_core import WorkedGroup, load_group

GROUPS = Path(__file__).parents[2] / "assets" / "groups"


@pytest.fixture
def worked() -> WorkedGroup:
    return load_group(GROUPS / "worked.toml")


@pytest.fixture
def shipped() -> Callable[[str], WorkedGroup]:
    return lambda name: load_group(GROUPS / f"{name}.toml")


@pytest.fixture
def numeric_gradient() -> Callable[..., np.ndarray]:
    """Central differences of a scalar function of an array."""

    def gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
        out = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            step = np.zeros_like(x)
            step[index] = h
            out[index] = (f(x + step) - f(x - step)) / (2 * h)
        return out

    return gradient
