"""Which answers push, and which way: as it is, and as it is often mistaken for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grpo_core import GroupTable
from scenes.script.cases import pushes
from scenes.script.words import say


def ways_to_push(over: GroupTable, before: GroupTable, shown: Sequence[int]) -> dict[str, str]:
    """The ways of the answers `shown` once all coins are turned `over`, in words.

    The mistakes: that all push, that none outside the window does, that nothing has changed.
    """
    inside = (1 - over.eps_low < over.ratio) & (over.ratio < 1 + over.eps_high)
    return {
        "ways": _said(over.advantage * pushes(over), shown),
        "unclipped": _said(over.advantage, shown),
        "two_sided": _said(over.advantage * inside, shown),
        "as_before": _said(before.advantage * pushes(before), shown),
    }


def _said(ways: np.ndarray, shown: Sequence[int]) -> str:
    """Which answers go up, down and nowhere, by the sign of `ways` (G,)."""
    signs = {"up": 1, "down": -1, "off": 0}
    rows = {
        way: ", ".join(str(i + 1) for i in shown if np.sign(ways[i]) == sign)
        for way, sign in signs.items()
    }
    nobody = say("explorer.your_turn.nobody")
    return say("explorer.your_turn.ways", **{way: row or nobody for way, row in rows.items()})
