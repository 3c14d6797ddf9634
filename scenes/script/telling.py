"""Which answers of a large group a film shows one by one."""

from __future__ import annotations

import numpy as np

from grpo_core import GroupTable

from .cases import find_case
from .words import say

MOST_CARDS = 6  # a strip of more cards than that cannot be read
CASES = 4  # one answer for each sign of A on each side of the clip range


def ranking(table: GroupTable) -> list[int]:
    """All answers, the most telling first.

    First those that stand for a case of clipping, then those that were compared most
    clearly and moved furthest: by ``|A| * |rho - 1|``, then ``|A|``, then the order. An
    answer that was drawn again comes after all that are shown for the first time.
    """
    cases = [find_case(table, sign, above=above) for sign in (1, -1) for above in (True, False)]
    weight = np.abs(table.advantage)
    order = np.lexsort((-weight, -(weight * np.abs(table.ratio - 1)).round(12)))
    ranked = list(dict.fromkeys([c.index for c in cases if c.index is not None] + order.tolist()))
    outcome = table.group.outcome
    first = {outcome[i]: i for i in reversed(ranked)}
    return sorted(ranked, key=lambda i: first[outcome[i]] != i)


def telling(table: GroupTable, most: int = CASES) -> tuple[int, ...]:
    """Up to `most` indices of answers, in the group's order; all of them if they fit.

    A smaller selection is part of a larger one.
    """
    return tuple(sorted(ranking(table)[:most]))


def cards_of(table: GroupTable) -> tuple[int, ...]:
    """The answers that get a card: all of a small group, the telling ones of a large one."""
    return telling(table, MOST_CARDS if table.group.size <= MOST_CARDS else CASES)


def left_out(table: GroupTable, shown: tuple[int, ...]) -> str:
    """How many answers `shown` leaves out, in words: "and 58 more"; empty if none."""
    missing = table.group.size - len(shown)
    return say("stage.telling.more", count=missing) if missing else ""
