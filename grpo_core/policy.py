"""The softmax policy over a table of answers, and the best one under a KL price."""

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, broadcastable, finite_array, has_shape, no_overflow


def log_softmax(logits: ArrayLike) -> FloatArray:
    """Log-probabilities ``theta_k - log sum_j exp(theta_j)``.

    Args:
        logits: theta, ``(..., K)``.

    Returns:
        ``(..., K)``, nats.

    Raises:
        ValueError: ``logits`` is empty or not finite.

    Example:
        >>> log_softmax([0, 0]).round(4)  # log 1/2
        array([-0.6931, -0.6931])
    """
    theta = finite_array("logits", logits)
    if theta.ndim == 0 or theta.shape[-1] == 0:
        raise ValueError(f"logits must hold at least one answer, shape {theta.shape}")
    with no_overflow("logits"):
        shifted: FloatArray = theta - theta.max(axis=-1, keepdims=True)
    total: FloatArray = np.exp(shifted).sum(axis=-1, keepdims=True)
    return shifted - np.log(total)


def softmax(logits: ArrayLike) -> FloatArray:
    """Probabilities ``exp(theta_k) / sum_j exp(theta_j)``.

    Args:
        logits: theta, ``(..., K)``.

    Returns:
        ``(..., K)``, each row sums to 1.

    Raises:
        ValueError: ``logits`` is empty or not finite.

    Example:
        >>> softmax(np.log([1, 3]))
        array([0.25, 0.75])
        >>> softmax([[1000, 1000], [0, -1000]])
        array([[0.5, 0.5],
               [1. , 0. ]])
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

    Example:
        >>> best_policy([0.5, 0.5], [np.log(3), 0], beta=1.0)
        array([0.75, 0.25])
        >>> best_policy([0.2, 0.4, 0.4], [1, 0, 0], beta=0.5).round(4)  # e^2 to 2 to 2
        array([0.6488, 0.1756, 0.1756])
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


def mixture_logp(start_logp: ArrayLike, end_logp: ArrayLike, share: float) -> FloatArray:
    """Log-probabilities of the policy ``(1 - share) * start + share * end``.

    The straight way from one policy to another: where both rows sum to 1, so does every
    mixture. Computed from logarithms, so that probabilities below 1e-308 do not vanish.

    Args:
        start_logp: log-probabilities at share 0, nats; broadcasts with ``end_logp``.
        end_logp: log-probabilities at share 1.
        share: from 0 to 1.

    Returns:
        Nats, the broadcast shape.

    Raises:
        ValueError: a log-probability is not finite, shapes do not broadcast, or
            ``share`` is not between 0 and 1.

    Example:
        >>> np.exp(mixture_logp(np.log([0.2, 0.8]), np.log([0.6, 0.4]), 0.5))
        array([0.4, 0.6])
    """
    start, end = finite_array("start_logp", start_logp), finite_array("end_logp", end_logp)
    broadcastable(start_logp=start, end_logp=end)
    t = finite_array("share", share, ndim=0)
    if not 0 <= t <= 1:
        raise ValueError(f"share must be between 0 and 1, it is {share!r}")
    with np.errstate(divide="ignore"):  # a share of 0 has no weight: log 0 is -inf
        return np.asarray(np.logaddexp(np.log1p(-t) + start, np.log(t) + end))


def with_logp(
    logp: ArrayLike, index: int, value: float, outcome: ArrayLike | None = None
) -> FloatArray:
    """Log-probabilities of the policy that gives one answer another probability.

    ``p'_a = exp(value)`` for ``a = index``, and ``p'_b = p_b (1 - p'_a) / (1 - p_a)`` for
    the others, listed or not: they keep their proportions, and the sum of all stays what
    it was. It is what a softmax does when the logit of that answer alone is moved.

    Args:
        logp: ``(K,)`` log-probabilities, nats; they need not be all that there are.
        index: of the answer, from 0.
        value: its new log-probability, below 0.
        outcome: ``(K,)``, alike for entries that are one answer, listed again
            (`WorkedGroup.outcome`); without it all are different.

    Returns:
        ``(K,)`` nats.

    Raises:
        ValueError: ``logp`` or ``value`` is not finite, ``index`` is not in ``logp``, that
            answer has all the probability already, or ``value`` is not below 0.

    Example:
        >>> np.exp(with_logp(np.log([0.2, 0.6, 0.2]), 0, np.log(0.6)))  # the others halve
        array([0.6, 0.3, 0.1])
    """
    lp = finite_array("logp", logp, ndim=1)
    if not 0 <= index < len(lp):
        raise ValueError(f"index must be from 0 to {len(lp) - 1}, it is {index!r}")
    new = finite_array("value", value, ndim=0)
    if new >= 0:
        raise ValueError(f"value must be below 0, it is {value!r}")
    if lp[index] >= 0:
        raise ValueError("index: this answer has all the probability, the others have none")
    rest = np.log(-np.expm1([new, lp[index]]))  # log(1 - p), after and before
    moved: FloatArray = lp + (rest[0] - rest[1])
    same = np.arange(len(lp)) if outcome is None else np.asarray(outcome)
    moved[same == same[index]] = new
    return moved
