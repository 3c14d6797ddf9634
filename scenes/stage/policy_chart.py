"""Policies side by side: for each answer a slot with a bar for each policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import GroupTable

from .live_number import probability_source
from .policy_bars import PolicyBar
from .theme import AXIS, LABEL, paint
from .typeset import Formula


class PolicyChart(VGroup):
    """Bars of the probabilities that `roles` ("old", "new", "reference") give to answers.

    `indices` are the answers shown, in their order. The highest bar is `height` scene
    units high. `bars[role][k]` and `names[k]` belong to the k-th answer shown.
    """

    def __init__(
        self,
        table: GroupTable,
        roles: Sequence[str],
        indices: Sequence[int],
        *,
        width: float = 10.0,
        height: float = 3.0,
        bar: float = 0.5,
    ):
        super().__init__()
        self.indices = tuple(indices)
        probabilities = {role: _probabilities(table, role)[list(indices)] for role in roles}
        self.full = height / max(row.max() for row in probabilities.values())
        self.foot = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        pitch = width / len(indices)
        self.bars = {
            role: VGroup(*(PolicyBar(p, role, width=bar, full=self.full) for p in row))
            for role, row in probabilities.items()
        }
        self.names = VGroup(*(Formula(f"o_{index + 1}", size=LABEL) for index in indices))
        for k, name in enumerate(self.names):
            middle = self.foot.get_start() + (k + 0.5) * pitch * RIGHT
            name.next_to(middle, DOWN, buff=0.2)
            for place, role in enumerate(roles):
                shift = (place - 0.5 * (len(roles) - 1)) * 1.25 * bar
                self.bars[role][k].shift(
                    middle + shift * RIGHT - self.bars[role][k].base.get_center()
                )
        self.add(self.foot, *self.bars.values(), self.names)

    def set_policy(self, role: str, probabilities: Sequence[float]) -> Self:
        """Give the bars of `role` the probabilities of the shown answers."""
        for one, probability in zip(self.bars[role], probabilities, strict=True):
            one.set_probability(float(probability))
        return self

    def number(self, role: str, k: int, size: float = LABEL) -> Formula:
        """The probability of the k-th shown answer, over its bar."""
        one = self.bars[role][k]
        label = Formula(probability_source(one.probability), size=size, role=role)
        return label.next_to(one.top(), UP, buff=0.14)


def _probabilities(table: GroupTable, role: str) -> np.ndarray:
    return {"old": table.old, "new": table.new, "reference": table.ref}[role]
