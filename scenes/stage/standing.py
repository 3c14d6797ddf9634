"""A picture that stands still, for x264: encoded a few times, then told by what it says anyway.

After a few frames of the same picture x264 says nothing but "as before" for each of its
macroblocks: they are skipped (H.264, 7.3.4). What such a frame's packet holds depends on the
encoder's settings and on the frame's number, which x264 counts in four bits, and not on what is
seen: so it may as well come from a black picture. Every frame stays a frame of the film.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

import av
import numpy as np
from av.codec.context import Flags
from manim._config.video_encoder import VideoEncoderSpec

from .x264 import X264, repeatable, takes_planes

# Frames after which a picture gets no better: x264 looks ahead for 10 (`veryfast`), and the
# last of them that it mends is the ninth.
SETTLED = 12
_COUNTED = 16  # after so many frames x264's numbers begin again
_KEY = 250  # frames at most from one that a player may begin with to the next: x264's own


@cache
def skips(spec: VideoEncoderSpec) -> Sequence[bytes]:
    """What x264 says of frames in which nothing changes, by their number modulo 16.

    Empty for an encoder that was told anything else than ours, which may say more.
    """
    given = dict(spec.options)
    given.pop("rc-lookahead", None)  # of which a film in 4K wants less
    if not takes_planes(spec) or given != repeatable(X264):
        return ()
    *others, last = _of_black(spec, _COUNTED + 1)[1:]
    return [last, *others]


def _of_black(spec: VideoEncoderSpec, count: int) -> list[bytes]:
    """The packets of `count` black frames."""
    encoder = av.CodecContext.create(spec.codec, "w")
    encoder.width, encoder.height, encoder.pix_fmt = spec.width, spec.height, spec.pixel_format
    encoder.framerate, encoder.time_base = spec.frame_rate, 1 / Fraction(spec.frame_rate)
    encoder.options = dict(spec.options)
    encoder.flags |= Flags.global_header  # as of a stream in an MP4 file
    black = np.zeros((spec.height * 3 // 2, spec.width), np.uint8)
    black[spec.height :] = 128
    frame = av.VideoFrame.from_ndarray(black, format="yuv420p")
    packets = []
    for number in range(count):
        frame.pts = number
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return [bytes(packet) for packet in packets]


def following(settled: Sequence[bytes], skipped: Sequence[bytes], count: int) -> Iterator[bytes]:
    """The packets of a picture's next `count` frames, after the `SETTLED` that were encoded.

    Every `_KEY` frames it begins anew, so that players find a place to begin.
    """
    for number in range(SETTLED, SETTLED + count):
        place = number % _KEY
        yield settled[place] if place < SETTLED else skipped[place % _COUNTED]
