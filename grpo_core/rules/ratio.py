"""Rules whose value is a curve over the ratio, and whose weight is that curve's slope."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from grpo_core.checks import finite_nonnegative, no_overflow, nonnegative
from grpo_core.rules.push import Push, Rule, TokenRows
from grpo_core.surrogate import BOUND_TOLERANCE, clip_range, clipped_surrogate


@dataclass(frozen=True)
class Plain(Rule):
    """Importance sampling and nothing else: ``S = rho A``, weight ``rho A``.

    The unclipped objective of PPO (arXiv 1707.06347) eq. 6. TRL 0.14 and 0.15 trained with it.
    Its trap: a token that has become twenty times as likely pushes twenty times as hard.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Plain().push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)
        array([ 1.5   , -0.5   ,  0.7   , -1.4333])
    """

    per_answer: ClassVar[bool] = True

    def on(self, tokens: TokenRows) -> Push:
        with no_overflow("logp, old_logp and advantage"):
            S = tokens.rho * tokens.advantage
        return Push(S, S, np.zeros(S.shape, dtype=bool))


@dataclass(frozen=True)
class Clip(Rule):
    """PPO's and GRPO's clip: ``S = min(rho A, clip(rho, 1 - eps_low, 1 + eps_high) A)``.

    Weight ``rho A``, and 0 where the clip binds. PPO (arXiv 1707.06347) eq. 7, DeepSeekMath
    (arXiv 2402.03300) eq. 3, two epsilons as in DAPO (arXiv 2503.14476) eq. 8. With ``dual``
    a token of A < 0 adds at least ``dual A``, and its gradient is 0 beyond that ratio (dual
    clip, arXiv 1912.09729).

    Defaults: TRL .2; verl .2 and a dual clip at 3; OpenRLHF .2; open-instruct .2 and .272;
    DAPO .2 and .28; R1's first stage prints 10. With ``level="sequence"`` it is GSPO (arXiv
    2507.18071) eq. 5, bounds 3e-4 and 4e-4 in its paper.

    Its trap: the clip binds only above for A > 0 and only below for A < 0, and it bounds no
    ratio: it stops a push.

    Args:
        eps_low: at least 0; infinity switches the lower bound off.
        eps_high: at least 0; None is ``eps_low``.
        dual: above ``1 + eps_high``; None is none.

    Raises:
        ValueError: an argument is out of range.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Clip().push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)
        array([ 0.    ,  0.    ,  0.7   , -1.4333])
        >>> Clip(dual=1.3).push(new, old, [1, -1, 1, -1]).value[:, 0]
        array([ 1.2, -0.8,  0.7, -1.3])
    """

    eps_low: float = 0.2
    eps_high: float | None = None
    dual: float | None = None
    per_answer: ClassVar[bool] = True

    def __post_init__(self) -> None:
        _, high = clip_range(self.eps_low, self.eps_high)
        if self.dual is not None and not nonnegative("dual", self.dual) > 1 + high:
            raise ValueError(f"dual must be above 1 + eps_high = {1 + high:g}, it is {self.dual}")

    def on(self, tokens: TokenRows) -> Push:
        rho, A = tokens.rho, tokens.advantage
        S = clipped_surrogate(rho, A, eps_low=self.eps_low, eps_high=self.eps_high)
        if self.dual is None:
            return Push(S.value, S.gradient, S.binds)
        far = (A < 0) & (rho > self.dual + BOUND_TOLERANCE)
        return Push(
            value=np.where(far, self.dual * A, S.value),
            weight=np.where(far, 0.0, S.gradient),
            binds=S.binds | far,
        )


@dataclass(frozen=True)
class Sapo(Rule):
    """A soft gate in place of the clip: ``S = 4 / tau sigmoid(tau (rho - 1)) A``.

    Weight ``4 g (1 - g) rho A`` with g the sigmoid; tau is ``tau_pos`` for A > 0, else
    ``tau_neg``. SAPO (arXiv 2511.20347), its defaults 1 and 1.05; TRL ships the same.

    Its trap: at rho = 1 the weight is A, as everywhere, but the value is ``2 A / tau``:
    compare gradients, never values.

    Args:
        tau_pos: above 0; how fast the gate closes for answers better than average.
        tau_neg: above 0; for the others.

    Raises:
        ValueError: a tau is not above 0.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Sapo().push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)
        array([ 1.41  , -0.4671,  0.6845, -1.3616])
    """

    tau_pos: float = 1.0
    tau_neg: float = 1.05

    def __post_init__(self) -> None:
        for name in ("tau_pos", "tau_neg"):
            if finite_nonnegative(name, getattr(self, name)) == 0:
                raise ValueError(f"{name} must be above 0, it is {getattr(self, name)!r}")

    def on(self, tokens: TokenRows) -> Push:
        rho, A = tokens.rho, tokens.advantage
        tau = np.where(A > 0, self.tau_pos, self.tau_neg)
        x = tau * (rho - 1)
        # With e = exp(-|x|) no sigmoid overflows, and 1 - g keeps its digits near 0.
        e = np.exp(-np.abs(x))
        gate = np.where(x >= 0, 1.0, e) / (1 + e)
        return Push(
            value=4 / tau * gate * A,
            weight=4 * e / (1 + e) ** 2 * rho * A,
            binds=np.zeros(A.shape, dtype=bool),
        )
