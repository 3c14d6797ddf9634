"""The clipped surrogate of PPO, which GRPO keeps as it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    broadcastable,
    finite_array,
    no_overflow,
    nonnegative,
)

# A ratio comes out of exp(log - log) and misses a bound it should sit on by a few
# 1e-16 (log-probabilities of -92 by 1e-14). Nearer than this counts as "on the bound".
BOUND_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class ClippedSurrogate:
    """The surrogate, term by term; every array has the broadcast shape.

    Attributes:
        unclipped: ``rho * A``.
        clipped: ``clip(rho, 1 - eps_low, 1 + eps_high) * A``.
        value: the smaller of the two.
        binds: where the clip holds the value, so that the gradient is 0.
        gradient: d value / d log-probability: 0 where ``binds``, else ``rho * A``.

    Example:
        >>> S = clipped_surrogate(0.5, -1.0)
        >>> float(S.unclipped), float(S.clipped), float(S.value), bool(S.binds)
        (-0.5, -0.8, -0.8, True)
    """

    unclipped: FloatArray
    clipped: FloatArray
    value: FloatArray
    binds: BoolArray
    gradient: FloatArray


def clip_range(eps_low: float, eps_high: float | None) -> tuple[float, float]:
    """Return the checked pair (eps_low, eps_high); ``eps_high=None`` is eps_low."""
    low = nonnegative("eps_low", eps_low)
    return low, low if eps_high is None else nonnegative("eps_high", eps_high)


def clipped_surrogate(
    ratio: ArrayLike,
    advantage: ArrayLike,
    *,
    eps_low: float = 0.2,
    eps_high: float | None = None,
) -> ClippedSurrogate:
    """Pessimistic surrogate of one token (or answer).

    ``S = min(rho A, clip(rho, 1 - eps_low, 1 + eps_high) A)``, PPO (arXiv
    1707.06347) section 3, DeepSeekMath (arXiv 2402.03300) eq. 3; two epsilons
    as in DAPO (arXiv 2503.14476) eq. 8.

    The clip binds above ``1 + eps_high`` when A > 0 and below ``1 - eps_low``
    when A < 0, nowhere else: elsewhere ``S = rho A``. On the bound itself
    (within 1e-12, the rounding of a ratio) the gradient passes, as in torch.

    Args:
        ratio: rho = pi_new / pi_old, at least 0; broadcasts with ``advantage``.
        advantage: A, finite.
        eps_low: at least 0; above 1 the lower clip can never bind. Infinity
            switches the lower clip off.
        eps_high: at least 0; None means ``eps_low``. Infinity switches it off.

    Returns:
        `ClippedSurrogate`, arrays of the broadcast shape.

    Raises:
        ValueError: ``ratio`` is negative or not finite, ``advantage`` is not
            finite, shapes do not broadcast, or an epsilon is negative or NaN.

    Example:
        >>> S = clipped_surrogate([1.5, 0.5, 0.7, 1.4], [1, -1, 1, -1])
        >>> S.value
        array([ 1.2, -0.8,  0.7, -1.4])
        >>> S.binds
        array([ True,  True, False, False])
        >>> S.gradient
        array([ 0. ,  0. ,  0.7, -1.4])
    """
    rho = finite_array("ratio", ratio)
    A = finite_array("advantage", advantage)
    broadcastable(ratio=rho, advantage=A)
    if (rho < 0).any():
        raise ValueError("ratio must not be negative: it is a quotient of probabilities")
    low, high = clip_range(eps_low, eps_high)

    with no_overflow("ratio and advantage"):
        unclipped = np.asarray(rho * A)
        clipped = np.asarray(np.clip(rho, 1 - low, 1 + high) * A)
    too_high = (A > 0) & (rho > 1 + high + BOUND_TOLERANCE)
    too_low = (A < 0) & (rho < 1 - low - BOUND_TOLERANCE)
    binds = np.asarray(too_high | too_low)
    return ClippedSurrogate(
        unclipped=unclipped,
        clipped=clipped,
        value=np.asarray(np.minimum(unclipped, clipped)),
        binds=binds,
        gradient=np.where(binds, 0.0, unclipped),
    )
