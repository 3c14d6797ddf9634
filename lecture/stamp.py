"""What a film was made from, as one mark: with the same mark there is nothing to make."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from scenes.script.assets import read_tables
from scenes.script.glyphs import fonts_used
from scenes.script.words import ENGLISH, WORDS

from .catalogue import ancestors, film_file, typed
from .imports import files_of, reached_from
from .options import PROJECT, TELLING, Options
from .voice.folder import recordings

# What is installed may change every part; no module names it.
VERSIONS = ("requirements.lock", "extras/fonts.lock", "extras/cjk.lock")
# Where files lie that a module may name, to read them.
DATA = ("*.cfg", "assets/**/*.toml", "assets/lab/*.json")


def stamp(options: Options, maker: ModuleType, of_scene: bool = True) -> str:
    """The mark of all that `maker` makes a part of the film of `options` from.

    That is its code with all that it imports and, with `of_scene`, those of the scene, too:
    with the words that they say and the files that they name, the group and the settings. Two
    films of one mark are the same, frame for frame.
    """
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for line in (*_code(options, maker, of_scene), *(_told(options) if of_scene else ())):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _code(options: Options, maker: ModuleType, of_scene: bool) -> Iterator[str]:
    roots = [*files_of(maker.__name__.split("."), PROJECT)]
    roots += [film_file(options.scene, options.scenes)] if of_scene else []
    yield from _content([*reached_from(roots, PROJECT), *map(PROJECT.joinpath, VERSIONS)])


def _content(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        yield f"{os.path.relpath(file, PROJECT)}:{digest_of(file)}"


def _told(options: Options) -> Iterator[str]:
    """What the scene is told: the settings, the group, words and files that its modules name."""
    settings = options.settings
    files = ("group", "palette")  # their content counts
    yield repr([(name, options.asked(name)) for name in ("scene", *TELLING) if name not in files])
    yield repr(settings.colours)
    yield hashlib.sha256(settings.group_bytes()).hexdigest()
    yield f"{settings.is_ours} {fonts_used([*settings.texts(), *typed(options)])}"
    yield f"{_voices(options)}"
    sources = _sources(film_file(options.scene, options.scenes))
    yield from _content(file for file in _data() if f'"{file.name}"' in sources)
    own = ancestors(options)
    for code in sorted({ENGLISH, settings.language}):
        for name, words in read_tables(WORDS / f"{code}.toml").items():
            said = f'"{name}.' if isinstance(words, dict) else f'"{name}"'
            if name in own or said in sources:
                yield f"{code} {name} {words}"


def _voices(options: Options) -> list:
    """What the voice is made from: the film's recordings by their content, and the command."""
    if not options.voice:
        return [options.voice_command]
    found = recordings(options.voice, options.scene, options.scenes)
    return [options.voice_command, *((number, digest_of(found[number])) for number in found)]


def _sources(file: Path) -> str:
    """What the modules say that a film's `file` reaches."""
    return "\n".join(part.read_text(encoding="utf-8") for part in reached_from([file], PROJECT))


def _data() -> list[Path]:
    return sorted(file for pattern in DATA for file in PROJECT.glob(pattern))


def digest_of(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def is_whole(folder: Path, names: Iterable[str], files: Mapping[str, str]) -> bool:
    """Whether `folder` holds the files `names` with the SHA-256 that `files` says of each."""
    return all(
        name in files and (folder / name).is_file() and digest_of(folder / name) == files[name]
        for name in names
    )
