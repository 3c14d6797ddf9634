"""What every rule takes and gives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    BoolArray,
    FloatArray,
    finite_array,
    float_array,
    has_shape,
    no_overflow,
)
from grpo_core.token_table import real_tokens, table_shape, token_values


@dataclass(frozen=True, eq=False)
class Push:
    """What a rule makes of each token, before any average; arrays are ``(B, T)``.

    Attributes:
        value: S, what the token adds; 0 under the mask.
        weight: the factor that the token's grad log pi gets, ``dS / dlogp`` (for rules
            with a detached weight the gradient of what is not detached); 0 under the mask.
        binds: where the rule sets the token's own gradient to 0 (`Cispo`, which drops
            none: where its weight is clamped); False under the mask.

    Example:
        >>> from grpo_core import Clip
        >>> new, old = np.log([[0.3]]), np.log([[0.2]])
        >>> push = Clip().push(new, old, [1])
        >>> push.value, push.weight, push.binds  # ratio 1.5: past its bound
        (array([[1.2]]), array([[0.]]), array([[ True]]))
    """

    value: FloatArray
    weight: FloatArray
    binds: BoolArray


@dataclass(frozen=True, eq=False)
class TokenRows:
    """A checked batch. Arrays are ``(B, T)`` and 0 (the mask: False) under the mask.

    `log_rho` is the log-ratio that a rule reads: a token's own, or the mean of its row.
    """

    logp: FloatArray
    old_logp: FloatArray
    log_rho: FloatArray
    advantage: FloatArray
    valid: BoolArray

    @property
    def rho(self) -> FloatArray:
        """The ratio, 1 under the mask."""
        with no_overflow("logp and old_logp"):
            return np.exp(self.log_rho)


class Rule(ABC):
    """One curve of the zoo. Subclasses say what a token adds in `on`.

    Attributes:
        per_answer: whether the ratio may be that of the whole answer
            (``level="sequence"`` of `grpo_objective`).
        whole_answers: whether a row's tokens share one value, so that only the average
            over answers fits.
    """

    per_answer: ClassVar[bool] = False
    whole_answers: ClassVar[bool] = False

    @abstractmethod
    def on(self, tokens: TokenRows) -> Push:
        """What the rule makes of checked tokens; what stands under the mask is not looked at."""

    def push(
        self,
        logp: ArrayLike,
        old_logp: ArrayLike,
        advantage: ArrayLike,
        mask: ArrayLike | None = None,
    ) -> Push:
        """Value and weight of every token.

        Args:
            logp: ``(B, T)`` log-probabilities under the present policy, nats.
            old_logp: ``(B, T)``, under the policy that drew the samples.
            advantage: ``(B,)``, one for all tokens of a row; or ``(B, T)``, or one number.
            mask: ``(B, T)`` of 1 (real token) and 0; None means all real.

        Returns:
            `Push`.

        Raises:
            ValueError: a shape does not fit, a real token is not finite, the mask holds
                other values than 0 and 1, or a ratio overflows float64.
        """
        valid = real_tokens(mask, table_shape("logp", logp))
        lp = token_values("logp", logp, valid)
        lp_old = token_values("old_logp", old_logp, valid)
        A = _advantage_of_tokens(advantage, valid)
        return under_mask(self.on(TokenRows(lp, lp_old, lp - lp_old, A, valid)), valid)


def under_mask(push: Push, valid: BoolArray) -> Push:
    """The same with zeros where there is no token."""
    return Push(
        value=np.where(valid, push.value, 0.0),
        weight=np.where(valid, push.weight, 0.0),
        binds=push.binds & valid,
    )


def _advantage_of_tokens(advantage: ArrayLike, valid: BoolArray) -> FloatArray:
    A = float_array("advantage", advantage)
    if A.ndim == 1:
        has_shape("advantage", A, valid.shape[:1])
        A = A[:, None]
    if A.ndim not in (0, 2) or A.shape not in ((), (len(valid), 1), valid.shape):
        raise ValueError(f"advantage must have shape {valid.shape[:1]} or {valid.shape}")
    return finite_array("advantage", np.where(valid, A, 0.0))
