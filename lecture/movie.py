"""A finished film: chapters, a title, a voice and its index at the front, by a stream copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path

import av
import numpy as np
from av import AudioStream, VideoStream
from av.container import InputContainer, OutputContainer

from .voice.sound import RATE

_BITS = 192_000  # a second of sound, of one channel: with 128,000 peaks grow by up to 2.5 dB


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


STREAMED = {"movflags": "+faststart"}


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
    sources: Sequence[Path],
    target: Path,
    *,
    title: str,
    chapters: Sequence[Chapter],
    fps: int,
    sound: Iterable[np.ndarray] | None = None,
) -> None:
    """`finish` for several films that follow one another; raises `UnlikeFilms`.

    `sound` is that of the whole, as samples of one channel from -1 to 1, `RATE` a
    second, in parts that follow one another; without it, the film has no track of sound.
    """
    with av.open(target, "w", options=STREAMED) as output:
        output.metadata["title"] = title
        output.set_chapters([_for_av(n, chapter, fps) for n, chapter in enumerate(chapters)])
        tracks = [_copied(sources, output)]
        if sound is not None:
            tracks.append(_encoded(sound, output.add_stream("aac", RATE, layout="mono")))
        for packet in in_time(tracks):
            output.mux(packet)


def in_time(tracks: Iterable[Iterable[av.Packet]]) -> Iterator[av.Packet]:
    """The packets of several tracks in the order in which they are played."""
    return merge(*tracks, key=lambda packet: packet.dts * packet.time_base)


def copied_sound(film: InputContainer, output: OutputContainer) -> list[Iterator[av.Packet]]:
    """What is heard in `film`, if it has sound, for a stream of `output` that is added now."""
    tracks = [(stream, output.add_stream_from_template(stream)) for stream in film.streams.audio]
    return [
        _moved((packet for packet in film.demux(stream) if packet.size), 0, copy)
        for stream, copy in tracks
    ]


def _copied(sources: Sequence[Path], output: OutputContainer) -> Iterator[av.Packet]:
    """The pictures of `sources` one after the other, for a stream of `output` that is added now."""
    with av.open(sources[0]) as film:
        first = film.streams.video[0]
        copy, form = output.add_stream_from_template(first), _format(first)

    def packets() -> Iterator[av.Packet]:
        start = 0
        for source in sources:
            with av.open(source) as film:
                if _format(film.streams.video[0]) != form:
                    raise UnlikeFilms(source)
                start = yield from _copy_packets(film, copy, start)

    return packets()


def _encoded(sound: Iterable[np.ndarray], stream: AudioStream) -> Iterator[av.Packet]:
    """`sound` as packets of `stream`."""
    stream.bit_rate = _BITS
    start = 0
    for samples in sound:
        for first in range(0, samples.size, RATE):
            part = np.ascontiguousarray(samples[None, first : first + RATE], np.float32)
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            frame.time_base = Fraction(1, RATE)
            start += part.shape[1]
            yield from stream.encode(frame)
    yield from stream.encode(None)


def has_sound(film: Path) -> bool:
    """Whether somebody speaks in it."""
    with av.open(film) as container:
        return bool(container.streams.audio)


class NoCut(Exception):
    """A film has no key frame, or no frames, where it is to be cut."""


def cut(source: Path, targets: Sequence[Path], parts: Sequence[tuple[int, int]]) -> None:
    """Copy each part (first frame, number of frames) of `source` to one of `targets`.

    What is heard goes with it. Raises `NoCut` where a part does not start with a key frame or
    is not all there.
    """
    with av.open(source) as film:
        pictures = film.streams.video[0]
        heard = film.streams.audio[:1]
        packets = {stream: [] for stream in (pictures, *heard)}
        for packet in film.demux(*packets):
            if packet.size:
                packets[packet.stream].append(packet)
        seen = packets.pop(pictures)
        for target, (start, frames) in zip(targets, parts, strict=True):
            part = seen[start : start + frames]
            if len(part) < frames or not part[0].is_keyframe:
                raise NoCut(target.name)
            begin, end = (part[edge].pts * pictures.time_base for edge in (0, -1))
            end += part[-1].duration * pictures.time_base
            sound = [(stream, _between(packets[stream], begin, end)) for stream in packets]
            _write_part([(pictures, part), *sound], begin, target)


def _between(packets: Sequence[av.Packet], begin: Fraction, end: Fraction) -> list[av.Packet]:
    """The packets of sound of a time, and one before it, without which the first is not whole."""
    first = next(
        (n for n, one in enumerate(packets) if (one.pts + one.duration) * one.time_base > begin),
        len(packets),
    )
    after = packets[max(0, first - 1) :]
    return [packet for packet in after if packet.pts * packet.time_base < end]


def _write_part(
    tracks: Sequence[tuple[av.stream.Stream, Sequence[av.Packet]]], begin: Fraction, target: Path
) -> None:
    """Write packets of each stream, from the time `begin` on; what is before is not played."""
    with av.open(target, "w", options=STREAMED) as output:
        copies = [output.add_stream_from_template(stream) for stream, _ in tracks]
        moved = [
            _moved(packets, round(begin / stream.time_base), copy)
            for copy, (stream, packets) in zip(copies, tracks, strict=True)
        ]
        for packet in in_time(moved):
            output.mux(packet)


def _moved(packets: Iterable[av.Packet], by: int, copy: av.stream.Stream) -> Iterator[av.Packet]:
    """Copies of packets, earlier by so much; one of sound may belong to the next part, too."""
    for packet in packets:
        moved = av.Packet(bytes(packet))
        moved.stream, moved.time_base, moved.is_keyframe = (
            copy,
            packet.time_base,
            packet.is_keyframe,
        )
        moved.pts, moved.dts, moved.duration = packet.pts - by, packet.dts - by, packet.duration
        yield moved


def _format(pictures: VideoStream) -> tuple:
    """What must be alike in films that share one stream."""
    context = pictures.codec_context
    return context.extradata, pictures.time_base, pictures.average_rate, context.format.name


def _copy_packets(film, copy: VideoStream, start: int) -> Iterator[av.Packet]:
    """The pictures of a film from `start` of the output on; returns where they end.

    Both are in the time base of both.
    """
    length = 0
    for packet in film.demux(film.streams.video[0]):
        if packet.dts is None:  # the demuxer ends with an empty packet
            continue
        length = max(length, packet.pts + packet.duration)
        packet.pts, packet.dts = packet.pts + start, packet.dts + start
        packet.stream = copy
        yield packet
    return start + length


def _for_av(number: int, chapter: Chapter, fps: int) -> dict:
    return {
        "id": number,
        "start": chapter.start,
        "end": chapter.end,
        "time_base": Fraction(1, fps),
        "metadata": {"title": chapter.title},
    }
