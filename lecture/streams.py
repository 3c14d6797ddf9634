"""Standard input, output and error that may be closed or full."""

from __future__ import annotations

import io
import os
import sys


class NoOutput(Exception):
    """Standard output takes nothing; the text says why."""


def prepare() -> None:
    """Let writing to standard output fail by `NoOutput`, and to standard error not at all.

    Where they are closed, no other file may get their numbers: libraries write there.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        _open_closed(number, mode)
    sys.stdout = _text(_Output(1, "wb", closefd=False), "surrogateescape")
    sys.stderr = _text(_Complaints(2, "wb", closefd=False), "backslashreplace")


def give_up_output() -> None:
    """Throw away what standard output does not take, now and later."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _open_closed(number: int, mode: int) -> None:
    """A closed output can be read only, so that writing there still is a failure."""
    try:
        os.fstat(number)
    except OSError:
        os.set_inheritable(os.open(os.devnull, mode), True)


def _text(raw: io.FileIO, errors: str) -> io.TextIOWrapper:
    lines = raw.isatty() or raw.fileno() == 2
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors, line_buffering=lines)


class _Output(io.FileIO):
    def write(self, data) -> int | None:
        try:
            return super().write(data)
        except OSError as error:
            raise NoOutput(error.strerror) from None


class _Complaints(io.FileIO):
    def write(self, data) -> int | None:
        try:
            return super().write(data)
        except OSError:
            return len(data)  # there is nobody to tell
