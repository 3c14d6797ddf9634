"""Files that are made beside their place and moved there, so that nothing is half there."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scenes.script.holds import HELD_MAY_MOVE, hold, new_file
from scenes.script.interrupts import interrupts_ignored

LOCK = "lock"  # in a work folder: the file that is held as long as somebody works there


@contextmanager
def workshop(folder: Path, name: str) -> Iterator[Path]:
    """An empty folder of this process alone inside `folder`; it is removed in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder, name)
    place, lock = _new_place(folder, name)
    with _held(lock) as free:

        def leave() -> None:
            free()
            shutil.rmtree(place, ignore_errors=True)

        with tidied(leave):
            work = place / "work"
            work.mkdir()
            yield work


@contextmanager
def tidied(tidy: Callable[[], object]) -> Iterator[None]:
    """`tidy` in the end, and again if an interrupt comes meanwhile: the first one is the last."""
    try:
        yield
    finally:
        try:
            tidy()
        except KeyboardInterrupt:
            tidy()
            raise


@contextmanager
def _held(lock: int) -> Iterator[Callable[[], None]]:
    """Within the block `lock` is held.

    What it gives is called before the held file is moved or removed: where that needs it, it
    lets go.
    """
    with ExitStack() as kept:
        kept.callback(os.close, lock)
        yield (lambda: None) if HELD_MAY_MOVE else kept.close


def _new_place(folder: Path, name: str) -> tuple[Path, int]:
    """A folder that no other process has, and the descriptor of its lock."""
    while True:
        place = folder / f".{name}-{secrets.token_hex(4)}"
        place.mkdir()
        with suppress(FileNotFoundError):  # it was empty, and somebody tidied up
            if (lock := hold(place / LOCK)) is not None:
                return place, lock


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there; its folder is made if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside, lock = new_file(path.parent, path.name)
    with _held(lock) as free:

        def leave() -> None:
            free()
            beside.unlink(missing_ok=True)

        with tidied(leave):
            beside.write_bytes(content)
            free()
            os.replace(beside, path)


def publish(made: Sequence[Path], folder: Path) -> None:
    """Move finished files to `folder`, one after the other; the last counts most.

    An interrupt comes too late: there is no state in which only some of them are new.
    """
    for path in made:
        if (folder / path.name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "A folder is in the way", folder / path.name)
    with interrupts_ignored():
        for path in made:
            os.replace(path, folder / path.name)


def remove_leftovers(folder: Path, name: str = "") -> None:
    """Remove what killed processes left in `folder`: ``.<name…>-<eight digits>[.<suffix>]``.

    What nobody holds is nobody's. Where the file system has no locks, it stays.
    """
    for path in folder.glob(f".{name}*"):
        if re.fullmatch(r"\..*-[0-9a-f]{8}(\.\w+)?", path.name):
            with suppress(OSError):  # another user's, or gone by now
                _remove_if_nobody_s(path)


def _remove_if_nobody_s(path: Path) -> None:
    is_folder = path.is_dir()
    if is_folder and not (path / LOCK).exists():
        path.rmdir()  # if it is empty: somebody was ended before anything was in it
    elif (lock := hold(path / LOCK if is_folder else path, surely=True)) is not None:
        with _held(lock) as free:
            free()
            shutil.rmtree(path) if is_folder else path.unlink()
