"""Runs `python -m lecture` on the films of the folder ``films`` beside this file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from lecture import __main__ as command_line
from lecture import film_workers
from lecture.options import Options

FILMS = Path(__file__).with_name("films")
PROJECT = Path(__file__).resolve().parents[2]
FILES = ("mp4", "vtt", "srt", "png", "json")


SMALL = partial(Options, scenes=FILMS)


def main(arguments: Sequence[str], scenes: Path = FILMS) -> int:
    """The exit code of `python -m lecture` with the films of the folder `scenes`."""
    return command_line.main([*arguments, f"--scenes={scenes}"])


def command(*arguments: object) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, __file__, *map(str, arguments)]


def lay_old_film(folder: Path, scene: str) -> dict[str, bytes]:
    """Files of an earlier film in `folder`; their names with their content."""
    folder.mkdir(parents=True)
    for suffix in FILES:
        (folder / f"{scene}.{suffix}").write_bytes(f"the old {suffix}".encode())
    return content(folder)


def content(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, hidden ones too, with their content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def hidden(folder: Path) -> list[Path]:
    """What is left over below `folder`."""
    return list(folder.rglob(".*"))


def work(arguments: Sequence[str]) -> NoReturn:
    """Be the process that does what the `arguments` ask for."""
    action, *options = arguments
    sys.argv[1:] = [action, f"--scenes={FILMS}", *options]
    film_workers.cores = lambda: 1
    command_line.run_and_exit()


if __name__ == "__main__":
    work(sys.argv[1:])
