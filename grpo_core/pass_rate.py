"""How often at least one of several answers is right."""

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, float_array, whole_number


def pass_at_k(correct: ArrayLike, k: int) -> FloatArray:
    """Unbiased estimate of the chance that one of k answers is right, from n answers.

    ``1 - C(n - c, k) / C(n, k)`` with c right answers among n: the share of all choices of k
    among the n that hold a right one. Chen et al. (arXiv 2107.03374) eq. 1.

    The trap: ``1 - (1 - c / n)^k`` looks alike and is biased.

    Args:
        correct: ``(..., n)`` of 1 (right) and 0, booleans too.
        k: from 1 to n.

    Returns:
        ``(...)``, in [0, 1].

    Raises:
        ValueError: ``correct`` is empty or holds other values; ``k`` is out of range.

    Example:
        >>> pass_at_k([1, 0, 0, 0], 2)  # 3 of the 6 pairs
        array(0.5)
        >>> pass_at_k([[1, 0, 0, 0], [0, 0, 0, 0]], 1)
        array([0.25, 0.  ])
    """
    right = float_array("correct", correct)
    if right.ndim == 0 or right.size == 0 or not ((right == 0) | (right == 1)).all():
        raise ValueError("correct must hold 0 and 1, at least one a row")
    n, k = right.shape[-1], whole_number("k", k)
    if k > n:
        raise ValueError(f"k must be at most the {n} answers, it is {k}")
    # Whole numbers as long as they need to be: one rounding, at the division.
    chance = np.array([1 - comb(n - c, k) / comb(n, k) for c in range(n + 1)])
    return np.asarray(chance[right.sum(axis=-1).astype(int)])
