"""What drift costs: a bowl over reference / new, 0 at 1; the mean of its beads; the price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    Line,
    LineJointType,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.placement import find_place, lines_and_texts, touches
from scenes.stage.places import keep_inside, stand_on
from scenes.stage.theme import AXIS, CURVE, FORMULA, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .axis_number import axis_number, round_value

FOOT, TOP = -2.0, 0.75  # scene units, of the plot
_EDGE, _LEFT, _RIGHT = -6.6, -5.35, 2.9
_MEAN_X, _PRICE_X, _WIDE = 4.2, 6.0, 0.9  # of the two blocks
_LEAST = 0.05  # scene units: the height of a price of nothing
_MARGIN, _ROOM = 0.25, 1.15  # nats beyond the outermost beads; how far the curve is drawn
_NARROW = 0.9  # nats: the least that is shown on each side of 1
_NEAR = 0.6  # scene units: no farther from its bead may a label be
_TURNS, _COIL = 6, 0.13  # of a spring; half its width, scene units
_BEAD, _STEM = 0.17, 0.12  # a bead's radius; how wide a height is while it stands in the bowl
_PLOT = (np.array([_LEFT, FOOT]), np.array([_PRICE_X, TOP + 0.2]))  # where labels may be
_ROOF, _OVER = 1.05, 1.35  # the plot is so much higher than the beads, and than the mean
_FLAT = 0.3  # the highest cost shown, if all are 0
_APART = 0.7  # scene units between two ticks, at least
_NAME, _AXIS_NAME = 0.5, 0.9  # how far under the foot numbers and names stand
_ALONG = (0.97, 0.03, 0.9, 0.1, 0.8, 0.2)  # of the curve, where it may be named
_TIMES = 1.2  # how far over it beta does


class Bowl(VGroup):
    """The cost over reference / new, with a bead for each of the answers `indices`.

    Each bead comes from one of `starts` (`fly`), and a spring ties it to the bottom. Their
    heights, `stems`, are poured into one column, where the answers left out have a part
    together, and level out to the mean (`pour`, `level`). `set_price` shrinks a block as high
    to the price, beta times as high (1), on its way to the right.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.table, self.indices = table, list(indices)
        self.drift = (table.ref_logp - table.new_logp)[self.indices]
        self.highest = float(max(table.k3[self.indices].max(), table.kl)) or _FLAT
        self.low = min(-_NARROW, float(self.drift.min()) - _MARGIN)
        self.high = max(_NARROW, float(self.drift.max()) + _MARGIN)
        self.plot = self._plot()
        self.beads = VGroup(*(Dot(self._spot(float(u)), radius=_BEAD) for u in self.drift))
        self.beads.set_fill(paint("text"), 1).set_stroke(paint("ground"), 4, background=True)
        self.springs = VGroup(*(self._spring(bead.get_center()) for bead in self.beads))
        self.springs.set_stroke(paint("reference"), CURVE + 1)
        self.mean = DashedLine(
            [_MEAN_X - 0.8 * _WIDE, self._height(table.kl), 0],
            [_MEAN_X + 0.8 * _WIDE, self._height(table.kl), 0],
        ).set_stroke(paint("text"), HAIRLINE)
        self.values = self._values()
        self.labels = self._labels()
        self.plot.add(*self._law())
        self.costs = self._costs()
        self.stems = VGroup(*(Rectangle(width=1, height=1, stroke_width=0) for _ in self.costs))
        self.stems.set_fill(paint("text"), 1).set_stroke(paint("ground"), 1.5)
        self.price = Rectangle(width=_WIDE, height=1, stroke_width=0).set_fill(paint("text"), 1)
        self.names = self._names()
        self.set_level(1.0)
        self.set_price(1.0)
        keep_inside(self.values[1].next_to(self.price, UP, buff=0.16))
        self.times = self._times()
        super().__init__(self.plot, self.springs, self.stems, self.mean, self.beads, self.labels)
        self.add(self.price, self.values, self.names, self.times)

    # -- its states -------------------------------------------------------------------------

    def fly(self, k: int, start: np.ndarray) -> Walk:
        """The k-th bead, and the setter that leads it from `start` (0) to its place (1)."""
        end = self._spot(float(self.drift[k]))

        def set_share(share: float) -> None:
            self.beads[k].move_to((1 - share) * start + share * end)

        return self.beads[k], set_share

    def tie(self, k: int) -> list[Animation]:
        """A spring from the bottom to the k-th bead, and what it costs."""
        whose = [label for label, of in zip(self.labels, self._whose, strict=True) if of[0] == k]
        return [Create(self.springs[k]), *map(FadeIn, whose)]

    def set_stems(self, share: float) -> Self:
        """Let the heights of the beads grow from the foot, by `share`."""
        for k, bead in enumerate(self.beads):
            self._lay(k, bead.get_x(), _STEM, share * self.costs[k])
        for k in range(len(self.beads), len(self.costs)):
            self._lay(k, _MEAN_X, 1e-3, 0.0)
        return self

    def set_pour(self, share: float) -> Self:
        """Lead the heights from their beads (0) into the column (1)."""
        for k, (x, width) in enumerate(self._parts()):
            start = self.beads[k].get_x() if k < len(self.beads) else _RIGHT + 0.4
            at = start + share * (x - start)
            self._lay(k, at, _STEM + share * (width - _STEM), self.costs[k])
        return self

    def set_level(self, share: float) -> Self:
        """Level the heights in the column: from their own (0) to the mean (1)."""
        for k, (x, width) in enumerate(self._parts()):
            self._lay(k, x, width, (1 - share) * self.costs[k] + share * self.table.kl)
        return self

    def set_price(self, share: float) -> Self:
        """Lead a block as high as the mean (0) to the price (1)."""
        cost = share * self.table.price + (1 - share) * self.table.kl
        self.price.stretch_to_fit_height(max(self._height(cost) - FOOT, _LEAST))
        self.price.move_to([_MEAN_X + share * (_PRICE_X - _MEAN_X), FOOT, 0], DOWN)
        return self

    def _lay(self, k: int, x: float, width: float, cost: float) -> None:
        stem = self.stems[k].stretch_to_fit_width(width)
        stem.stretch_to_fit_height(max(self._height(cost) - FOOT, 1e-3))
        stem.move_to([x, FOOT, 0], DOWN)

    def _costs(self) -> list[float]:
        """What each shown answer costs; then the mean of those left out, if there are any."""
        k3, rest = self.table.k3, self.table.group.size - len(self.indices)
        shown = [float(k3[i]) for i in self.indices]
        left_out = (float(k3.sum()) - sum(shown)) / rest if rest else 0.0
        return [*shown, *([left_out] if rest else [])]

    def _parts(self) -> list[tuple[float, float]]:
        """Middle and width of each part of the column: an answer's is 1/G."""
        size, count = self.table.group.size, len(self.indices)
        widths = [_WIDE / size] * count + [_WIDE * (size - count) / size] * (size > count)
        edges = _MEAN_X - 0.5 * _WIDE + np.cumsum([0.0, *widths])
        return [(float(a + 0.5 * w), w) for a, w in zip(edges, widths, strict=False)]

    # -- where things are -------------------------------------------------------------------

    def _height(self, cost: float) -> float:
        return FOOT + (TOP - FOOT) * cost / max(_ROOF * self.highest, _OVER * self.table.kl)

    def _spot(self, drift: float) -> np.ndarray:
        """Where the bowl is at a reference `drift` nats over new."""
        share = (drift - self.low) / (self.high - self.low)
        cost = float(np.expm1(drift) - drift)
        return np.array([_LEFT + share * (_RIGHT - _LEFT), self._height(cost), 0.0])

    # -- its parts --------------------------------------------------------------------------

    def _plot(self) -> VGroup:
        """The bowl, and two axes with their names and numbers."""
        foot = Line([_LEFT, FOOT, 0], [_PRICE_X + 0.6, FOOT, 0])
        upright = Line([_LEFT, FOOT, 0], [_LEFT, TOP, 0])
        VGroup(foot, upright).set_stroke(paint("muted"), AXIS)
        drifts = np.linspace(self.low, self.high, 121)
        drifts = drifts[np.expm1(drifts) - drifts <= _ROOM * self.highest]
        self.curve = VMobject().set_points_smoothly([self._spot(float(u)) for u in drifts])
        self.curve.set_stroke(paint("muted"), MAIN_CURVE + 1)
        x = self._spot(0.0)[0]
        middle = DashedLine([x, FOOT, 0], [x, TOP, 0]).set_stroke(paint("muted"), HAIRLINE)
        source = f"x = {quoted(say('equation.price.axis'))}"
        across = Formula(source, size=LABEL, role="muted").set_x(0.5 * (_LEFT + _RIGHT))
        cost = Prose(say("equation.price.cost"), role="muted")
        cost.move_to([_EDGE, 0, 0], aligned_edge=LEFT)
        names = VGroup(stand_on(across, FOOT - _AXIS_NAME), stand_on(cost, TOP - 0.2))
        self.ticks = self._ticks()
        return VGroup(foot, upright, middle, self.curve, self.ticks, self._levels(), names)

    def _levels(self) -> VGroup:
        """0 and a round cost on the vertical axis."""
        levels = VGroup()
        for cost in (0.0, round_value(self.highest)):
            y = self._height(cost)
            mark = Line([_LEFT - 0.1, y, 0], [_LEFT + 0.1, y, 0]).set_stroke(paint("muted"), AXIS)
            number = axis_number(cost).next_to(mark, LEFT, buff=0.1)
            levels.add(mark, *([number] if number.get_left()[0] > _EDGE else []))
        return levels

    def _spring(self, end: np.ndarray) -> VMobject:
        """From where reference and new are equal to a bead, at its height."""
        start = np.array([self._spot(0.0)[0], end[1], 0.0])
        inner = np.linspace(0.08, 0.92, 2 * _TURNS)
        half = min(_COIL, 0.15 * abs(end[0] - start[0]))
        teeth = [start + s * (end - start) + (-1) ** n * half * UP for n, s in enumerate(inner)]
        spring = VMobject().set_points_as_corners([start, *teeth, end])
        spring.joint_type = LineJointType.ROUND
        return spring

    def _labels(self) -> VGroup:
        """Whose each bead is and what it costs; those at one place share a label.

        A label for which there is no room is left out.
        """
        labels = VGroup()
        self._whose: list[list[int]] = []
        column = Rectangle(width=_WIDE, height=TOP - FOOT).set_fill(opacity=1)
        column.move_to([_MEAN_X, FOOT, 0], DOWN)
        stems = (Line([b.get_x(), FOOT, 0], b.get_center()) for b in self.beads)
        lines = *lines_and_texts(self.plot), *self.mean, *self.springs, self.values[0], column
        lines = *lines, *stems  # which stand there for a while
        for drift in sorted(set(self.drift.round(6))):
            whose = [int(k) for k in np.flatnonzero(np.isclose(self.drift, drift, atol=1e-5))]
            around = (LEFT, UR, UL, RIGHT, UP, DL) if drift < 0 else (RIGHT, UL, UR, LEFT, UP, DR)
            taken = [*lines, *self.beads, *labels]
            bead = self.beads[whose[0]]
            for label in self._two_forms(whose):
                if find_place(label, bead, taken, directions=around, reach=_NEAR, within=_PLOT):
                    labels.add(label)
                    self._whose.append(whose)
                    break
        return labels

    def _law(self) -> list[Formula]:
        """What the curve is, beside it; nothing where there is no room."""
        law = Formula("x - 1 - ln x", size=READOUT)
        lines = *lines_and_texts(self.plot), *self.beads, *self.springs, *self.labels
        column = Rectangle(width=_WIDE, height=TOP - FOOT).set_fill(opacity=1)
        taken = [*lines, column.move_to([_MEAN_X, FOOT, 0], DOWN), self.values[0]]
        for share in _ALONG:
            spot = Dot(self.curve.point_from_proportion(share), radius=0.01)
            around = (LEFT, UL, UR, RIGHT, DR)
            if find_place(law, spot, taken, directions=around, reach=_NEAR, within=_PLOT):
                return [law]
        return []

    def _two_forms(self, whose: list[int]) -> Iterator[VGroup]:
        """A label in one line; then, for where that is too wide, its names over its cost."""
        cost = without_zero(number_text(float(self.table.k3[self.indices[whose[0]]]), 3))
        names = ", ".join(str(self.indices[k] + 1) for k in whose)
        for side, gap in ((RIGHT, 0.25), (DOWN, 0.12)):
            label = VGroup(Formula(names, size=LABEL, role="muted"), Formula(cost, size=READOUT))
            label.arrange(side, buff=gap)
            yield VGroup(label[0], stand_on(label[1], label[0])) if side is RIGHT else label

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
        return VGroup(mark, stand_on(number, FOOT - _NAME))

    def _values(self) -> VGroup:
        """The mean over its column; the price, placed later."""
        values = VGroup(*map(_value, (self.table.kl, self.table.price)))
        top = [_MEAN_X, max(self._height(self.table.kl), FOOT + _LEAST), 0]
        values[0].next_to(top, UP, buff=0.16)
        return values

    def _times(self) -> Formula:
        """What makes the price of the mean, over the price: where it covers nothing else."""
        times = Formula(f"times beta = {ratio_source(self.table.beta)}", size=READOUT)
        times.move_to([_PRICE_X + 0.6, 0, 0], aligned_edge=RIGHT)
        mean = self._height(self.table.kl)
        is_near = FOOT + _TIMES - 0.3 < mean < FOOT + _TIMES + 0.5
        first = mean + 0.25 if is_near else FOOT + _TIMES
        column = VGroup(*self.stems).copy().set_fill(opacity=1)
        taken = [*self.values, *self.mean, column, self.price]
        others = np.arange(FOOT + 0.1, TOP + 0.1, 0.05)
        for height in (first, *sorted(others, key=lambda y: abs(y - first))):
            stand_on(times, float(height))
            if not any(touches(times, thing, gap=0.06) for thing in taken):
                return times
        return stand_on(times, first)

    def _names(self) -> VGroup:
        """Which block is which."""
        names = VGroup()
        for key, x in (("mean", _MEAN_X), ("price", _PRICE_X)):
            names.add(stand_on(Prose(say(f"equation.price.{key}")).set_x(x), FOOT - _NAME))
        return names


def _value(value: float) -> Formula:
    text = without_zero(number_text(value, 3))
    said = Formula(text, size=FORMULA)
    return said if said.width < _PRICE_X - _MEAN_X else Formula(text, size=LABEL)
