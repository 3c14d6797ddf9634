"""Files that are made beside their place and moved there, so that nothing is half there."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workshop(folder: Path, name: str) -> Iterator[Path]:
    """A folder of this process alone inside `folder`; it is removed in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder, name)
    work = folder / f".{name}-{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def publish(made: Sequence[Path], folder: Path) -> None:
    """Move finished files to `folder`, one after the other; the last counts most.

    An interrupt comes too late: there is no state in which only some of them are new.
    """
    for path in made:
        if (folder / path.name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "A folder is in the way", folder / path.name)
    with _interrupts_ignored():
        for path in made:
            os.replace(path, folder / path.name)


def remove_leftovers(folder: Path, name: str = "") -> None:
    """Remove what killed processes left in `folder`: ``.<name…>-<process id>[.<suffix>]``."""
    for path in folder.glob(f".{name}*"):
        made_by = re.fullmatch(r"\..*-(\d+)(\.\w+)?", path.name)
        if made_by and not _is_running(int(made_by[1])):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False  # the number was given again: what is there is not ours
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
