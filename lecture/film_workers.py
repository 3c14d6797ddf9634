"""One film by several processes: each takes the next beat that nobody has taken yet.

A beat that another one films is only walked through, which is quick, so every process has
the same state at the same place, and the film is the same as from one process.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from scenes.script.speech import Speech
from scenes.script.words import use_language

from .catalogue import film_class
from .cores import cores
from .files import remove_leftovers, tidied
from .options import Options
from .shoot import Poster, Take, cache_of, shoot


def film(
    options: Options,
    work: Path,
    poster: Poster | None = None,
    speech: Mapping[int, Speech] | None = None,
) -> list[Take]:
    """All beats of the scene in their order, filmed by as many processes as `options` allow.

    `work` is a folder of this film's own. Beats wait for their `speech`.
    """
    told = {"speech": speech, "poster": poster}
    claims = work / "claims"
    claims.mkdir()
    beats = len(film_class(options).storyboard())
    others = [
        begun(_help, options, work, number, told)
        for number in range(1, min(options.jobs or cores(), beats))
    ]

    def end() -> None:
        for process in others:
            process.kill()
        for process in others:
            process.join()
        remove_leftovers(cache_of(options))  # what they had not finished

    with tidied(end):
        taken = shoot(options, work / "helper-0", takes=Claims(claims), **told)
        for process in others:
            process.join()
    for number, _ in enumerate(others, start=1):
        taken += _report(work / f"helper-{number}.taken")
    missing = set(range(1, beats + 1)) - {take.number for take in taken}
    if missing:
        # Another process has failed or was killed: what it claimed is filmed here, or fails
        # here with the same complaint.
        taken += shoot(options, work / "rest", takes=missing.__contains__, bar=False, **told)
    return sorted(taken, key=lambda take: take.number)


class Claims:
    """Takes a beat if nobody else has, by a file that only one can make."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, number: int) -> bool:
        """Whether this process is the first to claim the beat `number`."""
        try:
            (self.folder / str(number)).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def begun(target: Callable, *arguments: object, name: str | None = None) -> BaseProcess:
    """A process of its own for `target`, which gets no interrupt key: who starts it ends it.

    It gets none from its very first moment, so that it has nothing to complain of; ours comes
    in the end.
    """
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, name=name)
    with _interrupts_blocked():
        process.start()
    return process


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """What is started within the block gets no interrupts; Windows cannot say that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # the first process starts it, which takes interrupts again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _help(options: Options, work: Path, number: int, told: Mapping[str, Any]) -> None:
    """What a helper does; it says nothing, and ends with its parent."""
    use_language(options.settings.language)
    with suppress(Exception):  # the parent films the same beat, and complains
        taken = shoot(
            options,
            work / f"helper-{number}",
            takes=Claims(work / "claims"),
            bar=False,
            **told,
        )
        report = work / f"helper-{number}.taken"
        unfinished = report.with_suffix(".new")
        unfinished.write_bytes(pickle.dumps(taken))
        os.replace(unfinished, report)


def _report(path: Path) -> list[Take]:
    """What a helper has filmed; nothing if it did not come to its end."""
    return pickle.loads(path.read_bytes()) if path.is_file() else []
