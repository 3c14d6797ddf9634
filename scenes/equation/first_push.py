"""Zero, but not flat: what the answers add at the old policy, and the two ways from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    Mobject,
    Polygon,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Walk
from scenes.stage.placement import find_place, lines_and_texts, place_label
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from .bench import Bench, Ground
from .hill import DIAL, LEFT_X, RIGHT_X, ROOF, Hill
from .pushing_bars import PushingBars

_ROW, _LEFT, _ROOM = ROOF - 0.55, LEFT_X + 0.45, RIGHT_X - LEFT_X - 0.7  # of the sum
_WEDGE, _TINT = 0.3, 0.28  # of the way: how wide the slope is drawn; its opacity
_NEAR = 0.6  # scene units: no farther from its line is anything named
_ALONG = (0.6, 0.5, 0.7, 0.4, 0.8, 0.3)  # where on a way its words may stand
_PLACES, _HEIGHTS = (2.65, 1.15, 4.0), (-1.1, 0.9, 2.1)  # where Y's columns may stand
_PLOT = (np.array([LEFT_X + 0.1, DIAL + 0.12]), np.array([RIGHT_X + 0.4, ROOF]))
_BEYOND, _WIDE, _NARROW = 0.35, 3.8, 2.9  # what ways come to may reach beyond their end; of words
_SIZE = 42  # of what the ways come to
_SMALL = Ground(0.0, 2.1, 0.0, 0.75)  # Y's columns, small
_AGAINST, _OVER = 0.42, 0.06  # scene units: an arrow against a move, and the room under it


class PushSum(VGroup):
    """What each answer adds at the old policy, over its lamp, and all of it added up: 0.

    `worths` stand over the lamps of `bars`, `terms` and `total` in a row over the hill; of
    `parts` a last one is that of the answers without a column. Where there is no room for a
    row of numbers, or nothing pushes, all are empty.
    """

    def __init__(self, bars: PushingBars, parts: np.ndarray):
        self.decimals = 2 if np.allclose(parts, parts.round(2)) else 3
        self.terms = VGroup(*(self._number(float(part)) for part in parts))
        self.total = Formula("= 0", size=READOUT)
        row = VGroup(*self.terms, self.total).arrange(RIGHT, buff=0.35)
        row.move_to([_LEFT, _ROW, 0], aligned_edge=LEFT)
        if row.width > _ROOM or not np.any(parts):
            self.terms, self.total = VGroup(), VGroup()
        self.worths = VGroup()
        for lamp, term in zip(bars.lamps, self.terms, strict=False):
            under = lamp.arrow if lamp.length else lamp.lamp.ring
            self.worths.add(term.copy().next_to(under, UP, buff=0.12))
        super().__init__(self.worths, self.terms, self.total)

    def add_up(self) -> list[Animation]:
        """The numbers fly from their lamps into the row."""
        alone = self.terms[len(self.worths) :]
        pairs = zip(self.worths, self.terms, strict=False)
        return [*(TransformFromCopy(*pair) for pair in pairs), *map(FadeIn, alone)]

    def _number(self, part: float) -> Formula:
        text = without_zero(number_text(part, self.decimals, sign=True))
        return Formula(text, size=LABEL, role=sign_role(part))


class WayToX(VGroup):
    """The gain on the way to X, straight from the hill's own start: `set_share` walks it."""

    def __init__(self, hill: Hill, gain: float):
        self.hill, self.gain = hill, gain
        self.line = hill.walked.copy().set_stroke(paint("text"), MAIN_CURVE + 1)
        self.ball = hill.ball.copy().set_z_index(1)
        super().__init__(self.line, self.ball)
        self.set_share(1.0)

    def set_share(self, share: float) -> Self:
        """Put the ball, and the hill's dial, at `share` of the way; the line is drawn up to it."""
        start, spot = self.hill.point(0, 0), self.hill.point(share, share * self.gain)
        self.line.set_points_as_corners([start, spot + 1e-3 * RIGHT])
        self.ball.move_to(spot)
        self.hill.set_dial(share)
        return self

    def walk(self) -> Walk:
        """This way, and the setter that walks it."""
        return VGroup(self, self.hill.slider), self.set_share

    def wedge(self) -> VGroup:
        """The slope at 0: a triangle under the line's beginning; nothing if it is flat."""
        if not self.gain:
            return VGroup()
        gain = _WEDGE * self.gain
        corners = (self.hill.point(*at) for at in ((0, 0), (_WEDGE, 0), (_WEDGE, gain)))
        wedge = Polygon(*corners).set_stroke(paint("text"), 3)
        return VGroup(wedge.set_fill(paint("text"), _TINT))


class SmallBench(VGroup):
    """The columns of `table`, small; over those that moved against their push, its arrow."""

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        bench = Bench(table, indices, _SMALL).set_new(table.new_logp[list(indices)]).bare()
        moved = against(table)
        self.arrows = VGroup(
            *(_over(bench, k, float(table.advantage[i])) for k, i in enumerate(indices) if moved[i])
        )
        super().__init__(bench, self.arrows)


