"""What every process of ours is given: its streams, an end by signals, a temporary folder."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from scenes.script.interrupts import ENDINGS

from .complaints import FAILED, INTERRUPTED, answered, leave
from .files import workshop
from .streams import prepare
from .tracebacks import traced

PATIENCE = 90  # seconds in which an interrupted process may tidy up; a farm gives its renders 60


def run_and_leave(do: Callable[[], int], name: str = "lecture") -> NoReturn:
    """Do it and end this process with its exit code; nothing is left in the temporary folder.

    `name` is what a complaint begins with that `do` does not make itself.
    """
    prepare()
    _take_signals()
    try:
        code = answered(name, Path(tempfile.gettempdir()), lambda: _with_temporary(do))
    except Exception as error:
        code = FAILED
        print(traced(error), end="", file=sys.stderr)
    leave(code)


def _with_temporary(do: Callable[[], int]) -> int:
    with temporary_folder():
        return do()


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Within the block all temporary files, of the processes begun in it too, are in one folder.

    It goes with the block. One that a killed process has left goes with the next.
    """
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    with workshop(Path(tempfile.gettempdir()), "grpo-films") as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before[0]
            del os.environ["TMPDIR"]
            if before[1] is not None:
                os.environ["TMPDIR"] = before[1]


def _take_signals() -> None:
    """A request to end is like the interrupt key; what is ignored, as by nohup, stays so."""
    for number in ENDINGS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: object) -> NoReturn:
    """The first request to end is the last, so that the next does not disturb the tidying up."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    late = threading.Timer(PATIENCE, os._exit, [INTERRUPTED])
    late.daemon = True
    late.start()
    raise KeyboardInterrupt
