"""How far a long piece of work is: a bar on stderr at a terminal, a line now and then in a log."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import Any, Self

from tqdm import tqdm

READER = "LECTURE_PROGRESS"  # set to 1 by the explorer, which shows the bar on its page
_FORM = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}{postfix}]"
_SIZE = os.terminal_size((80, 24))  # where the terminal does not tell its own
LULL = 20.0  # seconds in which a log gets one line: what is done sooner says nothing
_LINE = "{desc}: {n_fmt} of {total_fmt} [{elapsed}{postfix}]"
_LINES = re.compile(r".+: \d+ of \d+ \[[\d:]+:\d\d(, .*)?\]")


class _Lines(tqdm):
    """The same as lines, without what moves a cursor."""

    monitor_interval = 0  # no thread that looks after it

    def display(self, msg: str | None = None, pos: int | None = None) -> None:
        """Write a line; tqdm asks for an empty one where a bar would go."""
        if msg is None:
            with suppress(OSError):  # nobody reads the log any more: the work goes on
                self.fp.write(f"{self}\n")
                self.fp.flush()

    def close(self) -> None:
        """End it; tqdm writes nothing then, but does write."""
        with suppress(OSError):
            super().close()


class Progress:
    """A bar of `total` steps with the name of the work; it is gone when the block has ended.

    Where stderr is no terminal there is a line now and then, each `LULL`; where the bar is not
    `wanted`, nothing. A program that reads the bar says so by `READER` in the environment.
    """

    def __init__(self, name: str, total: int, *, wanted: bool = True) -> None:
        shown = wanted and sys.stderr is not None
        is_bar = shown and (sys.stderr.isatty() or _is_read())
        kind, how = (tqdm, _as_bar()) if is_bar else (_Lines, _as_lines())
        self._bar = kind(total=total, desc=name, leave=False, disable=not shown, **how)

    def step(self, what: str = "") -> None:
        """One more step is done, of `what`."""
        if what:
            self._bar.set_postfix_str(what, refresh=False)
        self._bar.update()

    def reach(self, done: int) -> None:
        """So many steps are `done` in all."""
        self._bar.update(done - self._bar.n)

    def note(self, what: str) -> None:
        """What is going on, beside the bar."""
        self._bar.set_postfix_str(what, refresh=False)
        self._bar.update(0)  # a long step has its lines, too

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()


def clock(seconds: float) -> str:
    """`seconds` as minutes and seconds, such as ``1:05``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def tells_progress(line: str) -> bool:
    """Whether a `line` of a log is one of these."""
    return _LINES.fullmatch(line) is not None


def _is_read() -> bool:
    return os.environ.get(READER) == "1"


def _as_bar() -> dict[str, Any]:
    """What makes it a bar; a reader gets each step."""
    return {"bar_format": _FORM, "mininterval": 0.0 if _is_read() else 0.1, **_size()}


def _as_lines() -> dict[str, Any]:
    return {"bar_format": _LINE, "mininterval": LULL, "delay": LULL, "miniters": 0}


def _size() -> dict[str, int]:
    """Width and height of the terminal, as tqdm takes them; of 0 by 0 it would show nothing."""
    if not sys.stderr.isatty():
        return {"ncols": _SIZE.columns, "nrows": _SIZE.lines}
    own = os.get_terminal_size(sys.stderr.fileno())
    return {"ncols": own.columns or _SIZE.columns, "nrows": own.lines or _SIZE.lines}
