"""Which group and which of its answers the film tells, and how far its knobs are turned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grpo_core import (
    GroupTable,
    WorkedGroup,
    evaluate_group,
    is_silent,
    load_group,
    surrogate_breaks,
)
from scenes.script.cases import find_case, pushes
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import CASES, ranking
from scenes.stage.reward_line import reward_text

_NARROW, _LOW, _HIGH = 0.05, 0.6, 1.0  # the least epsilon that can be seen, and the largest ones
_NEAREST, _FURTHEST = 0.02, 3.2  # of ratios that can be told on one axis
_LONGEST = 6  # characters of a reward
_STEEPEST, _DEAREST = 20.0, 4.0  # an advantage, and a mean k3 in units of what counts most
_TWENTIETH = 0.05  # epsilon is turned to a round number
_WIDE, _FULL = 0.6, 1.0  # how far epsilon is turned at least where nothing wakes, and beta


@dataclass(frozen=True, eq=False)
class ToldGroup:
    """A group as the film tells it: `table`, and of its answers those that are `shown`."""

    table: GroupTable
    shown: tuple[int, ...]

    @property
    def group(self) -> WorkedGroup:
        """The answers with their settings."""
        return self.table.group

    @property
    def left_out(self) -> int:
        """How many answers have no panel."""
        return self.group.size - len(self.shown)

    @cached_property
    def hero(self) -> int:
        """The answer that is told first: a good one past its bound, or the first that is shown."""
        first = find_case(self.table, 1, above=True).index
        return self.shown[0] if first is None or first not in self.shown else first

    @cached_property
    def wakes(self) -> bool:
        """Whether a clipped answer that is shown pushes again under a wider epsilon."""
        return bool(self.table.binds[list(self.shown)].any())

    @cached_property
    def turned(self) -> float:
        """To where epsilon is turned: until all that is shown pushes, or until one stops.

        Where no answer went the right way far enough it is turned wide, and nothing changes.
        """
        own = max(self.table.eps_low, self.table.eps_high)
        if self.wakes:
            shown = list(self.shown)
            distance = np.abs(self.table.ratio - 1)[shown][self.table.binds[shown]]
            return max(own, _TWENTIETH * float(np.floor(distance.max() / _TWENTIETH + 1)))
        moved = [e for e in surrogate_breaks(self.group) if _NARROW < e < own]
        return 0.6 * float(moved[-1]) if moved else max(own, _WIDE)

    def with_epsilon(self, share: float) -> GroupTable:
        """The group with epsilon on its way from its own, 0, to where it is turned, 1."""
        low, high = self._bounds(share)
        return evaluate_group(self.group, eps_low=low, eps_high=high)

    def _bounds(self, share: float) -> tuple[float, float]:
        """Epsilon below and above 1 at a share of its way."""
        further = max if self.opens else min
        low, high = (
            (1 - share) * own + share * further(own, self.turned)
            for own in (self.table.eps_low, self.table.eps_high)
        )
        return low, high

    @property
    def opens(self) -> bool:
        """Whether epsilon is turned up; else it is turned down."""
        return self.turned >= max(self.table.eps_low, self.table.eps_high)

    @property
    def most_beta(self) -> float:
        """To where beta is turned."""
        return max(_FULL, 3 * self.table.beta)

    def with_beta(self, beta: float) -> GroupTable:
        """The group under another price of drift."""
        return evaluate_group(self.group, beta=beta)

    def with_both(self, share: float) -> GroupTable:
        """The group with epsilon on its way as above until 1, then beta on its way to 0 until 2."""
        low, high = self._bounds(min(share, 1.0))
        beta = min(1.0, 2.0 - share) * self.table.beta
        return evaluate_group(self.group, eps_low=low, eps_high=high, beta=beta)

    @cached_property
    def turned_over(self) -> GroupTable:
        """The group with every coin turned over: the best reward becomes the worst."""
        r = self.table.rewards
        return evaluate_group(replace(self.group, rewards=r.max() + r.min() - r))

    def pushes_back(self, table: GroupTable) -> bool:
        """Whether all shown answers that push in `table` had gone the wrong way."""
        which = [i for i in self.shown if pushes(table)[i]]
        return bool(which) and all((table.ratio[i] - 1) * table.advantage[i] < 0 for i in which)

    def pushing(self, table: GroupTable) -> int:
        """How many of the shown answers push in `table`."""
        return int(pushes(table)[list(self.shown)].sum())


def told(table: GroupTable) -> ToldGroup:
    """`table` with its most telling answers, or the worked group where it cannot be drawn.

    That is where no answer is compared, where the range is too narrow or too wide to be seen,
    where fewer than two answers have a ratio within the picture, and where a number dwarfs all.
    """
    in_view = _NARROW <= table.eps_low <= _LOW and _NARROW <= table.eps_high <= _HIGH
    near = [i for i in ranking(table) if _NEAREST <= table.ratio[i] <= _FURTHEST]
    shown = sorted([i for i in near if table.advantage[i]][:CASES])
    if in_view and not is_silent(table.rewards) and len(shown) > 1 and _can_be_seen(table, shown):
        return ToldGroup(table, tuple(shown))
    return told(evaluate_group(load_group(WORKED_GROUP)))


def _can_be_seen(table: GroupTable, shown: list[int]) -> bool:
    """Whether coins have room for their digits, and neither a term nor the drift dwarfs all."""
    least, most = table.rewards.min(), table.rewards.max()
    rewards = [*table.rewards[shown], *(least + most - table.rewards[shown])]
    are_short = max(len(reward_text(float(r))) for r in rewards) <= _LONGEST
    heaviest = float(np.abs(table.value[shown]).max())
    is_steep = float(np.abs(table.advantage).max()) > _STEEPEST
    return are_short and not is_steep and table.kl <= _DEAREST * heaviest
