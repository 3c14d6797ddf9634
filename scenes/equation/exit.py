"""The whole machine: the slots become the printed objective, over it X and Y on the scale of J."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Line,
    Triangle,
    VGroup,
)
from manim import ReplacementTransform as Become

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.placement import touches
from scenes.stage.places import stand_on
from scenes.stage.retelling import COMING, EARLY, LATE
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .bench import Bench, Ground
from .first_push import WayEnds
from .shapes import Shapes

_SCALE_X, _SCALE_Y, _SCALE, _TALL = -2.75, 1.5, 3.4, 0.26  # middle and half length of the scale
_MINI, _MINI_FOOT = (1.5, 1.05), 2.65  # columns over the scale
_SAID = 0.68  # from the scale to letter and number
_APART = 2.4  # least between the middles of what is said
_LAST = 0.15  # where the rightmost of them may be: the film's sentence stands beside it
_SIZE = 44
# The terms, and the part of the printed objective that each is.
PARTS = {
    "expectation": "expectation",
    "average": "average",
    "ratio": "ratio1",
    "advantage": "advantage1",
    "bound": "clip",
    "price": "price",
}


def threads(shapes: Shapes, objective: Formula) -> dict[str, Line]:
    """From each term's word to its part of the printed objective, by the term's name."""
    lines = {}
    for name, part in PARTS.items():
        word = shapes.by_name[name][1]
        start = np.array([word.get_x(), word.baseline - 0.2, 0.0])
        lines[name] = Line(start, objective.select(part).get_top() + 0.08 * UP)
        lines[name].set_stroke(paint("muted"), HAIRLINE)
    return lines


class Ends(VGroup):
    """X and Y as needles on the scale of J with their columns, and how far one is ahead."""

    def __init__(self, tables: Sequence[GroupTable], indices: Sequence[int]):
        x, y, none = (table.objective for table in tables)
        self.low, self.high = min(x, y, none), max(x, y, none)
        self.line = Line(_SCALE * LEFT, _SCALE * RIGHT).set_stroke(paint("muted"), CURVE)
        self.line.move_to([_SCALE_X, _SCALE_Y, 0])
        places = _apart(self._place(x)[0], self._place(y)[0])
        self.x, self.y = (
            self._needle(letter, value, place)
            for letter, value, place in zip("XY", (x, y), places, strict=True)
        )
        logps = [table.new_logp for table in tables]
        self.columns = VGroup(
            *(
                _columns(table, indices, logps, place)
                for table, place in zip(tables[:2], places, strict=True)
            )
        )
        self.mark = Line(0.16 * DOWN, 0.16 * UP).set_stroke(paint("muted"), CURVE)
        self.mark.move_to(self._place(none))
        words = Prose(say("equation.verdict.none"), role="muted").next_to(self.mark, UP, buff=0.1)
        is_free = not any(touches(words, said) for said in (*self.x, *self.y))
        self.words = VGroup(words) if is_free else VGroup()
        self.lead = self._lead(x, y)
        self.axis = self._axis()
        super().__init__(self.line, self.axis, self.mark, self.words, self.x, self.y)
        self.add(self.columns, self.lead)

    def come_from(self, ways: WayEnds) -> list[Animation]:
        """What two ways came to becomes the scale; X's columns come from elsewhere."""
        moves = []
        for (letter, gain), (tip, said) in ((ways.x, self.x), (ways.y, self.y)):
            gone = FadeOut(gain, target_position=said[1], rate_func=EARLY)
            moves += [Become(letter, said[0]), gone, FadeIn(said[1], tip, rate_func=LATE)]
        rest = self.line, self.axis, self.mark, self.words, self.columns[1], self.lead
        return [*moves, FadeIn(*rest, rate_func=COMING)]

    def _place(self, value: float) -> np.ndarray:
        half, middle = max(self.high - self.low, 1e-3), 0.5 * (self.low + self.high)
        return np.array([_SCALE_X + 1.5 * _SCALE * (value - middle) / half, _SCALE_Y, 0.0])

    def _needle(self, letter: str, value: float, x: float) -> VGroup:
        """A needle at `value`; its letter and number stand over it, at `x`."""
        tip = Triangle(stroke_width=0).set_fill(paint("text"), 1).rotate(np.pi)
        tip.set(width=0.4, height=_TALL).next_to(self._place(value), UP, buff=0.06)
        number = Formula(number_text(value, 3, sign=True), size=_SIZE)
        said = on_baseline(Prose(letter, size=_SIZE), number, buff=0.25).set_x(x)
        stand_on(said[0], _SCALE_Y + _SAID, row=said)
        return VGroup(tip, said)

    def _axis(self) -> Formula:
        """What the scale is of: under one of its ends, or in short beside it."""
        words = quoted(say("equation.verdict.objective"))
        name = Formula(f"cal(J) {words}", size=LABEL, role="muted")
        for side in (RIGHT, LEFT):
            end = self.line.get_edge_center(side) + 0.5 * side
            stand_on(name.move_to(end, aligned_edge=side), _SCALE_Y - 0.72)
            if not any(touches(name, part) for part in self.lead):
                return name
        return Formula("cal(J)", size=LABEL).next_to(self.line, RIGHT, buff=0.2)

    def _lead(self, x: float, y: float) -> VGroup:
        """A brace from one to the other, and how long it is; nothing if they are equal."""
        if round(x - y, 3) == 0:
            return VGroup()
        ends = sorted((self._place(x)[0], self._place(y)[0]), reverse=True)
        brace = Brace(*([end, _SCALE_Y - 0.14, 0] for end in ends), depth=0.2)
        number = Formula(number_text(abs(round(x - y, 3)), 3), size=_SIZE)
        return VGroup(brace, brace.put(number, buff=0.1))


def _apart(one: float, other: float) -> tuple[float, float]:
    """Two places on the scale, moved until they are far enough from each other and its end."""
    missing = max(0.0, _APART - abs(one - other))
    side = -1 if one < other else 1
    one, other = one + 0.5 * side * missing, other - 0.5 * side * missing
    beyond = max(one, other, _LAST) - _LAST
    return one - beyond, other - beyond


def _columns(
    table: GroupTable, indices: Sequence[int], logps: Sequence[np.ndarray], x: float
) -> Bench:
    """An update's columns, without names, over its needle."""
    wide, high = _MINI
    ground = Ground(x - 0.5 * wide, x + 0.5 * wide, _MINI_FOOT, high)
    bench = Bench(table, indices, ground, logps=logps).bare()
    return bench.set_new(table.new_logp[list(indices)])
