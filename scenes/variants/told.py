"""The group that the film tells: the user's own, where its beads share a plot."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grpo_core import GroupTable, evaluate_group, group_advantages, is_silent, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import ranking

LEAST_REACH, _BEYOND = 2.0, 1.13  # of the axis of ratios
_OVER_LABEL = 1.39  # and up to how many times a worse answer's, whose label hangs over the foot
_OVER_NAMES = 1.66  # and of the upper gate's, beside which the names of its heights stand
_NEAREST, _FURTHEST = 0.2, 3.0  # the ratios that have room for a label
_NARROW, _WIDE = 0.05, 0.6  # the epsilons that can be seen
_FLAT, _STEEP = 0.2, 1.3  # undivided advantages that are seen, in sizes of the divided ones
_MOST, _ROOM = 6, 0.16  # beads; from one to the next of its sign, in widths of the plot


def told(table: GroupTable) -> GroupTable:
    """`table`, or the worked group's where that has to stand in."""
    return evaluate_group(load_group(WORKED_GROUP)) if has_stand_in(table) else table


def has_stand_in(table: GroupTable) -> bool:
    """Whether the worked group stands in: `table` is silent, or cannot be drawn."""
    if is_silent(table.rewards):
        return True
    sizes = [undivided(table, others_only=others) for others in (True, False)]
    in_view = all(_NARROW <= eps <= _WIDE for eps in (table.eps_low, table.eps_high))
    both = {sign for i in beads_of(table) for sign in (-1, 1) if sign * table.advantage[i] > 0}
    return not in_view or len(both) < 2 or not _FLAT <= min(sizes) <= max(sizes) <= _STEEP


def beads_of(table: GroupTable) -> list[int]:
    """The most telling answers that have an advantage, and room beside others of their sign."""
    everyone = range(len(table.ratio))
    spread = [_spread(table, reach(table, everyone)) for reach in (_reach, _least_reach)]
    return max(spread, key=len)


def _spread(table: GroupTable, reach: float) -> list[int]:
    """Those that have room on an axis up to `reach`."""
    shown: list[int] = []
    for i in ranking(table):
        rho, A = table.ratio[i], table.advantage[i]
        others = [k for k in shown if A * table.advantage[k] > 0]
        near = any(abs(rho - table.ratio[k]) < _ROOM * reach for k in others)
        if A and _NEAREST <= rho <= _FURTHEST and not near:
            shown.append(i)
    return sorted(shown[:_MOST])


def reach_of(table: GroupTable) -> float:
    """Up to which ratio the axis goes: so far that all labels lie inside it, unless answers
    would have no room then."""
    shown = beads_of(table)
    reach = _reach(table, shown)
    return reach if _spread(table, reach) == shown else _least_reach(table, shown)


def _least_reach(table: GroupTable, answers: Iterable[int]) -> float:
    """Up to which ratio the beads of these reach."""
    return max(LEAST_REACH, _BEYOND * min(max(float(table.ratio[i]) for i in answers), _FURTHEST))


def _reach(table: GroupTable, answers: Iterable[int]) -> float:
    """Up to which ratio the axis goes for these: their beads and labels lie inside it."""
    reach = max(LEAST_REACH, _OVER_NAMES * (1 + table.eps_high))
    for i in answers:
        times = _BEYOND if table.advantage[i] >= 0 else _OVER_LABEL
        reach = max(reach, times * min(float(table.ratio[i]), _FURTHEST))
    return min(reach, _BEYOND * _FURTHEST)


def undivided(table: GroupTable, *, others_only: bool = False) -> float:
    """How large advantages are without a division, in sizes of the group's own.

    With `others_only` an answer is compared with the mean of the others.
    """
    baseline = "leave_one_out" if others_only else "mean"
    plain = group_advantages(table.rewards, scale="none", baseline=baseline)
    far = int(np.abs(table.advantage).argmax())
    return float(plain[far] / table.advantage[far])
