"""How the page and the processes of a watched film talk: two pipes."""

from __future__ import annotations

import json
import os
import select
from collections.abc import Callable
from dataclasses import asdict, dataclass

AGAIN, OVER = 3, 4  # exit codes: an edit reaches further back; nobody watches any more


@dataclass(frozen=True)
class News:
    """What has become of the film: `kind` is "walking", "anew", "still", "film" or "error".

    `text` is the title of the beat that is walked, why all begins anew, the name of the file
    that is there, or what is wrong.
    """

    kind: str
    text: str


class Ended(Exception):
    """Nobody watches any more."""


class Channel:
    """The end of those who hold the film: they are woken by one pipe and tell by the other."""

    def __init__(self, wake: int, tell: int) -> None:
        self.wake, self._tell = wake, tell

    def tell(self, kind: str, text: str) -> None:
        """Say it to the page; a line is short enough to arrive whole."""
        line = json.dumps(asdict(News(kind, text[:3000]))) + "\n"
        try:
            os.write(self._tell, line.encode())
        except BrokenPipeError:
            raise Ended from None

    def wait(self, other: int | None = None) -> bool:
        """Wait until something was saved, or the pipe `other` ends; whether it was saved.

        Raises `Ended` when nobody watches any more.
        """
        ends = [self.wake] if other is None else [self.wake, other]
        ready, _, _ = select.select(ends, [], [])
        if self.wake not in ready:
            return False
        if not os.read(self.wake, 4096):
            raise Ended
        return True


def read_news(pipe: int, heard: Callable[[News | None], None]) -> None:
    """Pass on what comes through `pipe`, and None when it has ended."""
    with os.fdopen(pipe, encoding="utf-8") as lines:
        for line in lines:
            heard(News(**json.loads(line)))
    heard(None)
