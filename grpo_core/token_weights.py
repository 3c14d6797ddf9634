"""The average over the tokens of a batch: which token counts how much."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import BoolArray, FloatArray, one_of, whole_number
from grpo_core.token_table import real_tokens, row_lengths, table_shape

Aggregate = Literal["grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"]
Rows = Literal["all", "nonempty"]


def token_weights(
    mask: ArrayLike,
    *,
    aggregate: Aggregate = "grpo",
    max_length: int | None = None,
    rows: Rows = "all",
) -> FloatArray:
    """The weights a of ``J = sum_{i,t} a_{i,t} S_{i,t}``.

    With m the mask, |o_i| the number of real tokens of row i and B the number of rows:

    - ``"grpo"``: ``m / (B |o_i|)``, every answer the same, DeepSeekMath (arXiv
      2402.03300) eq. 3; TRL's "grpo", verl's "seq-mean-token-mean".
    - ``"dapo"``: ``m / sum_i |o_i|``, every token the same, DAPO (arXiv 2503.14476)
      eq. 8; the default of TRL ("dapo"), verl and OpenRLHF ("token-mean").
    - ``"dr_grpo"``: ``m / (B L)`` with L = ``max_length``, Dr. GRPO (arXiv
      2503.20783) section 3.2.
    - ``"seq_sum"``: ``m / B``, verl's "seq-mean-token-sum".
    - ``"token_sum"``: ``m``.

    The trap: per answer, a token of a long answer counts less than one of a short answer;
    per token, a long answer counts more than a short one.

    Args:
        mask: ``(B, T)`` of 1 (real token) and 0.
        aggregate: one of the five.
        max_length: L of ``"dr_grpo"``, None means T; the others do not use it.
        rows: which rows count in B: ``"all"`` of them, as in TRL, or only those with a
            real token (``"nonempty"``), as in verl and OpenRLHF.

    Returns:
        ``(B, T)``, 0 under the mask.

    Raises:
        ValueError: the mask is no table of 0 and 1, or an option is out of range.

    Example:
        An answer of one token and one of three:

        >>> mask = [[1, 0, 0], [1, 1, 1]]
        >>> token_weights(mask).round(3)
        array([[0.5  , 0.   , 0.   ],
               [0.167, 0.167, 0.167]])
        >>> token_weights(mask, aggregate="dapo")
        array([[0.25, 0.  , 0.  ],
               [0.25, 0.25, 0.25]])
    """
    return weights_of(real_tokens(mask, table_shape("mask", mask)), aggregate, max_length, rows)


def weights_of(
    valid: BoolArray, aggregate: Aggregate, max_length: int | None, rows: Rows
) -> FloatArray:
    """`token_weights` of a mask that has been checked."""
    one_of("aggregate", aggregate, ("grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"))
    one_of("rows", rows, ("all", "nonempty"))
    L = valid.shape[1] if max_length is None else whole_number("max_length", max_length)
    B = len(valid) if rows == "all" else max(int(valid.any(axis=1).sum()), 1)
    divisor = {
        "grpo": B * row_lengths(valid),
        "dapo": max(valid.sum(), 1),
        "dr_grpo": B * L,
        "seq_sum": B,
        "token_sum": 1,
    }[aggregate]
    return np.asarray(valid / divisor)
