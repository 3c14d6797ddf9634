"""Where a tabular run of GRPO comes to rest: push and price in balance."""

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import Scale, group_advantages
from grpo_core.checks import FloatArray, finite_array, has_shape, whole_number
from grpo_core.kl import check_distribution

_HALVINGS = 200  # of an interval of length 1: far below a float's precision


def rest_policy(
    ref: ArrayLike,
    rewards: ArrayLike,
    beta: float,
    group_size: int,
    *,
    scale: Scale = "std",
) -> FloatArray:
    """The policy at which GRPO's expected step is zero, for rewards of two values.

    On-policy the expected step of logit k is ``E[1/G sum_i A_i 1[o_i = k]] -
    beta (pi_k - ref_k)``: the k3 that stands in J pulls along the slope of ``KL(ref ||
    pi)``, not of ``KL(pi || ref)``, so that this is not `best_policy`. With c right
    answers among G, drawn with the chance p, the balance is ``E[1/G c A_right(c)] =
    beta (p - p_ref)``; answers of equal reward keep the reference's proportions.

    Args:
        ref: ``(K,)`` positive probabilities of the reference; the start, too.
        rewards: ``(K,)``, two different values.
        beta: weight of k3, above 0.
        group_size: G, at least 2.
        scale: of the advantage, as in `group_advantages`.

    Returns:
        ``(K,)`` probabilities.

    Raises:
        ValueError: ``ref`` is no positive distribution, ``rewards`` does not fit it or has
            other than two values, ``beta`` or ``group_size`` is out of range.

    Example:
        Two answers, without the std: ``p (1 - p) / 2 = (p - 1/2) / 4``, so p = (1 + sqrt 5) / 4.

        >>> rest_policy([0.5, 0.5], [1, 0], beta=0.25, group_size=2, scale="none").round(4)
        array([0.809, 0.191])
    """
    ref = check_distribution("ref", finite_array("ref", ref, ndim=1))
    r = finite_array("rewards", rewards)
    has_shape("rewards", r, ref.shape)
    if len(np.unique(r)) != 2 or not (ref > 0).all():
        raise ValueError("rewards must have two values, and ref must be positive")
    price = float(finite_array("beta", beta, ndim=0))
    if price <= 0:
        raise ValueError(f"beta must be above 0, it is {beta!r}")
    size = whole_number("group_size", group_size, least=2)

    right = r == r.max()
    start = float(ref[right].sum())
    pushes = _pushes(r, size, scale)
    low, high = start, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if _drawn(middle, size) @ pushes > price * (middle - start):
            low = middle
        else:
            high = middle
    return np.where(right, ref * low / start, ref * (1 - low) / (1 - start))


def _pushes(rewards: FloatArray, size: int, scale: Scale) -> FloatArray:
    """``1/G c A_right(c)`` for c = 0 to G right answers."""
    groups = np.where(np.arange(size) < np.arange(size + 1)[:, None], rewards.max(), rewards.min())
    counts = np.arange(size + 1)
    return counts / size * group_advantages(groups, scale=scale)[:, 0]


def _drawn(p: float, size: int) -> FloatArray:
    """The chance of c = 0 to G right answers."""
    counts = np.arange(size + 1)
    ways = np.array([comb(size, int(c)) for c in counts], dtype=float)
    chance: FloatArray = ways * p**counts * (1 - p) ** (size - counts)
    return chance
