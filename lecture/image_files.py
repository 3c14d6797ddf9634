"""An excerpt as an animated WebP or AVIF, by Pillow."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from scenes.script.palette import Theme

from .excerpt import STILL, Excerpt
from .progress import Progress

# What Pillow is told beyond the pictures. Text in a colour of its own keeps its edges: 4:4:4.
# Browsers take a moving AVIF for one of limited range, whatever it says itself.
_SETTINGS = {
    ".webp": {"quality": 90, "method": 4, "loop": 0},
    ".avif": {"quality": 80, "speed": 7, "subsampling": "4:4:4", "range": "limited"},
}
_REACH = 2  # levels by which the ground is written off, at most, to be read right


def write(clip: Excerpt, target: Path, theme: Theme) -> None:
    """Write `clip` to `target`, by its suffix; each picture is held until the next one.

    The theme's ground comes back from the file within a level of 255 or so: on a page of that
    colour the picture has no edge.
    """
    settings = _SETTINGS[target.suffix]
    ground = np.array(ImageColor.getrgb(theme.ground))
    written = _returning(ground, target.suffix)
    pictures, starts = [], []  # starts in milliseconds
    with Progress(target.name, clip.frames) as progress:
        for number, picture in clip.pictures(whole=True):
            pictures.append(Image.fromarray(_repainted(picture, ground, written)))
            starts.append(10 * clip.hundredths(number))
            progress.reach(number)
        held = [
            end - start for start, end in pairwise([*starts, 10 * clip.hundredths(clip.frames)])
        ]
        first, *others = pictures
        first.save(target, save_all=True, append_images=others, duration=held, **settings)


def _returning(colour: np.ndarray, suffix: str) -> np.ndarray:
    """What is to be written so that `colour` is read again, or the nearest: encoders round."""
    shifts = np.array(list(product(range(-_REACH, _REACH + 1), repeat=3)))
    tried = np.clip(colour + shifts, 0, 255)
    found = np.array([_read_again(one, suffix) for one in tried])
    off, moved = np.abs(found - colour), np.abs(tried - colour).sum(axis=1)
    return tried[np.lexsort((moved, off.sum(axis=1), off.max(axis=1)))[0]]


def _read_again(colour: np.ndarray, suffix: str) -> np.ndarray:
    """What a flat picture in `colour` has become in a file of that kind."""
    file = BytesIO()
    flat = Image.new("RGB", (16, 16), tuple(colour.tolist()))
    flat.save(file, suffix.removeprefix("."), save_all=True, **_SETTINGS[suffix])
    with Image.open(file) as read:
        return np.array(read.convert("RGB"))[8, 8].astype(int)


def _repainted(picture: np.ndarray, ground: np.ndarray, written: np.ndarray) -> np.ndarray:
    """`picture` (height, width, 3) with `written` where the film shows its `ground`."""
    off = np.abs(picture.astype(int) - ground).max(axis=2, keepdims=True)
    return np.where(off <= STILL, written, picture).astype(np.uint8)
