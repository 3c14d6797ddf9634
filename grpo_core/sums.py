"""Sums that do not depend on the order of what is summed."""

import math

import numpy as np

from grpo_core.checks import FloatArray


def exact_sum(values: FloatArray) -> FloatArray:
    """Sum over the last axis, rounded once at the end (Shewchuk, "Adaptive precision", 1997).

    The same answers in another order are the same group: numpy's sum differs in the last
    digit, and from such a digit a standard deviation and advantages of size 1 can grow.

    Args:
        values: ``(..., N)``.

    Returns:
        ``(...)``, in the units of ``values``.

    Raises:
        OverflowError: a partial sum does not fit a float64.
    """
    rows = values.reshape(-1, values.shape[-1])
    return np.array([math.fsum(row) for row in rows]).reshape(values.shape[:-1])


def exact_mean(values: FloatArray) -> FloatArray:
    """`exact_sum` divided by the number of values."""
    count: int = values.shape[-1]
    return exact_sum(values) / count


def settled(values: FloatArray, noise: float) -> FloatArray:
    """A copy of ``(N,)`` in which values nearer than ``noise`` are the same: the least of them."""
    same, given, least = values.copy(), values.tolist(), -math.inf
    for index in np.argsort(values).tolist():
        if given[index] - least > noise:
            least = given[index]
        same[index] = least
    return same
