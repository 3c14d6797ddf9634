"""Group-relative advantages: how an answer did, compared with its own group."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    finite_array,
    finite_nonnegative,
    float_array,
    has_shape,
    no_overflow,
    one_of,
    whole_number,
)
from grpo_core.sums import exact_sum, settled

Scale = Literal["std", "none"]
Baseline = Literal["mean", "leave_one_out", "length_weighted"]

# Rewards nearer than this share of the largest are equal: 0.1 + 0.2 + 0.3 earns what 0.6 does.
EQUAL = 1e-12


def _rewards(rewards: ArrayLike, *, missing: bool = False) -> FloatArray:
    r = float_array("rewards", rewards) if missing else finite_array("rewards", rewards)
    if np.isinf(r).any():
        raise ValueError("rewards must be finite, or NaN where one is missing")
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
    return _constant(r, np.ones(r.shape, dtype=bool))


# Below, rewards that are missing are 0 and not `known`.


def _constant(r: FloatArray, known: BoolArray) -> BoolArray:
    """Whether a group's known rewards are equal, also when there are fewer than two."""
    with np.errstate(over="ignore"):  # such a span is infinite, hence not small
        span = np.where(known, r, -np.inf).max(axis=-1) - np.where(known, r, np.inf).min(axis=-1)
    return np.asarray(span <= _noise(r))


def _noise(r: FloatArray) -> FloatArray:
    """By how much equal rewards of a group may differ, ``(...)`` for ``(..., G)``."""
    largest: FloatArray = np.abs(r).max(axis=-1)
    return EQUAL * largest


def _mean(r: FloatArray, known: BoolArray) -> FloatArray:
    """The mean of the known rewards of each group, ``(...)``; 0 of none."""
    return np.asarray(exact_sum(r) / np.maximum(known.sum(axis=-1), 1))


def _std(r: FloatArray, known: BoolArray, ddof: int) -> FloatArray:
    """The std of the known rewards of each group, ``(...)``; exactly 0 of a constant one."""
    constant = _constant(r, known)
    with no_overflow("rewards"):
        deviation = np.where(known, np.abs(r - _mean(r, known)[..., None]), 0.0)
        # Squares of deviations below 1e-154 underflow, so measure in units of the largest.
        unit = np.where(constant, 1.0, deviation.max(axis=-1))
        total = exact_sum((deviation / unit[..., None]) ** 2)
        std = unit * np.sqrt(total / np.maximum(known.sum(axis=-1) - ddof, 1))
    return np.where(constant, 0.0, std)


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
    return settled(r, float(_noise(r)))


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
    return _std(r, np.ones(r.shape, dtype=bool), ddof)


