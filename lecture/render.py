"""`make render` and `make draft`: a film with its chapters, captions and poster."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import NamedTuple

from scenes.script.options import OPTIONS

from . import captions, clear_film, filming, movie, posters
from .burned import burn
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest
from .options import Options, UserError, shown
from .recaption import recaption
from .shape.film import reshape
from .stamp import digest_of, is_whole, stamp


class Product(NamedTuple):
    """What is made with a film: the module that makes it, and the endings of its files."""

    maker: ModuleType
    suffixes: tuple[str, ...]
    of_scene: bool = False  # made from the scene itself; the others are made from this one


WIDE = OPTIONS["shape"].unset
PARTS = {
    "film": Product(filming, (".mp4",), of_scene=True),
    "captions": Product(captions, (".vtt", ".srt")),
    "poster": Product(posters, (".png",)),
}


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

    If captions are to be burned in, the film that has them follows, and so do those without
    ground, and at last one of another shape. Of a single beat there are these others alone. A
    film that is there is made again only if something that it depends on has changed.
    """
    if options.beat:
        return _of_beat(options)
    with settled(replace(options, alpha=None)) as asked:
        film = film_path(asked)
        parts = stale(asked)
        if "film" in parts:  # all others depend on it
            _make(asked)
        elif parts:
            _renew(asked, parts)
        made = [film]
        if asked.captions:
            made.append(recaption(asked)[-1])
        if options.alpha:
            made += clear_film.films(replace(asked, alpha=options.alpha))
        if asked.shape != WIDE:
            target = film.with_stem(f"{film.stem}-{asked.shape}")
            with workshop(film.parent, target.stem) as work:
                shaped = reshape(film, work / target.name, load_manifest(film), asked.shape)
                publish([shaped], film.parent)
            made.append(target)
    return made


def _of_beat(options: Options) -> list[Path]:
    """A beat with burned captions, without ground, in another shape: whatever is asked for.

    It is cut out of the film, or filmed alone where that is not there as it would be now.
    """
    if options.shape == WIDE and not options.alpha and not options.captions:
        raise UserError("beat: make draft films a single one; make render does so with a SHAPE")
    folder, part = film_path(options).parent, f"beat{options.beat:02}"
    with settled(options) as asked, workshop(folder, f"{options.scene}-{part}") as work:
        film, manifest = _beat(replace(asked, alpha=None), work)
        name = f"{options.scene}-{{}}-{part}.mp4".format
        made = []
        if asked.captions:
            cues = captions.cues_of(manifest.captions, manifest.fps)
            made.append(burn(film, work / name("captioned"), cues, manifest.colours))
        if asked.alpha:
            made += clear_film.write(asked, work, f"{options.scene}-{part}")
        if asked.shape != WIDE:
            made.append(reshape(film, work / name(asked.shape), manifest, asked.shape))
        publish(made, folder)
    return [folder / path.name for path in made]


def _beat(options: Options, work: Path) -> tuple[Path, Manifest]:
    """The film of the beat in the folder `work`, and what it is made of."""
    if "film" in stale(options):
        return filming.film(options, work)
    whole = film_path(options)
    manifest = load_manifest(whole)
    section = manifest.sections[options.beat - 1]
    film = work / whole.name
    movie.cut(whole, [film], [(section.start, section.frames)])
    return film, replace(manifest, sections=[section])


@contextmanager
def settled(options: Options) -> Iterator[Options]:
    """Within the block group and palette are what they were, whatever becomes of their files."""
    settings = options.settings
    with TemporaryDirectory(prefix="grpo-group-") as folder:
        copy = Path(folder) / settings.group.name
        copy.write_bytes(settings.group_bytes())
        kept = replace(settings, copy=copy)
        if settings.palette:
            colours = Path(folder) / "palette" / settings.palette.name
            colours.parent.mkdir()
            copyfile(settings.palette, colours)
            kept = replace(kept, palette=colours)
        yield replace(options, settings=kept)


def stale(options: Options) -> list[str]:
    """The parts of the film that are missing or harmed, or depend on what has changed since."""
    film = film_path(options)
    try:
        manifest = load_manifest(film)
    except UserError:
        return list(PARTS)
    now = _stamps(options)
    return [
        name
        for name, part in PARTS.items()
        if manifest.made_from.get(name) != now[name]
        or not is_whole(film.parent, _files(options, part), manifest.files)
    ]


def _stamps(options: Options) -> dict[str, str]:
    return {name: stamp(options, part.maker, part.of_scene) for name, part in PARTS.items()}


def _files(options: Options, part: Product) -> list[str]:
    return [f"{options.scene}{suffix}" for suffix in part.suffixes]


def _make(options: Options) -> None:
    folder = film_path(options).parent
    made_from = _stamps(options)
    with workshop(folder, options.scene) as work:
        poster = work / f"{options.scene}.png"
        save = partial(posters.save, poster, options.size[0])
        film, manifest = filming.film(options, work, poster=save)
        beside = [*_captions(manifest, work), poster]
        told = _told(manifest, [*beside, film], made_from, work)
        publish([*beside, told, film], folder)


def _renew(options: Options, parts: Collection[str]) -> None:
    """Make the `parts` of a film that is there anew."""
    film = film_path(options)
    manifest = load_manifest(film)
    with workshop(film.parent, options.scene) as work:
        made = _captions(manifest, work) if "captions" in parts else []
        if "poster" in parts:
            made.append(posters.poster(options, work / f"{options.scene}.png"))
        publish([*made, _told(manifest, made, _stamps(options), work)], film.parent)


def _captions(manifest: Manifest, work: Path) -> list[Path]:
    cues = captions.cues_of(manifest.captions, manifest.fps)
    return captions.write(cues, work / manifest.scene)


def _told(
    manifest: Manifest, made: Collection[Path], made_from: dict[str, str], work: Path
) -> Path:
    """The manifest of what was `made` and of what stays, in the folder `work`."""
    files = {**manifest.files, **{file.name: digest_of(file) for file in made}}
    told = replace(manifest, made_from=made_from, files=files)
    return told.save(work / f"{manifest.scene}.json")


def draft(options: Options) -> Path:
    """The draft film, without captions and poster."""
    beat = options.beat
    folder = options.out / "renders" / f"draft-{options.look}{options.spoken}"
    name = options.scene if beat is None else f"{options.scene}-beat{beat:02}"
    with settled(options) as options, workshop(folder, name) as work:
        film = filming.draft(options, work, work / f"{name}.mp4")
        publish([film], folder)
    return folder / film.name
