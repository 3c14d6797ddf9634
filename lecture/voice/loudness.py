"""Loudness as broadcasters measure it (ITU-R BS.1770, EBU R 128), by FFmpeg's own filters."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from .sound import RATE

TARGET = -16.0  # LUFS, integrated: what players on the web and phones expect of speech
CEILING = -2.5  # dBTP; AAC adds up to one, and -1 is the bound
_SILENT = -70.0  # LUFS: the meter's lowest, and its gate
_MOST = 36.0  # decibels that a faint voice is raised by, lest a room without one be
_CLOSE = 0.1  # LU, to the target
_SHORT = 3 * RATE  # the meter looks at blocks of 0.4 s
# Between samples a peak may be higher than at them, so that the limiter works at four times
# the rate; it looks ahead by its attack, and makes up for the delay.
_LIMITER = (
    ("aresample", f"{4 * RATE}"),
    ("alimiter", f"limit={10 ** (CEILING / 20):.4f}:attack=5:release=50:level=false:latency=true"),
    ("aresample", f"{RATE}"),
    ("aformat", "sample_fmts=flt:channel_layouts=mono"),
)


def loudness(samples: np.ndarray) -> float:
    """The integrated loudness of `samples` in LUFS; -70 for silence."""
    if not samples.size:
        return _SILENT
    times = -(-_SHORT // samples.size)  # of a short one: that of its repetition
    _, told = _filtered(np.tile(samples, times), ("ebur128", "metadata=1"))
    return float(told["lavfi.r128.I"])


def levelled(samples: np.ndarray) -> np.ndarray:
    """`samples` as loud as `TARGET`, peaks or not; silence as it is."""
    return samples * _gain(loudness(samples))


def mastered(samples: np.ndarray) -> np.ndarray:
    """`samples` as loud as `TARGET` in all, with no peak over `CEILING`.

    What the limiter takes away from the loudness is given back, as far as it goes.
    """
    gain = _gain(loudness(samples))
    for _ in range(6):
        made = _of_length(_filtered(samples * gain, *_LIMITER)[0], samples.size)
        found = loudness(made)
        if found <= _SILENT or abs(found - TARGET) < _CLOSE:
            break
        gain *= _gain(found)
    return made


def _gain(found: float) -> np.float32:
    change = min(TARGET - found, _MOST) if found > _SILENT else 0.0
    return np.float32(10 ** (change / 20))


def _of_length(samples: np.ndarray, size: int) -> np.ndarray:
    return np.pad(samples[:size], (0, max(0, size - samples.size)))


def _filtered(samples: np.ndarray, *filters: tuple[str, str]) -> tuple[np.ndarray, dict[str, str]]:
    """What comes out of FFmpeg's `filters` (name, arguments), and what the last frame tells."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono")
    graph.link_nodes(source, *(graph.add(*one) for one in filters), graph.add("abuffersink"))
    graph.configure()
    made: list[np.ndarray] = []
    told: dict[str, str] = {}
    for start in range(0, samples.size, RATE):
        graph.push(_frame(samples[start : start + RATE], start))
        told = _drain(graph, made) or told
    graph.push(None)
    told = _drain(graph, made) or told
    return np.concatenate(made).astype(np.float32), told


def _drain(graph: Graph, made: list[np.ndarray]) -> dict[str, str]:
    told: dict[str, str] = {}
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return told
        made.append(frame.to_ndarray().reshape(-1))
        told = dict(frame.metadata) or told


def _frame(samples: np.ndarray, start: int) -> av.AudioFrame:
    whole = np.ascontiguousarray(samples[None], dtype=np.float32)
    frame = av.AudioFrame.from_ndarray(whole, format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame
