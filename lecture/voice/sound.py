"""Sound out of an audio file, as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

from ..options import UserError, shown

RATE = 48_000  # samples a second


def read(file: Path) -> np.ndarray:
    """What is heard in an audio `file`: samples from -1 to 1, `RATE` a second.

    Of several channels it is the mean.

    Raises `UserError` for a file that holds no sound that can be decoded.
    """
    try:
        parts = list(_parts(file))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _unreadable(file, getattr(error, "strerror", None) or str(error)) from None
    samples = np.concatenate([np.zeros(0, np.float32), *parts])
    if not samples.size:
        raise _unreadable(file, "there is no sound in it")
    return np.nan_to_num(samples, posinf=1.0, neginf=-1.0)


def seconds(file: Path) -> float:
    """How long an audio `file` lasts; raises `UserError` as `read` does."""
    return read(file).size / RATE


def _parts(file: Path) -> Iterator[np.ndarray]:
    resampler = AudioResampler(format="fltp", rate=RATE)  # one row a channel
    with av.open(file) as container:
        if not container.streams.audio:
            return
        for frame in container.decode(container.streams.audio[0]):
            for part in resampler.resample(frame):
                yield part.to_ndarray().mean(axis=0)
        for part in resampler.resample(None):
            yield part.to_ndarray().mean(axis=0)


def _unreadable(file: Path, why: str) -> UserError:
    return UserError(
        f"{shown(file)} cannot be read as sound ({why}); record it again, or take it away"
    )
