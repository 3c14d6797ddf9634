"""The group that the film tells: the user's own, where its range and its signs can be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from grpo_core import GroupTable, evaluate_group, is_silent, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import ranking

_NARROW, _LOW, _HIGH = 0.05, 0.6, 1.0  # the least epsilon that can be seen, and the largest ones
MOST = 6  # answers over the window: more lamps than that are no picture


def told(table: GroupTable) -> GroupTable:
    """`table`, or the worked group's where nothing is compared or the range cannot be drawn."""
    in_view = _NARROW <= table.eps_low <= _LOW and _NARROW <= table.eps_high <= _HIGH
    if in_view and not is_silent(table.rewards):
        return table
    return evaluate_group(load_group(WORKED_GROUP))


def over_window(table: GroupTable, reach: float, apart: float) -> list[int]:
    """The most telling answers with a ratio up to `reach`, those of a sign `apart` at least."""
    found: list[int] = []
    for index in ranking(table):
        lane = [*(table.ratio[i] for i in found if _same_side(table, i, index)), table.ratio[index]]
        if table.advantage[index] and table.ratio[index] <= reach and _spread(lane) >= apart:
            found.append(index)
    return sorted(found[:MOST])


def _same_side(table: GroupTable, one: int, other: int) -> bool:
    return bool(np.sign(table.advantage[one]) == np.sign(table.advantage[other]))


def _spread(values: Sequence[float]) -> float:
    """The least distance between two of `values`; without limit for a single one."""
    return min((b - a for a, b in pairwise(sorted(values))), default=np.inf)
