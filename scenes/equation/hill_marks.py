"""What is read off a hill: its top, where the gain is gone, its end, and who pushes where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, UP, DashedLine, Dot, Line, Mobject, VGroup, VMobject

from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.placement import find_place, lines_and_texts
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .hill import DIAL, EDGE, LEFT_X, RIGHT_X, ROOF, Hill

_ROW, _WORDS = DIAL - 0.52, ROOF - 0.42  # heights of the dial's numbers and of the words
_PLOT = (np.array([LEFT_X + 0.05, DIAL]), np.array([RIGHT_X + 0.4, ROOF]))
_APART, _ASIDE, _SIDE = 0.5, 0.95, 0.2  # least distances: up, across; from words to a divide
_DOT, _RIM = 0.12, 4.0


class HillMarks(VGroup):
    """`ends` of the dial; `at_top`, `at_end`: when the ball has come there.

    `at_top` is empty where the gain has no top before its end.
    `before` says who pushes at first, `after` who still does at the end.
    """

    def __init__(self, hill: Hill):
        self.hill = hill
        self.before, self.after = self._words()
        self._ticks: list[float] = []
        self._levels = [hill.point(0, 0)[1], *(hill.tick.get_y() for _ in hill.tick[:1])]
        top = hill.path.peak[0]
        self.ends = VGroup(self._tick(0.0), self._tick(1.0))
        self.at_top = VGroup()
        if 0 < top < 1:
            self.at_top = VGroup(self._level(top), self._tick(top), self._dot(top, "text"))
        self.at_end = self._level(1.0)
        self.ghost = self._ghost() if 0 < top < 1 else VGroup()
        super().__init__(self.ends, self.at_top, self.at_end)
        self.add(self.before, self.after, self.ghost)

    def _tick(self, share: float) -> VGroup:
        """A tick of the dial and its number, where there is room for that."""
        x = self.hill.point(share, 0)[0]
        line = Line([x, DIAL - 0.11, 0], [x, DIAL + 0.11, 0]).set_stroke(paint("muted"), AXIS)
        if any(abs(x - other) < _ASIDE for other in self._ticks):
            return VGroup(line)
        self._ticks.append(x)
        number = Formula(f"{round(share, 3):g}", size=LABEL, role="muted").move_to([x, 0, 0])
        return VGroup(line, stand_on(number, _ROW))

    def _level(self, share: float) -> VGroup:
        """The gain at a share of the way: its number at the left, and a line that leads there."""
        spot = self.hill.spot(share)
        gain = float(self.hill.path.surrogate(share))
        guide = DashedLine(spot, [LEFT_X, spot[1], 0], dash_length=0.06)
        guide.set_stroke(paint("muted"), HAIRLINE)
        number = Formula(number_text(gain, 3, sign=True), size=LABEL)
        number.next_to([LEFT_X, self._free_height(spot[1]), 0], LEFT, buff=0.2)
        if number.get_left()[0] < EDGE:
            spots = [spot, *(self.hill.spot(s) for s in (0.75, 0.5, 0.25))]
            return VGroup(guide, *self._put(number, spots, [guide]))
        return VGroup(guide, number)

    def _free_height(self, y: float) -> float:
        """`y`, or the height nearest to it that is clear of the numbers there are."""
        way = 1 if y >= self._levels[0] else -1
        for taken in sorted(self._levels, key=lambda level: way * level):
            if abs(y - taken) < _APART:
                y = taken + way * _APART
        self._levels.append(y)
        return y

    def _dot(self, share: float, role: str) -> Dot:
        dot = Dot(self.hill.spot(share), radius=_DOT).set_fill(paint(role), 1)
        dot.set_stroke(paint("text"), 3)
        return dot.set_stroke(paint("ground"), 3 + _RIM, background=True).set_z_index(1)

    def _ghost(self) -> VGroup:
        """How the gain would go on if there were no bounds, and what it would come to."""
        start, end = self.hill.spot(self.hill.path.peak[0]), self.hill.point(1, self.hill.unbound)
        line = DashedLine(start, end, dash_length=0.14).set_stroke(paint("muted"), CURVE)
        number = number_text(self.hill.unbound, 3, sign=True)
        said = on_baseline(
            Prose(say("equation.hill.unbound"), role="muted"),
            Formula(number, size=LABEL, role="muted"),
            buff=0.2,
        )
        on_it = [end, *(start + s * (end - start) for s in (0.75, 0.5, 0.25))]
        before = [[start[0] - 0.25 - 0.5 * said.width, spot[1], 0] for spot in on_it]
        return VGroup(line, *self._put(said, [*on_it, *map(np.array, before)], [line]))

    def _put(
        self, said: VMobject, spots: Sequence[np.ndarray], lines: Sequence[Mobject]
    ) -> list[VMobject]:
        """`said` over or under the first of `spots` where it touches no line and no words.

        Nothing, if there is no such spot.
        """
        texts = lines_and_texts(self.before, self.after)
        taken = [*lines, *texts, self.hill.whole(), self.hill.zero, self.hill.dial]
        taken += [self.hill.title, *self.at_top[2:], self.hill.ball]
        for spot in spots:
            right = min(spot[0] + 0.5 * said.width, RIGHT_X + 0.1)
            place = Dot([right - 0.5 * said.width, spot[1], 0], radius=0.01)
            if find_place(said, place, taken, directions=(UP, DOWN), within=_PLOT):
                return [said]
        return []

    def _words(self) -> tuple[VGroup, VGroup]:
        """Who pushes before the first bound is reached, and who after the last."""
        knots = self.hill.path.knots
        before = _within(_who(self.hill, 0.0), *self._edges(0.0, float(knots[1])))
        if len(knots) == 2:
            return before, VGroup()
        last = float(knots[-2])
        after = _within(_who(self.hill, 1.0), *self._edges(last, 1.0))
        x = self.hill.point(last, 0)[0]
        divide = DashedLine([x, DIAL, 0], [x, ROOF, 0], dash_length=0.07)
        return before, VGroup(divide.set_stroke(paint("muted"), HAIRLINE), after)

    def _edges(self, low: float, high: float) -> tuple[float, float]:
        return float(self.hill.point(low, 0)[0]), float(self.hill.point(high, 0)[0])


def _who(hill: Hill, share: float) -> str:
    """Who pushes at a share of the way, in words."""
    pushes = hill.path.pushes(share)
    names = [str(i + 1) for i in np.flatnonzero(pushes)]
    if not names:
        return say("equation.hill.none")
    if len(names) == len(pushes):
        return say("equation.hill.all")
    if len(names) == 1:
        return say("equation.hill.one", answer=names[0])
    if len(names) == 2:
        return say("equation.hill.two", one=names[0], other=names[1])
    return say("equation.hill.some", count=len(names), group=len(pushes))


def _within(words: str, left: float, right: float) -> VGroup:
    """`words` in the middle between two heights, or nothing if they are wider than that."""
    said = Prose(words)
    if said.width > right - left - 2 * _SIDE:
        return VGroup()
    said.move_to([0.5 * (left + right), 0, 0])
    return VGroup(stand_on(said, _WORDS))
