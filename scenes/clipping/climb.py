"""The tipped-over bar as the axis, and on it the hillside with those who walk there."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, UR, DashedLine, Line, Mobject, VGroup, VMobject

from scenes.script.cases import Case
from scenes.script.numerals import ratio_source, ratio_text
from scenes.script.words import say
from scenes.stage.gradient import example_note
from scenes.stage.placement import find_place, gap_between
from scenes.stage.places import stand_on
from scenes.stage.theme import (
    AXIS,
    FORMULA,
    HAIRLINE,
    LABEL,
    MAIN_CURVE,
    READOUT,
    current_theme,
    paint,
)
from scenes.stage.typeset import Formula, Prose, on_baseline

from .hillside import Hillside
from .measured import BAR_Y
from .ratio_axis import LEFT_END, RIGHT_END
from .ruler_bar import RulerBar
from .walker import MAST_TOP, Walker

_FLOOR, _CEILING, _BOTTOM, _TALL, _DEEP = -1.3, 2.0, -2.85, 4.05, 4.75
_NUMBERS, _NUMBERS_UP = -2.42, 3.06  # heights of the numbers under the bar, and over it
_TANGENT = 0.85  # half its length in scene units
_UP = _CEILING - _FLOOR + 2 * (_FLOOR - BAR_Y)  # how far the bar goes when all turns over
SLOPES = _TALL / (RIGHT_END - LEFT_END), _DEEP / (RIGHT_END - LEFT_END)  # of hills up, down
_ROOM = 0.22
_HIGH, _HALF = 3.37, 0.35  # a row over the hill up; half the width of a walker's legs
_NEEDED = 6.0  # scene units left of a name, where the next answer's is to stand
_NAMED = 2.0  # scene units that a walker's name takes beside it
_ROW, _FREE = 0.22, 2.2  # half a row of words; a height over those who walk on a low hill
_LEVELS = 0.42  # least distance of two heights that have numbers
SIZE, _SMALLEST = 1.2, 0.35  # of a walker
_UNDER_AXIS = 0.32  # from the axis to the middle of its lamp, beside which its name stands
_OUT, _APART = 0.75, 0.5  # from A down to what is said of the flat, and from there to the next


class HillClimb(VGroup):
    """The axis of `bar` with its numbers, and the hillside over it; `flip` turns it over."""

    def __init__(self, bar: RulerBar, reach: float):
        self.bar, self.flipped = bar, 0.0
        low, high = bar.bounds
        self.hill = Hillside(
            bar.bounds,
            reach,
            left=LEFT_END,
            width=RIGHT_END - LEFT_END,
            tall=_TALL,
            floor=_FLOOR,
            ceiling=_CEILING,
            bottom=_BOTTOM,
            deep=_DEEP,
        )
        self.upright = Line([LEFT_END, _FLOOR, 0], [LEFT_END, _FLOOR + _TALL, 0])
        self.upright.set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(*self._numbers((low, high, 1.0, 0.0)))
        self.times = Prose(say("clipping.ruler.times"), size=LABEL, role="muted")
        self.times.move_to([RIGHT_END, _NUMBERS, 0], aligned_edge=RIGHT)
        self.names = VGroup(
            *(Prose(say(f"clipping.uphill.{word}"), size=LABEL) for word in ("adds", "adds"))
        )
        self.names[0].move_to([LEFT_END, _FLOOR + _TALL + 0.32, 0], aligned_edge=LEFT)
        self.names[1].move_to([LEFT_END + 0.2, _BOTTOM + 0.3, 0], aligned_edge=LEFT)
        self.levels = VGroup(self._levels(1), self._levels(-1))
        self.means = VGroup(
            self._means(1, say("clipping.uphill.better")),
            self._means(-1, say("clipping.mirror.below")),
        )
        self.tangent = Line().set_stroke(paint("text"), MAIN_CURVE)
        self.tangent.set_stroke(paint("ground"), 2.4 * MAIN_CURVE, background=True)
        super().__init__(self.hill, self.upright, self.numbers)

    def _numbers(self, ratios: tuple[float, ...]) -> list[Formula]:
        """The bounds first; the others where there is room."""
        shown: list[Formula] = []
        for k, ratio in enumerate(ratios):
            role = "text" if k < 2 else "muted"
            number = Formula(ratio_text(ratio, 2), size=FORMULA if k < 2 else READOUT, role=role)
            number.move_to([self.hill.x(ratio), _NUMBERS, 0])
            if all(gap_between(number, other) > _ROOM for other in shown):
                shown.append(number)
        return shown

    def _levels(self, sign: int) -> VGroup:
        """The heights at ratio 1 and at the bound that holds, over their dashed lines."""
        hill, held = self.hill, self.bar.bounds[1] if sign > 0 else self.bar.bounds[0]
        before, hill.sign = hill.sign, float(sign)
        lines = VGroup()
        near = hill.unit * abs(held - 1.0) < _LEVELS
        for ratio in (held,) if near else (1.0, held):
            end = hill.at(ratio)
            line = DashedLine([LEFT_END, end[1], 0], end, dash_length=0.07)
            name = "A" if ratio == 1.0 else f"{ratio_text(ratio, 2)} A"
            label = Formula(name, size=LABEL, role="muted")
            side = UP if sign > 0 else DOWN
            label.move_to([LEFT_END + 0.18, end[1] + 0.08 * side[1], 0], aligned_edge=LEFT - side)
            lines.add(VGroup(line.set_stroke(paint("muted"), HAIRLINE), label))
        hill.sign = before
        return lines

    def _means(self, sign: int, words: str) -> Mobject:
        """What A is, beside its name; else, where much of the axis is shown, apart from it: in
        the upper corner of the hill up, in the soil of the hill down."""
        text = Prose(words, size=LABEL, role="muted")
        line = self.levels[0 if sign > 0 else 1][0]
        text.next_to(line[1], RIGHT, buff=0.25)
        stand_on(text, line[1])
        taken = self._reaches_walker(text) if sign > 0 else self._reaches_slope(text)
        if taken:
            if sign > 0 and self.hill.x(self.bar.ratio) > RIGHT_END - text.width - _NAMED:
                return text  # who has walked on stands in that corner
            text = on_baseline(Formula("A", size=LABEL, role="muted"), text, buff=0.25)
            spot = [RIGHT_END, _HIGH, 0], RIGHT
            if sign < 0:
                spot = [LEFT_END + 0.25, _CEILING - self._deep(1.0) - _OUT - _APART, 0], LEFT
            text.move_to(*spot)
        return text

    def _deep(self, ratio: float) -> float:
        """How far under the axis the slope of a worse answer is at a ratio, scene units."""
        return _DEEP * ratio / self.hill.reach

    def _reaches_walker(self, text: Mobject) -> bool:
        """Whether `text` beside the hill's height ends in who sets out from ratio 1."""
        return bool(text.get_right()[0] > self.hill.x(1.0) - _HALF)

    def _reaches_slope(self, text: Mobject) -> bool:
        """Whether `text` beside the flat of a worse answer ends in its slope."""
        ratio = (text.get_right()[0] - LEFT_END) * self.hill.reach / self.hill.width_of_all
        return bool(text.get_top()[1] > _CEILING - self._deep(ratio) - 0.1)

    # -- what is said ---------------------------------------------------------

    def window(self) -> VMobject:
        """The band between the notches, which `open_window` opens over the axis."""
        self.opened = VMobject(stroke_width=0).set_fill(paint("muted"), 2 * current_theme().tint)
        self.open_window(0.0)
        return self.opened

    def open_window(self, level: float) -> None:
        """Let the band rise from the axis, 0 to 1."""
        left, right = (self.hill.x(bound) for bound in self.bar.bounds)
        top = _FLOOR + max(level, 1e-3) * _TALL
        corners = [(left, _FLOOR), (right, _FLOOR), (right, top), (left, top), (left, _FLOOR)]
        self.opened.set_points_as_corners([[x, y, 0] for x, y in corners])

    def say(self, word: str) -> Prose:
        """What the ground does to the lamp: `on` on the slope, `out` on the flat."""
        up, down = say(f"clipping.uphill.{word}"), say(f"clipping.mirror.{word}")
        text = Prose(down if self.flipped else up, size=READOUT)
        low, high = self.bar.bounds
        if self.flipped:
            if word == "out":
                spot = np.array([LEFT_END + 0.25, self.hill.point(0, -1.0)[1] - _OUT, 0])
                return text.move_to(spot, aligned_edge=LEFT)
            return text.move_to([RIGHT_END, _CEILING - 0.35, 0], aligned_edge=RIGHT + UP)
        if word == "out":
            return text.move_to(
                self.hill.at(high) + 0.25 * RIGHT + 0.3 * DOWN, aligned_edge=LEFT + UP
            )
        spot = self.hill.at(0.5 * low) + 0.7 * UP
        if abs(spot[1] - self.hill.at(high)[1]) < _ROW:  # on the dashed line of that height
            spot[1] = _FREE
        return text.move_to(
            [max(spot[0] - 0.5, LEFT_END + 0.3 + text.width), spot[1], 0], aligned_edge=RIGHT
        )

    def _lines(self) -> list[VMobject]:
        return [self.hill.curve, self.hill.straight, self.upright, self.hill.axis]

    def beside(self, walker: Walker, name: VGroup, words: str, others: list[Mobject]) -> Prose:
        """What is said beside a walker's lamp and name, clear of `others`."""
        text = Prose(words, size=READOUT)
        spot, taken = VGroup(walker.lamp, name), [*self._lines(), *others]
        if not find_place(text, spot, taken, directions=(LEFT, RIGHT, UR), buff=0.35):
            find_place(text, spot, [*taken, self.names[0]], directions=(UP,), buff=0.35)
        return text

    # -- who walks ------------------------------------------------------------

    def walker(self, case: Case, start: float = 1.0) -> Walker:
        """An answer, at ratio `start`."""
        return Walker(case.advantage, size=self._size()).walk(self.hill, start)

    def _size(self) -> float:
        """How large a walker is: under the axis so that its lamp is clear of it on the flat."""
        if not self.flipped:
            return SIZE
        deep = self._deep(self.bar.bounds[0])
        return min(SIZE, max(_SMALLEST, (deep - _UNDER_AXIS) / MAST_TOP))

    def walk(self, walker: Walker, ratio: float) -> None:
        """Bring it and the end of the bar to a ratio."""
        walker.walk(self.hill, ratio)
        self.bar.set_ratio(ratio)

    def lean(self, ratio: float, slope: float) -> None:
        """Lay the tangent on the path at a ratio; `slope` 1 is that of the hill, 0 flat."""
        way = np.array([self.hill.x(1) - self.hill.x(0), slope * self.hill.unit, 0.0])
        way *= _TANGENT / np.linalg.norm(way)
        spot = self.hill.at(ratio)
        self.tangent.put_start_and_end_on(spot - way, spot + way)

    def name_of(self, case: Case, walker: Walker) -> VGroup:
        """The answer's name and ratio beside its lamp; of a probe that it is an example."""
        name = example_note() if case.index is None else Formula(case.name, size=READOUT)
        ratio = Formula(ratio_source(case.ratio), size=READOUT)
        text = on_baseline(name, ratio, buff=0.25)
        sides = LEFT, RIGHT
        stopped = not self.flipped and case.ratio > self.bar.bounds[1]
        if stopped and walker.get_x() < LEFT_END + _NEEDED:
            sides = RIGHT, LEFT
        find_place(text, walker.lamp.ring, self._lines(), directions=sides, buff=0.35)
        return text

    # -- turning over -----------------------------------------------------------

    def flip(self, level: float) -> Self:
        """Go over, 0 to 1, from the side of A > 0 to that of A < 0: mirrored, then sunk."""
        self.flipped = level
        sunk = self.hill.set_sign(1.0 - 2.0 * level).sunk
        self.bar.set_lift(sunk * _UP).set_side(1.0 - 2.0 * sunk)
        for number in (*self.numbers, self.times):
            number.set_y(_NUMBERS + sunk * (_NUMBERS_UP - _NUMBERS))
            number.set_fill(opacity=max(0.0, abs(4 * sunk - 2) - 1))  # not through the bar
        foot, head = self.hill.level, self.hill.level + _TALL - sunk * (_TALL + _DEEP)
        if abs(head - foot) > 1e-3:
            self.upright.put_start_and_end_on([LEFT_END, foot, 0], [LEFT_END, head, 0])
        return self
