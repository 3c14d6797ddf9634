"""A film with its pictures made anew: its title, chapters and sound stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import av
from av import VideoFrame, VideoStream
from av.container import InputContainer
from av.video.frame import PictureType

from . import movie
from .picture_stream import SCALED, picture_stream
from .progress import Progress

Redraw = Callable[[Iterator[VideoFrame]], Iterator[VideoFrame]]


def redrawn(
    film: Path,
    target: Path,
    size: tuple[int, int],
    redraw: Redraw,
    *,
    encoder: Mapping[str, str] = SCALED,
    bar: bool = True,
) -> Path:
    """Write `film` to `target`, which is returned, with the pictures that `redraw` makes of its.

    They are `size` (width, height) in pixels, one for each of the film's, and are encoded as
    `encoder` says. They pass one by one, so that memory does not grow with the film. With `bar`
    a terminal is told how far it is.
    """
    with (
        av.open(film) as source,
        av.open(film) as heard,
        av.open(target, "w", options=movie.STREAMED) as out,
    ):
        out.metadata["title"] = source.metadata.get("title", film.stem)
        out.set_chapters(source.chapters())
        pictures = source.streams.video[0]
        stream = picture_stream(out, pictures.average_rate, size, encoder)
        with Progress(target.stem, pictures.frames, wanted=bar) as progress:
            drawn = _encoded(source, stream, redraw, progress)
            for packet in movie.in_time([drawn, *movie.copied_sound(heard, out)]):
                out.mux(packet)
    return target


def _encoded(
    source: InputContainer, stream: VideoStream, redraw: Redraw, progress: Progress
) -> Iterator[av.Packet]:
    """The pictures of `source` as `redraw` makes them, as packets of `stream`."""
    pictures = source.streams.video[0]
    pictures.thread_type = "AUTO"
    for number, frame in enumerate(redraw(source.decode(pictures))):
        frame.pts, frame.time_base = number, 1 / pictures.average_rate
        frame.pict_type = PictureType.NONE  # the encoder's own choice
        yield from stream.encode(frame)
        progress.step()
    yield from stream.encode(None)
