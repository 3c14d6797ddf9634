"""Films of at most 720 lines, for programs that stop playing larger ones in a long deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
from av.container import InputContainer
from av.video.reformatter import Interpolation

from . import movie
from .picture_stream import SCALED, picture_stream

LINES = 720
# Several are encoded at once: one thread for each.
_X264 = SCALED | {"crf": "20", "threads": "1"}


def reduced(
    films: Sequence[Path],
    folder: Path,
    workers: int,
    done: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Each film, or where it has more than `LINES` lines one in `folder` that has them.

    Rate, colours and sound stay. So many `workers` work at once; `done` is told of each film.
    """
    made: list[Path] = []
    with ThreadPoolExecutor(workers) as pool:
        for small in pool.map(lambda film: _reduced(film, folder / f"small-{film.name}"), films):
            made.append(small)
            done(small.name)
    return made


def _reduced(film: Path, target: Path) -> Path:
    with av.open(film) as source, av.open(film) as heard:
        pictures = source.streams.video[0]
        if pictures.height <= LINES:
            return film
        size = 2 * round(pictures.width * LINES / pictures.height / 2), LINES
        with av.open(target, "w", options=movie.STREAMED) as out:
            stream = picture_stream(out, pictures.average_rate, size, _X264)
            tracks = [_pictures(source, stream, size), *movie.copied_sound(heard, out)]
            for packet in movie.in_time(tracks):
                out.mux(packet)
    return target


def _pictures(
    source: InputContainer, stream: av.VideoStream, size: tuple[int, int]
) -> Iterator[av.Packet]:
    """The pictures of `source`, `size` pixels large, as packets of `stream`."""
    for frame in source.decode(video=0):
        small = frame.reformat(*size, interpolation=Interpolation.AREA)
        small.pts, small.time_base = frame.pts, frame.time_base
        small.pict_type = av.video.frame.PictureType.NONE  # the encoder's own choice
        yield from stream.encode(small)
    yield from stream.encode(None)
