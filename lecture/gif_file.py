"""An excerpt as a GIF: one palette with the theme's colours, changed rectangles only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av import VideoFrame
from av.filter import Graph
from PIL import ImageColor

from scenes.script.palette import Theme

from .excerpt import Excerpt
from .progress import Progress

SNAP = 5  # how far off in a channel an entry of the palette still is a role's colour
_HUNDREDTH = Fraction(1, 100)  # of a second, in which GIF counts


def write(clip: Excerpt, target: Path, theme: Theme) -> None:
    """Write `clip` to `target`: one palette, changed rectangles only, playing for ever.

    The film is decoded twice, for the palette and for the pictures, so that memory does not
    grow with it.
    """
    with Progress(target.name, 2 * clip.frames) as progress:
        palette, last = _palette(clip, theme, progress)
        painter = _Painter(palette)
        held = clip.hundredths(clip.frames) - clip.hundredths(last)
        with av.open(target, "w", options={"loop": "0", "final_delay": str(held)}) as out:
            stream = None
            for number, picture in clip.pictures():
                frame = painter.painted(picture, clip.hundredths(number))
                stream = stream or _stream(out, frame)
                out.mux(stream.encode(frame))
                progress.reach(clip.frames + number)
            out.mux(stream.encode(None))


def _stream(out, frame: VideoFrame):
    stream = out.add_stream("gif", rate=100)
    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "pal8"
    stream.codec_context.time_base = _HUNDREDTH
    return stream


def _palette(clip: Excerpt, theme: Theme, progress: Progress) -> tuple[VideoFrame, int]:
    """The colours of all pictures as FFmpeg chooses them, and the number of the last one."""
    graph, source, sink = None, None, None
    for number, picture in clip.pictures():
        if graph is None:
            graph = Graph()
            source = _buffer(graph, picture, "rgb24")
            chooser, sink = graph.add("palettegen"), graph.add("buffersink")
            source.link_to(chooser)
            chooser.link_to(sink)
            graph.configure()
        source.push(_frame(picture, number))
        progress.reach(number)
    source.push(None)
    return _snapped(sink.pull(), theme), number


def _snapped(palette: VideoFrame, theme: Theme) -> VideoFrame:
    """The palette with the theme's own colours where it has nearly the same ones.

    What is flat in the film becomes flat: the encoder's noise is gone.
    """
    colours = palette.to_ndarray()  # (16, 16, 4): blue, green, red, opacity
    opaque = colours[..., 3] > 0
    for role in _colours(theme):
        wanted = ImageColor.getrgb(role)[::-1]
        off = np.abs(colours[..., :3].astype(int) - wanted).max(axis=2)
        colours[opaque & (off <= SNAP), :3] = wanted
    return VideoFrame.from_ndarray(colours, format="bgra")


def _colours(theme: Theme) -> Sequence[str]:
    return [value for value in vars(theme).values() if str(value).startswith("#")]


class _Painter:
    """Turns pictures into frames of `palette`, by FFmpeg's filter, without dithering."""

    def __init__(self, palette: VideoFrame) -> None:
        self._palette = palette
        self._graph: Graph | None = None

    def painted(self, picture: np.ndarray, time: int) -> VideoFrame:
        """The frame at `time`, in hundredths of a second."""
        if self._graph is None:
            self._connect(picture)
        self._source.push(_frame(picture, time))
        return self._sink.pull()

    def _connect(self, picture: np.ndarray) -> None:
        self._graph = graph = Graph()
        self._source = _buffer(graph, picture, "rgb24")
        colours = _buffer(graph, self._palette.to_ndarray(), "bgra")
        use, self._sink = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
        self._source.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(self._sink)
        graph.configure()
        self._palette.pts, self._palette.time_base = 0, _HUNDREDTH
        colours.push(self._palette)
        colours.push(None)


def _buffer(graph: Graph, picture: np.ndarray, form: str):
    height, width = picture.shape[:2]
    return graph.add_buffer(width=width, height=height, format=form, time_base=_HUNDREDTH)


def _frame(picture: np.ndarray, time: int) -> VideoFrame:
    frame = VideoFrame.from_ndarray(picture, format="rgb24")
    frame.pts, frame.time_base = time, _HUNDREDTH
    return frame
