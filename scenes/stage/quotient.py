"""One answer's ratio as a quotient of two bars: new over old."""

from __future__ import annotations

from manim import DOWN, RIGHT, UP, VGroup

from grpo_core import GroupTable

from .live_number import number_text, probability_source
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
            f"rho_{index + 1} = {fraction} = {number_text(table.ratio[index], 2)}",
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
