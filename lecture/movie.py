"""A finished film: chapters, a title and its index at the front, by a stream copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av


@dataclass(frozen=True)
class Chapter:
    """A part of a film, measured in whole frames."""

    title: str
    start: int
    frames: int

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


def chapters_of(parts: Sequence[tuple[str, int]]) -> list[Chapter]:
    """Chapters that follow one another, from their titles and numbers of frames."""
    chapters: list[Chapter] = []
    for title, frames in parts:
        start = chapters[-1].end if chapters else 0
        chapters.append(Chapter(title, start, frames))
    return chapters


def finish(
    source: Path, target: Path, *, title: str, chapters: Sequence[Chapter], fps: int
) -> None:
    """Copy the film `source` to `target` with title and chapters, ready to be streamed.

    Pictures are copied as they are; players can start before the whole file is there.
    """
    options = {"movflags": "+faststart"}
    with av.open(source) as film, av.open(target, "w", options=options) as output:
        output.metadata["title"] = title
        output.set_chapters([_for_av(n, chapter, fps) for n, chapter in enumerate(chapters)])
        pictures = film.streams.video[0]
        copy = output.add_stream_from_template(pictures)
        for packet in film.demux(pictures):
            if packet.dts is not None:  # the demuxer ends with an empty packet
                packet.stream = copy
                output.mux(packet)


def _for_av(number: int, chapter: Chapter, fps: int) -> dict:
    return {
        "id": number,
        "start": chapter.start,
        "end": chapter.end,
        "time_base": Fraction(1, fps),
        "metadata": {"title": chapter.title},
    }
