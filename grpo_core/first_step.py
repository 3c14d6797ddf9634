"""The update that the gradient at the old policy proposes, and no update at all."""

from dataclasses import replace

import numpy as np

from grpo_core.advantages import EQUAL
from grpo_core.checks import FloatArray
from grpo_core.groups import WorkedGroup
from grpo_core.kl import SUM_TOLERANCE
from grpo_core.table import evaluate_group

# Where the lower bound is 0 or below, no ratio can touch it. The step then ends at the
# latest at the inverse of the largest upper bound in print, 1 + 10 (arXiv 2501.12948).
_LEAST_RATIO = 1 / 11
_HALVINGS = 200  # of an interval that ends at most 2 times beyond the root: a float's all


def no_update(group: WorkedGroup) -> WorkedGroup:
    """The group before any update: the new policy is still the old one.

    Its surrogate is 0, for every ratio is 1 and advantages average to 0, but its objective
    need not be: the old policy may already be away from the reference.

    Args:
        group: the answers; its own new policy is not looked at.

    Returns:
        The group with ``new_logp = old_logp``.

    Raises:
        ValueError: old and reference are further apart than float64 can divide.

    Example:
        >>> from grpo_core import evaluate_group, load_group
        >>> group = no_update(load_group("assets/groups/worked.toml"))
        >>> round(evaluate_group(group).objective, 3), evaluate_group(group).surrogate
        (-0.001, 0.0)
    """
    return replace(group, new_logp=group.old_logp)


def first_step(group: WorkedGroup) -> WorkedGroup:
    """One step up the gradient at the old policy, until the first ratio touches its bound.

    The policy is a softmax over the answers and one outcome more, which has the probability
    that they leave. At the old policy the surrogate's slope in the logit of an answer is
    ``A_i / G``, and 0 in that of the outcome more: no clip binds there and advantages sum to
    0 (PPO, arXiv 1707.06347, section 3). So ``new_i = old_i exp(s A_i) / Z(s)``, and s is
    the smallest at which a ratio is ``1 + eps_high`` or ``1 - eps_low``. An outcome drawn
    several times (`WorkedGroup.outcome`) has the sum of its advantages.

    A silent group proposes nothing, and a bound of 0 allows nothing: the old policy. With
    ``eps_low`` of 1 or more no ratio can touch the lower bound; as the upper one may be out
    of reach too (a probability ends at 1), the step then ends at the latest where a ratio
    is 1/11.

    Args:
        group: the answers; its own new policy serves only to tell outcomes apart.

    Returns:
        The group with ``new_logp`` replaced.

    Raises:
        ValueError: as `no_update`.

    Example:
        >>> from grpo_core import evaluate_group, load_group
        >>> table = evaluate_group(first_step(load_group("assets/groups/worked.toml")))
        >>> table.new.round(3), table.ratio.round(3)  # .36 of the right, .64 of the wrong
        (array([0.24 , 0.366, 0.12 , 0.274]), array([1.2  , 0.914, 1.2  , 0.914]))
        >>> round(table.surrogate, 3), round(table.objective, 3)
        (0.143, 0.142)
    """
    table = evaluate_group(group)
    if not table.advantage.any() or 0 in (table.eps_low, table.eps_high):
        return no_update(group)
    outcome = group.outcome
    slope = np.bincount(outcome, weights=table.advantage)
    slope[np.abs(slope) <= EQUAL * np.abs(table.advantage).max()] = 0.0
    log_weight = _with_the_rest(group.old_logp[group.different])
    slope = np.append(slope, np.zeros(len(log_weight) - len(slope)))
    if not slope.any():  # answers alike, judged differently
        return no_update(group)
    low = np.log1p(-table.eps_low) if table.eps_low < 1 else np.log(_LEAST_RATIO)
    log_ratio = _stopped(log_weight, slope / np.abs(slope).max(), low, np.log1p(table.eps_high))
    return replace(group, new_logp=np.minimum(group.old_logp + log_ratio[outcome], 0.0))


def _with_the_rest(logp: FloatArray) -> FloatArray:
    """Log-weights of all outcomes, of sum 1: those listed, and the rest if there is any."""
    rest = 1 - np.exp(logp).sum()
    if rest > SUM_TOLERANCE:
        return np.append(logp, np.log(rest))
    return np.asarray(logp - np.logaddexp.reduce(logp))


def _stopped(log_weight: FloatArray, slope: FloatArray, low: float, high: float) -> FloatArray:
    """Log-ratios at the first step length where one is ``low`` or ``high``.

    They are in the order of the slopes, so that it is the largest or the smallest one.
    """
    lengths = {}
    for end, bound in ((int(slope.argmax()), high), (int(slope.argmin()), low)):
        if bound < 0 or _can_reach(log_weight, slope, end, bound):
            lengths[_length(log_weight, slope, end, bound)] = end, bound
    length = min(lengths)
    end, bound = lengths[length]
    return np.asarray(bound + length * (slope - slope[end]))


def _can_reach(log_weight: FloatArray, slope: FloatArray, end: int, bound: float) -> bool:
    """Whether the steepest outcomes can grow to ``exp(bound)`` times their probability."""
    together = np.logaddexp.reduce(log_weight[slope == slope[end]])
    return bool(bound + together < -SUM_TOLERANCE)


def _length(log_weight: FloatArray, slope: FloatArray, end: int, bound: float) -> float:
    """The step length at which the log-ratio of one end is ``bound``: it only moves away from 0."""

    def passed(length: float) -> bool:
        # log of exp(length slope_end) / Z; the difference first keeps its digits
        log_ratio = -np.logaddexp.reduce(log_weight + length * (slope - slope[end]))
        return bool(abs(log_ratio) >= abs(bound))

    below, above = 0.0, 1.0
    while not passed(above):
        below, above = above, 2 * above
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        below, above = (below, middle) if passed(middle) else (middle, above)
    return above
