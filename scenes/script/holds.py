"""Locks that show whose unfinished work lies somewhere, and that its process still lives.

The system lets go of a lock when its process ends, however that ends. A process's number
tells nothing: two containers, or two machines on one file system, may give the same one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path


def hold(path: Path, *, surely: bool = False) -> int | None:
    """Lock the file `path`, made if it is missing; returns its descriptor, to be closed.

    None if another process holds it or has just removed it; with `surely` also where the
    file system has no locks, so that nobody can say.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), os.stat(path)):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        if not surely:
            return descriptor
    os.close(descriptor)
    return None


def new_file(folder: Path, name: str, suffix: str = "") -> tuple[Path, int]:
    """A new file ``.<name>-<eight digits><suffix>`` in `folder`, with its lock's descriptor."""
    while True:
        path = folder / f".{name}-{secrets.token_hex(4)}{suffix}"
        if (lock := hold(path)) is not None:
            return path, lock
