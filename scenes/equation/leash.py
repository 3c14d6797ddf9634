"""How far the new policy is from the reference, answer by answer, as leashes of length k3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, UP, VGroup, VMobject
from manim.utils.bezier import partial_bezier_points

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.theme import LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula

_ROLES = ("new", "reference")


class LeashChart(VGroup):
    """New and reference bars of the shown answers; from foot to foot hangs a leash.

    A leash hangs down by `drop` times the answer's share of the largest k3 shown.
    """

    def __init__(
        self,
        table: GroupTable,
        indices: Sequence[int],
        *,
        width: float,
        height: float,
        drop: float,
        scale: float = 1.0,
    ):
        self.table = table
        bar = min(0.9 * scale, 0.26 * width / len(indices))
        chart = PolicyChart(
            table,
            _ROLES,
            indices,
            width=width,
            height=height,
            bar=bar,
            type_size=scale,
            room_inside=True,
        )
        chart.remove(chart.names)
        self.chart, self.drop = chart, drop
        self.largest = float(table.k3[list(indices)].max()) or 1.0
        self.leashes = VGroup(*(VMobject() for _ in indices))
        self.names, self.numbers = VGroup(), VGroup()
        for k, index in enumerate(indices):
            self.leashes[k].set_stroke(paint("reference"), MAIN_CURVE)
            self.set_share(k, 1.0)
            number = Formula(number_text(float(table.k3[index]), 3), size=LABEL * scale)
            self.numbers.add(number.next_to(self.leashes[k], DOWN, buff=0.14 * scale))
            self.names.add(Formula(f"o_{index + 1}", size=LABEL * scale))
            pair = VGroup(chart.bars["new"][k].bar, chart.bars["reference"][k].bar)
            self.names[k].next_to(pair, UP, buff=0.16 * scale)
        super().__init__(chart, self.leashes, self.numbers, self.names)

    def set_share(self, k: int, share: float) -> Self:
        """Let the k-th leash hang down by `share` of its length."""
        new, reference = (self.chart.bars[role][k].base.get_center() for role in _ROLES)
        depth = share * self.drop * float(self.table.k3[self.chart.indices[k]]) / self.largest
        pull = 4 / 3 * depth * DOWN  # the control points of a curve that comes down by depth
        curve = np.array([new, new + pull, reference + pull, reference])
        # In two halves, so that the lowest point is one of the curve's own.
        self.leashes[k].set_points(
            np.concatenate([partial_bezier_points(curve, *half) for half in ((0, 0.5), (0.5, 1))])
        )
        return self
