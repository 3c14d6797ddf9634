"""Which files a watched film is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scenes.script.words import WORDS

from ..options import PROJECT, Options


def folders(options: Options) -> list[Path]:
    """The folders whose Python files a film may be made of."""
    ours = [PROJECT / name for name in ("scenes", "grpo_core", "lab")]
    return [*ours, options.scenes.resolve()]


def data_files(options: Options) -> list[Path]:
    """What is read anew by a new start alone: facts, posters' data, the group, the palette."""
    own = [options.settings.group, options.settings.palette]
    return [*(PROJECT / "assets").glob("*.toml"), *filter(None, own)]


def stamps(options: Options) -> dict[Path, tuple[int, int]]:
    """Time and size of each file; what has gone meanwhile is left out."""
    return dict(_stamps(options))


def _stamps(options: Options) -> Iterator[tuple[Path, tuple[int, int]]]:
    sources = (file for folder in folders(options) for file in folder.rglob("*.py"))
    for file in (*sources, *WORDS.glob("*.toml"), *data_files(options)):
        try:
            found = file.stat()
        except FileNotFoundError:
            continue
        yield file, (found.st_mtime_ns, found.st_size)
