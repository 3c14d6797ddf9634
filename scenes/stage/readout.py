"""A panel of named numbers that change while something moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from manim import LEFT, RIGHT, Line, VGroup

from .live_number import LiveNumber
from .panel import panel
from .places import stand_on
from .theme import HAIRLINE, READOUT, paint
from .typeset import Formula

_ROW = 0.72
_PAD = 0.32


class ReadOut(VGroup):
    """Rows of a formula and its number; the last row may stand under a rule as the result."""

    def __init__(
        self,
        rows: Mapping[str, tuple[str, str]],
        *,
        width: float = 3.7,
        decimals: int = 2,
        result: bool = True,
        size: float = READOUT,
        signed: Collection[str] = (),
    ):
        """`rows` gives each name its formula's source and its role.

        The numbers of the rows in `signed` have a plus where they are above 0.
        """
        super().__init__()
        height = _ROW * len(rows) + 2 * _PAD - 0.1
        self.body = panel(width, height)
        self.add(self.body)
        self.names, self.numbers = {}, {}
        for place, (name, (source, role)) in enumerate(rows.items()):
            y = self.body.get_top()[1] - _PAD - _ROW * (place + 0.45)
            label = Formula(source, size=size, role=role)
            label.align_to(self.body.get_left() + 0.28 * RIGHT, LEFT)
            number = LiveNumber(0.0, decimals, sign=name in signed, size=size, role=role)
            number.move_to([0, y, 0]).align_to(self.body.get_right() + 0.28 * LEFT, RIGHT)
            stand_on(label, number)
            self.names[name], self.numbers[name] = label, number
            self.add(label, number)
        if result:
            self.rule = Line(self.body.get_left() + 0.2 * RIGHT, self.body.get_right() + 0.2 * LEFT)
            self.rule.set_stroke(paint("hairline"), HAIRLINE)
            last = list(self.numbers.values())[-1].get_y()
            self.rule.set_y(last + 0.5 * _ROW)
            self.add(self.rule)

    def show(self, **values: float) -> None:
        """Set the numbers of the named rows."""
        for name, value in values.items():
            self.numbers[name].set_value(float(value))

    def set_role(self, name: str, role: str) -> None:
        """Colour a row by `role`."""
        self.names[name].set_color(paint(role))
        self.numbers[name].set_role(role)
