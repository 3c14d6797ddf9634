"""`make all`: films side by side, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from scenes.stage.words import use_language

from . import catalogue
from .complaints import answered
from .crew import cores
from .options import Options
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
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                working.append(_started(waiting.pop(0)))
            wait([process.sentinel for process in working])
            codes += [process.exitcode for process in working if process.exitcode is not None]
            working = [process for process in working if process.exitcode is None]
    finally:
        for process in working:
            process.terminate()
        for process in working:
            process.join()
    return max(abs(code) for code in codes)


def _started(film: Options) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(
        target=_film, args=(catalogue.SCENES, film)
    )
    process.start()
    return process


def _film(scenes: Path, options: Options) -> None:
    """What a process does: like `make render`, with its own complaints and exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    catalogue.SCENES = scenes
    use_language(options.settings.language)
    raise SystemExit(answered(f"render {options.scene}", options.out, lambda: run_one(options)))
