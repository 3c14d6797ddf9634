"""What an answer loses for its length alone."""

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import FloatArray, finite_array, finite_nonnegative


def overlong_penalty(lengths: ArrayLike, max_length: float, buffer: float) -> FloatArray:
    """DAPO's soft overlong punishment, which is added to the reward.

    0 up to ``max_length - buffer`` tokens, from there a straight line to -1 at ``max_length``,
    and -1 beyond: DAPO (arXiv 2503.14476) eq. 13, which prints 20480 and 4096.

    Its trap: `max_length` is where the line ends, not where it begins.

    Args:
        lengths: ``(...)`` tokens of each answer, at least 0.
        max_length: tokens, at least `buffer`.
        buffer: tokens over which it grows, above 0.

    Returns:
        ``(...)`` from -1 to 0.

    Raises:
        ValueError: an argument is out of range.

    Example:
        >>> overlong_penalty([0, 16384, 18432, 20480, 30000], 20480, 4096)
        array([ 0. ,  0. , -0.5, -1. , -1. ])
    """
    n = finite_array("lengths", lengths)
    if (n < 0).any():
        raise ValueError("lengths must be at least 0")
    if finite_nonnegative("buffer", buffer) == 0:
        raise ValueError("buffer must be above 0, it is 0")
    if finite_nonnegative("max_length", max_length) < buffer:
        raise ValueError(f"max_length must be at least buffer = {buffer:g}, it is {max_length:g}")
    return np.clip((max_length - buffer - n) / buffer, -1.0, 0.0) + 0.0
