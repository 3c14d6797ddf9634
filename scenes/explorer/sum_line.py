"""The sums of a group on one line: surrogate, minus beta times the mean k3, is J."""

from __future__ import annotations

from manim import VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, READOUT
from scenes.stage.typeset import Formula

_LINE, _NAMES = 2.92, 3.46  # where numbers and their names stand
_LEFT, _GAP = -6.5, 0.3
_MOST = 5  # decimals


class SumLine(VGroup):
    """`numbers` in one row, all of one precision, and `names` over them."""

    def __init__(self, table: GroupTable):
        decimals = next(d for d in range(3, _MOST + 1) if d == _MOST or _agrees(table, d))
        self.decimals = decimals

        def said(value: float) -> str:
            return without_zero(number_text(value, decimals))

        name = quoted(say("explorer.one_number.surrogate"))
        columns = [
            (said(table.surrogate), name, "text"),
            ("−", "", "text"),
            (without_zero(f"{table.beta:g}"), "beta", "text"),
            ("times", "", "text"),
            (said(table.kl), '"mean" thin k_3', "reference"),
            ("=", "", "text"),
            (said(table.objective), "J", "text"),
        ]
        self.numbers = VGroup(*(Formula(text, size=FORMULA, role=r) for text, _, r in columns))
        self.names = VGroup(*(Formula(n, size=READOUT, role="muted") for _, n, _ in columns if n))
        pairs = [number for number, (_, n, _) in zip(self.numbers, columns, strict=True) if n]
        widths = {id(number): name.width for number, name in zip(pairs, self.names, strict=True)}
        pen = _LEFT
        for number in self.numbers:
            width = max(number.width, widths.get(id(number), 0.0))
            number.move_to([pen + 0.5 * width, _LINE, 0])
            stand_on(number, _LINE - 0.14)
            pen += width + _GAP
        for number, name in zip(pairs, self.names, strict=True):
            stand_on(name.move_to([number.get_x(), _NAMES, 0]), _NAMES - 0.12)
        super().__init__(self.numbers, self.names)

    @property
    def surrogate(self) -> Formula:
        """The first number."""
        return self.numbers[0]

    @property
    def price(self) -> VGroup:
        """What is taken from it."""
        return VGroup(*self.numbers[1:5])

    @property
    def objective(self) -> VGroup:
        """What is left."""
        return VGroup(*self.numbers[5:])


def _agrees(table: GroupTable, decimals: int) -> bool:
    """Whether the numbers as printed give the last one as printed."""
    s, kl, j = (round(x, decimals) for x in (table.surrogate, table.kl, table.objective))
    return round(s - table.beta * kl, decimals) == j
