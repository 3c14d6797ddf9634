"""A rule of whole answers."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from grpo_core.checks import no_overflow, nonnegative
from grpo_core.rules.push import Push, Rule, TokenRows
from grpo_core.surrogate import BOUND_TOLERANCE
from grpo_core.token_table import row_mean


@dataclass(frozen=True)
class Gmpo(Rule):
    """The geometric mean of clipped token ratios: ``S_i = A exp(mean_t x_t)``.

    x is the token's log-ratio l, clipped the pessimistic way: ``min(l, log_high)`` for A > 0,
    ``max(l, -log_low)`` for A < 0. Each token of the row has the value S_i and the weight
    ``S_i``, 0 where its own l is clipped; averaged with ``1 / (B |o_i|)``, that is the
    objective and its gradient. GMPO (arXiv 2507.20673), bounds .4 and .4; verl reads its
    clip ratio .2 as these bounds.

    Its trap: the bounds are on log rho: .4 lets a ratio go from .67 to 1.49.

    Args:
        log_low: at least 0, in nats.
        log_high: at least 0, in nats.

    Raises:
        ValueError: a bound is below 0.

    Example:
        >>> new, old = np.log([[[0.30], [0.20], [0.07], [0.43]], [[0.20], [0.40], [0.10], [0.30]]])
        >>> Gmpo().push(new, old, [1, -1, 1, -1]).weight[:, 0].round(4)
        array([ 0.    ,  0.    ,  0.7   , -1.4333])
    """

    log_low: float = 0.4
    log_high: float = 0.4
    whole_answers: ClassVar[bool] = True

    def __post_init__(self) -> None:
        nonnegative("log_low", self.log_low)
        nonnegative("log_high", self.log_high)

    def on(self, tokens: TokenRows) -> Push:
        x, A = tokens.log_rho, tokens.advantage
        binds = ((A > 0) & (x > self.log_high + BOUND_TOLERANCE)) | (
            (A < 0) & (x < -self.log_low - BOUND_TOLERANCE)
        )
        bound = np.where(A > 0, self.log_high, -self.log_low)
        mean = row_mean(np.where(binds, bound, x), tokens.valid)
        with no_overflow("logp, old_logp and advantage"):
            value = np.exp(mean) * A
        return Push(value, np.where(binds, 0.0, value), binds)
