"""Policies over each other: the new one filled, the reference as a dashed outline on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import Animation, FadeIn, FadeOut, GrowFromPoint, ReplacementTransform

from grpo_core import GroupTable
from scenes.script.telling import cards_of
from scenes.stage.bar_scale import BarScale
from scenes.stage.policy_chart import PolicyChart


class Overlaid(PolicyChart):
    """A slot an answer with the bars of "new" and "reference" in one place."""

    def __init__(
        self, table: GroupTable, indices: Sequence[int], *, bar: float = 1.3, **size: Any
    ) -> None:
        super().__init__(table, ("new", "reference"), indices, overlaid=True, bar=bar, **size)

    def show(self, role: str, policy: np.ndarray) -> Self:
        """Give the bars of `role` the probabilities of `policy`, one for each answer there is."""
        return self.set_policy(role, _logs(policy[list(self.indices)]))

    def turn_from(self, chart: Overlaid) -> list[Animation]:
        """The bars of `chart` become those of the first answers here; the others appear.

        Afterwards this one takes the place of `chart`.
        """
        moves: list[Animation] = [ReplacementTransform(chart.foot, self.foot)]
        for role, mine in self.bars.items():
            theirs = chart.bars[role]
            shared = min(len(theirs), len(mine))
            pairs = zip(theirs[:shared], mine[:shared], strict=True)
            moves += [ReplacementTransform(*pair) for pair in pairs]
            moves += [*map(FadeIn, mine[shared:]), *map(FadeOut, theirs[shared:])]
        rest = self.names, self.axis
        return moves + [FadeIn(part) for part in rest if part.submobjects and part in self]

    def grow_from(self, place: np.ndarray, other: np.ndarray) -> list[Animation]:
        """The filled bars come out of `place`, the outlines out of the `other`."""
        places = {"new": place, "reference": other}
        return [FadeIn(self.foot)] + [
            GrowFromPoint(bar, places[role]) for role, bars in self.bars.items() for bar in bars
        ]

    def top(self, k: int) -> np.ndarray:
        """The middle over the higher of both bars of the k-th shown answer."""
        tops = [self.bars[role][k].top() for role in ("new", "reference")]
        return max(tops, key=lambda place: float(place[1]))


def whole_chart(
    whole: GroupTable, furthest: np.ndarray, *, width: float, height: float
) -> Overlaid:
    """Reference and new policy of the answers of `whole` that films show.

    The scale is high and deep enough for the policy `furthest`, shape ``(G,)``. Whether it is
    logarithmic, the reference decides: a bar that goes to 0 is no reason.
    """
    shown = list(cards_of(whole))
    reference = whole.ref_logp[shown]
    reached = np.concatenate([reference, _logs(furthest[shown])])
    scale = BarScale(reached, height, is_log=BarScale.needs_log(reference))
    return Overlaid(whole, shown, width=width, scale=scale)


def _logs(policy: np.ndarray) -> np.ndarray:
    """Natural logarithms of probabilities, of 0 that of the least float64."""
    return np.log(np.maximum(policy, np.finfo(float).tiny))
