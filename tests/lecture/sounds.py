"""Recordings for tests: tones of known length, written by PyAV in each kind of file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

CODECS = {".wav": "pcm_s16le", ".flac": "flac", ".mp3": "libmp3lame", ".m4a": "aac"}


def tone(seconds: float, *, hertz: float = 440.0, level: float = 0.2, rate: int = 48_000):
    """A sine of the amplitude `level`, as samples."""
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def silence(seconds: float, rate: int = 48_000) -> np.ndarray:
    """Samples of nothing."""
    return np.zeros(round(seconds * rate))


def record(file: Path, samples: np.ndarray, *, rate: int = 48_000, channels: int = 1) -> Path:
    """Write `samples`, the same in each channel, as the kind of audio that the name says."""
    layout = "mono" if channels == 1 else "stereo"
    file.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(file), "w") as container:
        stream = container.add_stream(CODECS[file.suffix.lower()], rate=rate, layout=layout)
        whole = np.ascontiguousarray(np.repeat(samples[None].astype(np.float32), channels, axis=0))
        frame = av.AudioFrame.from_ndarray(whole, format="fltp", layout=layout)
        frame.rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        size = stream.codec_context.frame_size or 1024
        parts = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=size)
        for part in [*parts.resample(frame), *parts.resample(None), None]:
            container.mux(stream.encode(part))
    return file
