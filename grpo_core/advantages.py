"""Group-relative advantages: how an answer did, compared with its own group."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    finite_array,
    finite_nonnegative,
    no_overflow,
    one_of,
    whole_number,
)
from grpo_core.sums import exact_mean, exact_sum

Scale = Literal["std", "none"]

# Rewards nearer than this share of the largest are equal: 0.1 + 0.2 + 0.3 earns what 0.6 does.
EQUAL = 1e-12


def _rewards(rewards: ArrayLike) -> FloatArray:
    r = finite_array("rewards", rewards)
    if r.ndim == 0 or r.shape[-1] == 0:
        raise ValueError(f"rewards must hold at least one answer a group, shape {r.shape}")
    return r


def is_silent(rewards: ArrayLike) -> BoolArray:
    """Tell which groups are constant and so teach nothing.

    That is ``max(r) - min(r) <= 1e-12 max|r|``: rewards that differ by rounding are equal,
    for dividing rounding noise by its own std makes advantages of size 1. Nor is the test
    ``std == 0``: numpy gives ``[0.1] * 7`` a std of 1.4e-17.

    Args:
        rewards: ``(..., G)``, one group along the last axis.

    Returns:
        Booleans ``(...)``.

    Raises:
        ValueError: ``rewards`` is empty, or not finite.

    Example:
        >>> is_silent([[1, 1, 1], [1, 0, 1], [0.6, 0.1 + 0.2 + 0.3, 0.6]])
        array([ True, False,  True])
    """
    r = _rewards(rewards)
    with np.errstate(over="ignore"):  # such a span is infinite, hence not small
        span = r.max(axis=-1) - r.min(axis=-1)
    return np.asarray(span <= _noise(r))


def _noise(r: FloatArray) -> FloatArray:
    """By how much equal rewards of a group may differ, ``(...)`` for ``(..., G)``."""
    largest: FloatArray = np.abs(r).max(axis=-1)
    return EQUAL * largest


def without_noise(rewards: ArrayLike) -> FloatArray:
    """The rewards of one group, with those that differ by rounding only made the same.

    Each becomes the smallest of those that it equals, so that whoever compares two rewards
    of a group may do so with ``==``, and a constant group (`is_silent`) is one number.

    Args:
        rewards: ``(G,)``, in units of reward.

    Returns:
        ``(G,)``.

    Raises:
        ValueError: ``rewards`` is empty, or not finite.

    Example:
        >>> without_noise([0.6, 0.1 + 0.2 + 0.3, 1.0])  # the second is 0.6000000000000001
        array([0.6, 0.6, 1. ])
    """
    r = _rewards(rewards)
    equal, settled = _noise(r), r.copy()
    least = -np.inf
    with np.errstate(over="ignore"):
        for index in np.argsort(r):
            if r[index] - least > equal:
                least = r[index]
            settled[index] = least
    return settled


def group_std(rewards: ArrayLike, *, ddof: int = 0) -> FloatArray:
    """Standard deviation of each group, ``sqrt(sum (r - mean)^2 / (G - ddof))``.

    Exactly 0 for a constant group (see `is_silent`), also for a group of one.

    Args:
        rewards: ``(..., G)``, in units of reward.
        ddof: 0 for the population's (numpy's default), 1 for the sample's
            (torch's default, hence what TRL and verl compute).

    Returns:
        ``(...)``, in units of reward.

    Raises:
        ValueError: ``rewards`` is empty, not finite or overflows; ``ddof`` is
            neither 0 nor 1.

    Example:
        >>> group_std([1, 0, 1, 0]), group_std([1, 0, 1, 0], ddof=1).round(4)  # 1/2, sqrt(1/3)
        (array(0.5), np.float64(0.5774))
        >>> group_std([0.1] * 7)
        array(0.)
    """
    r = _rewards(rewards)
    one_of("ddof", ddof, (0, 1))
    silent = is_silent(r)
    with no_overflow("rewards"):
        deviation = np.abs(r - exact_mean(r)[..., None])
        # Squares of deviations below 1e-154 underflow, so measure in units of the largest.
        unit = np.where(silent, 1.0, deviation.max(axis=-1))
        total = exact_sum((deviation / unit[..., None]) ** 2)
        std = unit * np.sqrt(total / max(r.shape[-1] - ddof, 1))
    return np.where(silent, 0.0, std)


def group_advantages(
    rewards: ArrayLike, *, ddof: int = 0, eps: float = 0.0, scale: Scale = "std"
) -> FloatArray:
    """Advantage of each answer relative to its group.

    ``A_i = (r_i - mean(r)) / (std(r) + eps)``, DeepSeekMath (arXiv 2402.03300)
    section 4.1.2 and DeepSeek-R1 (arXiv 2501.12948) eq. 3. With
    ``scale="none"`` it is ``A_i = r_i - mean(r)``, Dr. GRPO (arXiv 2503.20783)
    section 3.2. The papers name neither ``ddof`` nor ``eps``; systems differ.

    A constant group gives exact zeros: there is nothing to compare.

    Args:
        rewards: ``(..., G)``, one group along the last axis.
        ddof: 0 (population) or 1 (sample); unused by ``scale="none"``.
        eps: added to the std; 0 keeps A invariant to the scale of the rewards.
        scale: ``"std"``, or ``"none"`` to centre only.

    Returns:
        ``(..., G)``: standard deviations above the mean, or units of reward
        with ``scale="none"``.

    Raises:
        ValueError: ``rewards`` is empty, not finite or overflows; ``ddof``,
            ``eps`` or ``scale`` is out of range.

    Example:
        >>> group_advantages([1, 0, 1, 0])
        array([ 1., -1.,  1., -1.])
        >>> group_advantages([0, 0, 0, 1, 0])  # mean 1/5, std 2/5
        array([-0.5, -0.5, -0.5,  2. , -0.5])
        >>> group_advantages([1, 0, 1, 0], scale="none")
        array([ 0.5, -0.5,  0.5, -0.5])
        >>> group_advantages([[1, 1], [0, 2]])  # a constant group teaches nothing
        array([[ 0.,  0.],
               [-1.,  1.]])
    """
    r = _rewards(rewards)
    one_of("ddof", ddof, (0, 1))
    eps = finite_nonnegative("eps", eps)
    one_of("scale", scale, ("std", "none"))
    silent = is_silent(r)[..., None]
    with no_overflow("rewards"):
        centred = np.where(silent, 0.0, r - exact_mean(r)[..., None])
        if scale == "none":
            return centred
        std = group_std(r, ddof=ddof)[..., None]
        return centred / np.where(silent, 1.0, std + eps)


def binary_advantages(success: ArrayLike, *, scale: Scale = "std") -> tuple[FloatArray, FloatArray]:
    """Advantages of a right and of a wrong answer when rewards are 1 and 0.

    ``A+ = sqrt((1 - p) / p)``, ``A- = -sqrt(p / (1 - p))``: what
    `group_advantages` gives (ddof 0) to a group with the success fraction p.
    With ``scale="none"`` they are ``1 - p`` and ``-p``, straight lines.

    Args:
        success: p, any shape, strictly between 0 and 1.
        scale: ``"std"``, or ``"none"`` to centre only.

    Returns:
        ``(A+, A-)``, each of the shape of ``success``.

    Raises:
        ValueError: ``success`` is not strictly between 0 and 1; ``scale`` is unknown.

    Example:
        >>> right, wrong = binary_advantages([0.2, 0.5])
        >>> right, wrong
        (array([2., 1.]), array([-0.5, -1. ]))
        >>> binary_advantages(0.25, scale="none")
        (array(0.75), array(-0.25))
    """
    p = finite_array("success", success)
    one_of("scale", scale, ("std", "none"))
    if not ((p > 0) & (p < 1)).all():
        raise ValueError("success must lie strictly between 0 and 1: other groups are silent")
    if scale == "none":
        return np.asarray(1 - p), np.asarray(-p)
    return np.sqrt((1 - p) / p), -np.sqrt(p / (1 - p))


def silent_probability(success: ArrayLike, group_size: int) -> FloatArray:
    """Probability that a group is all right or all wrong, ``p^G + (1 - p)^G``.

    Such a group is silent; DAPO (arXiv 2503.14476) eq. 11 samples it again.

    Args:
        success: p, the probability of a right answer, any shape, in [0, 1].
        group_size: G.

    Returns:
        Probabilities of the shape of ``success``.

    Raises:
        ValueError: ``success`` is not in [0, 1]; ``group_size`` is below 1.

    Example:
        >>> silent_probability([0.5, 1.0], 4)  # 2 / 16, and certain
        array([0.125, 1.   ])
    """
    p = finite_array("success", success)
    size = whole_number("group_size", group_size)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("success must be a probability in [0, 1]")
    # A group of one is always silent; p + (1 - p) may miss 1 by rounding, which is fine.
    return p**size + (1 - p) ** size
