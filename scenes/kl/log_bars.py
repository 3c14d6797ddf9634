"""Log-ratios of answers as signed bars on one line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeOut, Line, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.theme import AXIS, LABEL, paint
from scenes.stage.typeset import Formula

from .signed_block import SignedBlock

DECIMALS = 3  # of a divergence and its estimates, in all pictures
RISE = 2.0  # scene units, of the answer that moved most
_BAR = 0.95
_LEAST = 1e-9  # nats; below, nothing has moved


def nat_unit(values: np.ndarray, rise: float = RISE) -> float:
    """Scene units for one nat, so that the largest of `values` is `rise` high."""
    most = float(np.abs(values).max())
    return rise / most if most > _LEAST else 1.0


class LogBars(VGroup):
    """k1 = ln(new / ref) of the answers `indices`; `blocks[k]` is the k-th of them.

    The line lies at the height `zero`; names stand on its free side, numbers at the tips.
    """

    def __init__(
        self, table: GroupTable, indices: Sequence[int], *, width: float = 11.6, zero: float = -0.1
    ):
        super().__init__()
        heights = table.k1[list(indices)]
        unit = nat_unit(table.k1)
        self.line = Line([-width / 2, zero, 0], [width / 2, zero, 0]).set_stroke(
            paint("muted"), AXIS
        )
        self.blocks, self.names, self.numbers = VGroup(), VGroup(), VGroup()
        pitch = width / len(heights)
        for k, (index, height) in enumerate(zip(indices, heights, strict=True)):
            foot = self.line.get_start() + (k + 0.5) * pitch * RIGHT
            ends = foot + 0.5 * _BAR * LEFT, foot + 0.5 * _BAR * RIGHT
            block = SignedBlock().stand(*ends, unit * height)
            away = UP if height >= 0 else DOWN
            name = Formula(f"o_{index + 1}", size=LABEL).next_to(foot, -away, buff=0.2)
            text = number_text(height, DECIMALS, sign=True)
            number = Formula(text, size=LABEL).next_to(block.tip(), away, buff=0.16)
            for group, part in zip(
                (self.blocks, self.names, self.numbers), (block, name, number), strict=True
            ):
                group.add(part)
        self.add(self.line, self.blocks, self.names, self.numbers)

    def grow_from(self, chart: PolicyChart) -> list[Animation]:
        """The bars of `chart` become those of the logarithms, two each one."""
        places = list(zip(chart.bars["reference"], chart.bars["new"], self.blocks, strict=True))
        return [
            ReplacementTransform(chart.foot, self.line),
            *(FadeOut(old, target_position=new.bar, scale=0.7) for old, new, _ in places),
            *(
                ReplacementTransform(block.as_bar(new.bar, "new"), block)
                for _, new, block in places
            ),
        ]
