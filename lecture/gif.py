"""`make gif`: a step of a film, or all of it, as a moving picture for chats and READMEs.

A step stays below a bound that chats take; where it would not, it gets smaller and slower.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scenes.script.options import one_of

from . import gif_file, image_files
from .excerpt import Excerpt
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest
from .options import Options, UserError, shown

WIDTHS = {"gif": 640, "webp": 960, "avif": 960}  # pixels, at most
RATE = 12.5  # pictures a second, about
BOUND = 3_000_000  # bytes of a step
# What is tried of width and rate, one after the other, until a step is small enough.
SHARES = ((1.0, 1.0), (0.8, 1.0), (0.8, 0.67), (0.6, 0.67), (0.6, 0.5), (0.5, 0.34), (0.4, 0.2))


def run(options: Options) -> int:
    """Write the moving picture; print its path."""
    print(shown(gif(options)))
    return 0


def gif(options: Options) -> Path:
    """The moving picture beside the film, of one section if one is asked for."""
    kind = one_of(WIDTHS, "format", options.format or "gif")
    film = film_path(options)
    manifest = load_manifest(film)
    number = checked_section(manifest, options.section)
    if number is None and kind != "gif":
        last = len(manifest.sections)
        raise UserError(f"section: {kind} is of one section; give its number, from 1 to {last}")
    name = options.scene if number is None else f"{options.scene}-{number:02}"
    clip = _clip(film, manifest, number, WIDTHS[kind])
    with workshop(film.parent, name) as work:
        made = work / f"{name}.{kind}"
        _fit(clip, made, _writer(kind, manifest), bounded=number is not None)
        publish([made], film.parent)
    return film.parent / made.name


def checked_section(manifest: Manifest, number: int | None) -> int | None:
    """`number`, if the film has such a section; raises `UserError` with their titles."""
    titles = [section.title for section in manifest.sections]
    if number is not None and number > len(titles):
        listed = ", ".join(f"{n} {title}" for n, title in enumerate(titles, start=1))
        raise UserError(f"section: {manifest.scene} has no section {number}; it has {listed}")
    return number


def _clip(film: Path, manifest: Manifest, number: int | None, width: int) -> Excerpt:
    start, frames = 0, manifest.frames
    if number is not None:
        section = manifest.sections[number - 1]
        start, frames = section.start, section.frames
    return Excerpt(film, start, frames, manifest.fps, width, RATE)


def _writer(kind: str, manifest: Manifest) -> Callable[[Excerpt, Path], None]:
    if kind == "gif":
        return lambda clip, target: gif_file.write(clip, target, manifest.colours)
    return image_files.write


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
        raise UserError(f"section: {target.name} would be {size}, and not under {most}")
    if tried != clip:
        said = f"{tried.width} pixels wide, {tried.rate:.3g} pictures a second"
        print(f"{target.name}: {said}, to stay under {BOUND / 1e6:.3g} MB", file=sys.stderr)
