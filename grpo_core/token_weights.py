"""The average over the tokens of a batch: which token counts how much."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import BoolArray, FloatArray, finite_array, one_of, whole_number
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
    one_of("rows", rows, ("all", "nonempty"))
    L = valid.shape[1] if max_length is None else max_length
    B = len(valid) if rows == "all" else max(int(valid.any(axis=1).sum()), 1)
    total = max(int(valid.sum()), 1)
    return np.asarray(valid / _divisor(row_lengths(valid), total, B, aggregate, L))


def answer_weights(
    lengths: ArrayLike, *, aggregate: Aggregate = "grpo", max_length: int | None = None
) -> FloatArray:
    """What each answer counts in J: the sum of its `token_weights`.

    They add up to 1 with ``"grpo"`` and ``"dapo"``, with ``"dr_grpo"`` to the mean length
    over L.

    Args:
        lengths: ``(G,)``, |o_i| in tokens, whole numbers of at least 1.
        aggregate: as in `token_weights`.
        max_length: L of ``"dr_grpo"``, None means the longest answer.

    Returns:
        ``(G,)``.

    Raises:
        ValueError: a length is no whole number of at least 1, or an option is out of range.

    Example:
        >>> for aggregate in ("grpo", "dapo", "dr_grpo"):
        ...     answer_weights([10, 100], aggregate=aggregate).round(4)
        array([0.5, 0.5])
        array([0.0909, 0.9091])
        array([0.05, 0.5 ])
    """
    n = finite_array("lengths", lengths, ndim=1)
    if not n.size or not ((n >= 1) & (n == np.floor(n))).all():
        raise ValueError("lengths must be whole numbers of at least 1, one for each answer")
    L = int(n.max()) if max_length is None else max_length
    return np.asarray(n / _divisor(n, int(n.sum()), len(n), aggregate, L))


def _divisor(
    lengths: FloatArray, total: int, rows: int, aggregate: Aggregate, max_length: int
) -> FloatArray:
    """By what a token's part of J is divided: one number for each row."""
    one_of("aggregate", aggregate, ("grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"))
    L = whole_number("max_length", max_length)
    divisors = {
        "grpo": rows * lengths,
        "dapo": total,
        "dr_grpo": rows * L,
        "seq_sum": rows,
        "token_sum": 1,
    }
    return np.asarray(divisors[aggregate], dtype=np.float64)
