"""Three tasks to try on a group; each is checked on the numbers that the user makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from grpo_core import RuleTable, is_silent

from .recipe import CLIP
from .series import short, text_of
from .session import Session

_STEPS = 1000  # of an epsilon that is named
GREETING = "Turn a knob and watch J; a lit lamp says that the answer is pushed. Try:"


@dataclass(frozen=True)
class Task:
    """What to try, and whether a session has got there."""

    says: str
    is_done: Callable[[Session], bool]


def tasks(start: Session) -> list[Task]:
    """Those that the group as it was opened allows; at most three."""
    of_a_clip = [_light(start.table), _put_out(start)] if start.recipe.kind == CLIP else []
    found = [*of_a_clip, _silence(start)]
    return [task for task in found if task]


def _light(t: RuleTable) -> Task | None:
    """Epsilon at which the clip lets go of an answer: the ratio's distance from 1."""
    held = np.flatnonzero(t.binds)
    if not held.size:
        return None
    i = int(held[0])
    return Task(
        f"Light o{i + 1}'s lamp by ε alone: its ρ is {text_of(t.ratio[i])}, so ε = "
        f"{text_of(_enough(t, i))} does it.",
        lambda s: _still(s, i) and not bool(s.table.binds[i]),
    )


def _enough(t: RuleTable, i: int) -> float:
    """The least epsilon of three decimals that does not bind the answer at `i`."""
    step = math.floor(abs(float(t.ratio[i]) - 1) * _STEPS)
    while t.at(eps_low=step / _STEPS, eps_high=None).binds[i]:
        step += 1
    return step / _STEPS


def _put_out(start: Session) -> Task | None:
    """The new probability at which the clip begins to hold an answer that does well."""
    t = start.table
    for i in _pushed_up(t):
        bound = float(t.old_logp[i]) + math.log1p(t.eps_high)
        if bound < 0:
            return Task(
                f"Put o{i + 1}'s lamp out: {_above(start, i, bound)}.",
                lambda s, i=i: _still(s, i) and bool(s.table.binds[i]),
            )
    return None


def _above(start: Session, i: int, bound: float) -> str:
    t = start.table
    if start.logs:
        old, more = text_of(t.old_logp[i]), text_of(math.log1p(t.eps_high))
        return f"log new above log old + log(1 + ε) = {old} + {more} = {text_of(bound)}"
    old, more = short(t.old[i]), short(1 + t.eps_high)
    return f"new above old × (1 + ε) = {old} × {more} = {short(math.exp(bound))}"


def _pushed_up(t: RuleTable) -> Iterator[int]:
    yield from (int(i) for i in np.flatnonzero((t.advantage > 0) & ~t.binds))


def _silence(start: Session) -> Task | None:
    if is_silent(start.group.rewards):
        return None
    return Task(
        "Silence the group: all rewards equal. Only the price is left of J.",
        lambda s: is_silent(s.group.rewards),
    )


def _still(session: Session, index: int) -> bool:
    """Whether the answer is there and compared with others, under the clip."""
    if session.recipe.kind != CLIP:
        return False
    return index < session.group.size and session.table.advantage[index] != 0
