"""What a render would leave if it were killed where it touches the disk, each time anew.

A process that gets SIGKILL leaves the disk as it is at that moment, so one render whose folder
is read whenever it is about to write, rename, remove or join shows what all deaths leave.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from lecture import movie

EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

State = dict[str, bytes | None]  # paths with their content; a folder has none


class Deaths:
    """The different states of the folder `out`, in their order."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.states: list[State] = []
        self.at_work = True
        self._lock = threading.RLock()  # segments are finished in threads

    def on_event(self, event: str, details: tuple) -> None:
        """Called by Python before it does what `event` names."""
        if not self.at_work or event not in EVENTS:
            return
        if isinstance(details[0], str | bytes | os.PathLike):
            reads = event == "open" and not details[2] & WRITING
            if not reads and Path(os.fsdecode(details[0])).is_relative_to(self.out):
                self.note()

    def note(self) -> None:
        """Keep the state in which the folder is now."""
        with self._lock:
            now: State = {}
            for path in sorted(self.out.rglob("*")):
                with suppress(FileNotFoundError):
                    name = str(path.relative_to(self.out))
                    now[name] = None if path.is_dir() else path.read_bytes()
            if now not in self.states:
                self.states.append(now)


@contextmanager
def deaths(out: Path) -> Iterator[Deaths]:
    """Watch what happens to the folder `out` within the block, and how it is in the end."""
    noted = Deaths(out)
    copied = movie._copy_packets

    def copy_packets(*arguments):
        noted.note()
        return copied(*arguments)

    sys.addaudithook(noted.on_event)  # for ever: it cannot be taken away again
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(movie, "_copy_packets", copy_packets)
        yield noted
    noted.at_work = False
    noted.note()


def lay(state: State, folder: Path) -> None:
    """Give the new `folder` this state."""
    folder.mkdir(parents=True)
    for name, data in state.items():
        (folder / name).mkdir() if data is None else (folder / name).write_bytes(data)
