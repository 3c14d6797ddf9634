"""A stream of encoded pictures whose colours every player shows as they are meant."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from av import VideoStream
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from scenes.stage.x264 import X264, repeatable

# For pictures that were made smaller. Their edges are softer than drawn ones: with subme=0
# crumbs of what has moved on stay. Decoding may use more threads than one; encoding keeps a
# fixed number, because the pictures depend on it and must not depend on the machine.
SCALED = X264 | {"threads": "2", "x264-params": X264["x264-params"].replace("subme=0", "subme=2")}


def picture_stream(
    out: OutputContainer, rate: Fraction, size: tuple[int, int], options: Mapping[str, str]
) -> VideoStream:
    """A new stream of x264 in `out`: `size` in pixels, BT.709, with the encoder's `options`."""
    stream = out.add_stream("libx264", rate=rate, options=repeatable(options))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = 1 / rate
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.color_range = ColorRange.MPEG
    return stream
