"""`make render` and `make draft`: a film with its chapters, captions and poster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from . import captions, crew, movie
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest, manifest_of, sections_of
from .options import Options, UserError, shown
from .recaption import recaption
from .shoot import Take, shoot
from .stamp import digest_of, is_whole, stamp


def run(options: Options) -> int:
    """Make the film with all that belongs to it; print its path."""
    for path in render(options):
        print(shown(path))
    return 0


def run_draft(options: Options) -> int:
    """Make a quick film, of one beat if one is asked for; print its path."""
    print(shown(draft(options)))
    return 0


def render(options: Options) -> list[Path]:
    """The finished film; beside it lie ``.vtt``, ``.srt``, the poster and the manifest.

    If captions are to be burned in, the film that has them is the second one. A film that
    is there is made again only if something that it depends on has changed.
    """
    with settled(options) as asked:
        film = film_path(asked)
        if not is_made(asked):
            _make(film, stamp(asked), asked)
        if asked.captions:
            return [film, recaption(asked)[-1]]
    return [film]


@contextmanager
def settled(options: Options) -> Iterator[Options]:
    """Within the block the group is what it was at the start, whatever becomes of its file."""
    with TemporaryDirectory(prefix="grpo-group-") as folder:
        copy = Path(folder) / options.settings.group.name
        copy.write_bytes(options.settings.group_bytes())
        yield replace(options, settings=replace(options.settings, copy=copy))


def _make(film: Path, made_from: str, options: Options) -> None:
    with workshop(film.parent, options.scene) as work:
        poster = work / f"{options.scene}.png"
        takes = crew.film(options, work, poster)
        made = [
            *captions.write(_cues(takes, options.frame_rate), work / options.scene),
            poster,
            _join(takes, work / film.name, options),
        ]
        files = {file.name: digest_of(file) for file in made}
        manifest = replace(_manifest(takes, options), made_from=made_from, files=files)
        *beside, new = made
        publish([*beside, manifest.save(work / f"{options.scene}.json"), new], film.parent)


def is_made(options: Options) -> bool:
    """Whether the film is there with all that belongs to it, and nothing has changed since."""
    film = film_path(options)
    try:
        manifest = load_manifest(film)
    except UserError:
        return False
    return manifest.made_from == stamp(options) and is_whole(film.parent, manifest.files)


def draft(options: Options) -> Path:
    """The draft film, without captions and poster."""
    beat = options.beat
    folder = options.out / "renders" / f"draft-{options.look}"
    name = options.scene if beat is None else f"{options.scene}-beat{beat:02}"
    with settled(options) as options, workshop(folder, name) as work:
        if beat is None:
            takes = crew.film(options, work)
        else:
            takes = shoot(options, work / "manim", takes=lambda number: number == beat)
        film = _join(takes, work / f"{name}.mp4", options)
        publish([film], folder)
    return folder / film.name


def _join(takes: Sequence[Take], target: Path, options: Options) -> Path:
    chapters = movie.chapters_of([(take.beat.title, take.frames) for take in takes])
    segments = [segment for take in takes for segment in take.segments]
    fps = options.frame_rate
    movie.join(segments, target, title=options.scene, chapters=chapters, fps=fps)
    return target


def _cues(takes: Sequence[Take], fps: int) -> list[captions.Cue]:
    return captions.cues_of([(take.beat.caption, take.frames) for take in takes], fps)


def _manifest(takes: Sequence[Take], options: Options) -> Manifest:
    parts = [(take.beat.title, take.beat.caption, take.beat.loop, take.frames) for take in takes]
    sections = sections_of(parts, [take.numbers for take in takes])
    return manifest_of(options, options.settings.table(), sections)
