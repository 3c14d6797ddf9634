"""The symbol of a policy beside one of its bars."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VGroup

from scenes.stage.placement import find_place
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

NEAR = 0.45  # so far from a thing its label may stand and be read with it, scene units


def name_a_bar(
    chart: PolicyChart, source: str, role: str, side: np.ndarray, taken: list[Mobject]
) -> VGroup:
    """The symbol of `role` beside the first of its bars where there is room, if there is one."""
    obstacles = [
        chart.foot,
        *chart.axis.get_family(),
        *taken,
        *(one.bar for bars in chart.bars.values() for one in bars),
    ]
    for one in chart.bars[role]:
        name = Formula(source, size=LABEL, role=role)
        rest = [thing for thing in obstacles if thing is not one.bar]
        if find_place(name, one.bar, rest, directions=[side], buff=0.12, reach=NEAR):
            return VGroup(name)
    return VGroup()
