"""Films a scene, or some of its beats, into segments that later runs find again."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

from manim import config, tempconfig
from manim.scene.section import Section

from scenes.script.segments import frames_in
from scenes.script.speech import Speech, Stop
from scenes.stage.encoding import give_up_segments
from scenes.stage.film import Beat, GrpoScene, Rest
from scenes.stage.x264 import X264

from .catalogue import film_class, poster_beat
from .files import remove_leftovers, tidied
from .options import Options
from .progress import Progress

Poster = Callable[[GrpoScene], None]


@dataclass(frozen=True)
class Take:
    """A beat as it was filmed; `numbers` are those that it teaches, as in the manifest.

    `asked` are the frames of its question, as in the manifest, and `waited` is the pause of its
    voice in which that waited for them.
    """

    number: int
    beat: Beat
    segments: Sequence[Path]
    frames: int
    numbers: Sequence[dict[str, str | float]]
    asked: Sequence[int] = ()
    waited: Stop | None = None


def shoot(
    options: Options,
    raw: Path,
    *,
    takes: Callable[[int], bool],
    speech: Mapping[int, Speech] | None = None,
    poster: Poster | None = None,
    begin: Callable[[GrpoScene, int, Beat], None] | None = None,
    bar: bool = True,
) -> list[Take]:
    """Film the beats whose numbers `takes` accepts; it is asked for each as it comes.

    Manim's own files go to the folder `raw`, segments to the cache of the pictures; they are
    not joined. Beats wait for their `speech`. The `poster` is called in passing, at the end of
    its beat, if that is taken; `begin` at the start of each beat.
    """
    scene = film_class(options)
    segments = cache_of(options)
    segments.mkdir(parents=True, exist_ok=True)
    remove_leftovers(segments)
    taken: dict[int, list[dict[str, str | float]]] = {}
    questions: dict[int, tuple[tuple[int, int] | None, Stop | None]] = {}

    def take(number: int) -> bool:
        if takes(number):
            taken[number] = []
        return number in taken

    def at_rest(film: GrpoScene, rest: Rest) -> None:
        if rest.last and rest.beat in taken:
            taken[rest.beat] = [asdict(number) for number in film.taught]
            if film.question:
                questions[rest.beat] = film.asked_in, film.waited
            if poster and rest.beat == poster_beat(scene):
                poster(film)

    with tempconfig(_configuration(options, raw, segments)):
        film = scene(settings=options.settings)
        film.takes, film.on_rest, film.speech = take, at_rest, speech or {}
        film.renderer.file_writer.joins = False  # those of other processes belong to it, too
        film.last_beat = options.beat or film.last_beat
        with _progress(film, begin, bar=bar), tidied(lambda: _remove_unfinished(segments)):
            film.render()
    sections = film.renderer.file_writer.sections
    parts = enumerate(zip(film.beats, sections, strict=False), start=1)
    return [
        _take(number, beat, section, taken[number], *questions.get(number, (None, None)))
        for number, (beat, section) in parts
        if number in taken
    ]


def _take(
    number: int,
    beat: Beat,
    section: Section,
    numbers: Sequence[dict[str, str | float]],
    asked_in: tuple[int, int] | None,
    waited: Stop | None,
) -> Take:
    files = _files(section)
    starts = [0, *accumulate(map(frames_in, files))]
    asked = [starts[play] for play in asked_in or ()]
    return Take(number, beat, files, starts[-1], numbers, asked, waited)


def _remove_unfinished(segments: Path) -> None:
    give_up_segments()
    remove_leftovers(segments)


def cache_of(options: Options) -> Path:
    """The folder of the film's segments; with a voice it has the same, but for longer holds."""
    return options.out / "media" / options.pictures / "partial_movie_files" / options.scene


def _files(section: Section) -> list[Path]:
    return [Path(file) for file in section.partial_movie_files if file]


def _configuration(options: Options, raw: Path, segments: Path) -> dict:
    width, height = options.size
    # Manim takes braces in a path for placeholders, also in the name of a folder above.
    return {
        "pixel_width": width,
        "pixel_height": height,
        "frame_rate": options.frame_rate,
        "video_dir": os.path.relpath(raw),
        "images_dir": os.path.relpath(raw),
        "partial_movie_dir": os.path.relpath(segments),
        **({"format": "mov", "background_opacity": 0.0} if options.alpha else {"format": "mp4"}),
        "progress_bar": "none",
        "verbosity": "CRITICAL",
        **encoding(options.quality),
        "max_files_cached": -1,
    }


def encoding(quality: str) -> dict:
    """How segments are encoded, in less than 1 GB: a frame of 4K takes 33 MB, x264 holds many.

    Naming our x264 settings here, too, makes them part of a segment's key: segments of other
    settings cannot be joined into one film.
    """
    encoder = config.video_encoder_options | X264
    if quality == "k":
        return {
            "max_inflight_encoders": 1,
            "encoder_queue_size": 2,
            "video_encoder_options": encoder | {"rc-lookahead": "4"},
        }
    # The last segment is encoded while the next one is drawn.
    return {
        "max_inflight_encoders": 2,
        "encoder_queue_size": 4,
        "video_encoder_options": encoder,
    }


@contextmanager
def _progress(
    film: GrpoScene, begin: Callable[[GrpoScene, int, Beat], None] | None, *, bar: bool
) -> Iterator[None]:
    """A bar on stderr that counts beats and seconds of film."""
    with Progress(type(film).__name__, film.last_beat, wanted=bar) as progress:

        def on_play(film: GrpoScene) -> None:
            _end_with_parent()
            progress.note(f"{film.time:.1f} s of film")

        def on_beat(film: GrpoScene, number: int, beat: Beat) -> None:
            progress.reach(number - 1)
            if begin:
                begin(film, number, beat)

        film.on_beat = on_beat
        film.on_play = on_play
        yield
        progress.reach(film.last_beat)


def _end_with_parent() -> None:
    """A process that helps another one does not outlive it."""
    parent = multiprocessing.parent_process()
    if parent and not parent.is_alive():
        os._exit(1)
