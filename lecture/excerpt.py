"""A stretch of a film as pictures: small, a few a second, and only those that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .decoding import frames_of, picture_of

# A pixel is drawn again when a channel is off by more: the encoder's noise is below it, and
# what stands still costs nothing.
STILL = 3


@dataclass(frozen=True)
class Excerpt:
    """What is shown: `frames` of them from `start` on, of a film of `fps` frames a second.

    A picture is at most `width` pixels wide, and `rate` of them a second are looked at, about:
    every so many frames of the film.
    """

    film: Path
    start: int
    frames: int
    fps: int
    width: int
    rate: float

    def hundredths(self, number: int) -> int:
        """When the frame `number` of the clip begins."""
        return round(number * 100 / self.fps)

    def pictures(self, *, whole: bool = False) -> Iterator[tuple[int, np.ndarray]]:
        """The frames in which something changes, each with its number.

        The pictures are arrays (height, width, 3), new only where they changed, or as they are
        with `whole`. The last of the clip's frames is among those that are looked at.
        """
        step = max(1, round(self.fps / self.rate))
        seen = None
        for number, frame in enumerate(frames_of(self.film, self.start, self.frames)):
            if (self.frames - 1 - number) % step:
                continue
            picture = np.asarray(picture_of(frame, self.width))
            if seen is None:
                seen = picture
                yield 0, seen
                continue
            changed = _differ(picture, seen)
            if changed.any() or (whole and number == self.frames - 1):
                seen = picture if whole else np.where(changed[..., None], picture, seen)
                yield number, seen


def _differ(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where two pictures differ visibly, as an array (height, width) of truth values."""
    off = np.maximum(one, other) - np.minimum(one, other) > STILL
    return off[..., 0] | off[..., 1] | off[..., 2]
