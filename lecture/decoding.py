"""Pictures out of a finished film."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
import numpy as np
from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image


def frames_of(film: Path, start: int, count: int) -> Iterator[VideoFrame]:
    """`count` frames of `film` from number `start` on, without decoding all before them."""
    with av.open(film) as container:
        pictures = container.streams.video[0]
        pictures.thread_type = "AUTO"
        first = round(start / pictures.average_rate / pictures.time_base)
        container.seek(first, stream=pictures)  # to the last frame before it that stands alone
        wanted = (frame for frame in container.decode(pictures) if frame.pts >= first)
        yield from islice(wanted, count)


def rgb_of(frame: VideoFrame, most: int) -> np.ndarray:
    """The picture as its viewer sees it, at most `most` pixels wide: (height, width, 3)."""
    width = min(most, frame.width)
    return frame.reformat(
        width=width,
        height=round(frame.height * width / frame.width),
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.JPEG,
        interpolation="AREA",
    ).to_ndarray()


def picture_at(film: Path, number: int, most: int) -> Image.Image:
    """The frame `number` of `film`, at most `most` pixels wide."""
    (frame,) = frames_of(film, number, 1)
    return Image.fromarray(rgb_of(frame, most))
