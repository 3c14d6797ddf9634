"""The third policy: the sampler's own log-probabilities."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, nonnegative, one_of
from grpo_core.surrogate import BOUND_TOLERANCE
from grpo_core.token_table import real_tokens, row_mean, table_shape, token_values


def importance_weights(
    old_logp: ArrayLike,
    rollout_logp: ArrayLike,
    mask: ArrayLike | None,
    *,
    level: Literal["token", "sequence"] = "token",
    average: Literal["product", "mean"] = "product",
    action: Literal["clamp", "mask"] = "clamp",
    low: float | None = None,
    high: float | None = None,
) -> FloatArray:
    """Factors ``pi_old / pi_rollout`` that correct for a sampler unlike the trainer.

    The inference engine computes other log-probabilities than the trainer for the same
    weights. A token's term is multiplied by the quotient: clamped to [low, high] (truncated
    importance sampling, commonly at most 2), or 0 outside of it (IcePop: .5 and 5).

    The trap: of a whole answer the product grows with its length; a mean of 1.001 over a
    thousand tokens is a product of 2.72.

    Args:
        old_logp: ``(B, T)`` log-probabilities of the trainer's old policy, nats.
        rollout_logp: ``(B, T)``, of the sampler.
        mask: ``(B, T)`` of 1 (real token) and 0; None means all real.
        level: a quotient for each ``"token"``, or one for the whole ``"sequence"``.
        average: of a sequence: the ``"product"`` of its tokens' quotients or their
            geometric ``"mean"``; unused at level ``"token"``.
        action: ``"clamp"``, or ``"mask"``, which keeps quotients on the bounds.
        low: at least 0; None is no bound.
        high: at least ``low``; None is no bound.

    Returns:
        ``(B, T)``, 0 under the mask.

    Raises:
        ValueError: a shape does not fit, a real token is not finite, an option is out of
            range, or a quotient without an upper bound overflows float64.

    Example:
        >>> old, rollout = np.log([[0.6, 0.2]]), np.log([[0.2, 0.4]])  # quotients 3 and 1/2
        >>> importance_weights(old, rollout, None, high=2)
        array([[2. , 0.5]])
        >>> importance_weights(old, rollout, None, level="sequence").round(4)
        array([[1.5, 1.5]])
        >>> importance_weights(old, rollout, None, action="mask", low=0.5, high=2)
        array([[0. , 0.5]])
    """
    valid = real_tokens(mask, table_shape("old_logp", old_logp))
    log_rho = token_values("old_logp", old_logp, valid)
    log_rho = log_rho - token_values("rollout_logp", rollout_logp, valid)
    one_of("level", level, ("token", "sequence"))
    one_of("average", average, ("product", "mean"))
    one_of("action", action, ("clamp", "mask"))
    least, most = _bounds(low, high)
    if level == "sequence":
        total = np.broadcast_to(log_rho.sum(axis=1, keepdims=True), valid.shape)
        log_rho = total if average == "product" else row_mean(log_rho, valid)
    with np.errstate(over="ignore"):  # an infinite quotient is above every bound
        quotient = np.exp(log_rho)
    if action == "clamp":
        kept = np.clip(quotient, least, most)
    else:
        slack = 1 + BOUND_TOLERANCE
        kept = np.where((quotient * slack >= least) & (quotient <= most * slack), quotient, 0.0)
    kept = np.where(valid, kept, 0.0)
    if np.isinf(kept).any():
        raise ValueError("old_logp and rollout_logp: too far apart for float64")
    return kept


def _bounds(low: float | None, high: float | None) -> tuple[float, float]:
    least = 0.0 if low is None else nonnegative("low", low)
    most = np.inf if high is None else nonnegative("high", high)
    if most < least:
        raise ValueError(f"high must be at least low = {least:g}, it is {most:g}")
    return least, most
