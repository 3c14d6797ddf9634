"""Pictures laid on a page, plane by plane: colours that are in a film are not converted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

Planes = Sequence[np.ndarray]
# Left, top, width and height in pixels, all even, as colours are stored by twos.
Place = tuple[int, int, int, int]
Words = TypeVar("Words")


def planes_of(page: Image.Image) -> Planes:
    """The planes Y, U and V of a picture, as a film holds them."""
    frame = VideoFrame.from_image(page).reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    return [_rows(plane).copy() for plane in frame.planes]


def on_pages(
    frames: Iterable[VideoFrame],
    words: Iterable[Words],
    draw: Callable[[Words], Image.Image],
    place: Place,
) -> Iterator[VideoFrame]:
    """Each frame, made smaller, in its `place` on the page that `draw` makes of its words.

    The page is drawn anew where the words are not those of the frame before.
    """
    drawn, page = None, None
    for frame, said in zip(frames, words, strict=False):  # words may go on for ever
        if page is None or said != drawn:
            drawn, page = said, planes_of(draw(said))
        yield laid_on(page, frame, place)


def laid_on(page: Planes, frame: VideoFrame, place: Place) -> VideoFrame:
    """`frame`, made smaller, in its `place` on the page."""
    left, top, width, height = place
    small = frame.reformat(width, height, interpolation=Interpolation.AREA)
    whole = VideoFrame(page[0].shape[1], page[0].shape[0], "yuv420p")
    for target, around, picture in zip(whole.planes, page, small.planes, strict=True):
        rows = _rows(target)
        rows[:] = around
        x, y = left * picture.width // width, top * picture.height // height
        rows[y : y + picture.height, x : x + picture.width] = _rows(picture)
    return whole


def _rows(plane) -> np.ndarray:
    """The samples of a plane as an array (height, width) over the same memory."""
    padded = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return padded[: plane.height, : plane.width]
