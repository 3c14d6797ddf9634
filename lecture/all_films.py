"""`make all`: films side by side, each in a process of its own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from scenes.script.words import use_language

from .complaints import FAILED, answered
from .cores import cores
from .files import tidied
from .film_workers import begun
from .options import Options
from .process import run_and_leave
from .render import run as run_one


def run(films: Sequence[Options]) -> int:
    """Make all films, as many at once as there are cores; the worst exit code.

    A film that cannot be made does not keep the others from being made.
    """
    hands = films[0].jobs or cores()
    at_once = min(hands, len(films))
    waiting = [replace(film, jobs=max(1, hands // at_once)) for film in films]
    working: list[BaseProcess] = []
    codes: list[int] = []

    def end() -> None:
        for process in working:
            process.terminate()
        for process in working:
            process.join()

    with tidied(end):
        while waiting or working:
            while waiting and len(working) < at_once:
                film = waiting.pop(0)
                working.append(begun(_film, film, name=film.scene))
            wait([process.sentinel for process in working])
            ended = [process for process in working if process.exitcode is not None]
            codes += map(_code, ended)
            working = [process for process in working if process not in ended]
    return max(codes)


def _code(ended: BaseProcess) -> int:
    """The exit code of a film; one that was killed could not say so itself."""
    if ended.exitcode < 0:
        name = signal.Signals(-ended.exitcode).name
        print(f"render {ended.name}: ended by {name}; run it again", file=sys.stderr)
        return FAILED
    return ended.exitcode


def _film(options: Options) -> None:
    """What a process does: like `make render`, with its own complaints and exit code."""
    use_language(options.settings.language)
    name = f"render {options.scene}"
    run_and_leave(lambda: answered(name, options.out, lambda: run_one(options)))
