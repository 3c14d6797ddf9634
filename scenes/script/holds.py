"""Locks that show whose unfinished work lies somewhere, and that its process still lives.

The system lets go of a lock when its process ends, however that ends. A process's number
tells nothing: two containers, or two machines on one file system, may give the same one.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has its own
    fcntl = None
    import msvcrt

# Whether a file may be moved and removed while it is held: Windows lets go of it before.
HELD_MAY_MOVE = fcntl is not None

_AT = 2**31 - 2  # the byte that Windows locks: behind all that is ever written


def hold(path: Path, *, surely: bool = False) -> int | None:
    """Lock the file `path`, made if it is missing; returns its descriptor, to be closed.

    None if another process holds it or has just removed it; with `surely` also where the
    file system has no locks, so that nobody can say.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor)
        if os.path.samestat(os.fstat(descriptor), os.stat(path)):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        if not surely:
            return descriptor
    os.close(descriptor)
    return None


def _lock(descriptor: int) -> None:
    """Lock the file; raises BlockingIOError if somebody else has, OSError if nobody can."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    os.lseek(descriptor, _AT, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except PermissionError as error:
        raise BlockingIOError(*error.args) from error


def new_file(folder: Path, name: str, suffix: str = "") -> tuple[Path, int]:
    """A new file ``.<name>-<eight digits><suffix>`` in `folder`, with its lock's descriptor."""
    while True:
        path = folder / f".{name}-{secrets.token_hex(4)}{suffix}"
        if (lock := hold(path)) is not None:
            return path, lock
