"""Rules of the form ``S = sg(weight) log pi``: the weight is detached, the gradient is its own.

The value of such a rule is a product with a log-probability: it says nothing by itself.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    finite_array,
    no_overflow,
    nonnegative,
    one_of,
)
from grpo_core.rules.push import Push, Rule, TokenRows
from grpo_core.surrogate import BOUND_TOLERANCE

# How far a log-probability may lie above 0: the rounding of a softmax, no more.
_CERTAIN = 1e-9


def _weighted(tokens: TokenRows, factor: FloatArray, binds: BoolArray) -> Push:
    with no_overflow("logp, old_logp and advantage"):
        weight = factor * tokens.advantage
        return Push(weight * tokens.logp, weight, binds)


@dataclass(frozen=True)
class Reinforce(Rule):
    """No ratio at all: ``S = A log pi``, weight A.

    REINFORCE with a group baseline (Williams, 1992; without a clip or a ratio also GPG, arXiv
    2504.02546). Every rule has this weight at rho = 1.

    Its trap: it is right only for samples of the present policy; used again, old samples
    count as if they were new.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Reinforce().push(new, old, [1, -1, 1, -1]).weight[:, 0]
        array([ 1., -1.,  1., -1.])
    """

    def on(self, tokens: TokenRows) -> Push:
        one = np.ones(tokens.logp.shape)
        return _weighted(tokens, one, np.zeros(one.shape, dtype=bool))


@dataclass(frozen=True)
class Cispo(Rule):
    """Clips the weight, never the token: ``S = sg(clip(rho, weight_min, weight_max)) A log pi``.

    Weight ``clip(rho, weight_min, weight_max) A``, never 0. CISPO (MiniMax-M1, arXiv
    2506.13585); with ``level="sequence"`` the ratio is the answer's geometric mean.
    ``binds`` and the clip fraction tell where the weight is clamped: nothing is set to 0.

    Defaults: open-instruct 0 and 1.272, ScaleRL none and 5, verl .8 and 1.2. TRL's
    ``epsilon_high`` is the cap itself and .2 by default, so that no weight exceeds .2.

    Its trap: ``weight_max`` is the cap (1.2), not a distance from 1 (.2).

    Args:
        weight_min: least factor, at least 0; None is none.
        weight_max: largest factor, at least ``weight_min``; None is none.

    Raises:
        ValueError: an argument is out of range.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Cispo(weight_max=1.272).push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)
        array([ 1.272, -0.5  ,  0.7  , -1.272])
    """

    weight_min: float | None = None
    weight_max: float | None = None
    per_answer: ClassVar[bool] = True

    def __post_init__(self) -> None:
        low, high = self._bounds()
        if high < low:
            raise ValueError(f"weight_max must be at least weight_min = {low:g}, it is {high:g}")

    def _bounds(self) -> tuple[float, float]:
        low = 0.0 if self.weight_min is None else nonnegative("weight_min", self.weight_min)
        high = np.inf if self.weight_max is None else nonnegative("weight_max", self.weight_max)
        return low, high

    def on(self, tokens: TokenRows) -> Push:
        rho, (low, high) = tokens.rho, self._bounds()
        clamped = (rho < low - BOUND_TOLERANCE) | (rho > high + BOUND_TOLERANCE)
        return _weighted(tokens, np.clip(rho, low, high), clamped)


@dataclass(frozen=True)
class Dppo(Rule):
    """A gate on the move of the probability, not on the ratio: ``S = sg(min(rho, r)) A log pi``.

    Weight ``min(rho, ratio_max) A``, and 0 (the value, too) where the policy has moved too
    far in the direction of A: with ``divergence="tv"`` where ``p - p_old > high`` for A > 0,
    ``p - p_old < -low`` for A <= 0; with ``"kl"`` where the binary ``KL(p_old || p)`` exceeds
    that bound and p moved in the direction of A. A move on the bound (within 1e-12) is kept.
    DPPO (arXiv 2602.04879).

    Defaults: prime-rl .2 and .2 (and a small price on log rho, not drawn here); in verl the
    cap on the ratio comes out as 3.

    Its trap: at which ratio the gate closes depends on the old probability (`closes_at`): for
    .01 at 21, for .2 at 2, for .5 at 1.4; for .9 never, since a chance ends at 1.

    Args:
        divergence: ``"tv"``, in units of probability, or ``"kl"``, in nats.
        low: bound for A <= 0, at least 0.
        high: bound for A > 0, at least 0.
        ratio_max: cap on the factor, at least 0; None is none.

    Raises:
        ValueError: an argument is out of range; a log-probability is above 0.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Dppo().push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)  # the second: on its bound
        array([ 1.5   , -0.5   ,  0.7   , -1.4333])
        >>> Dppo(high=0.05).push(new, old, [1, -1, 1, -1]).binds[:, 0]
        array([ True, False, False, False])
    """

    divergence: Literal["tv", "kl"] = "tv"
    low: float = 0.2
    high: float = 0.2
    ratio_max: float | None = 20.0

    def __post_init__(self) -> None:
        one_of("divergence", self.divergence, ("tv", "kl"))
        for name in ("low", "high"):
            nonnegative(name, getattr(self, name))
        if self.ratio_max is not None:
            nonnegative("ratio_max", self.ratio_max)

    def on(self, tokens: TokenRows) -> Push:
        rho = tokens.rho if self.ratio_max is None else np.minimum(tokens.rho, self.ratio_max)
        closed = self._moved(tokens) > BOUND_TOLERANCE
        return _weighted(tokens, np.where(closed, 0.0, rho), closed)

    def closes_at(self, old: ArrayLike, advantage: float) -> FloatArray:
        """The ratio beyond which the gate is closed, for ``divergence="tv"``.

        Args:
            old: ``(...)`` old probabilities, above 0 and at most 1.
            advantage: its sign says which way the gate looks; 0 counts as below 0.

        Returns:
            ``(...)`` ratios; infinity above, or 0 below, where no probability moves so far.

        Raises:
            ValueError: an old probability is out of range, or the divergence is "kl".

        Example:
            >>> Dppo().closes_at([0.01, 0.2, 0.5, 0.9], 1.0).round(4)
            array([21. ,  2. ,  1.4,  inf])
            >>> Dppo().closes_at([0.01, 0.2, 0.5, 0.9], -1.0).round(4)
            array([0.    , 0.    , 0.6   , 0.7778])
        """
        one_of("divergence", self.divergence, ("tv",))
        p = finite_array("old", old)
        if ((p <= 0) | (p > 1)).any():
            raise ValueError("old must hold probabilities above 0 and at most 1")
        if advantage > 0:
            return np.where(p + self.high < 1, (p + self.high) / p, np.inf)
        return np.maximum((p - self.low) / p, 0.0)

    def _moved(self, tokens: TokenRows) -> FloatArray:
        """By how much the move in the direction of A exceeds its bound; below 0: not at all."""
        p, old = _chance("logp", tokens.logp), _chance("old_logp", tokens.old_logp)
        up = tokens.advantage > 0
        bound, toward = np.where(up, self.high, self.low), np.where(up, p - old, old - p)
        if self.divergence == "tv":
            return np.asarray(toward - bound)
        return np.where(toward > 0, _binary_kl(old, p) - bound, -1.0)


def _chance(name: str, logp: FloatArray) -> FloatArray:
    if (logp > _CERTAIN).any():
        raise ValueError(f"{name} must hold log-probabilities, at most 0")
    return np.minimum(np.exp(logp), 1.0)


def _binary_kl(p: FloatArray, q: FloatArray) -> FloatArray:
    """KL of a coin that falls with the chance p to one with q, in nats; 0 log 0 is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        falls = np.where(p > 0, p * np.log(p / q), 0.0)
        stays = np.where(p < 1, (1 - p) * (np.log1p(-p) - np.log1p(-q)), 0.0)
    return np.asarray(falls + stays)
