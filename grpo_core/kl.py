"""Divergence from the reference policy: one-sample estimators and the exact value."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    FloatArray,
    broadcastable,
    finite_array,
    no_overflow,
    one_of,
)

# How far a row of probabilities may miss 1: typed decimals and float sums, no more.
SUM_TOLERANCE = 1e-9


def kl_estimate(
    logp: ArrayLike, ref_logp: ArrayLike, kind: Literal["k1", "k2", "k3"] = "k3"
) -> FloatArray:
    """One-sample estimate of ``KL(pi_theta || pi_ref)``.

    With ``d = ref_logp - logp``: ``k1 = -d``, ``k2 = d^2 / 2``,
    ``k3 = exp(d) - d - 1``. k3 is DeepSeekMath (arXiv 2402.03300) eq. 4 and
    DeepSeek-R1 (arXiv 2501.12948) eq. 2; the names are from Schulman,
    "Approximating KL Divergence". For samples of pi_theta the mean of k1 and
    of k3 is the divergence; k2 is biased. k3 is never negative.

    Args:
        logp: log pi_theta of each sample, in nats; broadcasts with ``ref_logp``.
        ref_logp: log pi_ref of the same samples.
        kind: ``"k1"``, ``"k2"`` or ``"k3"``.

    Returns:
        Nats, of the broadcast shape.

    Raises:
        ValueError: an argument is not finite, shapes do not broadcast, ``kind``
            is unknown, or the result overflows (k3: beyond d = 709).

    Example:
        >>> logp, ref_logp = np.log([0.3, 0.2]), np.log([0.15, 0.4])  # ratios 1/2 and 2
        >>> kl_estimate(logp, ref_logp, "k1").round(4)  # log 2, -log 2
        array([ 0.6931, -0.6931])
        >>> kl_estimate(logp, ref_logp).round(4)  # 1/2 + log 2 - 1, 2 - log 2 - 1
        array([0.1931, 0.3069])
    """
    lp = finite_array("logp", logp)
    lp_ref = finite_array("ref_logp", ref_logp)
    broadcastable(logp=lp, ref_logp=lp_ref)
    one_of("kind", kind, ("k1", "k2", "k3"))
    with no_overflow("logp and ref_logp"):
        d = np.asarray(lp_ref - lp)
        if kind == "k1":
            return np.asarray(lp - lp_ref)  # not -d, which turns 0 into -0
        if kind == "k2":
            return d**2 / 2
        # expm1 keeps the digits that exp(d) - 1 loses near 0. Where a machine's expm1
        # is off by more than a unit, the maximum keeps the promise k3 >= 0.
        return np.maximum(np.expm1(d) - d, 0.0)


def kl_divergence(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """Exact categorical divergence ``KL(p || q) = sum_a p_a log(p_a / q_a)``.

    Args:
        p: probabilities along the last axis; broadcasts with ``q``.
        q: probabilities along the last axis.

    Returns:
        Nats, the broadcast shape without its last axis. Answers with p = 0 add 0.

    Raises:
        ValueError: shapes do not fit; ``p`` or ``q`` is negative, not finite or
            does not sum to 1 (within 1e-9); ``q`` is 0 where ``p`` is not, for
            then the divergence is infinite and nothing can be drawn or averaged.

    Example:
        >>> float(kl_divergence([0.5, 0.5], [0.25, 0.75]).round(4))  # log(4/3) / 2
        0.1438
        >>> kl_divergence([[1, 0], [0.5, 0.5]], [0.5, 0.5]).round(4)  # log 2, 0
        array([0.6931, 0.    ])
    """
    p, q = check_distribution("p", p), check_distribution("q", q)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(f"p and q must list the same answers: {p.shape} and {q.shape}")
    broadcastable(p=p, q=q)
    if ((p > 0) & (q == 0)).any():
        raise ValueError("q must be positive wherever p is: the divergence would be infinite")
    # Where p is 0 the term is 0, whatever q is: put log 1 there instead of log 0.
    log_p = np.log(np.where(p > 0, p, 1.0))
    log_q = np.log(np.where(q > 0, q, 1.0))
    return np.asarray((p * (log_p - log_q)).sum(axis=-1))


def check_distribution(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as float64 rows of probabilities that sum to 1."""
    array = finite_array(name, value)
    if array.ndim == 0 or (array < 0).any():
        raise ValueError(f"{name} must be rows of probabilities, none of them negative")
    if (np.abs(array.sum(axis=-1) - 1) > SUM_TOLERANCE).any():
        raise ValueError(f"{name} must sum to 1 along its last axis")
    return array
