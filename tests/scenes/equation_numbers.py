"""What the beats of Equation may show beside the group's table, computed anew."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from grpo_core import GroupTable, evaluate_group, first_step, no_update


def _answers(table: GroupTable) -> list[float]:
    """Numbers that stand for answers, and how many there are or are not shown."""
    return list(range(1, table.group.size + 1))


def _term(table: GroupTable) -> list[float]:
    """How the term climbs: the range, and a probe where the group has no such answer."""
    bound = 1 + table.eps_high
    ratio = 1.25 * bound
    sizes = [1.0, *table.advantage]
    return [table.eps_high, ratio, *(f * a for a in sizes for f in (1, ratio, bound))]


def _verdict(table: GroupTable) -> list[float]:
    """The blocks of Y, of no update and of X, what they come to, and how far they are apart."""
    x = evaluate_group(first_step(table.group))
    none = evaluate_group(no_update(table.group))
    ends = [x.objective, none.objective, table.objective, x.surrogate, x.price]
    apart = [abs(a - b) for a, b in combinations(ends[:3], 2)]
    return [*_blocks(table), *_blocks(none), *_blocks(x), *ends, *apart]


def _blocks(table: GroupTable) -> list[float]:
    """Each answer's share of the surrogate, of some answers together, and the price."""
    parts = table.ratio * table.advantage, table.clipped_ratio * table.advantage
    shares = np.minimum(*parts) / table.group.size
    rests = [shares.sum() - shares[list(few)].sum() for few in _fours(len(shares))]
    return [*shares, *rests, -table.beta * table.kl]


def _fours(size: int) -> list[tuple[int, ...]]:
    """The four answers that may be shown of a larger group."""
    return list(combinations(range(size), 4)) if 4 < size <= 8 else []


def _hill(table: GroupTable) -> list[float]:
    """Where clips begin to bind on the way to Y, the highest point, where it is 0 again.

    Along the straight way the ratio of an answer is ``1 + t (rho - 1)``, so an answer's term
    bends where that reaches its bound.
    """
    rho, a = table.ratio, table.advantage
    bounds = np.where(a > 0, 1 + table.eps_high, 1 - table.eps_low)
    with np.errstate(divide="ignore", invalid="ignore"):
        bends = (bounds - 1) / (rho - 1)
    bends = [t for t, sign in zip(bends, a, strict=True) if sign and 0 < t < 1]

    def gain(t: float) -> float:
        at = 1 + t * (rho - 1)
        held = np.clip(at, 1 - table.eps_low, 1 + table.eps_high)
        return float(np.minimum(at * a, held * a).mean())

    knots = [0.0, *sorted(bends), 1.0]
    heights = [gain(t) for t in knots]
    zeros = [
        t + (u - t) * g / (g - h)
        for t, u, g, h in zip(knots, knots[1:], heights, heights[1:], strict=False)
        if g > 0 > h
    ]
    without = float((rho * a).mean())
    return [*knots, *heights, *zeros, without, table.eps_low, table.eps_high]


def _slope(table: GroupTable) -> list[float]:
    """At the old policy: the gain 0, pushes A / G; and where one step up the slope ends."""
    x = evaluate_group(first_step(table.group))
    pushes = table.advantage / table.group.size
    rests = [pushes.sum() - pushes[list(few)].sum() for few in _fours(len(pushes))]
    return [0.0, 1.0, *pushes, *rests, x.surrogate, *x.ratio, *x.new, *_hill(table)]


def _parts(table: GroupTable) -> list[float]:
    """What is left of each ratio beyond whole old bars."""
    return list(table.ratio % 1.0)


def _drops(_: GroupTable) -> list[float]:
    """How many of two dozen drops of the needle have hit a stretch."""
    return list(range(25))


def _means(table: GroupTable) -> list[float]:
    """The mean reward under both updates, where the group lists all answers."""
    x = evaluate_group(first_step(table.group))
    return [float(one.new @ one.rewards) for one in (x, table)]


_MORE = {
    **{1: _means, 2: _drops, 4: _parts, 6: _term, 7: _term},
    **{10: _verdict, 11: _hill, 12: _slope, 13: _verdict},
}


def _of(number: int):
    return lambda table: [*_answers(table), *(_MORE[number](table) if number in _MORE else [])]


EQUATION = {number: _of(number) for number in range(1, 14)}
