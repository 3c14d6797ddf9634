"""The GRPO objective of one group, its exact gradient, and its known variants."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    IndexArray,
    finite_array,
    finite_nonnegative,
    float_array,
    has_shape,
    no_overflow,
    one_of,
    whole_number,
)
from grpo_core.kl import kl_estimate
from grpo_core.sums import exact_sum
from grpo_core.surrogate import clip_range, clipped_surrogate

Level = Literal["token", "sequence"]
Aggregate = Literal["grpo", "dapo", "dr_grpo"]


@dataclass(frozen=True, eq=False)
class GrpoObjective:
    """The objective at one policy. Arrays are ``(G, T)``.

    Attributes:
        value: J, to be maximised (a loss is -J); ``surrogate - beta * kl``.
        surrogate: the aggregated clipped surrogate.
        kl: the aggregated k3, with the same weights.
        gradient: dJ / d logp; 0 under the mask.
        ratio: rho of each token (of its sequence for ``level="sequence"``); 1
            under the mask.
        binds: where the clip binds; False under the mask.
        clip_fraction: the share of real tokens where the clip binds.

    Example:
        >>> lp = np.log([[0.5], [0.5]])
        >>> J = grpo_objective(lp, lp, lp, [1, -1])
        >>> J.value, J.ratio[:, 0], J.gradient[:, 0]  # worth 0, yet it pushes
        (0.0, array([1., 1.]), array([ 0.5, -0.5]))
    """

    value: float
    surrogate: float
    kl: float
    gradient: FloatArray
    ratio: FloatArray
    binds: BoolArray
    clip_fraction: float


def grpo_objective(
    logp: ArrayLike,
    old_logp: ArrayLike,
    ref_logp: ArrayLike,
    advantages: ArrayLike,
    mask: ArrayLike | None = None,
    *,
    eps_low: float = 0.2,
    eps_high: float | None = None,
    beta: float = 0.0,
    level: Level = "token",
    aggregate: Aggregate = "grpo",
    max_length: int | None = None,
) -> GrpoObjective:
    """Value and gradient of ``J = sum_{i,t} w_{i,t} (S_{i,t} - beta k3_{i,t})``.

    S is `clipped_surrogate`, k3 is `kl_estimate`; the KL stands inside the sum,
    DeepSeekMath (arXiv 2402.03300) eq. 3. With m the mask and |o_i| the number
    of real tokens of row i, the weights are

    - ``"grpo"``: ``m / (G |o_i|)``, DeepSeekMath eq. 3. A fully masked row adds
      0 and still counts in G, as in TRL.
    - ``"dapo"``: ``m / sum_i |o_i|``, DAPO (arXiv 2503.14476) eq. 8.
    - ``"dr_grpo"``: ``m / (G L)`` with L = ``max_length``, Dr. GRPO (arXiv
      2503.20783) section 3.2.

    The ratio is ``rho = exp(logp - old_logp)`` token by token, or with
    ``level="sequence"`` the geometric mean ``s_i`` of a row's ratios, GSPO (arXiv
    2507.18071) eq. 5 and 7, given to each of the row's tokens.

    The gradient treats everything but ``logp`` as constant:
    ``dJ/dlogp = w ([clip does not bind] rho A - beta (1 - exp(ref_logp - logp)))``,
    at rho = 1 DeepSeekMath eq. 20 and 21. For ``level="sequence"`` the first
    part is ``w_{i,t} [clip does not bind] s_i A_i``, through the geometric mean.

    Args:
        logp: ``(G, T)`` log-probabilities under the present policy, nats.
        old_logp: ``(G, T)``, under the policy that drew the samples.
        ref_logp: ``(G, T)``, under the reference policy.
        advantages: ``(G,)``, one for all tokens of a row.
        mask: ``(G, T)`` of 1 (real token) and 0; None means all real. Nothing
            under a 0 matters, NaN and infinity included, nor does the advantage
            of a row that is masked throughout.
        eps_low: as in `clipped_surrogate`.
        eps_high: as in `clipped_surrogate`.
        beta: price of a nat of k3, at least 0.
        level: ``"token"`` or ``"sequence"``.
        aggregate: ``"grpo"``, ``"dapo"`` or ``"dr_grpo"``.
        max_length: L of ``"dr_grpo"``, None means T; the others do not use it.

    Returns:
        `GrpoObjective`; with every token masked its numbers are all 0.

    Raises:
        ValueError: a shape does not fit, a real token is not finite, the mask
            holds other values than 0 and 1, an option is out of range, or a
            ratio or k3 overflows float64 (log-probabilities 709 nats apart).

    Example:
        >>> new, old, ref = np.log([[[0.3], [0.2]], [[0.2], [0.4]], [[0.15], [0.4]]])
        >>> J = grpo_objective(new, old, ref, [1, -1], beta=0.04)
        >>> round(J.surrogate, 4), round(J.kl, 4)  # (1.2 - 0.8) / 2, (.1931 + .3069) / 2
        (0.2, 0.25)
        >>> round(J.value, 4)
        0.19
        >>> J.gradient[:, 0]  # the clip binds twice: only -beta (1 - ref / new) / 2 is left
        array([-0.01,  0.02])

        Two rows, of one and of three tokens: per row each weighs 1/2, per token 1/4 and 3/4.

        >>> lp, mask = np.zeros((2, 3)), [[1, 0, 0], [1, 1, 1]]
        >>> grpo_objective(lp, lp, lp, [1, 0], mask).value
        0.5
        >>> grpo_objective(lp, lp, lp, [1, 0], mask, aggregate="dapo").value
        0.25
    """
    shape = _table_shape(logp)
    valid = _valid(mask, shape)
    lp, lp_old, lp_ref = (
        _real_tokens(name, value, valid)
        for name, value in (("logp", logp), ("old_logp", old_logp), ("ref_logp", ref_logp))
    )
    A = float_array("advantages", advantages)
    has_shape("advantages", A, shape[:1])
    A = finite_array("advantages", np.where(valid.any(axis=1), A, 0.0))
    eps_low, eps_high = clip_range(eps_low, eps_high)
    beta = finite_nonnegative("beta", beta)
    one_of("level", level, ("token", "sequence"))
    w = _weights(valid, aggregate, max_length)

    with no_overflow("logp and old_logp"):
        log_rho = lp - lp_old
        if level == "sequence":
            row_mean = log_rho.sum(axis=1, keepdims=True) / _row_lengths(valid)
            log_rho = np.where(valid, row_mean, 0.0)
        rho = np.exp(log_rho)
    S = clipped_surrogate(rho, A[:, None], eps_low=eps_low, eps_high=eps_high)
    k3 = kl_estimate(lp, lp_ref, "k3")

    with no_overflow("logp, ref_logp, advantages and beta"):
        surrogate = float(exact_sum((w * S.value).ravel()))
        kl = float(exact_sum((w * k3).ravel()))
        # At level "sequence" a token moves its row's |o_i| equal terms by 1 / |o_i|
        # each, and w is the same for all of them: the sum is w S.gradient again.
        slope = w * (S.gradient + beta * np.expm1(lp_ref - lp))
        gradient = np.where(valid, slope, 0.0)  # not -0
        value = surrogate - beta * kl
    return GrpoObjective(
        value=value,
        surrogate=surrogate,
        kl=kl,
        gradient=gradient,
        ratio=rho,
        # Under the mask rho is 1 and never clipped.
        binds=S.binds,
        clip_fraction=float(S.binds.sum() / max(valid.sum(), 1)),
    )


def _table_shape(logp: ArrayLike) -> tuple[int, int]:
    shape = float_array("logp", logp).shape
    if len(shape) != 2 or 0 in shape:
        raise ValueError(f"logp must have shape (G, T) with at least one token, it has {shape}")
    return shape


def _valid(mask: ArrayLike | None, shape: tuple[int, int]) -> BoolArray:
    if mask is None:
        return np.ones(shape, dtype=bool)
    m = float_array("mask", mask)
    has_shape("mask", m, shape)
    if not ((m == 0) | (m == 1)).all():
        raise ValueError("mask must hold only 0 and 1")
    return np.equal(m, 1)


def _real_tokens(name: str, value: ArrayLike, valid: BoolArray) -> FloatArray:
    array = float_array(name, value)
    has_shape(name, array, valid.shape)
    # One harmless number under the mask keeps NaN and infinity out of every sum.
    return finite_array(name, np.where(valid, array, 0.0))


def _weights(valid: BoolArray, aggregate: Aggregate, max_length: int | None) -> FloatArray:
    one_of("aggregate", aggregate, ("grpo", "dapo", "dr_grpo"))
    G, T = valid.shape
    L = T if max_length is None else whole_number("max_length", max_length)
    divisor = {
        "grpo": G * _row_lengths(valid),
        "dapo": max(valid.sum(), 1),
        "dr_grpo": G * L,
    }[aggregate]
    w: FloatArray = valid / divisor
    return w


def _row_lengths(valid: BoolArray) -> IndexArray:
    """|o_i| as a column ``(G, 1)``, 1 for an empty row, whose sums are 0 anyway."""
    lengths: IndexArray = valid.sum(axis=1, keepdims=True)
    return np.maximum(lengths, 1)
