"""`make course`: all films of the running order as one, with a chapter for each film."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import srt

from scenes.script.segments import frames_in

from . import captions, movie
from .catalogue import running_order
from .files import publish, workshop
from .options import Options, UserError, shown
from .render import render
from .voice.track import sound_of

TITLE = "GRPO on film"


def run(options: Options) -> int:
    """Join the films, after making those that are not there; print the path."""
    print(shown(course(options)))
    return 0


def course(options: Options) -> Path:
    """The joined film, named as `options` names its scene; beside it lie its captions.

    Films that are there are taken as they are.
    """
    folder = options.out / "renders" / options.variant
    names = running_order(options.scenes)
    films = [_film(folder, replace(options, scene=name)) for name in names]
    fps = options.frame_rate
    with workshop(folder, options.scene) as work:
        chapters = movie.chapters_of([(film.stem, frames_in(film)) for film in films])
        starts = [chapter.start * 1000 // fps for chapter in chapters]
        made = [*_join_captions(films, starts, work / options.scene), work / f"{options.scene}.mp4"]
        try:
            sound = sound_of([(film, frames_in(film)) for film in films], fps)
            movie.join(films, made[-1], title=TITLE, chapters=chapters, fps=fps, sound=sound)
        except movie.UnlikeFilms as error:
            raise UserError(
                f"{shown(error.film)} is encoded unlike {shown(films[0])}; make it again: "
                f"make render SCENE={error.film.stem}, with the same variables as here"
            ) from None
        publish(made, folder)
    return folder / made[-1].name


def _film(folder: Path, options: Options) -> Path:
    parts = [folder / f"{options.scene}.{suffix}" for suffix in ("mp4", "srt")]
    return parts[0] if all(part.is_file() for part in parts) else render(options)[0]


def _join_captions(films: list[Path], starts: list[int], stem: Path) -> list[Path]:
    """The films' captions one after the other, each from its film's start in milliseconds."""
    cues = [
        captions.Cue(start + _milliseconds(cue.start), start + _milliseconds(cue.end), cue.content)
        for film, start in zip(films, starts, strict=True)
        for cue in srt.parse(film.with_suffix(".srt").read_text(encoding="utf-8"))
    ]
    return captions.write(cues, stem)


def _milliseconds(time: timedelta) -> int:
    return round(time / timedelta(milliseconds=1))
