"""Films of at most 720 lines, for programs that stop playing larger ones in a long deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
from av import VideoFrame
from av.video.reformatter import Interpolation

from .picture_stream import SCALED
from .redrawn import redrawn

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
    with av.open(film) as source:
        width, height = (getattr(source.streams.video[0], side) for side in ("width", "height"))
    if height <= LINES:
        return film
    size = 2 * round(width * LINES / height / 2), LINES

    def redraw(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        return (frame.reformat(*size, interpolation=Interpolation.AREA) for frame in frames)

    return redrawn(film, target, size, redraw, encoder=_X264, bar=False)
