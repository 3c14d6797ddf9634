"""Kills renders at every place where they touch the disk, each in a folder of its own.

`dying.py kill TEMPLATE FOLDER ARGUMENT…` copies TEMPLATE to FOLDER/1, FOLDER/2, … and renders
there; number n gets SIGKILL when it is about to write, rename, remove or join for the nth
time. The last one comes to its end. `dying.py again FOLDER ARGUMENT…` renders in all of them
once more, undisturbed.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from small_films import FILMS, main

from lecture import catalogue, film_workers, movie

EVENTS = ("open", "os.rename", "os.remove", "os.rmdir")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _dies_at(number: int, out: Path) -> None:
    """Let this process die when it touches `out` for the `number`th time."""
    left = itertools.count(number - 1, -1)

    def touch() -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(event: str, details: tuple) -> None:
        if event not in EVENTS or not isinstance(details[0], str | bytes | os.PathLike):
            return
        reads = event == "open" and not details[2] & WRITING
        if not reads and Path(os.fsdecode(details[0])).is_relative_to(out):
            touch()

    def copy_packets(*arguments):
        touch()
        return copied(*arguments)

    copied, movie._copy_packets = movie._copy_packets, copy_packets
    sys.addaudithook(on_event)


def _rendered(out: Path, arguments: list[str], death: int | None) -> int:
    """The exit status of a render in a process of its own, which has imported everything."""
    child = os.fork()
    if child == 0:
        if death:
            _dies_at(death, out)
        os._exit(main(["render", *arguments, "--out", str(out)]))
    return os.waitpid(child, 0)[1]


def _kill(template: Path, folder: Path, arguments: list[str]) -> None:
    for number in itertools.count(1):
        out = folder / str(number)
        shutil.copytree(template, out)
        status = _rendered(out, arguments, number)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


def _again(folder: Path, arguments: list[str]) -> None:
    sys.exit(max(_rendered(out, arguments, None) for out in folder.iterdir()))


if __name__ == "__main__":
    film_workers.cores = lambda: 1
    catalogue.scene_class("Swatch", FILMS)  # Manim is imported once for all
    what, *arguments = sys.argv[1:]
    if what == "kill":
        template, folder, *arguments = arguments
        _kill(Path(template), Path(folder).resolve(), arguments)
    folder, *arguments = arguments
    _again(Path(folder).resolve(), arguments)
