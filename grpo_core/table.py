"""A worked group evaluated: the one table from which every scene reads."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import Scale, group_advantages, group_std
from grpo_core.checks import FloatArray, finite_array
from grpo_core.groups import WorkedGroup
from grpo_core.kl import kl_estimate
from grpo_core.objective import grpo_objective
from grpo_core.sums import exact_mean
from grpo_core.surrogate import clipped_surrogate

# A mean surrogate nearer to 0 than this is 0 but for the rounding of ratios.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class GroupTable:
    """Every number of a worked group. Arrays are ``(G,)``, one entry an answer.

    Attributes:
        group: the group, with the settings that were used.
        rewards: r.
        old: probabilities under the old policy (``old_logp`` in nats).
        new: under the new policy.
        ref: under the reference policy.
        old_logp: log of ``old``.
        new_logp: log of ``new``.
        ref_logp: log of ``ref``.
        advantage: A.
        ratio: rho = new / old.
        clipped_ratio: rho held to [1 - eps_low, 1 + eps_high].
        unclipped: rho * A.
        clipped: clipped ratio * A.
        value: min of the two.
        binds: where the clip binds: gradient 0 but for the KL.
        k1: estimate of the divergence from the reference, nats.
        k3: the same, never negative.
        term: ``value - beta * k3``, what the answer adds to the mean J.
        gradient: dJ / d log-probability.
        reward_mean: mean of r.
        reward_std: std of r with ``ddof``; exactly 0 for a constant group.
        surrogate: mean of ``value``.
        kl: mean of ``k3``.
        objective: J = surrogate - beta * kl = mean of ``term``.
        clip_fraction: share of answers where the clip binds.
        eps_low: as used.
        eps_high: as used.
        beta: as used.
        ddof: as used.
        scale: as used.
    """

    group: WorkedGroup
    rewards: FloatArray
    old: FloatArray
    new: FloatArray
    ref: FloatArray
    old_logp: FloatArray
    new_logp: FloatArray
    ref_logp: FloatArray
    advantage: FloatArray
    ratio: FloatArray
    clipped_ratio: FloatArray
    unclipped: FloatArray
    clipped: FloatArray
    value: FloatArray
    binds: np.ndarray
    k1: FloatArray
    k3: FloatArray
    term: FloatArray
    gradient: FloatArray
    reward_mean: float
    reward_std: float
    surrogate: float
    kl: float
    objective: float
    clip_fraction: float
    eps_low: float
    eps_high: float
    beta: float
    ddof: int
    scale: Scale


def evaluate_group(
    group: WorkedGroup,
    *,
    eps_low: float | None = None,
    eps_high: float | None = None,
    beta: float | None = None,
    ddof: int | None = None,
    scale: Scale | None = None,
) -> GroupTable:
    """Evaluate a worked group, each answer as one token of the objective.

    A setting given here wins over the group's own. As in the file,
    ``eps_low`` alone sets both bounds; ``eps_high`` alone leaves the lower one.

    Args:
        group: the answers and their settings.
        eps_low: as in `clipped_surrogate`; None keeps the group's.
        eps_high: the same; None is ``eps_low`` if that is given, else the group's.
        beta: as in `grpo_objective`; None keeps the group's.
        ddof: as in `group_advantages`; None keeps the group's.
        scale: as in `group_advantages`; None keeps the group's.

    Returns:
        `GroupTable`; its formulas are those of `group_advantages`,
        `clipped_surrogate`, `kl_estimate` and `grpo_objective`.

    Raises:
        ValueError: a setting is out of range.
    """
    if eps_low is not None:
        group = replace(group, eps_low=eps_low, eps_high=None)
    given = {"eps_high": eps_high, "beta": beta, "ddof": ddof, "scale": scale}
    group = replace(group, **{name: value for name, value in given.items() if value is not None})
    low = group.eps_low
    high = low if group.eps_high is None else group.eps_high

    A = group_advantages(group.rewards, ddof=group.ddof, scale=group.scale)
    J = grpo_objective(
        group.new_logp[:, None],
        group.old_logp[:, None],
        group.ref_logp[:, None],
        A,
        eps_low=low,
        eps_high=high,
        beta=group.beta,
    )
    rho = J.ratio[:, 0]
    S = clipped_surrogate(rho, A, eps_low=low, eps_high=high)
    k3 = kl_estimate(group.new_logp, group.ref_logp, "k3")
    return GroupTable(
        group=group,
        rewards=group.rewards,
        old=group.old,
        new=group.new,
        ref=group.ref,
        old_logp=group.old_logp,
        new_logp=group.new_logp,
        ref_logp=group.ref_logp,
        advantage=A,
        ratio=rho,
        clipped_ratio=np.clip(rho, 1 - low, 1 + high),
        unclipped=S.unclipped,
        clipped=S.clipped,
        value=S.value,
        binds=S.binds,
        k1=kl_estimate(group.new_logp, group.ref_logp, "k1"),
        k3=k3,
        term=S.value - group.beta * k3,
        gradient=J.gradient[:, 0],
        reward_mean=float(exact_mean(group.rewards)),
        reward_std=float(group_std(group.rewards, ddof=group.ddof)),
        surrogate=J.surrogate,
        kl=J.kl,
        objective=J.value,
        clip_fraction=J.clip_fraction,
        eps_low=low,
        eps_high=high,
        beta=group.beta,
        ddof=group.ddof,
        scale=group.scale,
    )


def surrogate_curve(group: WorkedGroup, epsilons: ArrayLike) -> FloatArray:
    """The group's mean surrogate as a function of eps, both bounds alike.

    J as a function of eps is ``surrogate_curve(...) - beta * kl``: neither beta
    nor the KL depends on eps.

    Args:
        group: the answers.
        epsilons: ``(N,)``, each finite and at least 0.

    Returns:
        ``(N,)``.

    Raises:
        ValueError: ``epsilons`` does not have one axis, or holds a number that
            is negative or not finite.
    """
    eps = finite_array("epsilons", epsilons, ndim=1)
    return np.array([evaluate_group(group, eps_low=e).surrogate for e in eps])


def surrogate_breaks(group: WorkedGroup) -> FloatArray:
    """Where `surrogate_curve` has its kinks: from such an eps on, one clip binds no more.

    ``|rho - 1|`` of every answer that is clipped at eps = 0, smallest first; beyond
    the last the curve is flat. Between kinks it is a straight line, because
    S_i = (1 + eps) A or (1 - eps) A where the clip binds and rho A elsewhere
    (PPO, arXiv 1707.06347, section 3).

    Args:
        group: the answers.

    Returns:
        ``(N,)`` without repetitions, N from 0 to G.
    """
    table = evaluate_group(group, eps_low=0.0)
    distance = np.abs(table.ratio - 1)[table.binds]
    return np.unique(np.round(distance, 12))  # equal but for the rounding of a ratio


def surrogate_zero(group: WorkedGroup) -> float | None:
    """The smallest eps > 0 at which the mean surrogate crosses 0; None if it never does.

    Args:
        group: the answers.

    Returns:
        eps, exact up to rounding, because `surrogate_curve` is linear between kinks.
    """
    eps = np.concatenate([[0.0], surrogate_breaks(group)])
    value = surrogate_curve(group, eps)
    value[np.abs(value) < ROUNDING] = 0.0
    for left in range(len(eps) - 1):
        a, b = value[left], value[left + 1]
        if a * b < 0 or (b == 0 and a != 0):
            return float(eps[left] + (eps[left + 1] - eps[left]) * a / (a - b))
    return None
