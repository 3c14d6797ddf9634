"""A finished film in another shape: its picture above, its words large below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import av
from av import Packet, VideoStream
from av.container import InputContainer

from .. import movie
from ..files import publish, workshop
from ..manifest import Manifest, Section, film_path, load_manifest
from ..options import Options
from ..picture_stream import SCALED, picture_stream
from ..planes import laid_on, planes_of
from ..progress import Progress
from .layout import Layout, layout_of
from .page import Pages
from .words import words_over


def reshaped(options: Options) -> Path:
    """The film of `options` in their shape, or its beat if one is asked for, beside it.

    The film itself is there. Raises `UserError` if it cannot be used.
    """
    film = film_path(options)
    manifest = load_manifest(film)
    with workshop(film.parent, options.scene) as work:
        source, sections = film, manifest.sections
        name = f"{film.stem}-{options.shape}"
        if options.beat:
            section = manifest.sections[options.beat - 1]
            source, sections = work / "beat.mp4", [section]
            movie.cut(film, [source], [(section.start, section.frames)])
            name = f"{name}-beat{options.beat:02}"
        made = _write(source, work / f"{name}.mp4", manifest, options, sections)
        publish([made], film.parent)
    return film.parent / made.name


def _write(
    film: Path, target: Path, manifest: Manifest, options: Options, sections: Sequence[Section]
) -> Path:
    layout = layout_of(options.shape, manifest.height)
    pages = Pages(target.parent, layout, manifest.colours, manifest.language)
    with ExitStack() as stack:
        source, heard = (stack.enter_context(av.open(film)) for _ in range(2))
        out = stack.enter_context(av.open(target, "w", options=movie.STREAMED))
        out.metadata["title"] = manifest.title
        out.set_chapters(source.chapters())
        pictures = source.streams.video[0]
        size = layout.width, layout.height
        stream = picture_stream(out, pictures.average_rate, size, SCALED)
        progress = stack.enter_context(Progress(target.stem, pictures.frames))
        shown = _pictures(source, stream, pages, layout, sections)
        for packet in movie.in_time([shown, *movie.copied_sound(heard, out)]):
            if packet.stream is stream:
                progress.step()
            out.mux(packet)
    return target


def _pictures(
    source: InputContainer,
    stream: VideoStream,
    pages: Pages,
    layout: Layout,
    sections: Sequence[Section],
) -> Iterator[Packet]:
    """The frames of `source` on their pages, as packets of `stream`."""
    pictures = source.streams.video[0]
    pictures.thread_type = "AUTO"
    rate = pictures.average_rate
    drawn, page = None, None
    for number, (frame, words) in enumerate(
        zip(source.decode(pictures), words_over(sections), strict=True)
    ):
        if page is None or words != drawn:
            drawn, page = words, planes_of(pages.draw(words))
        yield from stream.encode(laid_on(page, frame, layout.picture, number, rate))
    yield from stream.encode(None)
