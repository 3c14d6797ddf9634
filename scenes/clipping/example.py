"""The group that the film tells: the user's own, where its range and its signs can be drawn."""

from __future__ import annotations

from grpo_core import GroupTable, evaluate_group, is_silent, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import ranking

_NARROW, _LOW, _HIGH = 0.05, 0.6, 1.0  # the least epsilon that can be seen, and the largest ones
MOST, FURTHEST = 6, 4.0  # answers over the window; the largest ratio among them


def told(table: GroupTable) -> GroupTable:
    """`table`, or the worked group's where that has to stand in."""
    return evaluate_group(load_group(WORKED_GROUP)) if stand_in(table) else table


def stand_in(table: GroupTable) -> str | None:
    """Why the worked group stands in for `table`: "silent", nothing is compared in it, or
    "range", which cannot be drawn; None where it is told itself."""
    if is_silent(table.rewards):
        return "silent"
    in_view = _NARROW <= table.eps_low <= _LOW and _NARROW <= table.eps_high <= _HIGH
    return None if in_view else "range"


def over_window(table: GroupTable) -> list[int]:
    """The most telling answers that have an advantage and whose ratios share an axis."""
    found = [i for i in ranking(table) if table.advantage[i] and table.ratio[i] <= FURTHEST]
    return sorted(found[:MOST])
