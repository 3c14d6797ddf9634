"""The softmax policy over a table of answers, and the best one under a KL price."""

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, finite_array, has_shape, no_overflow


def log_softmax(logits: ArrayLike) -> FloatArray:
    """Log-probabilities ``theta_k - log sum_j exp(theta_j)``.

    Args:
        logits: theta, ``(..., K)``.

    Returns:
        ``(..., K)``, nats.

    Raises:
        ValueError: ``logits`` is empty or not finite.
    """
    theta = finite_array("logits", logits)
    if theta.ndim == 0 or theta.shape[-1] == 0:
        raise ValueError(f"logits must hold at least one answer, shape {theta.shape}")
    with no_overflow("logits"):
        shifted = theta - theta.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(logits: ArrayLike) -> FloatArray:
    """Probabilities ``exp(theta_k) / sum_j exp(theta_j)``.

    Args:
        logits: theta, ``(..., K)``.

    Returns:
        ``(..., K)``, each row sums to 1.

    Raises:
        ValueError: ``logits`` is empty or not finite.
    """
    return np.exp(log_softmax(logits))


def best_policy(ref: ArrayLike, rewards: ArrayLike, beta: float) -> FloatArray:
    """The policy that maximises ``E_pi[r] - beta KL(pi || ref)``.

    ``pi*_a = ref_a exp(r_a / beta) / Z``. Answers of equal reward keep the
    proportions that the reference gives them.

    Args:
        ref: ``(K,)`` positive probabilities of the reference, up to a factor.
        rewards: ``(K,)``, units of reward.
        beta: price of a nat in units of reward, above 0.

    Returns:
        ``(K,)`` probabilities.

    Raises:
        ValueError: ``ref`` is not positive, ``rewards`` does not fit it, an
            argument is not finite, or ``beta`` is not above 0.
    """
    ref = finite_array("ref", ref, ndim=1)
    r = finite_array("rewards", rewards)
    has_shape("rewards", r, ref.shape)
    if not (ref > 0).all():
        raise ValueError("ref must be positive everywhere")
    price = finite_array("beta", beta, ndim=0)
    if price <= 0:
        raise ValueError(f"beta must be above 0, it is {beta!r}")
    with no_overflow("rewards and beta"):
        return softmax(np.log(ref) + r / price)
