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


def weights_of(file: Path, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """What each rule's paper says of the gradient's factor and of the value, answer by answer."""
    scale, r, old, new, _ = _columns(file)
    A = (r - r.mean()) / (r.std() if scale == "std" else 1)
    rho, move = new / old, new - old
    if kind == "plain":
        return rho * A, rho * A
    if kind == "sapo":
        tau = np.where(A > 0, 1.0, 1.05)
        gate = 1 / (1 + np.exp(-tau * (rho - 1)))
        return 4 * gate * (1 - gate) * rho * A, 4 / tau * gate * A
    if kind == "gmpo":
        held = (A > 0) & (np.log(rho) > 0.4) | (A < 0) & (np.log(rho) < -0.4)
        value = A * np.exp(np.where(held, 0.4 * np.sign(A), np.log(rho)))
        return np.where(held, 0, value), value
    factor = {
        "reinforce": np.ones(len(r)),
        "cispo": np.minimum(rho, 1.272),
        # A move on the bound itself, but for rounding, is not too far.
        "dppo_tv": np.where(np.sign(A) * move > 0.2 + 1e-9, 0, np.minimum(rho, 20)),
    }[kind]
    return factor * A, factor * A * np.log(new)
