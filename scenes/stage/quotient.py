"""One answer's ratio as a quotient of two bars: new over old."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import logp_source, ratio_source

from .placement import touches
from .policy_bars import PolicyBar
from .policy_chart import PolicyChart
from .theme import FORMULA, READOUT
from .typeset import Formula

_NAME = 48  # of pi_old: large enough for its subscript to be read
_ROLES = ("old", "new")
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


class QuotientRow(VGroup):
    """Pairs of old and new bars of some answers side by side; one ratio after another.

    All bars are on one scale and stand on `chart.foot`; with the axis of a logarithmic scale
    it is `width` wide. `numbers` and `equation` make the texts of the k-th pair, `names` the
    policies' under its bars.
    """

    def __init__(
        self,
        table: GroupTable,
        indices: Sequence[int],
        *,
        width: float,
        height: float,
        scale: float = 1.0,
    ):
        self.table, self.factor = table, scale
        bar = min(1.0 * scale, 0.33 * width / len(indices))
        self.chart = PolicyChart(
            table,
            _ROLES,
            indices,
            width=width,
            height=height,
            log_height=0.72 * height,  # long numbers stand over each other
            bar=bar,
            type_size=scale,
            room_inside=True,
        )
        self.chart.remove(self.chart.names)
        super().__init__(self.chart)

    def pair(self, k: int) -> list[PolicyBar]:
        """The old and the new bar of the k-th answer."""
        return [self.chart.bars[role][k] for role in _ROLES]

    def names(self, k: int) -> VGroup:
        """What the two policies are called, under the bars of the k-th answer."""
        sources = ('pi_"old"', "pi_theta")
        names = VGroup()
        for bar, role, source in zip(self.pair(k), _ROLES, sources, strict=True):
            name = Formula(source, size=_NAME * self.factor, role=role)
            names.add(name.next_to(bar.base, DOWN, buff=0.2 * self.factor))
        return names

    def numbers(self, k: int) -> VGroup:
        """Both probabilities of the k-th answer over its bars, clear of both and each other."""
        numbers = VGroup(*(self.chart.number(role, k, READOUT * self.factor) for role in _ROLES))
        bars = [bar.bar for row in self.chart.bars.values() for bar in row]
        for number, other, side in zip(numbers, reversed(self.pair(k)), (LEFT, RIGHT), strict=True):
            if touches(number, other.bar, 0.04 * self.factor):
                height = number.get_y()
                number.next_to(other.bar, side, buff=0.1 * self.factor).set_y(height)
            if any(touches(number, bar, 0.04 * self.factor) for bar in bars):
                number.next_to(other.top(), UP, buff=0.28 * self.factor)
        low, high = sorted(numbers, key=lambda number: number.get_y())
        if touches(low, high, 0.1 * self.factor):
            high.next_to(low, UP, buff=0.16 * self.factor).set_x(high.get_x())
        return numbers

    def equation(self, k: int, size: float) -> Formula:
        """``= new / old = rho`` with the numbers of the k-th answer; its parts have these names."""
        index = self.chart.indices[k]
        new, old = (
            logp_source(float(row[index])) for row in (self.table.new_logp, self.table.old_logp)
        )
        ratio = ratio_source(float(self.table.ratio[index]))
        source = f"= {{{{ {new} : new }}}} / {{{{ {old} : old }}}} = {{{{ {ratio} : ratio }}}}"
        return Formula(source, size=size, new="new", old="old")
