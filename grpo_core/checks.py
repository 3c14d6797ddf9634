"""Checks of arguments: every public function runs these first.

Each check returns the value in the form that the formulas use, or raises a
``ValueError`` whose message names the argument.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IndexArray = NDArray[np.int64]


def float_array(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as float64 without looking at what it holds."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None


def finite_array(name: str, value: ArrayLike, *, ndim: int | None = None) -> FloatArray:
    """Return ``value`` as a float64 array without NaN or infinity, of ``ndim`` axes."""
    array = float_array(name, value)
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, it has shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, it holds NaN or infinity")
    return array


def has_shape(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    """Refuse ``array`` unless it has exactly ``shape``."""
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, it has shape {array.shape}")


def broadcastable(**arrays: NDArray[Any]) -> None:
    """Refuse arrays whose shapes do not broadcast against each other."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"shapes do not broadcast: {shapes}") from None


def nonnegative(name: str, value: float) -> float:
    """Return a number that is at least 0; infinity passes, NaN does not."""
    array = float_array(name, value)
    if array.ndim != 0 or not array >= 0:
        raise ValueError(f"{name} must be one number that is at least 0, it is {value!r}")
    return float(array)


def finite_nonnegative(name: str, value: float) -> float:
    """Return a finite number that is at least 0."""
    number = nonnegative(name, value)
    if np.isinf(number):
        raise ValueError(f"{name} must be finite, it is {value!r}")
    return number


def whole_number(name: str, value: int, *, least: int = 1) -> int:
    """Return a whole number that is at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, it is {value!r}")
    return int(value)


def one_of(name: str, value: object, choices: Sequence[object]) -> None:
    """Refuse ``value`` unless it is one of ``choices``."""
    if value not in choices:
        known = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} must be one of {known}, it is {value!r}")


@contextmanager
def no_overflow(names: str) -> Iterator[None]:
    """Turn a float64 overflow inside the block into a ``ValueError`` naming ``names``.

    An infinity that slips into an average makes the objective NaN far from its
    cause; an error at the cause is worth more.
    """
    try:
        with np.errstate(over="raise"):
            yield
    except (FloatingPointError, OverflowError):  # of numpy, and of `math.fsum`
        raise ValueError(f"{names}: too far apart or too large for float64") from None
