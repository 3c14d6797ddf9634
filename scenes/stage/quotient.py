"""One answer's ratio as a quotient of two bars: new over old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import GroupTable

from .live_number import probability_source, ratio_source
from .policy_bars import PolicyBar
from .theme import FORMULA, READOUT
from .typeset import Formula

_NAME = 48  # of pi_old: large enough for its subscript to be read


class Quotient(VGroup):
    """The old and the new bar of answer `index`, and rho = new/old beside them.

    `scale` makes it for a close-up: .35 for a view that is .35 of home. `steps` are the
    parts that come one after the other, `quotient` the formula that is built from them.
    """

    def __init__(self, table: GroupTable, index: int, *, scale: float = 1.0):
        old, new = float(table.old[index]), float(table.new[index])
        full = 3.6 / max(old, new)
        self.bars = VGroup(PolicyBar(old, "old", width=0.85, full=full))
        self.bars.add(PolicyBar(new, "new", width=0.85, full=full))
        self.bars.arrange(RIGHT, buff=0.85, aligned_edge=DOWN)
        self.names = VGroup(
            Formula('pi_"old"', size=_NAME, role="old"), Formula("pi_theta", size=_NAME, role="new")
        )
        self.numbers = VGroup(
            Formula(probability_source(old), size=READOUT, role="old"),
            Formula(probability_source(new), size=READOUT, role="new"),
        )
        for bar, name, number in zip(self.bars, self.names, self.numbers, strict=True):
            name.next_to(bar, DOWN, buff=0.22)
            number.next_to(bar.top(), UP, buff=0.18)
        fraction = (
            f"{{{{ {probability_source(new)} : new }}}} / {{{{ {probability_source(old)} : old }}}}"
        )
        self.quotient = Formula(
            f"rho_{index + 1} = {fraction} = {ratio_source(table.ratio[index])}",
            size=FORMULA,
            new="new",
            old="old",
        )
        self.quotient.next_to(self.bars, RIGHT, buff=1.3)
        super().__init__(self.bars, self.names, self.numbers, self.quotient)
        self.scale(scale)

    def steps(self) -> list[tuple[PolicyBar, VGroup]]:
        """For old, then new: the bar, and its name with its number."""
        pairs = zip(self.bars, self.names, self.numbers, strict=True)
        return [(bar, VGroup(name, number)) for bar, name, number in pairs]


class SteppedQuotient(VGroup):
    """The old and the new bar of one answer after another, all on one scale.

    The bars stand on `foot` (the middle between them). `numbers` and `equation` make the
    texts of one answer, `walk` a setter that takes the bars from one answer to another.
    """

    def __init__(
        self,
        table: GroupTable,
        indices: Sequence[int],
        foot: np.ndarray,
        *,
        height: float,
        scale: float = 1.0,
    ):
        self.table, self.indices, self.factor = table, tuple(indices), scale
        highest = max(float(max(table.old[i], table.new[i])) for i in indices)
        self.bars = VGroup()
        for role, side in (("old", LEFT), ("new", RIGHT)):
            bar = PolicyBar(0.0, role, width=0.85 * scale, full=height / highest)
            bar.shift(foot + 0.95 * scale * side - bar.base.get_center())
            self.bars.add(bar)
        self.names = VGroup(
            Formula('pi_"old"', size=_NAME * scale, role="old"),
            Formula("pi_theta", size=_NAME * scale, role="new"),
        )
        for bar, name in zip(self.bars, self.names, strict=True):
            name.next_to(bar.base, DOWN, buff=0.2 * scale)
        super().__init__(self.bars, self.names)

    def show(self, index: int) -> Self:
        """Give the bars the probabilities of answer `index`."""
        return self._set(float(self.table.old[index]), float(self.table.new[index]))

    def walk(self, start: int, end: int) -> Callable[[float], None]:
        """A setter from answer `start` (0) to answer `end` (1)."""
        pairs = [(row[start], row[end]) for row in (self.table.old, self.table.new)]

        def step(share: float) -> None:
            self._set(*(float((1 - share) * a + share * b) for a, b in pairs))

        return step

    def _set(self, old: float, new: float) -> Self:
        for bar, probability in zip(self.bars, (old, new), strict=True):
            bar.set_probability(probability)
        return self

    def numbers(self, index: int) -> VGroup:
        """Both probabilities of answer `index`, where its bars end."""
        labels = VGroup()
        pairs = zip(self.bars, ("old", "new"), (self.table.old, self.table.new), strict=True)
        for bar, role, row in pairs:
            text = probability_source(float(row[index]))
            label = Formula(text, size=READOUT * self.factor, role=role)
            there = bar.copy().set_probability(float(row[index]))
            labels.add(label.next_to(there.top(), UP, buff=0.18 * self.factor))
        return labels

    def equation(self, index: int, size: float) -> Formula:
        """``= new / old = rho`` with the numbers of answer `index`; its parts have these names."""
        new, old = (
            probability_source(float(row[index])) for row in (self.table.new, self.table.old)
        )
        ratio = ratio_source(float(self.table.ratio[index]))
        source = f"= {{{{ {new} : new }}}} / {{{{ {old} : old }}}} = {{{{ {ratio} : ratio }}}}"
        return Formula(source, size=size, new="new", old="old")
