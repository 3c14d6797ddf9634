"""What a film was made from, as one mark: with the same mark there is nothing to make."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from scenes.script.glyphs import fonts_used
from scenes.script.words import ENGLISH, WORDS

from . import catalogue
from .imports import reached_from
from .options import PROJECT, TELLING, Options

# What makes a film of its scene: these modules of ours, and what they import.
MAKERS = ("captions", "crew", "manifest", "movie")
# What else may change a film, apart from its scene, its group and its words.
SHARED = (
    "lecture/render.py",  # not what it imports to burn captions in: that is a second film
    "assets/*.toml",
    "assets/groups/*.toml",
    "manim.cfg",
    "requirements.lock",
    "extras/fonts.lock",
    "extras/cjk.lock",
)


def stamp(options: Options) -> str:
    """The mark of all that the film of `options` depends on: code, words, numbers, settings.

    Two films of one mark are the same, frame for frame.
    """
    told = [(name, options.asked(name)) for name in ("scene", *TELLING) if name != "group"]
    digest = hashlib.sha256(repr((told, sys.version_info[:2])).encode())
    digest.update(options.settings.group_bytes())
    digest.update(fonts_used(options.settings.texts()).encode())
    for file in _sources(options):
        name = os.path.relpath(file, PROJECT)
        digest.update(f"{name}:{digest_of(file)}".encode())
    return digest.hexdigest()


def _sources(options: Options) -> Iterable[Path]:
    makers = [PROJECT / "lecture" / f"{name}.py" for name in MAKERS]
    scene = catalogue.film_file(options.scene)
    yield from reached_from([scene, *makers], PROJECT)
    for code in sorted({ENGLISH, options.settings.language}):
        yield WORDS / f"{code}.toml"
    for pattern in SHARED:
        yield from sorted(PROJECT.glob(pattern))


def digest_of(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def is_whole(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether `folder` holds `files`, given by name with their SHA-256."""
    return bool(files) and all(
        (folder / name).is_file() and digest_of(folder / name) == digest
        for name, digest in files.items()
    )
