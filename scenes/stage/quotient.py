"""One answer's ratio as a quotient of two bars: new over old."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import logp_source, ratio_source

from .policy_bars import PolicyBar
from .theme import FORMULA, READOUT
from .typeset import Formula

_NAME = 48  # of pi_old: large enough for its subscript to be read
_APART = 0.4  # so far two numbers do not read as one


class Quotient(VGroup):
    """The old and the new bar of answer `index`, and rho = new/old beside them.

    `scale` makes it for a close-up: .35 for a view that is .35 of home. `steps` are the
    parts that come one after the other, `quotient` the formula that is built from them.
    """

    def __init__(self, table: GroupTable, index: int, *, scale: float = 1.0):
        logs = {"old": float(table.old_logp[index]), "new": float(table.new_logp[index])}
        old, new = map(logp_source, logs.values())
        highest = max(logs.values())
        self.bars = VGroup()
        for role, logp in logs.items():
            self.bars.add(PolicyBar(np.exp(logp - highest), role, width=0.85, full=3.6))
        self.bars.arrange(RIGHT, buff=0.85, aligned_edge=DOWN)
        self.names = VGroup(
            Formula('pi_"old"', size=_NAME, role="old"), Formula("pi_theta", size=_NAME, role="new")
        )
        self.numbers = VGroup(
            Formula(old, size=READOUT, role="old"),
            Formula(new, size=READOUT, role="new"),
        )
        for bar, name, number in zip(self.bars, self.names, self.numbers, strict=True):
            name.next_to(bar, DOWN, buff=0.22)
            number.next_to(bar.top(), UP, buff=0.18)
        over = self.numbers[0].get_right()[0] + _APART - self.numbers[1].get_left()[0]
        for number, side in zip(self.numbers, (LEFT, RIGHT), strict=True):
            number.shift(max(0.0, 0.5 * over) * side)
        fraction = f"{{{{ {new} : new }}}} / {{{{ {old} : old }}}}"
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
