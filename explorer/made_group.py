"""A group file that a command makes: put in its place as a whole, and what is said of it."""

from __future__ import annotations

import contextlib
import os
import shlex
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from grpo_core import GroupTable, load_group
from lecture.options import UserError, shown
from scenes.script.telling import cards_of

_MANY = 8  # answers, above which it is said which ones the films show


def refuse(asked: Namespace, names: Iterable[str], *, beside: str) -> None:
    """Raise `UserError` for the first of `names` that was asked for `beside` another option."""
    for name in names:
        if getattr(asked, name):
            raise UserError(f"{name.upper()}: does not go with {beside}; leave one of them out")


def publish(made: Path, text: str, remedy: str = "make it elsewhere") -> None:
    """Write the file as a whole, or leave what is there; `remedy` where it cannot be written."""
    if made.exists() and made.read_text(encoding="utf-8", errors="replace") != text:
        raise UserError(f"{made}: there is another file of that name; move it away or rename it")
    beside = made.with_name(f".{made.stem}-{os.getpid()}.toml")
    try:
        beside.write_text(text, encoding="utf-8")
        load_group(beside)
        os.replace(beside, made)
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(f"{made} cannot be written ({why}); {remedy}") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def which_are_shown(table: GroupTable, another: str) -> list[str]:
    """Of a large group, the answers that films show one by one; `another` way there is."""
    if table.group.size <= _MANY:
        return []
    numbers = ", ".join(str(index + 1) for index in cards_of(table))
    return [
        f"of {table.group.size} answers the films show {numbers} one by one, sums and means are "
        f"of all{another}"
    ]


def next_command(made: Path) -> str:
    """Where the file is, and what makes a film of it."""
    path = shlex.quote(str(shown(made)))
    return f"written: {path}; for a film of it: make render SCENE=Clipping GROUP={path}"
