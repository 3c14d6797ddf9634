"""`make render ALPHA=1`: the film without its ground, as WebM and QuickTime.

What it draws in the ground's colour to cover something, such as a panel, stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av import VideoStream
from av.container import InputContainer, OutputContainer

from . import filming
from .cores import cores
from .files import publish, workshop
from .manifest import film_path
from .movie import in_time
from .options import Options
from .progress import Progress

SUFFIXES = (".webm", ".mov")
# VP9 at constant quality, in a third of the time of its "good" presets.
_VP9 = {
    **{"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6"},
    **{"row-mt": "1", "auto-alt-ref": "0"},
}


def films(options: Options) -> list[Path]:
    """The film `Clipping.webm` and `Clipping.mov` beside the film that is there.

    Those that are younger than it are taken as they are.
    """
    film = film_path(options)
    made = [film.with_suffix(suffix) for suffix in SUFFIXES]
    age = film.stat().st_mtime_ns
    if all(path.is_file() and path.stat().st_mtime_ns >= age for path in made):
        return made
    with workshop(film.parent, options.scene) as work:
        publish(write(options, work, options.scene), film.parent)
    return made


def write(options: Options, folder: Path, name: str) -> list[Path]:
    """The film, or its beat if one is asked for, as files `name` in the `folder`."""
    web, tape = (folder / f"{name}{suffix}" for suffix in SUFFIXES)
    filming.draft(options, folder, tape)
    _write_web(tape, web, options)
    return [web, tape]


def _write_web(source: Path, target: Path, options: Options) -> None:
    """The film `source` as WebM, with its title, its chapters and its voice."""
    with av.open(source) as film, av.open(target, "w", format="webm") as output:
        output.metadata["title"] = film.metadata.get("title", options.scene)
        output.set_chapters(film.chapters())
        tracks = [_pictures(film, output, options)]
        if film.streams.audio:
            tracks.append(_sound(source, output))
        for packet in in_time(tracks):
            output.mux(packet)


def _pictures(
    film: InputContainer, output: OutputContainer, options: Options
) -> Iterator[av.Packet]:
    """Its pictures, for a stream of `output` that is added now."""
    read = film.streams.video[0]
    read.thread_type = "AUTO"
    settings = _VP9 | {"threads": str(options.jobs or cores())}
    stream: VideoStream = output.add_stream("libvpx-vp9", read.average_rate, options=settings)
    stream.width, stream.height, stream.pix_fmt = read.width, read.height, "yuva420p"
    context, told = stream.codec_context, read.codec_context
    context.colorspace, context.color_range = told.colorspace, told.color_range
    context.color_primaries, context.color_trc = told.color_primaries, told.color_trc

    def packets() -> Iterator[av.Packet]:
        with Progress(f"{options.scene}.webm", read.frames) as progress:
            for number, frame in enumerate(film.decode(read)):
                clear = frame.reformat(format="yuva420p")
                clear.pict_type = 0
                yield from stream.encode(clear)
                progress.reach(number)
        yield from stream.encode(None)

    return packets()


def _sound(source: Path, output: OutputContainer) -> Iterator[av.Packet]:
    """Its voice, as WebM takes it, for a stream of `output` that is added now."""
    stream = output.add_stream("libopus", 48_000, layout="mono")

    def packets() -> Iterator[av.Packet]:
        with av.open(source) as film:
            for frame in film.decode(audio=0):
                yield from stream.encode(frame)
        yield from stream.encode(None)

    return packets()
