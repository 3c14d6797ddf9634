"""Bar 16: the last frame of a beat, which a lecturer holds while talking."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.script.contrast import contrast
from scenes.stage.camera import HOME_WIDTH

from .colour import SHAPE_NEEDED
from .faults import Finding
from .state import State

HERO_SHARE = 1 / 3  # of the frame's width or of its height
HOME = 0.999  # of the frame's width at home: from here on nothing is zoomed
# Pixels: the picture is looked at in patches of this size, and what is no more than five
# patches apart belongs together: an eighth of the frame's height.
PATCH, APART = 12, 5
_NEAR = [(y, x) for y in range(-APART - 1, APART + 2) for x in range(-APART - 1, APART + 2)]


def undimmed(state: State) -> Iterator[Finding]:
    """No text that is seen is dimmed."""
    for block in state.blocks:
        if any(glyph.dimmed for glyph in block.glyphs):
            yield Finding(16, f"{block} is dimmed in the beat's last frame")


def whole(state: State) -> Iterator[Finding]:
    """No bright pixel lies on the rim of a frame that is nearer than home: nothing is cut."""
    if state.frame.size[0] >= HOME * HOME_WIDTH:
        return
    bright = _bright(state, state.pixels)
    rims = {"left": bright[:, 0], "right": bright[:, -1], "upper": bright[0], "lower": bright[-1]}
    for side, rim in rims.items():
        if rim.any():
            yield Finding(16, f"the zoom cuts what it shows at the {side} rim of the last frame")


def hero(state: State) -> Iterator[Finding]:
    """The largest bright thing that is no text is as wide or as high as a third of the frame."""
    share = max(_reaches(_bright(state, state.pixels_without_text)), default=0.0)
    if share < HERO_SHARE:
        message = f"the largest picture of the last frame reaches over {share:.0%} of it"
        yield Finding(16, f"{message}, {HERO_SHARE:.0%} needed")


def _bright(state: State, pixels: np.ndarray) -> np.ndarray:
    """Which pixels stand out from the ground as lines and bars have to."""
    ground = state.palette["ground"]
    channels = zip(np.moveaxis(pixels, 2, 0), np.round(255 * ground), strict=True)
    bright = np.logical_or.reduce([channel != value for channel, value in channels])
    bright[bright] = contrast(pixels[bright] / 255, ground) >= SHAPE_NEEDED
    return bright


def _reaches(bright: np.ndarray) -> Iterator[float]:
    """The larger share of the frame's sides that each group of bright pixels reaches over."""
    patches = _patches(bright)
    left = set(zip(*map(np.ndarray.tolist, np.nonzero(patches)), strict=True))
    while left:
        group, new = [], {left.pop()}
        while new:
            row, column = new.pop()
            group.append((row, column))
            near = {(row + y, column + x) for y, x in _NEAR} & left
            left -= near
            new |= near
        yield float(((np.ptp(group, axis=0) + 1) / patches.shape).max())


def _patches(bright: np.ndarray) -> np.ndarray:
    """Which squares of `PATCH` pixels a side have a bright one."""
    height, width = bright.shape
    padded = np.pad(bright, ((0, -height % PATCH), (0, -width % PATCH)))
    return padded.reshape(-(-height // PATCH), PATCH, -1, PATCH).any(axis=(1, 3))
