"""A worked group evaluated: the one table from which every scene reads."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import Scale, group_advantages, group_std
from grpo_core.checks import BoolArray, FloatArray, finite_array
from grpo_core.groups import WorkedGroup
from grpo_core.kl import kl_estimate
from grpo_core.objective import GrpoObjective, grpo_objective
from grpo_core.sums import exact_mean
from grpo_core.surrogate import ClippedSurrogate, clipped_surrogate

# A mean surrogate nearer to 0 than this is 0 but for the rounding of ratios.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class GroupTable:
    """Every number of a worked group, each answer as one token of the objective.

    Arrays are ``(G,)``, one entry an answer; log-probabilities and KL in nats.

    Attributes:
        group: the answers, with the settings that they are judged with.
        evaluation: `grpo_objective` of the group; its arrays are ``(G, 1)``.

    Raises:
        ValueError: a ratio, a k3 or a sum overflows float64.

    Example:
        >>> old, new, ref = np.log([[0.2, 0.4, 0.4], [0.3, 0.2, 0.5], [0.2, 0.4, 0.4]])
        >>> table = GroupTable(WorkedGroup("1 + 1 = ?", ("2", "3", "4"), [1, 0, 0], old, new, ref))
        >>> table.ratio.round(2), table.advantage.round(4)
        (array([1.5 , 0.5 , 1.25]), array([ 1.4142, -0.7071, -0.7071]))
        >>> table.value.round(4), round(table.surrogate, 4)  # 1.2 A, -0.8 A, rho A
        (array([ 1.6971, -0.5657, -0.8839]), 0.0825)
    """

    group: WorkedGroup
    evaluation: GrpoObjective = field(init=False)

    def __post_init__(self) -> None:
        """Evaluate the objective at once, so that a group too large for float64 is refused."""
        object.__setattr__(self, "evaluation", self._evaluated())

    def _evaluated(self) -> GrpoObjective:
        return grpo_objective(
            self.new_logp[:, None],
            self.old_logp[:, None],
            self.ref_logp[:, None],
            self.advantage,
            eps_low=self.eps_low,
            eps_high=self.eps_high,
            beta=self.beta,
        )

    # -- what is given --------------------------------------------------------

    @property
    def rewards(self) -> FloatArray:
        """The rewards r."""
        return self.group.rewards

    @property
    def old(self) -> FloatArray:
        """Probabilities under the old policy, which drew the answers."""
        return self.group.old

    @property
    def new(self) -> FloatArray:
        """Probabilities under the new policy."""
        return self.group.new

    @property
    def ref(self) -> FloatArray:
        """Probabilities under the reference policy."""
        return self.group.ref

    @property
    def old_logp(self) -> FloatArray:
        """Log of `old`."""
        return self.group.old_logp

    @property
    def new_logp(self) -> FloatArray:
        """Log of `new`."""
        return self.group.new_logp

    @property
    def ref_logp(self) -> FloatArray:
        """Log of `ref`."""
        return self.group.ref_logp

    @property
    def eps_low(self) -> float:
        """The clip range below 1."""
        return self.group.eps_low

    @property
    def eps_high(self) -> float:
        """The clip range above 1, also where the group names only one."""
        return self.eps_low if self.group.eps_high is None else self.group.eps_high

    @property
    def beta(self) -> float:
        """The price of a nat of k3."""
        return self.group.beta

    @property
    def ddof(self) -> int:
        """0 or 1, of the standard deviation."""
        return self.group.ddof

    @property
    def scale(self) -> Scale:
        """``"std"`` or ``"none"``, of the advantage."""
        return self.group.scale

    # -- one number an answer -------------------------------------------------

    @cached_property
    def advantage(self) -> FloatArray:
        """The advantage A, `group_advantages`."""
        return group_advantages(self.rewards, ddof=self.ddof, scale=self.scale)

    @property
    def ratio(self) -> FloatArray:
        """The ratio rho = new / old."""
        return self.evaluation.ratio[:, 0]

    @cached_property
    def clipped_ratio(self) -> FloatArray:
        """The ratio held to [1 - eps_low, 1 + eps_high]."""
        return np.clip(self.ratio, 1 - self.eps_low, 1 + self.eps_high)

    @cached_property
    def _surrogate(self) -> ClippedSurrogate:
        return clipped_surrogate(
            self.ratio, self.advantage, eps_low=self.eps_low, eps_high=self.eps_high
        )

    @property
    def unclipped(self) -> FloatArray:
        """rho A."""
        return self._surrogate.unclipped

    @property
    def clipped(self) -> FloatArray:
        """The clipped ratio times A."""
        return self._surrogate.clipped

    @property
    def value(self) -> FloatArray:
        """The surrogate S, the smaller of `unclipped` and `clipped`."""
        return self._surrogate.value

    @property
    def binds(self) -> BoolArray:
        """Where the clip binds: the gradient is 0 but for the KL."""
        return self._surrogate.binds

    @cached_property
    def k1(self) -> FloatArray:
        """Estimate of the divergence from the reference, nats."""
        return kl_estimate(self.new_logp, self.ref_logp, "k1")

    @cached_property
    def k3(self) -> FloatArray:
        """The same, never negative."""
        return kl_estimate(self.new_logp, self.ref_logp, "k3")

    @cached_property
    def control_variate(self) -> FloatArray:
        """ref / new - 1, which makes k3 out of k1: ``k3 = k1 + control_variate``.

        Its mean under the new policy is ``sum ref - sum new``: 0 where the answers are all
        there are. Where some are not listed, those have the opposite mean.
        """
        return np.expm1(self.ref_logp - self.new_logp)

    @property
    def term(self) -> FloatArray:
        """S - beta k3, what the answer adds to the mean J."""
        return self.value - self.beta * self.k3

    @property
    def gradient(self) -> FloatArray:
        """dJ / d log-probability."""
        return self.evaluation.gradient[:, 0]

    # -- one number for all ---------------------------------------------------

    @property
    def reward_mean(self) -> float:
        """Mean of r."""
        return float(exact_mean(self.rewards))

    @property
    def reward_std(self) -> float:
        """Standard deviation of r with `ddof`; exactly 0 for a constant group."""
        return float(group_std(self.rewards, ddof=self.ddof))

    @property
    def surrogate(self) -> float:
        """Mean of `value`."""
        return self.evaluation.surrogate

    @property
    def kl(self) -> float:
        """Mean of `k3`, nats."""
        return self.evaluation.kl

    @property
    def price(self) -> float:
        """beta kl, what is subtracted from the surrogate."""
        return self.beta * self.kl

    @property
    def objective(self) -> float:
        """J = surrogate - price, the mean of `term`."""
        return self.evaluation.value

    @property
    def clip_fraction(self) -> float:
        """The share of answers where the clip binds."""
        return self.evaluation.clip_fraction


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

    Example:
        >>> old, new, ref = np.log(
        ...     [[0.2, 0.4, 0.1, 0.3], [0.3, 0.2, 0.07, 0.43], [0.15, 0.4, 0.14, 0.31]]
        ... )
        >>> group = WorkedGroup("17 x 24 = ?", tuple("abcd"), [1, 0, 1, 0], old, new, ref)
        >>> evaluate_group(group).value.round(4)
        array([ 1.2   , -0.8   ,  0.7   , -1.4333])
        >>> evaluate_group(group, eps_low=0.6).value.round(4)
        array([ 1.5   , -0.5   ,  0.7   , -1.4333])
        >>> [round(evaluate_group(group, beta=beta).objective, 6) for beta in (0.04, 0.0)]
        [-0.091883, -0.083333]
    """
    if eps_low is not None:
        group = replace(group, eps_low=eps_low, eps_high=None)
    if eps_high is not None:
        group = replace(group, eps_high=eps_high)
    if beta is not None:
        group = replace(group, beta=beta)
    if ddof is not None:
        group = replace(group, ddof=ddof)
    if scale is not None:
        group = replace(group, scale=scale)
    return GroupTable(group)


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

    Example:
        >>> from grpo_core import load_group
        >>> group = load_group("assets/groups/worked.toml")
        >>> surrogate_curve(group, [0, 0.1, 0.2, 0.5, 10]).round(4)
        array([-0.1833, -0.1333, -0.0833,  0.0667,  0.0667])
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

    Example:
        >>> from grpo_core import load_group
        >>> surrogate_breaks(load_group("assets/groups/worked.toml"))  # ratios 1.5 and 0.5
        array([0.5])
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

    Example:
        >>> from grpo_core import load_group
        >>> round(surrogate_zero(load_group("assets/groups/worked.toml")), 6)  # 11 / 30
        0.366667
    """
    eps = np.concatenate([[0.0], surrogate_breaks(group)])
    value = surrogate_curve(group, eps)
    value[np.abs(value) < ROUNDING] = 0.0
    for left in range(len(eps) - 1):
        a, b = value[left], value[left + 1]
        if a * b < 0 or (b == 0 and a != 0):
            return float(eps[left] + (eps[left + 1] - eps[left]) * a / (a - b))
    return None
