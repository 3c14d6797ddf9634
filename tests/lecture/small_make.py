"""Stands in for `make render` of the small films, and keeps a diary of what it really makes.

`small_make.py render SCENE=… OUT=…` renders; ``diary`` in the folder OUT gets a line when a
film is begun and one when it is made, each with the process that does it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from lecture import __main__ as command_line
from lecture import film_workers, render

DIARY = "diary"


@dataclass(frozen=True)
class Entry:
    """`event` is "begun" or "made"; `film` is ``<variant>/<Scene>``."""

    event: str
    film: str
    process: int


def diary(out: Path) -> list[Entry]:
    """What happened so far."""
    lines = (out / DIARY).read_text(encoding="utf-8").splitlines() if (out / DIARY).exists() else []
    return [Entry(event, film, int(process)) for event, film, process in map(str.split, lines)]


def _note(event: str, options) -> None:
    with (options.out / DIARY).open("a", encoding="utf-8") as book:
        book.write(f"{event} {options.variant}/{options.scene} {os.getpid()}\n")


def _with_diary(make):
    def noted(options):
        _note("begun", options)
        make(options)
        _note("made", options)

    return noted


if __name__ == "__main__":
    action, *variables = sys.argv[1:]
    pairs = (variable.split("=", 1) for variable in variables)
    options = [f"--{name.lower().replace('_', '-')}={value}" for name, value in pairs]
    film_workers.cores = lambda: 1
    render._make = _with_diary(render._make)
    sys.argv[1:] = [action, *options]
    command_line.run_and_exit()
