"""Answers on a ratio axis in two lanes, A > 0 above and A < 0 below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    Create,
    FadeIn,
    Line,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.numerals import ratio_source
from scenes.script.telling import cards_of

from .cards import CardStrip
from .envelope import epsilon_source, ratio_text
from .marks import answer_marker, set_pushing, sign_marker, tick, tint
from .placement import find_place
from .theme import AXIS, DIMMED, LABEL, READOUT, paint
from .typeset import Formula

_SIDES = (UP, DOWN, RIGHT, LEFT, UL, UR)
_FURTHEST = 4.0  # ratios beyond it wait at the end of the axis, behind a gap in it
_LEVEL = 0.36  # between markers over each other
_LEVELS = (0, -1, 1)  # in the order in which they are taken
_CROWD = 0.14  # the size of a marker without a name


def ratio_definition() -> Formula:
    """What rho is: new over old."""
    source = 'rho_i = ({{ pi_theta : new }} (o_i|q)) / ({{ pi_"old" : old }} (o_i|q))'
    return Formula(source, size=READOUT, new="new", old="old")


class RatioStrip(VGroup):
    """An axis of rho with the clip range as a band between two lines, and a marker an answer.

    Of a large group the answers that have a card have a marker with a name, `markers` in
    the order of `shown`; the others are a `crowd` of small ones at the lanes' feet.
    `set_spread` moves the markers between rho = 1 (0: as when they were sampled) and
    their ratios (1).
    """

    def __init__(
        self, table: GroupTable, *, width: float = 10.2, lane: float = 1.25, labels: bool = True
    ):
        self.table, self.lane = table, lane
        self.shown = cards_of(table)
        self.others = tuple(i for i in range(table.group.size) if i not in self.shown)
        furthest = max(2.0, 1 + table.eps_high, *table.ratio)
        self.low, self.high = 0.0, 1.12 * min(furthest, _FURTHEST)
        super().__init__()
        self.axis = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.band = tint([ORIGIN, RIGHT, UR, UP])
        self.edges = VGroup(*(Line().set_stroke(paint("muted"), AXIS) for _ in range(2)))
        self.epsilon = Formula(epsilon_source(table.eps_low, table.eps_high), size=LABEL)
        self.set_range(table.eps_low, table.eps_high)
        self.epsilon.next_to(self.band, UP, buff=0.2)
        self.axis_name = Formula("rho", size=LABEL).next_to(self.axis, RIGHT, buff=0.2)
        bounds = (1 - table.eps_low, 1 + table.eps_high) if labels else ()
        self.ticks = self._ticks([0.5, *bounds, 1.0, 1.5, 2.0])
        if furthest > _FURTHEST:
            self.ticks.add(self._gap())
        self.lanes = self._lane_names()
        self.markers = VGroup(*map(self._marker, self.shown))
        self._stack_markers()
        self.crowd = VGroup(*map(self._small_marker, self.others))
        self.labels = VGroup()
        self.add(self.band, self.edges, self.axis, self.axis_name, self.ticks)
        self.add(self.crowd, self.markers)
        if labels:
            for members in self._alike():
                self.labels.add(self._label(members))
            self.add(self.epsilon, self.lanes, self.labels)

    def lay_down(self) -> list[Animation]:
        """Everything but the answers comes, the axis first."""
        rest = self.ticks, self.lanes, self.axis_name, self.band, self.edges, self.epsilon
        return [Create(self.axis), FadeIn(*rest)]

    def receive(self, cards: CardStrip) -> list[Animation]:
        """The answers come from their cards; of a large group those without one out of nothing."""
        pairs = zip(cards.cards, self.markers, strict=True)
        flights = [TransformFromCopy(card.badge[0], marker) for card, marker in pairs]
        return [*flights, FadeIn(self.crowd)] if self.crowd else flights

    def place(self, ratio: float, lane: float = 0.0) -> np.ndarray:
        """Where `ratio` lies; lane 0 is the axis itself."""
        share = (np.clip(ratio, self.low, self.high) - self.low) / (self.high - self.low)
        start, end = self.axis.get_start(), self.axis.get_end()
        return start + (end - start) * share + self.lane * lane * UP

    def set_range(self, eps_low: float, eps_high: float) -> Self:
        """Move the band and its edges; an edge that no ratio can reach is not drawn."""
        bounds = (1 - eps_low, 1 + eps_high)
        (a, b), (c, d) = ((self.place(r), self.place(r, 2)) for r in bounds)
        self.band.set_points_as_corners([a, c, d, b, a])
        for edge, ratio in zip(self.edges, bounds, strict=True):
            edge.put_start_and_end_on(self.place(ratio), self.place(ratio, 2))
            edge.set_stroke(opacity=float(self.low < ratio < self.high))
        return self

    def set_pushing(self, pushing: Sequence[bool]) -> Self:
        """Hatch the markers of the answers that are clipped; those without a sign become hollow."""
        for index, marker in zip(self.shown, self.markers, strict=True):
            set_pushing(marker, self.table.advantage[index], pushes=pushing[index])
        for index, marker in zip(self.others, self.crowd, strict=True):
            set_pushing(marker, self.table.advantage[index], pushes=pushing[index])
            marker.set_fill(opacity=DIMMED, family=False).set_stroke(opacity=DIMMED)
        return self

    def set_spread(self, spread: float) -> Self:
        """Markers at 1 + `spread` * (rho - 1)."""
        return self.set_ratios(1 + spread * (self.table.ratio - 1))

    def set_ratios(self, ratios: np.ndarray) -> Self:
        """Markers at other ratios ``(G,)`` than the table's."""
        for index, marker in self._all_markers():
            marker.set_x(self.place(float(ratios[index]))[0])
        return self

    def marker_of(self, index: int) -> VMobject:
        """The marker of answer `index`, which is one of `shown`."""
        return self.markers[self.shown.index(index)]

    def lane_start(self, number: int) -> np.ndarray:
        """The middle of lane `number` (1 or 2), left of the axis."""
        return self.place(self.low, number - 0.5) + 0.85 * LEFT

    def lane_of(self, index: int) -> float:
        """The height of an answer's marker, in lanes."""
        advantage = self.table.advantage[index]
        return 1.5 if advantage > 0 else 0.5 if advantage < 0 else 1.0

    def _all_markers(self) -> Iterable[tuple[int, VMobject]]:
        yield from zip(self.shown, self.markers, strict=True)
        yield from zip(self.others, self.crowd, strict=True)

    def _lane_names(self) -> VGroup:
        """The sign of A before each lane; of the middle, too, if there is one without sign."""
        names = VGroup(
            Formula("A > 0", size=LABEL, role="up").move_to(self.lane_start(2)),
            Formula("A < 0", size=LABEL, role="down").move_to(self.lane_start(1)),
        )
        signs = set(np.sign(self.table.advantage))
        if 0 not in signs:
            return names
        none = Formula("A = 0", size=LABEL, role="muted")
        none.move_to((self.lane_start(1) + self.lane_start(2)) / 2)
        return VGroup(*names, none) if len(signs) > 1 else VGroup(none)

    def _gap(self) -> VGroup:
        """A break in the axis: what lies beyond is not at its place."""
        spot = self.place(1.05 * _FURTHEST)
        slant = Line(0.12 * DL, 0.12 * UR)
        slants = VGroup(*(slant.copy().move_to(spot + x * RIGHT) for x in (-0.05, 0.05)))
        return slants.set_stroke(paint("muted"), AXIS)

    def _small_marker(self, index: int) -> VMobject:
        """A marker without a name, faint, at the foot of its lane."""
        advantage = self.table.advantage[index]
        marker = sign_marker(advantage, _CROWD).set_fill(opacity=DIMMED)
        lane = 1.12 if advantage > 0 else 0.12
        return marker.move_to(self.place(self.table.ratio[index], lane))

    def _marker(self, index: int) -> VMobject:
        marker = answer_marker(self.table.advantage[index])
        return marker.move_to(self.place(self.table.ratio[index], self.lane_of(index)))

    def _stack_markers(self) -> None:
        """Spread markers of one lane that would hide each other over the lane's height."""
        for lane in (0.5, 1.0, 1.5):
            row = [self.marker_of(i) for i in self.shown if self.lane_of(i) == lane]
            row.sort(key=lambda marker: marker.get_x())
            ends: dict[int, float] = {}  # where the last marker of each level ends
            for marker in row:
                free = [k for k in _LEVELS if ends.get(k, -np.inf) < marker.get_left()[0]]
                level = free[0] if free else min(_LEVELS, key=lambda k: ends[k])
                ends[level] = marker.get_right()[0]
                marker.shift(_LEVEL * level * UP)

    def _alike(self) -> list[list[int]]:
        """The answers with a name, those together that stand over each other."""
        alike: dict[tuple[float, str], list[int]] = {}
        for index in self.shown:
            key = self.lane_of(index), ratio_source(self.table.ratio[index])
            alike.setdefault(key, []).append(index)
        return list(alike.values())

    def _label(self, members: list[int]) -> VGroup:
        """o_i and its ratio; where there is no room, o_i alone, or nothing."""
        ratio = ratio_source(self.table.ratio[members[0]])
        names = ", ".join(f"o_{index + 1}" for index in members)
        name = Formula(names, size=LABEL)
        whole = Formula(f"{names} thick {{{{ {ratio} : ratio }}}}", size=LABEL)
        spot = VGroup(*map(self.marker_of, members))
        others = (marker for marker in self.markers if marker not in spot.submobjects)
        taken = [*self.labels, *others, *self.crowd, self.axis, *self.edges]
        taken += [*self.ticks, *self.lanes, self.epsilon]
        for label in (whole, name):
            if find_place(label, spot, taken, directions=_SIDES, buff=0.12):
                return label
        return VGroup()

    def _ticks(self, ratios: Sequence[float]) -> VGroup:
        ticks = VGroup()
        for ratio in sorted(r for r in ratios if self.low < r < self.high):
            named = tick(self.place(ratio), ratio_text(ratio, 1), buff=0.16)
            if ticks and named[1].get_left()[0] - ticks[-1][1].get_right()[0] < 0.15:
                continue
            ticks.add(named)
        return ticks
