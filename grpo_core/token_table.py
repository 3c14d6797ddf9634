"""Tables of tokens, ``(B, T)``: one row an answer, a mask over what is no token of it."""

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import BoolArray, FloatArray, finite_array, float_array, has_shape


def table_shape(name: str, value: ArrayLike) -> tuple[int, int]:
    """Return ``(B, T)``; a table holds at least one token."""
    shape = float_array(name, value).shape
    if len(shape) != 2 or 0 in shape:
        raise ValueError(f"{name} must have shape (B, T) with at least one token, it has {shape}")
    return shape


def real_tokens(mask: ArrayLike | None, shape: tuple[int, int]) -> BoolArray:
    """Return where the mask is 1; None means everywhere."""
    if mask is None:
        return np.ones(shape, dtype=bool)
    m = float_array("mask", mask)
    has_shape("mask", m, shape)
    if not ((m == 0) | (m == 1)).all():
        raise ValueError("mask must hold only 0 and 1")
    return np.equal(m, 1)


def token_values(name: str, value: ArrayLike, valid: BoolArray) -> FloatArray:
    """Return a ``(B, T)`` array that is finite where ``valid``, and 0 elsewhere."""
    array = float_array(name, value)
    has_shape(name, array, valid.shape)
    # One harmless number under the mask keeps NaN and infinity out of every sum.
    return finite_array(name, np.where(valid, array, 0.0))


def row_lengths(valid: BoolArray) -> FloatArray:
    """|o_i| as a column ``(B, 1)``, 1 for an empty row, whose sums are 0 anyway."""
    lengths: FloatArray = valid.sum(axis=1, keepdims=True).astype(np.float64)
    return np.maximum(lengths, 1)


def row_mean(values: FloatArray, valid: BoolArray) -> FloatArray:
    """The mean over a row's tokens, given to each of them; 0 under the mask.

    ``values`` is ``(B, T)`` and 0 under the mask, as `token_values` returns it.
    """
    mean = values.sum(axis=1, keepdims=True) / row_lengths(valid)
    return np.where(valid, mean, 0.0)
