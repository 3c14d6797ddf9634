"""Films of plain colours, with a tone if that is wanted, for tests of what is made of films."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from lecture.picture_stream import picture_stream

COLORS = [(86, 180, 233), (230, 159, 0), (14, 17, 22)]  # a second each
RATE = 10


def film(path: Path, size: tuple[int, int], *, sound: bool = False) -> Path:
    """Three seconds in one colour after the other, with a tone if that is wanted."""
    with av.open(path, "w") as out:
        stream = picture_stream(out, Fraction(RATE), size, {"preset": "ultrafast", "crf": "12"})
        voice = out.add_stream("aac", rate=48000, layout="mono") if sound else None
        for number in range(RATE * len(COLORS)):
            picture = np.full((size[1], size[0], 3), COLORS[number // RATE], np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if voice:
            tone = np.sin(np.arange(3 * 48000) * 0.05).astype(np.float32)[None]
            heard = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            heard.sample_rate, heard.pts = 48000, 0
            out.mux(voice.encode(heard))
            out.mux(voice.encode(None))
    return path
