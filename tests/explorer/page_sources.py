"""The page's groups worked out again, from their files, without `grpo_core`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

GROUPS = sorted((Path(__file__).resolve().parents[2] / "assets" / "groups").glob("*.toml"))


@cache
def _columns(file: Path) -> tuple:
    data = tomllib.loads(file.read_text())
    rows = [
        [a["reward"], *(_probability(a, name) for name in ("old", "new", "ref"))]
        for a in data["answers"]
    ]
    return data.get("scale", "std"), *np.array(rows, dtype=float).T


def _probability(answer: dict, name: str) -> float:
    return answer[name] if name in answer else np.exp(answer[f"{name}_logp"])


@dataclass(frozen=True)
class Sums:
    """Arrays ``(G,)`` and scalars of one group at one setting."""

    advantage: np.ndarray
    ratio: np.ndarray
    clipped_ratio: np.ndarray
    unclipped: np.ndarray
    clipped: np.ndarray
    value: np.ndarray
    k3: np.ndarray
    binds: np.ndarray
    gradient: np.ndarray
    surrogate: float
    kl: float
    objective: float


def worked_out(file: Path, low: float, high: float, beta: float) -> Sums:
    """The formulas of PPO section 3 and DeepSeekMath eq. 3 and 4, answer by answer."""
    scale, r, old, new, ref = _columns(file)
    A = r - r.mean()
    if scale == "std":
        A = A / np.sqrt((A**2).mean())
    rho, odds = new / old, ref / new
    held = np.minimum(np.maximum(rho, 1 - low), 1 + high)
    value = np.minimum(rho * A, held * A)
    k3 = odds - np.log(odds) - 1
    # A ratio on the bound itself, but for rounding, is not held.
    above, below = rho > 1 + high + 1e-9, rho < 1 - low - 1e-9
    binds = ((A > 0) & above) | ((A < 0) & below)
    gradient = (np.where(binds, 0, rho * A) - beta * (1 - odds)) / len(r)
    surrogate, kl = float(value.mean()), float(k3.mean())
    return Sums(
        *(A, rho, held, rho * A, held * A, value, k3, binds, gradient),
        *(surrogate, kl, surrogate - beta * kl),
    )
