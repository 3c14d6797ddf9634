"""A film out of its beats: filmed, joined into one file, and told of in a manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from scenes.stage.film import GrpoScene

from . import film_workers, movie
from .catalogue import film_class
from .manifest import Manifest, manifest_of, sections_of
from .options import Options
from .shoot import Take, shoot


def film(
    options: Options, work: Path, *, poster: Callable[[GrpoScene], None] | None = None
) -> tuple[Path, Manifest]:
    """The whole film in the folder `work`, and what it is made of; `poster` sees its beat's end."""
    takes = film_workers.film(options, work, poster)
    sections = sections_of((take.beat, take.frames, take.numbers, take.asked) for take in takes)
    table = options.settings.or_else(film_class(options).knobs).table()
    return (
        joined(takes, work / f"{options.scene}.mp4", options),
        manifest_of(options, table, sections),
    )


def draft(options: Options, work: Path, target: Path) -> Path:
    """The film in the file `target`, or its beat if one is asked for."""
    if options.beat is None:
        return joined(film_workers.film(options, work), target, options)
    takes = shoot(options, work / "manim", takes=lambda number: number == options.beat)
    return joined(takes, target, options)


def joined(takes: Sequence[Take], target: Path, options: Options) -> Path:
    """The beats that were taken as one film with chapters, in the file `target`."""
    chapters = movie.chapters_of([(take.beat.title, take.frames) for take in takes])
    segments = [segment for take in takes for segment in take.segments]
    fps = options.frame_rate
    movie.join(segments, target, title=options.scene, chapters=chapters, fps=fps)
    return target
