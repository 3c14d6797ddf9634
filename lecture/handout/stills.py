"""A film's stills for its page: all of one size, without the margin that none of them uses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

WIDTH = 1024  # pixels of a whole still: 450 an inch, three to a line
_MOST = 0.12  # of a side that may go, so that a small picture is not blown up
_RIM = 10  # pixels of ground that stay
_SEEN = 8  # of 255: what differs less from the ground is not there to the eye


def trimmed(stills: Sequence[Image.Image]) -> list[Image.Image]:
    """The part of each of `stills` that holds what any of them shows."""
    boxes = [_ink(np.asarray(still)) for still in stills]
    width, height = stills[0].size
    left = min(*(box[0] for box in boxes), round(_MOST * width))
    top = min(*(box[1] for box in boxes), round(_MOST * height))
    right = max(*(box[2] for box in boxes), round((1 - _MOST) * width))
    bottom = max(*(box[3] for box in boxes), round((1 - _MOST) * height))
    return [still.crop((left, top, right, bottom)) for still in stills]


def _ink(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Left, upper, right and lower bound of what differs from the corner's colour, and a rim."""
    height, width = pixels.shape[:2]
    differs = np.abs(pixels.astype(int) - pixels[0, 0]).max(axis=2) > _SEEN
    if not differs.any():
        return 0, 0, width, height
    rows, columns = (np.flatnonzero(differs.any(axis=axis)) for axis in (1, 0))
    return (
        max(0, int(columns[0]) - _RIM),
        max(0, int(rows[0]) - _RIM),
        min(width, int(columns[-1]) + 1 + _RIM),
        min(height, int(rows[-1]) + 1 + _RIM),
    )
