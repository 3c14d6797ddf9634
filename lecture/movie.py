"""A finished film: chapters, a title and its index at the front, by a stream copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av import VideoStream


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


class UnlikeFilms(Exception):
    """`film` has another picture format than the first one, so they cannot be joined."""

    def __init__(self, film: Path):
        super().__init__(str(film))
        self.film = film


def finish(
    source: Path, target: Path, *, title: str, chapters: Sequence[Chapter], fps: int
) -> None:
    """Copy the film `source` to `target` with title and chapters, ready to be streamed.

    Pictures are copied as they are; players can start before the whole file is there.
    """
    join([source], target, title=title, chapters=chapters, fps=fps)


def join(
    sources: Sequence[Path], target: Path, *, title: str, chapters: Sequence[Chapter], fps: int
) -> None:
    """`finish` for several films that follow one another; raises `UnlikeFilms`."""
    options = {"movflags": "+faststart"}
    with av.open(target, "w", options=options) as output:
        output.metadata["title"] = title
        output.set_chapters([_for_av(n, chapter, fps) for n, chapter in enumerate(chapters)])
        copy, start = None, 0
        for source in sources:
            with av.open(source) as film:
                pictures = film.streams.video[0]
                if copy is None:
                    copy, first = output.add_stream_from_template(pictures), _format(pictures)
                elif _format(pictures) != first:
                    raise UnlikeFilms(source)
                start += _copy_packets(film, pictures, output, copy, start)


class NoCut(Exception):
    """A film has no key frame, or no frames, where it is to be cut."""


def cut(source: Path, targets: Sequence[Path], parts: Sequence[tuple[int, int]]) -> None:
    """Copy each part (first frame, number of frames) of `source` to one of `targets`.

    Raises `NoCut` where a part does not start with a key frame or is not all there.
    """
    with av.open(source) as film:
        pictures = film.streams.video[0]
        packets = [packet for packet in film.demux(pictures) if packet.size]
        for target, (start, frames) in zip(targets, parts, strict=True):
            part = packets[start : start + frames]
            if len(part) < frames or not part[0].is_keyframe:
                raise NoCut(target.name)
            _write_part(part, pictures, target)


def _write_part(part: Sequence[av.Packet], pictures: VideoStream, target: Path) -> None:
    first = min(packet.pts for packet in part)
    with av.open(target, "w", options={"movflags": "+faststart"}) as output:
        copy = output.add_stream_from_template(pictures)
        for packet in part:
            packet.pts, packet.dts = packet.pts - first, packet.dts - first
            packet.stream = copy
            output.mux(packet)


def _format(pictures: VideoStream) -> tuple:
    """What must be alike in films that share one stream."""
    context = pictures.codec_context
    return context.extradata, pictures.time_base, pictures.average_rate, context.format.name


def _copy_packets(film, pictures: VideoStream, output, copy: VideoStream, start: int) -> int:
    """Copy a film to `start` of the output, and return its length, in the time base of both."""
    length = 0
    for packet in film.demux(pictures):
        if packet.dts is None:  # the demuxer ends with an empty packet
            continue
        length = max(length, packet.pts + packet.duration)
        packet.pts, packet.dts = packet.pts + start, packet.dts + start
        packet.stream = copy
        output.mux(packet)
    return length


def _for_av(number: int, chapter: Chapter, fps: int) -> dict:
    return {
        "id": number,
        "start": chapter.start,
        "end": chapter.end,
        "time_base": Fraction(1, fps),
        "metadata": {"title": chapter.title},
    }