def _over(bench: Bench, k: int, advantage: float) -> BlockArrow:
    """An arrow over the k-th column that points where its answer pushes."""
    low = bench.top(k) + _OVER * UP
    ends = (low, low + _AGAINST * UP) if advantage > 0 else (low + _AGAINST * UP, low)
    return BlockArrow(*ends, sign_role(advantage), width=0.13, head=0.28)


def against(table: GroupTable) -> np.ndarray:
    """Which answers an update moves against their push."""
    return table.advantage * (table.new_logp - table.old_logp) < 0


def on_the_way_to_y(table: GroupTable) -> str:
    """What is said of how many answers Y moves against their push."""
    count = int(against(table).sum())
    if count == 0:
        return say("equation.slope.with_push")
    return say("equation.slope.against_one") if count == 1 else say("equation.slope.against")


def who(letter: str, table: GroupTable, width: float, role: str = "text") -> Prose:
    """Which answers an update moves against their push, in words."""
    names = [str(i + 1) for i in np.flatnonzero(against(table))]
    if not names:
        pushed = table.advantage != 0
        all_go = pushed.any() and (table.new_logp != table.old_logp)[pushed].all()
        words = say("equation.slope.together") if all_go else say("equation.slope.none")
    elif len(names) == 1:
        words = say("equation.slope.one", answer=names[0])
    elif len(names) == 2:
        words = say("equation.slope.two", one=names[0], other=names[1])
    else:
        words = say("equation.slope.some", count=len(names), group=table.group.size)
    return fit_prose(say("described.name", name=letter, values=words), width, role=role)


class WayEnds(VGroup):
    """What two ways from the old policy come to, and why: who goes with their push.

    `tables` are those of X and Y. `x` and `y` are letters with gains at the ends, `slope`
    names the wedge under X's line; `why_x`, `why_y` and `small`, Y's columns `indices`, stand
    by the lines where there is room.
    """

    def __init__(
        self,
        hill: Hill,
        way: WayToX,
        taken: Mobject,
        tables: Sequence[GroupTable],
        indices: Sequence[int],
    ):
        y = float(hill.path.surrogate(1.0))
        self.wedge, side = way.wedge(), UP if way.gain >= y else DOWN
        self.lines = [hill.zero, hill.dial, hill.whole(), way.line, way.ball, hill.title]
        self.lines += [*lines_and_texts(taken), *lines_and_texts(hill.ends)]
        self.x = self._end("X", hill.point(1, way.gain), way.gain, side)
        self.lines.append(self.x)
        self.y = self._end("Y", hill.point(1, y), y, -side)
        self.lines.append(self.y)
        self.slope = VGroup()
        if way.gain > 0:
            self.slope = self._put(
                Prose(say("equation.slope.slope"), size=READOUT),
                [hill.point(0.5 * _WEDGE, 0.5 * _WEDGE * way.gain)],
                (UP + LEFT, UP, DOWN + RIGHT, DOWN),
            )
        self.small = self._put(
            SmallBench(tables[1], indices),
            [np.array([x, y, 0]) for y in _HEIGHTS for x in _PLACES],
            (np.zeros(3),),
        )
        self.why_x = self._put(
            who("X", tables[0], _WIDE),
            [hill.point(s, s * way.gain) for s in _ALONG],
            (UP + LEFT, UP, LEFT),
        )
        self.why_y = self._put(
            who("Y", tables[1], _NARROW, "muted"),
            [*(one.get_left() for one in self.small), *map(hill.spot, _ALONG)],
            (LEFT, DOWN + LEFT, DOWN, UP + RIGHT, RIGHT),
        )
        self.policy = Prose(say("equation.slope.end"), role="new")
        stand_on(self.policy.move_to(hill.ends[1], aligned_edge=RIGHT), hill.ends[1])
        self.dot = Dot(hill.point(1, y), radius=0.13).set_fill(paint("muted"), 1)
        super().__init__(self.wedge, self.x, self.y, self.slope, self.policy, self.dot)
        self.whys = VGroup(self.small, self.why_x, self.why_y)
        self.add(self.whys)

    def _end(self, letter: str, end: np.ndarray, gain: float, side: np.ndarray) -> VGroup:
        """A letter and its gain, by the `end` of its way: on `side`, or where no line is."""
        number = Formula(number_text(gain, 3, sign=True), size=_SIZE)
        said = on_baseline(Prose(letter, size=_SIZE), number, buff=0.25)
        spot = Dot(end, radius=0.01).shift((_BEYOND - 0.5 * said.width) * RIGHT)
        around = (side, -side, side + LEFT, LEFT - side)
        return place_label(said, spot, self.lines, directions=around, or_first=True)

    def _put(
        self, said: Mobject, spots: Sequence[np.ndarray], around: Sequence[np.ndarray]
    ) -> VGroup:
        """`said` by the first of `spots` where it covers nothing; nothing if there is none."""
        for spot in spots:
            place = Dot(spot, radius=0.01)
            if find_place(said, place, self.lines, directions=around, reach=_NEAR, within=_PLOT):
                self.lines.append(said)
                return VGroup(said)
        return VGroup()
