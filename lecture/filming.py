"""A film out of its beats: filmed, joined into one file, and told of in a manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.stage.film import GrpoScene

from . import film_workers, movie
from .catalogue import film_class
from .manifest import Manifest, Section, manifest_of, sections_of
from .options import Options
from .shoot import Take, shoot
from .voice import track
from .voice.narration import Voice, voices


def film(
    options: Options, work: Path, *, poster: Callable[[GrpoScene], None] | None = None
) -> tuple[Path, Manifest]:
    """The film in the folder `work`, or its beat if one is asked for, and what it is made of.

    `poster` sees the end of the poster's beat.
    """
    heard = voices(options)
    takes = _takes(options, work, heard, poster)
    table = options.settings.or_else(film_class(options).knobs).table()
    return (
        joined(takes, work / f"{options.scene}.mp4", options, heard),
        manifest_of(options, table, _sections(takes, heard, options.frame_rate)),
    )


def draft(options: Options, work: Path, target: Path) -> Path:
    """The film in the file `target`, or its beat if one is asked for."""
    heard = voices(options)
    return joined(_takes(options, work, heard), target, options, heard)


def _takes(
    options: Options,
    work: Path,
    heard: Mapping[int, Voice],
    poster: Callable[[GrpoScene], None] | None = None,
) -> list[Take]:
    """Those of all beats, or the one that is asked for: earlier beats are only walked through."""
    speech = {number: voice.speech for number, voice in heard.items()}
    if options.beat is None:
        return film_workers.film(options, work, poster, speech)
    return shoot(options, work / "manim", takes=options.beat.__eq__, speech=speech, poster=poster)


def _sections(takes: Sequence[Take], heard: Mapping[int, Voice], fps: int) -> list[Section]:
    sections = sections_of((take.beat, take.frames, take.numbers, take.asked) for take in takes)
    spoken = [track.spoken(take, heard.get(take.number), fps) for take in takes]
    return [replace(section, spoken=said) for section, said in zip(sections, spoken, strict=True)]


def joined(
    takes: Sequence[Take],
    target: Path,
    options: Options,
    heard: Mapping[int, Voice] | None = None,
) -> Path:
    """The beats that were taken as one film with chapters and voices, in the file `target`."""
    chapters = movie.chapters_of([(take.beat.title, take.frames) for take in takes])
    segments = [segment for take in takes for segment in take.segments]
    fps = options.frame_rate
    samples = track.track(takes, heard or {}, fps)
    sound = None if samples is None else [samples]
    movie.join(segments, target, title=options.scene, chapters=chapters, fps=fps, sound=sound)
    return target
