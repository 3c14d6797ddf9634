"""What the beats of Equation may show beside the group's table, computed anew."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from grpo_core import GroupTable


def _counts(table: GroupTable) -> list[float]:
    """The sum's counter and the shares of 1/G; a last card counts the other answers."""
    return list(range(1, table.group.size + 1))


def _probes(table: GroupTable) -> list[float]:
    """Beyond the range by a quarter, where the group has no answer for a lane."""
    bound = 1 + table.eps_high
    ratio = 1.25 * bound
    sizes = [1.0, *table.advantage]
    return [ratio, *(f * a for a in sizes for f in (1, -1, ratio, -ratio, bound, -bound))]


def _size(table: GroupTable) -> list[float]:
    """Of how many answers the mean price is."""
    return [table.group.size]


def _sum(table: GroupTable) -> list[float]:
    """Each answer's share of the surrogate, of the answers without a card together; the price."""
    shares = np.minimum(table.ratio * table.advantage, table.clipped_ratio * table.advantage)
    shares = shares / len(shares)
    rests = [shares.sum() - shares[list(shown)].sum() for shown in _fours(len(shares))]
    return [*shares, *rests, -table.beta * table.kl, table.beta * table.kl]


def _fours(size: int) -> list[tuple[int, ...]]:
    """The four answers that may have cards in a group of more than six."""
    return list(combinations(range(size), 4)) if 6 < size <= 8 else []


def _at_the_start(table: GroupTable) -> list[float]:
    """At the old policy: ratio 1, surrogate 0, slope A / G, and a price of its own."""
    x = table.ref / table.old
    price = -table.beta * float((x - np.log(x) - 1).mean())
    return [0.0, 1.0, price, *(table.advantage / table.group.size)]


EQUATION = {4: _counts, 8: _probes, 9: _size, 10: _sum, 11: _at_the_start}
