"""Three tasks to try on a group; each is checked on the numbers that the user makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from grpo_core import GroupTable, is_silent

from .series import short, text_of
from .session import Session

GREETING = "Turn a knob and watch J; a lit lamp says that the answer is pushed. Try:"


@dataclass(frozen=True)
class Task:
    """What to try, and whether a session has got there."""

    says: str
    is_done: Callable[[Session], bool]


def tasks(start: Session) -> list[Task]:
    """Those that the group as it was opened allows; at most three."""
    found = [_light(start.table), _put_out(start.table), _silence(start)]
    return [task for task in found if task]


def _light(t: GroupTable) -> Task | None:
    """Epsilon at which the clip lets go of an answer: the ratio's distance from 1."""
    held = np.flatnonzero(t.binds)
    if not held.size:
        return None
    i = int(held[0])
    ratio = float(t.ratio[i])
    return Task(
        f"Light o{i + 1}'s lamp by ε alone: its ρ is {text_of(ratio)}, so ε = "
        f"{text_of(abs(ratio - 1))} does it.",
        lambda s: _still(s, i) and not bool(s.table.binds[i]),
    )


def _put_out(t: GroupTable) -> Task | None:
    """The new probability at which the clip begins to hold an answer that does well."""
    for i in _pushed_up(t):
        bound = float(t.old[i]) * (1 + t.eps_high)
        if bound < 1:
            return Task(
                f"Put o{i + 1}'s lamp out: new above old × (1 + ε) = {short(t.old[i])} × "
                f"{short(1 + t.eps_high)} = {short(bound)}.",
                lambda s, i=i: _still(s, i) and bool(s.table.binds[i]),
            )
    return None


def _pushed_up(t: GroupTable) -> Iterator[int]:
    yield from (int(i) for i in np.flatnonzero((t.advantage > 0) & ~t.binds))


def _silence(start: Session) -> Task | None:
    if is_silent(start.group.rewards):
        return None
    return Task(
        "Silence the group: all rewards equal. Only the price is left of J.",
        lambda s: is_silent(s.group.rewards),
    )


def _still(session: Session, index: int) -> bool:
    """Whether the answer is there and compared with others."""
    return index < session.group.size and session.table.advantage[index] != 0
