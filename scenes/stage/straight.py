"""Paths of straight pieces that are set in one go, however many of them hang together or not."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from manim import VMobject
from manim.utils.bezier import interpolate

Path = TypeVar("Path", bound=VMobject)

_SHARES = np.linspace(0.0, 1.0, 4)  # where the points of a straight curve lie on its way


def lay_straight(path: Path, froms: np.ndarray, tos: np.ndarray) -> Path:
    """Give `path` a straight curve from each of `froms` to its partner in `tos`, both (n, 3).

    Curves of which one begins where the one before it ends hang together.
    """
    path.set_anchors_and_handles(*(interpolate(froms, tos, share) for share in _SHARES))
    return path
