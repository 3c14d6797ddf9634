"""What becomes of a request to end that comes while something is done that must be whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# How somebody else ends a process; Windows has no SIGHUP.
ENDINGS = tuple(s for s in signal.Signals if s.name in ("SIGINT", "SIGTERM", "SIGHUP"))


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Within the block a request to end comes too late."""
    before = {number: signal.getsignal(number) for number in ENDINGS}
    _set(dict.fromkeys(before, signal.SIG_IGN))  # what interrupts this has its own say of the rest
    try:
        yield
    finally:
        _set(before)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """A request to end that comes within the block interrupts at its end.

    Only what would interrupt waits: what is ignored stays so, and what kills does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # no signal interrupts it
        return
    came: list[int] = []
    before = {n: old for n in ENDINGS if callable(old := signal.getsignal(n))}
    _set(dict.fromkeys(before, lambda number, _: came.append(number)))
    try:
        yield
    finally:
        _set(before)
        for number in came[:1]:
            signal.raise_signal(number)


def _set(handlers: dict) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
