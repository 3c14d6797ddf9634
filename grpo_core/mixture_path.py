"""The straight way from the old policy to the new one, and the surrogate along it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import without_noise
from grpo_core.checks import BoolArray, FloatArray, finite_array
from grpo_core.groups import WorkedGroup
from grpo_core.policy import mixture_logp
from grpo_core.sums import exact_mean
from grpo_core.surrogate import BOUND_TOLERANCE, clipped_surrogate
from grpo_core.table import ROUNDING, GroupTable, evaluate_group


@dataclass(frozen=True, eq=False)
class MixturePath:
    """The mean surrogate, without the KL, while the policy goes from old to new.

    At ``share`` t the policy is ``(1 - t) old + t new``, so that each ratio is linear in t:
    ``1 + t (rho - 1)``. As the clipped surrogate is concave in the ratio (PPO, arXiv
    1707.06347, section 3), its mean is concave in t and straight between the shares at which
    a clip begins to bind. It starts at 0, where the ratios are 1.

    Attributes:
        group: the answers; ``group.new_logp`` is the end of the path.

    Raises:
        ValueError: on first use, if the group is too large for `evaluate_group`.

    Example:
        >>> from grpo_core import load_group
        >>> path = MixturePath(load_group("assets/groups/worked.toml"))
        >>> path.clip_shares.round(4)  # ratios 1.5 and .5 pass 1.2 and .8; the others push on
        array([0.4, 0.4, nan, nan])
        >>> [round(x, 4) for x in path.peak], round(path.zero, 6)  # 6 / 11
        ([0.4, 0.0267], 0.545455)
        >>> path.surrogate([0, 0.2, 0.4, 1]).round(4)
        array([ 0.    ,  0.0133,  0.0267, -0.0833])
        >>> path.pushes(0.4), path.pushes(0.41)
        (array([ True,  True,  True,  True]), array([False, False,  True,  True]))
    """

    group: WorkedGroup

    @cached_property
    def _end(self) -> GroupTable:
        return evaluate_group(self.group)

    @cached_property
    def _distance(self) -> FloatArray:
        """How far each ratio is from 1 at the end of the path."""
        return np.expm1(self.group.new_logp - self.group.old_logp)

    @cached_property
    def _noise(self) -> float:
        """Surrogates nearer to each other than this are the same."""
        return float(ROUNDING * np.abs(self._end.advantage).max())

    def at(self, share: float) -> WorkedGroup:
        """The group whose new policy is the one at ``share``, `mixture_logp`."""
        between = mixture_logp(self.group.old_logp, self.group.new_logp, share)
        return replace(self.group, new_logp=np.minimum(between, 0.0))

    @cached_property
    def clip_shares(self) -> FloatArray:
        """From which share on the clip of each answer binds, ``(G,)``; NaN where it never does.

        At that share itself the ratio is on its bound and still pushes.
        """
        table = self._end
        eps = np.where(table.advantage > 0, table.eps_high, table.eps_low)
        shares = np.full(self.group.size, np.nan)
        if table.binds.any():
            shares[table.binds] = without_noise(
                eps[table.binds] / np.abs(self._distance[table.binds])
            )
        return shares

    @cached_property
    def knots(self) -> FloatArray:
        """Shares between which the surrogate is straight: 0, `clip_shares` once each, and 1."""
        return np.unique([0.0, 1.0, *self.clip_shares[~np.isnan(self.clip_shares)]])

    @cached_property
    def _heights(self) -> FloatArray:
        """The mean surrogate at `knots`."""
        table = self._end
        ratio = np.maximum(1 + self.knots[:, None] * self._distance, 0.0)
        surrogate = clipped_surrogate(
            ratio, table.advantage, eps_low=table.eps_low, eps_high=table.eps_high
        )
        heights = exact_mean(surrogate.value)
        return np.where(np.abs(heights) <= self._noise, 0.0, heights)

    def surrogate(self, share: ArrayLike) -> FloatArray:
        """The mean surrogate at each of the shares, of their shape; shares from 0 to 1."""
        t = finite_array("share", share)
        if ((t < 0) | (t > 1)).any():
            raise ValueError(f"share must be between 0 and 1, it is {share!r}")
        return np.asarray(np.interp(t, self.knots, self._heights))

    @property
    def peak(self) -> tuple[float, float]:
        """The first share at which the surrogate is largest, and the surrogate there."""
        lacking = self._heights.max() - self._heights
        top = int(np.argmax(lacking <= self._noise))
        return float(self.knots[top]), float(self._heights[top])

    @property
    def zero(self) -> float | None:
        """The share after the peak at which the surrogate is 0 again; None if it is not."""
        for left in range(len(self.knots) - 1):
            a, b = self._heights[left : left + 2]
            if a > 0 >= b:
                return float(self.knots[left] + np.diff(self.knots)[left] * a / (a - b))
        return None

    def pushes(self, share: float) -> BoolArray:
        """Which answers still have a slope at ``share``, ``(G,)``: A is not 0, no clip binds."""
        clipped = share > self.clip_shares + BOUND_TOLERANCE  # False beside NaN
        return np.asarray((self._end.advantage != 0) & ~clipped)