def group_advantages(
    rewards: ArrayLike,
    *,
    ddof: int = 0,
    eps: float = 0.0,
    scale: Literal["std", "none", "batch", "mean"] = "std",
    baseline: Baseline = "mean",
    lengths: ArrayLike | None = None,
) -> FloatArray:
    """Advantage of each answer relative to its group.

    ``A_i = (r_i - mean(r)) / (std(r) + eps)``, DeepSeekMath (arXiv 2402.03300)
    section 4.1.2 and DeepSeek-R1 (arXiv 2501.12948) eq. 3. The papers name neither
    ``ddof`` nor ``eps``; systems differ.

    What is subtracted, the ``baseline``:

    - ``"mean"``: the group's mean.
    - ``"leave_one_out"``: the mean of the others, RLOO (arXiv 2402.14740); this is
      ``G / (G - 1)`` times the former.
    - ``"length_weighted"``: ``sum |o_i| r_i / sum |o_i|``, OPO (arXiv 2505.23585).

    What it is divided by, the ``scale``; it is taken about the group's mean whatever the
    baseline is:

    - ``"std"``: the group's std, plus eps.
    - ``"none"``: 1, Dr. GRPO (arXiv 2503.20783) section 3.2.
    - ``"batch"``: the std of all rewards of the batch, plus eps; TRL's "batch".
    - ``"mean"``: the group's mean, plus eps, MaxRL; 0 where that mean is 0.

    A constant group gives exact zeros: there is nothing to compare. A reward of NaN is
    missing: it is left out of mean and std, and its answer gets 0, as does every answer of
    a group with fewer than two rewards. Both still count in a batch's std.

    Args:
        rewards: ``(..., G)``, one group along the last axis.
        ddof: 0 (population) or 1 (sample); used by ``"std"`` and ``"batch"``.
        eps: added to the divisor; 0 keeps A invariant to the scale of the rewards.
        scale: one of the four.
        baseline: one of the three.
        lengths: ``(..., G)``, above 0, in tokens; for ``"length_weighted"`` only.

    Returns:
        ``(..., G)``: standard deviations above the baseline, or units of reward with
        ``scale="none"``, or shares of the mean.

    Raises:
        ValueError: ``rewards`` is empty, infinite or overflows; an option is out of range;
            ``lengths`` is missing or not above 0; a group's mean is below 0 with
            ``scale="mean"``; ``scale="batch"`` with one group only.

    Example:
        >>> group_advantages([1, 0, 1, 0])
        array([ 1., -1.,  1., -1.])
        >>> group_advantages([0, 0, 0, 1, 0])  # mean 1/5, std 2/5
        array([-0.5, -0.5, -0.5,  2. , -0.5])
        >>> group_advantages([1, 0, 1, 0], scale="none")
        array([ 0.5, -0.5,  0.5, -0.5])
        >>> group_advantages([1, 0, 1, 0], scale="none", baseline="leave_one_out").round(4)
        array([ 0.6667, -0.6667,  0.6667, -0.6667])
        >>> group_advantages([[1, 1], [0, 2]])  # a constant group teaches nothing
        array([[ 0.,  0.],
               [-1.,  1.]])
    """
    r = _rewards(rewards, missing=True)
    one_of("ddof", ddof, (0, 1))
    eps = finite_nonnegative("eps", eps)
    one_of("scale", scale, ("std", "none", "batch", "mean"))
    known = ~np.isnan(r)
    r = np.where(known, r, 0.0)
    teaches = (~_constant(r, known))[..., None] & known
    with no_overflow("rewards"):
        centred = np.where(teaches, r - _baseline(r, known, baseline, lengths), 0.0)
        if scale == "none":
            return centred
        if scale == "mean":
            return _shares_of_mean(centred, r, known, eps)
        std = _batch_std(r, known, ddof) if scale == "batch" else _std(r, known, ddof)[..., None]
        return centred / np.where(teaches, std + eps, 1.0)


def _baseline(
    r: FloatArray, known: BoolArray, baseline: Baseline, lengths: ArrayLike | None
) -> FloatArray:
    """What is subtracted from each reward, ``(..., G)`` or ``(..., 1)``."""
    one_of("baseline", baseline, ("mean", "leave_one_out", "length_weighted"))
    weights = _lengths(lengths, r.shape, needed=baseline == "length_weighted")
    if baseline == "length_weighted":
        weights = np.where(known, weights, 0.0)
        return (exact_sum(weights * r) / np.maximum(exact_sum(weights), 1e-300))[..., None]
    mean = _mean(r, known)[..., None]
    if baseline == "mean":
        return mean
    # r - (n mean - r) / (n - 1) = n / (n - 1) (r - mean)
    others = np.maximum(known.sum(axis=-1, keepdims=True) - 1, 1)
    return np.asarray(mean - (r - mean) / others)


def _lengths(lengths: ArrayLike | None, shape: tuple[int, ...], *, needed: bool) -> FloatArray:
    if lengths is None:
        if needed:
            raise ValueError("lengths must be given with baseline='length_weighted'")
        return np.ones(shape)
    array = finite_array("lengths", lengths)
    has_shape("lengths", array, shape)
    if not (array > 0).all():
        raise ValueError("lengths must be above 0: an answer has at least one token")
    return array


def _batch_std(r: FloatArray, known: BoolArray, ddof: int) -> FloatArray:
    """The std of all rewards of all groups."""
    if r.size == r.shape[-1]:
        raise ValueError("scale 'batch' needs more than one group: rewards must be (groups, G)")
    return _std(r.ravel(), known.ravel(), ddof)


def _shares_of_mean(centred: FloatArray, r: FloatArray, known: BoolArray, eps: float) -> FloatArray:
    mean, noise = _mean(r, known), _noise(r)
    if (mean < -noise).any():
        raise ValueError("scale 'mean' needs rewards whose mean is not below 0 in any group")
    some = (mean > noise)[..., None]
    return np.where(some, centred / np.where(some, mean[..., None] + eps, 1.0), 0.0)


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
