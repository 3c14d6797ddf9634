"""The GRPO objective of one group, its exact gradient, and its known variants."""

from dataclasses import dataclass
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
)
from grpo_core.kl import kl_estimate
from grpo_core.rules.push import Push, Rule, TokenRows, under_mask
from grpo_core.rules.ratio import Clip
from grpo_core.sums import exact_sum
from grpo_core.token_table import real_tokens, row_mean, table_shape, token_values
from grpo_core.token_weights import Aggregate, Rows, weights_of

Level = Literal["token", "sequence"]


class _Unsaid(float):
    """A default that can be told from the same number written by the caller."""


_EPS_LOW = _Unsaid(0.2)


@dataclass(frozen=True, eq=False)
class GrpoObjective:
    """The objective at one policy. Arrays are ``(G, T)``.

    Attributes:
        value: J, to be maximised (a loss is -J); ``surrogate - beta * kl``.
        surrogate: the aggregated value of the rule; by default the clipped surrogate.
        kl: the aggregated k3, with the same weights.
        gradient: dJ / d logp; 0 under the mask.
        ratio: rho of each token (of its sequence for ``level="sequence"``); 1
            under the mask.
        binds: where the clip binds (`Push.binds` of another rule); False under the mask.
        clip_fraction: the share of real tokens where it does.

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
    rule: Rule | None = None,
    eps_low: float = _EPS_LOW,
    eps_high: float | None = None,
    beta: float = 0.0,
    level: Level = "token",
    aggregate: Aggregate = "grpo",
    max_length: int | None = None,
    rows: Rows = "all",
) -> GrpoObjective:
    """Value and gradient of ``J = sum_{i,t} w_{i,t} (S_{i,t} - beta k3_{i,t})``.

    S is what `rule` makes of a token (None: `Clip`, the clipped surrogate), w are the
    `token_weights` of ``aggregate``, and k3 is `kl_estimate`, plain under every rule and
    never times the ratio; the KL stands inside the sum, DeepSeekMath (arXiv 2402.03300)
    eq. 3.

    The ratio is ``rho = exp(logp - old_logp)`` token by token, or with
    ``level="sequence"`` the geometric mean ``s_i`` of a row's ratios, GSPO (arXiv
    2507.18071) eq. 5 and 7, given to each of the row's tokens.

    The gradient treats everything but ``logp`` as constant:
    ``dJ/dlogp = w (weight - beta (1 - exp(ref_logp - logp)))`` with the rule's weight, for
    `Clip` ``[clip does not bind] rho A``; at rho = 1 DeepSeekMath eq. 20 and 21. For
    ``level="sequence"`` rho is s_i there, too: a token moves the |o_i| equal terms of its
    row by ``1 / |o_i|`` each.

    Args:
        logp: ``(G, T)`` log-probabilities under the present policy, nats.
        old_logp: ``(G, T)``, under the policy that drew the samples.
        ref_logp: ``(G, T)``, under the reference policy.
        advantages: ``(G,)``, one for all tokens of a row.
        mask: ``(G, T)`` of 1 (real token) and 0; None means all real. Nothing
            under a 0 matters, NaN and infinity included, nor does the advantage
            of a row that is masked throughout.
        rule: `Plain`, `Reinforce`, `Clip`, `Cispo`, `Sapo`, `Dppo` or `Gmpo`; None is
            ``Clip(eps_low, eps_high)``.
        eps_low: as in `clipped_surrogate`; not together with ``rule``.
        eps_high: as in `clipped_surrogate`; not together with ``rule``.
        beta: price of a nat of k3, at least 0.
        level: ``"token"`` or ``"sequence"``; the latter with `Plain`, `Clip` and `Cispo`.
        aggregate: as in `token_weights`; `Gmpo` is a rule of whole answers and takes
            ``"grpo"`` only.
        max_length: L of ``"dr_grpo"``, None means T; the others do not use it.
        rows: which rows count in G, as in `token_weights`.

    Returns:
        `GrpoObjective`; with every token masked its numbers are all 0.

    Raises:
        ValueError: a shape does not fit, a real token is not finite, the mask
            holds other values than 0 and 1, an option is out of range or does not go
            with the rule, or a ratio or k3 overflows float64 (log-probabilities 709
            nats apart).

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
    shape = table_shape("logp", logp)
    valid = real_tokens(mask, shape)
    lp, lp_old, lp_ref = (
        token_values(name, value, valid)
        for name, value in (("logp", logp), ("old_logp", old_logp), ("ref_logp", ref_logp))
    )
    A = float_array("advantages", advantages)
    has_shape("advantages", A, shape[:1])
    A = finite_array("advantages", np.where(valid.any(axis=1), A, 0.0))
    rule = _rule(rule, eps_low, eps_high)
    goes_with(rule, level, aggregate)
    w = weights_of(valid, aggregate, max_length, rows)

    log_rho = lp - lp_old
    if level == "sequence":
        log_rho = row_mean(log_rho, valid)
    tokens = TokenRows(lp, lp_old, log_rho, np.where(valid, A[:, None], 0.0), valid)
    return weighted_objective(tokens, under_mask(rule.on(tokens), valid), lp_ref, w, beta)


def weighted_objective(
    tokens: TokenRows, push: Push, ref_logp: FloatArray, w: FloatArray, beta: float
) -> GrpoObjective:
    """`grpo_objective` of checked tokens, what a rule makes of them, and their weights."""
    beta = finite_nonnegative("beta", beta)
    k3 = kl_estimate(tokens.logp, ref_logp, "k3")
    with no_overflow("logp, ref_logp, advantages and beta"):
        surrogate = float(exact_sum((w * push.value).ravel()))
        kl = float(exact_sum((w * k3).ravel()))
        # At level "sequence" a token moves its row's |o_i| equal terms by 1 / |o_i|
        # each, and w is the same for all of them: the sum is w times the weight again.
        slope = w * (push.weight + beta * np.expm1(ref_logp - tokens.logp))
        gradient = np.where(tokens.valid, slope, 0.0)  # not -0
        value = surrogate - beta * kl
    return GrpoObjective(
        value=value,
        surrogate=surrogate,
        kl=kl,
        gradient=gradient,
        ratio=tokens.rho,
        binds=push.binds,
        clip_fraction=float(push.binds.sum() / max(tokens.valid.sum(), 1)),
    )


def _rule(rule: Rule | None, eps_low: float, eps_high: float | None) -> Rule:
    if rule is None:
        return Clip(eps_low, eps_high)
    if not isinstance(rule, Rule):
        raise ValueError(f"rule must be a rule such as Clip(), it is {rule!r}")
    for name, said in (("eps_low", eps_low is not _EPS_LOW), ("eps_high", eps_high is not None)):
        if said:
            raise ValueError(f"{name} belongs to Clip: give it to the rule, not beside `rule`")
    return rule


def goes_with(rule: Rule, level: Level, aggregate: Aggregate) -> None:
    """Refuse a level or an average that the rule cannot be read at."""
    one_of("level", level, ("token", "sequence"))
    kind = type(rule).__name__
    if level == "sequence" and not rule.per_answer:
        raise ValueError(f"level must be 'token' with {kind}, it is {level!r}")
    if rule.whole_answers and aggregate != "grpo":
        raise ValueError(f"aggregate must be 'grpo' with {kind}, it is {aggregate!r}")
