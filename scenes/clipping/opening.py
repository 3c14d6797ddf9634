"""The window opens over the answers' ratios, and lamps come on as it passes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Rectangle, VGroup

from grpo_core import GroupTable, clipped_surrogate
from scenes.script.numerals import ratio_source
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.lamp import Lamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import answer_marker, set_pushing
from scenes.stage.places import keep_inside
from scenes.stage.theme import FORMULA, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .ratio_axis import RatioAxis, Window

AXIS_Y, TALL = -1.75, 3.8
_LANES = {1: 3.1, -1: 1.1}  # of better and of worse answers, over the axis
_MARKER, _LAMP, _OVER = 0.52, 0.23, 0.8
MOST_OPEN = 0.6
_LONG = 0.95  # an arrow
_RIM = 0.14
_HEAD = (-6.3, 3.62, 0.0)


class Bystander(VGroup):
    """An answer at its ratio: its sign, its lamp and its name."""

    def __init__(self, table: GroupTable, index: int, axis: RatioAxis):
        self.advantage, self.ratio = float(table.advantage[index]), float(table.ratio[index])
        spot = axis.at(self.ratio, _LANES[int(np.sign(self.advantage))])
        self.marker = answer_marker(self.advantage, _MARKER).move_to(spot)
        self.lamp = Lamp(radius=_LAMP).move_to(spot + _OVER * UP)
        self.side = np.sign(self.advantage) * RIGHT  # where it pushes: likelier, or rarer
        start = self.lamp.get_center() + 2 * _LAMP * self.side
        role = sign_role(self.advantage)
        self.arrow = BlockArrow(start, start + _LONG * self.side, role, width=0.15, head=0.4)
        name, ratio = Formula(f"o_{index + 1}", size=READOUT), ratio_source(self.ratio)
        said = on_baseline(name, Formula(ratio, size=READOUT), buff=0.22)
        self.said = keep_inside(said.next_to(self.marker, DOWN, buff=0.16))
        self.mark = Dot(axis.at(self.ratio), radius=0.1)
        self.mark.set_fill(paint(sign_role(self.advantage)), 1)
        self.plate = Rectangle(width=said.width + _RIM, height=said.height + _RIM, stroke_width=0)
        self.plate.set_fill(paint("ground"), 1).move_to(said)  # no post runs through the name
        super().__init__(self.mark, self.marker, self.lamp, self.arrow, self.plate, self.said)

    def look(self, eps_low: float, eps_high: float) -> bool:
        """Light its lamp if it pushes in this range; tells whether it does."""
        terms = clipped_surrogate(self.ratio, self.advantage, eps_low=eps_low, eps_high=eps_high)
        on = not bool(terms.binds)
        self.lamp.set_level(float(on))
        self.arrow.set_length(_LONG * on)
        set_pushing(self.marker, self.advantage, pushes=on)
        return on


class Opening(VGroup):
    """A window over an axis, the answers `indices`, and how many of them push."""

    def __init__(self, table: GroupTable, indices: Sequence[int], reach: float):
        self.table = table
        bounds = 1 - table.eps_low, 1 + table.eps_high
        self.axis = RatioAxis(reach, [0.0], AXIS_Y)
        self.window = Window(self.axis, *bounds, TALL + 0.7)
        self.people = VGroup(*(Bystander(table, index, self.axis) for index in indices))
        self.bounds = VGroup(
            *(LiveNumber(bound, 2, size=FORMULA, align="left") for bound in bounds)
        )
        self.count = LiveNumber(0, 0, size=80)
        of = Prose(say("clipping.window.of", count=len(indices)), size=FORMULA)
        self.counter = on_baseline(self.count, of, buff=0.3)
        self.counter.move_to(_HEAD, aligned_edge=LEFT + UP)
        super().__init__(self.window, self.axis, self.people, self.bounds, self.counter)
        self.open_to(table.eps_low, table.eps_high)

    def open(self, epsilon: float) -> None:
        """Open it by `epsilon` on both sides."""
        self.open_to(epsilon, epsilon)

    def open_to(self, eps_low: float, eps_high: float) -> None:
        """Open it to a range of its own on either side."""
        self.window.set_range(1 - eps_low, 1 + eps_high)
        self.count.set_value(sum(one.look(eps_low, eps_high) for one in self.people))
        for number, bound, side in zip(
            self.bounds, (1 - eps_low, 1 + eps_high), (-1, 1), strict=True
        ):
            number.set_value(bound)
            spot = self.axis.at(bound, -0.28)
            away = side * max(0.0, 0.6 - abs(spot[0] - self.axis.at(1.0)[0]))
            away *= eps_low + eps_high > 0  # at a width of nothing there is one number
            number.move_to(spot + away * RIGHT, aligned_edge=UP)
        self.bounds[0].slots.set_fill(opacity=float(eps_low + eps_high > 0))

    def close_in(self, share: float) -> None:
        """Go by `share` from the widest window to the group's own."""
        wide = MOST_OPEN
        ends = (self.table.eps_low, self.table.eps_high)
        self.open_to(*(wide + share * (end - wide) for end in ends))
