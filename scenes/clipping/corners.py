"""Better or worse, likelier or rarer: two hillsides, on each an answer to either side."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.script.cases import Case
from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.lamp import Lamp
from scenes.stage.panel import panel
from scenes.stage.placement import touches
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, Prose

from .climb import SLOPES
from .hillside import Hillside
from .ruler_bar import RulerBar, Stand
from .walker import Walker

_GAP, _RIM, _TAGS = 0.16, 0.3, 0.8  # between the sides; in them, and for the bars' tags
_THICK, _APART = 0.42, 0.56  # of a bar; from bar to bar
_SIZES = (1.0, 0.9, 0.8, 0.7, 0.6)  # of a walker, as shares of the site's
_FOOT = 0.3  # from a side's foot to its numbers


_CLAIMS = np.array([[-5.95, 3.5, 0.0], [-5.95, 2.93, 0.0]])  # where the lamps of what is said stand


class Site(NamedTuple):
    """Where both sides stand: their left end, their top, their width and height, how large
    their walkers are, and whether only those who have stopped have their bars."""

    left: float
    top: float
    width: float
    height: float
    size: float
    stopped: bool = False


FULL = Site(-6.38, 2.55, 12.76, 5.55, 1.15)
EXIT = Site(-6.38, 2.15, 9.2, 3.6, 0.66, stopped=True)


class Side(VGroup):
    """A hillside with two walkers; under it their bars, each its own measure."""

    def __init__(
        self,
        cases: list[Case],
        bounds: tuple[float, float],
        reach: float,
        place: Site,
        left: float,
    ):
        self.cases, up = cases, cases[0].advantage > 0
        width = 0.5 * (place.width - _GAP)
        self.body = panel(width, place.height).move_to([left, place.top, 0], aligned_edge=UP + LEFT)
        self.body.set_z_index(-1)  # it comes behind what moves to its place
        foot = place.top - place.height + _FOOT
        start, long = left + _TAGS, width - _TAGS - _RIM
        count = 1 if place.stopped else len(cases)
        level = foot + 0.25 + count * _APART + 0.1
        tall, deep = (long * slope for slope in SLOPES)
        self.hill = Hillside(
            bounds,
            reach,
            left=start,
            width=long,
            tall=tall,
            floor=level,
            ceiling=level + deep,
            bottom=level,
            sign=1.0 if up else -1.0,
            deep=deep,
        )
        unit = long / reach
        self.bars = VGroup()
        stopped = [case for case in cases if not self.hill.pushes(case.ratio)]
        self.measured = stopped if place.stopped else cases
        for k, case in enumerate(self.measured):
            stand = Stand(start, level - 0.1 - (k + 0.5) * _APART, unit, _THICK)
            bar = RulerBar(case.ratio, bounds, stand, stand).set_pose(1.0).set_cut(1.0)
            bar.tag_with(case.name)
            self.bars.add(bar)
        self.ratios = VGroup(*(bar.written(LABEL) for bar in self.bars))
        self.numbers = VGroup(
            *(
                Formula(ratio_text(bound, 2), size=LABEL, role="muted").move_to(
                    [self.hill.x(bound), foot, 0]
                )
                for bound in bounds
            )
        )
        words = say(f"clipping.corners.{'better' if up else 'worse'}")
        self.head = Prose(words, size=READOUT, role="up" if up else "down")
        self._stand_clear(place.size * np.array(_SIZES[: 1 if place.stopped else None]))
        if place.stopped:
            self.numbers.submobjects = []
            self.head.move_to([self.body.get_x(), foot, 0])
        super().__init__(self.body, self.hill, self.head, self.bars, self.ratios, self.numbers)
        self.add(self.walkers)

    def _stand_clear(self, sizes: np.ndarray) -> None:
        """Stand the walkers on their ground and the head in a corner, clear of their lamps: on
        the left, else on the right; where both are taken the walkers are smaller."""
        for size, side in product(sizes, (LEFT, RIGHT)):
            self.walkers = VGroup(*(Walker(case.advantage, size=size) for case in self.cases))
            for walker, case in zip(self.walkers, self.cases, strict=True):
                walker.walk(self.hill, case.ratio)
            self.head.move_to(self.body.get_corner(UP + side) + _RIM * (DOWN - side), UP + side)
            if not any(touches(self.head, self._seen(walker), 0.0) for walker in self.walkers):
                return

    def _seen(self, walker: Walker) -> VMobject:
        """How far its lamp reaches here: lit with its rays, or as a ring."""
        lamp = walker.lamp
        return lamp.rays if self.hill.pushes(walker.ratio) else lamp.ring


class Corners(VGroup):
    """Better answers on the left side, worse ones on the right; `cases` in pairs."""

    def __init__(
        self, cases: list[Case], bounds: tuple[float, float], reach: float, place: Site = FULL
    ):
        lefts = place.left, place.left + 0.5 * (place.width + _GAP)
        pairs = cases[:2], cases[2:]
        self.sides = [
            Side(pair, bounds, reach, place, left) for pair, left in zip(pairs, lefts, strict=True)
        ]
        self.claims = VGroup(*(_claim(k, word) for k, word in enumerate(("claim", "back"))))
        super().__init__(*self.sides)

    def of(self, case: Case) -> tuple[Side, Walker, RulerBar]:
        """The side of a case, its walker and its bar."""
        side = next(side for side in self.sides if case in side.cases)
        walker = side.walkers[side.cases.index(case)]
        return side, walker, side.bars[side.measured.index(case)]

    @property
    def walkers(self) -> list[tuple[Walker, Hillside]]:
        """All walkers, with the hillside that each walks on."""
        return [(walker, side.hill) for side in self.sides for walker in side.walkers]


def _claim(row: int, word: str) -> VGroup:
    """Where an answer has no push, and where it has one: a lamp that is out or lit, and words."""
    lamp = Lamp(bool(row), radius=0.14)
    words = Prose(say(f"clipping.corners.{word}"), size=READOUT)
    said = VGroup(lamp, words.next_to(lamp.ring, RIGHT, buff=0.4))
    return said.shift(_CLAIMS[row] - lamp.ring.get_center())
