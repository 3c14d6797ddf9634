"""`make gif`: a beat of a film, or all of it, as a moving picture for chats and READMEs.

A beat stays below a bound that chats take; where it would not, it gets smaller and slower.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scenes.script.options import one_of

from . import gif_file, image_files
from .catalogue import listed
from .excerpt import Excerpt
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest, remedy
from .options import Options, UserError, shown

WIDTHS = {"gif": 640, "webp": 960, "avif": 960}  # pixels, at most
RATE = 12.5  # pictures a second, about
BOUND = 3_000_000  # bytes of a beat
# What is tried of width and rate, one after the other, until a beat is small enough.
SHARES = ((1.0, 1.0), (0.8, 1.0), (0.8, 0.67), (0.6, 0.67), (0.6, 0.5), (0.5, 0.34), (0.4, 0.2))


def run(options: Options) -> int:
    """Write the moving picture; print its path."""
    print(shown(gif(options)))
    return 0


def gif(options: Options) -> Path:
    """The moving picture where the film lies, of one beat if one is asked for.

    A beat is filmed alone where the film is not there.
    """
    kind = one_of(WIDTHS, "format", options.format or "gif")
    number = options.beat
    if number is None and kind != "gif":
        raise UserError(f"beat: {kind} is of one; {options.scene} has {listed(options)}")
    film = film_path(options)
    name = options.scene if number is None else f"{options.scene}-beat{number:02}"
    told = load_manifest(film) if number is None or film.is_file() else None
    with workshop(film.parent, name) as work:
        source, manifest = (film, told) if told else _filmed(options, work)
        clip = _clip(source, manifest, number if told else 1, WIDTHS[kind])
        made = work / f"{name}.{kind}"
        _fit(clip, made, _writer(kind, manifest), bounded=number is not None)
        publish([made], film.parent)
    return film.parent / made.name


def _clip(film: Path, manifest: Manifest, number: int | None, width: int) -> Excerpt:
    """The section `number` of `film`, or all of it."""
    start, frames = 0, manifest.frames
    if number is not None:
        if number > len(manifest.sections):
            raise UserError(f"beat: {shown(film)} has no beat {number}; {remedy(film)}")
        section = manifest.sections[number - 1]
        start, frames = section.start, section.frames
    return Excerpt(film, start, frames, manifest.fps, width, RATE)


def _filmed(options: Options, work: Path) -> tuple[Path, Manifest]:
    """The beat alone, in the folder `work`."""
    from . import filming  # Manim, which a film that is there need not wait for
    from .render import settled

    with settled(options) as asked:
        return filming.film(asked, work)


def _writer(kind: str, manifest: Manifest) -> Callable[[Excerpt, Path], None]:
    write = gif_file.write if kind == "gif" else image_files.write
    return lambda clip, target: write(clip, target, manifest.colours)


def _fit(
    clip: Excerpt, target: Path, write: Callable[[Excerpt, Path], None], *, bounded: bool
) -> None:
    """Write `clip`; with `bounded` as large as the bound lets it be, which a line then says."""
    for width, rate in SHARES:
        tried = replace(clip, width=round(width * clip.width), rate=rate * clip.rate)
        write(tried, target)
        if not bounded or target.stat().st_size <= BOUND:
            break
    else:
        size, most = (f"{n / 1e6:.3g} MB" for n in (target.stat().st_size, BOUND))
        raise UserError(f"beat: {target.name} would be {size}, and not under {most}")
    if tried != clip:
        said = f"{tried.width} pixels wide, {tried.rate:.3g} pictures a second"
        print(f"{target.name}: {said}, to stay under {BOUND / 1e6:.3g} MB", file=sys.stderr)
