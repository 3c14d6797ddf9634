"""What is heard in a film, decoded by PyAV and measured without our own code."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np

RATE = 48_000


def heard(film: Path, codec: str = "aac") -> np.ndarray | None:
    """The samples of a film by their times; None if it has no track of sound."""
    with av.open(film) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate) == (codec, RATE)
        whole = np.zeros(0)
        for frame in container.decode(stream):
            first = round(frame.pts * frame.time_base * RATE)
            samples = frame.to_ndarray()[0]
            whole = np.pad(whole, (0, max(0, first + samples.size - whole.size)))
            whole[max(0, first) : first + samples.size] += samples[max(0, -first) :]
        return whole


def spans(samples: np.ndarray, *, pause: float = 0.1) -> list[tuple[float, float]]:
    """From when to when something is heard, in seconds; what is shorter than a `pause` is none."""
    loud = np.flatnonzero(np.abs(samples) > 0.02) / RATE
    gaps = np.flatnonzero(np.diff(loud) > pause)
    starts = loud[np.r_[0, gaps + 1]] if loud.size else []
    ends = loud[np.r_[gaps, -1]] if loud.size else []
    return [(float(start), float(end)) for start, end in zip(starts, ends, strict=True)]


def pitch(samples: np.ndarray) -> float:
    """The frequency in hertz that is heard most."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum) * RATE / samples.size)


def told(film: Path) -> dict:
    """What the film's table tells of it."""
    return json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))


def frames(film: Path) -> int:
    """How many pictures can be decoded."""
    with av.open(film) as container:
        return sum(1 for _ in container.decode(video=0))
