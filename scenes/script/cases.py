"""Which answers of a group show the cases of clipping; probes where the group has none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grpo_core import GroupTable
from grpo_core.surrogate import BOUND_TOLERANCE

_FURTHEST = 4.0  # a ratio beyond this would flatten the picture around the clip range


@dataclass(frozen=True)
class Case:
    """A point on the surrogate: an answer (`index`) or a made-up probe (None)."""

    ratio: float
    advantage: float
    index: int | None

    @property
    def name(self) -> str:
        """The case's formula source: o_i, or rho for a probe."""
        return "rho" if self.index is None else f"o_{self.index + 1}"


def find_case(table: GroupTable, sign: int, *, above: bool) -> Case:
    """The answer with this sign of A beyond this side of the clip range, or a probe.

    Of several answers the one nearest to the probe's ratio is taken.
    """
    probe = _probe_ratio(table, above)
    # What is on the bound but for the rounding of its ratio, such as .42 / .35, is not beyond.
    bound = 1 + table.eps_high + BOUND_TOLERANCE if above else 1 - table.eps_low - BOUND_TOLERANCE
    beyond = table.ratio > bound if above else table.ratio < bound
    fits = beyond & (np.sign(table.advantage) == sign) & (table.ratio < _FURTHEST)
    if not fits.any():
        return Case(probe, _typical_advantage(table, sign), None)
    best = int(np.where(fits, np.abs(table.ratio - probe), np.inf).argmin())
    return Case(float(table.ratio[best]), float(table.advantage[best]), best)


def _typical_advantage(table: GroupTable, sign: int) -> float:
    """The group's first advantage of this sign; the sign itself if there is none."""
    same = table.advantage[np.sign(table.advantage) == sign]
    return float(same[0]) if len(same) else float(sign)


def pushes(table: GroupTable) -> np.ndarray:
    """Which answers still push: not clipped, and with an advantage to push with."""
    return ~table.binds & (table.advantage != 0)


def _probe_ratio(table: GroupTable, above: bool) -> float:
    if above:
        return 1.25 * (1 + table.eps_high)
    return 0.75 * (1 - table.eps_low) if table.eps_low < 1 else 0.5
