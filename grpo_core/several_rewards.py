"""Advantages when each answer has several rewards."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import EQUAL, group_advantages
from grpo_core.checks import (
    BoolArray,
    FloatArray,
    finite_array,
    float_array,
    has_shape,
    no_overflow,
    one_of,
)
from grpo_core.sums import exact_sum, settled


def multi_reward_advantages(
    rewards: ArrayLike,
    *,
    how: Literal["sum_then_normalize", "normalize_then_sum"] = "sum_then_normalize",
    weights: ArrayLike | None = None,
    ddof: int = 0,
    eps: float = 0.0,
) -> FloatArray:
    """Advantages of answers that are judged by K rewards each.

    - ``"sum_then_normalize"``: the weighted sum of an answer's rewards is its reward; then
      `group_advantages`. TRL's default.
    - ``"normalize_then_sum"``: each reward gets its own `group_advantages`, the weighted sum
      of these is compared over the whole batch (same ddof and eps), GDPO.

    The trap of the first: answers with the rewards {1, 0} and {0, 1} become equal.

    A reward of NaN is missing and counts 0 in the sum; an answer without any reward gets 0
    and is left out of every mean, and so does each answer of a group with fewer than two
    that have one. Weights are not normalised.

    Args:
        rewards: ``(groups, G, K)``, NaN where one is missing.
        how: one of the two.
        weights: ``(K,)``, finite; None means ones.
        ddof: 0 or 1, of every std.
        eps: added to every std.

    Returns:
        ``(groups, G)``.

    Raises:
        ValueError: ``rewards`` has another shape, is empty or infinite; ``weights`` do not
            fit; an option is out of range.

    Example:
        Is the answer right, which is rare here, and is it short? Summed, both count 1:

        >>> rewards = [[[1, 0], [0, 1], [0, 1], [0, 0]]]
        >>> multi_reward_advantages(rewards).round(3)
        array([[ 0.577,  0.577,  0.577, -1.732]])
        >>> multi_reward_advantages(rewards, how="normalize_then_sum").round(3)
        array([[ 0.796,  0.46 ,  0.46 , -1.716]])
    """
    r, w = _checked(rewards, weights)
    one_of("how", how, ("sum_then_normalize", "normalize_then_sum"))
    known = np.asarray(~np.isnan(r).all(axis=-1))
    with no_overflow("rewards and weights"):
        if how == "sum_then_normalize":
            sums = _summed(w * np.nan_to_num(r), known)
            return group_advantages(sums, ddof=ddof, eps=eps)
        own = group_advantages(np.moveaxis(r, -1, 0), ddof=ddof, eps=eps)
        # The whole batch is one group here; whoever has nothing to compare stays at 0.
        terms = w * np.moveaxis(own, 0, -1)
        sums = _summed(terms.reshape(1, -1, len(w)), known.reshape(1, -1))
        compared = known & (known.sum(axis=-1, keepdims=True) > 1)
        found = group_advantages(sums, ddof=ddof, eps=eps).reshape(known.shape)
        return np.where(compared, found, 0.0)


def _checked(rewards: ArrayLike, weights: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    r = float_array("rewards", rewards)
    if r.ndim != 3 or 0 in r.shape:
        raise ValueError(f"rewards must have shape (groups, G, K), it has {r.shape}")
    if np.isinf(r).any():
        raise ValueError("rewards must be finite, or NaN where one is missing")
    w = np.ones(r.shape[-1]) if weights is None else finite_array("weights", weights)
    has_shape("weights", w, r.shape[-1:])
    return r, w


def _summed(terms: FloatArray, known: BoolArray) -> FloatArray:
    """Sums over the last axis, NaN where nothing is known; what differs by rounding is equal.

    Terms that cancel leave rounding noise far larger than the sum's own last digit; divided
    by its own std it would be advantages of size 1.
    """
    sums, sizes = exact_sum(terms), np.where(known, np.abs(terms).sum(axis=-1), 0.0)
    groups = zip(sums, sizes, strict=True)
    same = np.array([settled(group, EQUAL * float(size.max())) for group, size in groups])
    return np.where(known, same, np.nan)
