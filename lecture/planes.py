"""Pictures laid on a page, plane by plane: colours that are in a film are not converted again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

Planes = Sequence[np.ndarray]


def planes_of(page: Image.Image) -> Planes:
    """The planes Y, U and V of a picture, as a film holds them."""
    frame = VideoFrame.from_image(page).reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    return [_rows(plane).copy() for plane in frame.planes]


def laid_on(
    page: Planes,
    frame: VideoFrame,
    place: tuple[int, int, int, int],
    number: int,
    rate: Fraction,
) -> VideoFrame:
    """The frame `number` of a film of this `rate`: `frame`, made smaller, on the page.

    Its `place` is left, top, width and height in pixels, all even, as colours are stored by
    twos.
    """
    left, top, width, height = place
    small = frame.reformat(width, height, interpolation=Interpolation.AREA)
    whole = VideoFrame(page[0].shape[1], page[0].shape[0], "yuv420p")
    for target, around, picture in zip(whole.planes, page, small.planes, strict=True):
        rows = _rows(target)
        rows[:] = around
        x, y = left * picture.width // width, top * picture.height // height
        rows[y : y + picture.height, x : x + picture.width] = _rows(picture)
    whole.pts, whole.time_base = number, 1 / rate
    return whole


def _rows(plane) -> np.ndarray:
    """The samples of a plane as an array (height, width) over the same memory."""
    padded = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return padded[: plane.height, : plane.width]
