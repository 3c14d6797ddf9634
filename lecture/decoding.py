"""Pictures out of a finished film."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
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


def picture_of(frame: VideoFrame, most: int) -> Image.Image:
    """The picture as its viewer sees it, at most `most` pixels wide.

    FFmpeg's scaler shifts dark colours by up to 8 of 255, so only the colours are its work.
    """
    rgb = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG
    ).to_image()
    if frame.width <= most:
        return rgb
    size = most, round(frame.height * most / frame.width)
    return rgb.resize(size, Image.Resampling.HAMMING)
