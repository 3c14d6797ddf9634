"""How far a long piece of work is: a bar on stderr, at a terminal only, so that no log has it."""

from __future__ import annotations

import os
import sys
from typing import Self

from tqdm import tqdm

READER = "LECTURE_PROGRESS"  # set to 1 by the explorer, which shows the bar on its page
_FORM = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}{postfix}]"
_SIZE = os.terminal_size((80, 24))  # where the terminal does not tell its own


class Progress:
    """A bar of `total` steps with the name of the work; it is gone when the block has ended.

    Where it is not `wanted`, or stderr is no terminal, nothing is shown; but for a program that
    reads the bar and says so by `READER` in the environment.
    """

    def __init__(self, name: str, total: int, *, wanted: bool = True) -> None:
        shown = wanted and sys.stderr is not None and (sys.stderr.isatty() or _is_read())
        self._bar = tqdm(
            total=total,
            desc=name,
            bar_format=_FORM,
            leave=False,
            disable=not shown,
            mininterval=0.0 if _is_read() else 0.1,  # a reader gets each step
            **(_size() if shown else {}),
        )

    def step(self, what: str = "") -> None:
        """One more step is done, of `what`."""
        if what:
            self.note(what)
        self._bar.update()

    def reach(self, done: int) -> None:
        """So many steps are `done` in all."""
        self._bar.update(done - self._bar.n)

    def note(self, what: str) -> None:
        """What is going on, beside the bar."""
        self._bar.set_postfix_str(what, refresh=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()


def clock(seconds: float) -> str:
    """`seconds` as minutes and seconds, such as ``1:05``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _is_read() -> bool:
    return os.environ.get(READER) == "1"


def _size() -> dict[str, int]:
    """Width and height of the terminal, as tqdm takes them; of 0 by 0 it would show nothing."""
    if not sys.stderr.isatty():
        return {"ncols": _SIZE.columns, "nrows": _SIZE.lines}
    own = os.get_terminal_size(sys.stderr.fileno())
    return {"ncols": own.columns or _SIZE.columns, "nrows": own.lines or _SIZE.lines}
