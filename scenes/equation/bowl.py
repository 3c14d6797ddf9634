"""What a spring costs: a bowl over reference / new, 0 at 1; the mean of its dots; the price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    DashedLine,
    Dot,
    Line,
    LineJointType,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text, ratio_source
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.placement import find_place, lines_and_texts
from scenes.stage.places import keep_inside, stand_on
from scenes.stage.theme import AXIS, CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .springs import COST, FOOT, NAME, TITLE, TOP, coil

_LEFT, _RIGHT = 0.15, 3.95  # scene units, of the plot
_MEAN_X, _PRICE_X, _WIDE = 4.9, 6.1, 0.72  # of the two blocks
_LEAST = 0.05  # scene units: the height of a price of nothing
_MARGIN, _ROOM = 0.25, 1.15  # nats beyond the outermost dots; how far the curve is drawn, in them
_NARROW = 0.9  # nats: the least that is shown on each side of 1
_NEAR = 0.6  # scene units: no farther from its dot may a label be
_COIL = 0.09  # scene units: half a spring's width
_FLAT = 0.3  # the highest cost shown, if all are 0
_APART = 0.7  # scene units between two ticks, at least


class Bowl(VGroup):
    """The cost over reference / new, with a dot for each of the answers `indices`.

    `mean` is the dashed line of the mean of all answers, `block` a block as high, which
    `set_price` shrinks to the price, beta times as high (1), on its way to the right.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.table = table
        shown = list(indices)
        self.drift = (table.ref_logp - table.new_logp)[shown]
        self.highest = float(max(table.k3[shown].max(), table.kl)) or _FLAT
        self.low = min(-_NARROW, float(self.drift.min()) - _MARGIN)
        self.high = max(_NARROW, float(self.drift.max()) + _MARGIN)
        self.foot = Line([_LEFT, FOOT, 0], [_PRICE_X + 0.55, FOOT, 0])
        self.upright = Line([_LEFT, FOOT, 0], [_LEFT, TOP, 0])
        VGroup(self.foot, self.upright).set_stroke(paint("muted"), AXIS)
        self.curve = self._curve()
        self.ticks = self._ticks()
        self.name = Prose(say("equation.price.axis"), role="muted")
        self.axis_name = stand_on(self.name.set_x(0.5 * (_LEFT + _RIGHT)), FOOT - 1.02)
        cost = Prose(say("equation.price.cost"), role="muted")
        cost.move_to([_LEFT - 0.1, 0, 0], aligned_edge=LEFT)
        zero = Formula("0", size=LABEL, role="muted").next_to([_LEFT, FOOT, 0], LEFT, buff=0.16)
        self.axis_names = VGroup(self.axis_name, stand_on(cost, TOP + COST), zero)
        self.plot = VGroup(self.foot, self.upright, self.curve, self.ticks, self.axis_names)
        self.dots = VGroup(*(Dot(self._spot(float(u)), radius=0.13) for u in self.drift))
        self.dots.set_fill(paint("text"), 1).set_stroke(paint("ground"), 4, background=True)
        self.springs = VGroup(*(self._spring(dot) for dot in self.dots))
        self.springs.set_stroke(paint("reference"), CURVE)
        x = self._spot(0.0)[0]
        self.middle = DashedLine([x, FOOT, 0], [x, TOP, 0]).set_stroke(paint("muted"), HAIRLINE)
        height = self._height(table.kl)
        self.mean = DashedLine([_LEFT, height, 0], [_MEAN_X - 0.5 * _WIDE, height, 0])
        self.mean.set_stroke(paint("text"), HAIRLINE)
        self.labels = self._labels(shown)
        self.block = Rectangle(width=_WIDE, height=max(height - FOOT, _LEAST), stroke_width=0)
        self.block.set_fill(paint("text"), 1).move_to([_MEAN_X, FOOT, 0], DOWN)
        self.price = self.block.copy()
        self.values = VGroup(*(self._value(value) for value in (table.kl, table.price)))
        self.values[0].next_to(self.block, UP, buff=0.16)
        self.names = VGroup(
            *(
                stand_on(Prose(say(f"equation.price.{key}")).set_x(x), FOOT - NAME)
                for key, x in (("mean", _MEAN_X), ("price", _PRICE_X))
            )
        )
        self.times = Formula(f"times beta = {ratio_source(table.beta)}", size=READOUT)
        self.times.move_to([_PRICE_X + 0.55, 0, 0], aligned_edge=RIGHT)
        stand_on(self.times, TITLE)
        self.set_price(1.0)
        keep_inside(self.values[1].next_to(self.price, UP, buff=0.16))
        self.plot.add(self.middle)
        super().__init__(self.plot, self.springs, self.mean, self.dots, self.labels, self.block)
        self.add(self.price)
        self.add(self.values, self.names, self.times)

    def set_price(self, share: float) -> Self:
        """Lead a copy of the block from the mean (0) to the price (1)."""
        height = FOOT + (self._height(self.table.price) - FOOT) * share
        height += (self._height(self.table.kl) - FOOT) * (1 - share)
        self.price.stretch_to_fit_height(max(height - FOOT, _LEAST))
        self.price.move_to([_MEAN_X + share * (_PRICE_X - _MEAN_X), FOOT, 0], DOWN)
        return self

    def shrink(self) -> Walk:
        """The copy of the block, and the setter that makes it the price."""
        return self.price, self.set_price

    # -- where things are -------------------------------------------------------------------

    def _height(self, cost: float) -> float:
        return FOOT + (TOP - FOOT) * cost / (1.05 * self.highest)

    def _spot(self, drift: float) -> np.ndarray:
        """Where the bowl is at a reference `drift` nats over new."""
        share = (drift - self.low) / (self.high - self.low)
        cost = float(np.expm1(drift) - drift)
        return np.array([_LEFT + share * (_RIGHT - _LEFT), self._height(cost), 0.0])

    def _curve(self) -> VMobject:
        drifts = np.linspace(self.low, self.high, 121)
        drifts = drifts[np.expm1(drifts) - drifts <= _ROOM * self.highest]
        curve = VMobject().set_points_smoothly([self._spot(float(u)) for u in drifts])
        return curve.set_stroke(paint("muted"), MAIN_CURVE)

    def _spring(self, dot: Dot) -> VMobject:
        """From where reference and new are equal to a dot of the bowl, at its height."""
        start, end = self._spot(0.0)[0], dot.get_x()
        corners = [[y, x, 0] for x, y, _ in coil(0.0, start, end, _COIL)]
        spring = VMobject().set_points_as_corners(corners)
        spring.joint_type = LineJointType.ROUND
        return spring.shift(dot.get_y() * UP)

    def _labels(self, indices: Sequence[int]) -> VGroup:
        """Whose each dot is, where there is room: those at one place share a label."""
        labels = VGroup()
        lines = *lines_and_texts(self.plot), *self.mean, *self.middle, *self.springs
        for drift in sorted(set(self.drift.round(6))):
            whose = np.flatnonzero(np.isclose(self.drift, drift, atol=1e-5))
            label = Formula(", ".join(str(indices[k] + 1) for k in whose), size=LABEL)
            around = (RIGHT, LEFT, UP, UL, UR) if drift > 0 else (LEFT, RIGHT, UP, UL, UR)
            taken = [*lines, *self.dots, *labels]
            if find_place(label, self.dots[int(whose[0])], taken, directions=around, reach=_NEAR):
                labels.add(label)
        return labels

    def _ticks(self) -> VGroup:
        """1, and a round number on each side of it that is far enough and still shown."""
        least = _APART * (self.high - self.low) / (_RIGHT - _LEFT)
        power = int(np.ceil(least / np.log(10)))
        step, number = (np.log(2), "2") if least <= np.log(2) else (power * np.log(10), "")
        number = number or ("10" if power == 1 else f"10^({power})")
        places = {-step: f"1\\/{number}", 0.0: "1", step: number}
        shown = {u: s for u, s in places.items() if self.low <= u <= self.high}
        return VGroup(*(self._tick(u, source) for u, source in shown.items()))

    def _tick(self, drift: float, source: str) -> VGroup:
        x = self._spot(drift)[0]
        mark = Line([x, FOOT - 0.1, 0], [x, FOOT + 0.1, 0]).set_stroke(paint("muted"), AXIS)
        number = Formula(source, size=LABEL, role="muted").set_x(x)
        return VGroup(mark, stand_on(number, FOOT - 0.52))

    def _value(self, value: float) -> Formula:
        text = without_zero(number_text(value, 3))
        said = Formula(text, size=FORMULA)
        return said if said.width < _PRICE_X - _MEAN_X else Formula(text, size=LABEL)
