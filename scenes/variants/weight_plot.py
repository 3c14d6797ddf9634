"""The one plot of the film: the weight of a push over the ratio, with the group's beads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Dot, FadeOut, Line, MoveToTarget, VGroup

from grpo_core import Clip, GroupTable
from grpo_core.rules import Rule
from scenes.script.numerals import number_text, ratio_source
from scenes.script.words import say
from scenes.stage.bead import Bead
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import sign_marker
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, CURVE, FORMULA, HAIRLINE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose

from .curves import SIGNS, Curves
from .law import Law, bounds_of, clip_between

WIDTH, HEIGHT, MIDDLE = 9.7, 4.9, np.array([-0.75, -0.08, 0.0])
ASIDE, _SMALL = np.array([-4.5, 0.0, 0.0]), 0.42  # where it waits, and how large
_RADIUS = 0.19  # of a bead
_OVER, _APART, _FOOT = 0.46, 0.16, 0.13  # to a label; in it; from its middle to its foot
_ASIDE = 0.3  # how far the label of a clipped bead stands to the side
_SIDE, _SIGNED = 0.35, 2.15  # of the signs of A, from the middle of the axis of weights
_LABEL = 1.0  # half of the width of a label, and some
_TICKED, _TICK = 0.3, 0.08  # from an axis to the middle of a number; half of a mark
_LIFT, _CLEAR = 0.36, 0.1  # from the axis to the middle of its numbers; from an edge to them
_ACROSS, _UP = (1, 2, 3, 4), (1, 0, -1)  # the numbers on both axes
_RIM, _PIN = 0.02, 1e-3  # how near to the rim no number stands, as a share; a line of no length
COLUMN = 2.43  # how wide the names of curves may be
DECIMALS, _FINE_DECIMALS = 2, 4


class WeightPlot(Plot):
    """Ratios across from 0 to `reach`, weights up and down in sizes of the advantage.

    `set_law` and `set_between` draw a law and lead the beads of the answers `shown` to it;
    `set_reach` shows more of both axes. Beside the beads stand their `names`, and with them what
    is `told` at first, their ratios, or the `values` of their weights; each comes when it is shown.
    """

    def __init__(self, table: GroupTable, shown: Sequence[int], reach: float, law: Law):
        super().__init__((0.0, reach), (-reach, reach), WIDTH, HEIGHT)
        self.table, self.shown, self.law = table, list(shown), law
        self.signs = [1 if table.advantage[i] > 0 else -1 for i in self.shown]
        self.stand_at(MIDDLE)
        self.floor = Line().set_stroke(paint("muted"), AXIS)
        self.wall = Line().set_stroke(paint("muted"), AXIS)
        self.curves = Curves(self.grid, law)
        self.stems = VGroup(*(Line().set_stroke(paint(sign_role(s)), CURVE) for s in self.signs))
        self.beads = VGroup(*(Bead(float(s), _RADIUS) for s in self.signs))
        self.names = VGroup(*(Formula(f"o_{i + 1}", size=READOUT) for i in self.shown))
        self.values = VGroup(*(self._value(i) for i in self.shown))
        self.told = VGroup(
            *(Formula(ratio_source(float(table.ratio[i])), size=READOUT) for i in self.shown)
        )
        self.heights = np.zeros(len(self.shown))  # of the beads
        self.ratios = table.ratio[self.shown]
        self.has_numbers = True  # beside the names
        self.bound_at = [1 + table.eps_high, 1 - table.eps_low]  # of A > 0, and of A < 0
        self.bounds = VGroup(*(LiveNumber(b, DECIMALS, size=READOUT) for b in self.bound_at))
        self.foot = Line().set_stroke(paint("muted"), AXIS)
        self.ticks = VGroup(*(Line().set_stroke(paint("muted"), AXIS) for _ in (*_ACROSS, *_UP)))
        self.across_numbers = VGroup(*(_tick_number(x) for x in _ACROSS))
        self.up_numbers = VGroup(*(_tick_number(x) for x in _UP))
        self.words = self._words()
        self.axes = VGroup(self.foot, self.wall, self.ticks)
        self.add(self.axes, self.floor, self.curves, self.stems, self.beads, self.words)
        self.set_law(law)

    def _value(self, answer: int) -> LiveNumber:
        role = sign_role(float(self.table.advantage[answer]))
        return LiveNumber(0.0, DECIMALS, size=READOUT, role=role, align="left")

    def _words(self) -> VGroup:
        """What both axes are, and which curve belongs to which sign."""
        same = np.allclose(np.abs(self.table.advantage), 1.0)
        key = "weight" if same else "weight_over"
        self.up_name = Prose(say(f"variants.one_plot.{key}"), size=LABEL, role="muted")
        self.across_name = Prose(say("variants.one_plot.ratio"), size=LABEL, role="muted")
        sides = []
        for sign, order in ((1, ">"), (-1, "<")):
            text = Formula(f"A {order} 0", size=FORMULA, role=sign_role(sign))
            sides.append(VGroup(sign_marker(sign, 0.26), text).arrange(RIGHT, buff=0.2))
        self.sides = VGroup(*sides)
        numbers = self.across_numbers, self.up_numbers
        return VGroup(self.up_name, self.across_name, self.sides, *numbers)

    # -- states -------------------------------------------------------------

    def set_law(self, law: Law) -> Self:
        """Show `law`."""
        return self.set_between(law, law, 0.0)

    def set_between(self, start: Law, end: Law, share: float) -> Self:
        """Show what lies part of the way from one law to another, 0 to 1."""
        self.law, size = end, np.abs(self.table.advantage[self.shown])
        self.curves.set_between(start, end, share)
        weights = [law.weights(self.table)[self.shown] for law in (start, end)]
        ratios = [law.ratios(self.table)[self.shown] for law in (start, end)]
        weight, self.ratios = ((1 - share) * a + share * b for a, b in (weights, ratios))
        self.heights, self.clipped = weight / size, self._clipped(end if share > 0.5 else start)
        # What lies between two rules is no weight of either: numbers wait for the end.
        for value, number in zip(self.values, weights[int(share >= 1)], strict=True):
            value.decimals = DECIMALS if number else 0
            value.set_value(number)
        self._lead_bounds(start, end, share)
        return self.follow()

    def _lead_bounds(self, start: Law, end: Law, share: float) -> None:
        """The numbers of the gates go along where both laws have some."""
        rules = start.rule, end.rule
        if all(isinstance(rule, Clip) for rule in rules):
            (low, high), (low_end, high_end) = map(bounds_of, rules)
            if np.isfinite([low, low_end]).all():
                self.bound_at[1] = 1 - (1 - share) * low - share * low_end
            self.bound_at[0] = 1 + (1 - share) * high + share * high_end

    def _clipped(self, law: Law) -> list[bool]:
        """Which beads are hatched: those that a gate leaves no push, though there is an A."""
        push = law.push(self.table)
        gone = (push.weight[:, 0] == 0) & push.binds[:, 0] & (law.size > 0)
        return [bool(gone[i]) for i in self.shown]

    def set_reach(self, reach: float, most: float) -> Self:
        """Show ratios up to `reach`, and weights up to `most`."""
        self.grid.across, self.grid.up = (0.0, reach), (-most, most)
        self.curves.set_law(self.law)
        return self.follow()

    def set_clip(self, start: Rule, end: Rule, share: float) -> Self:
        """Show a gate part of the way from one to another, and its numbers."""
        return self.set_law(Law(clip_between(start, end, share)))

    def set_heights(self, heights: np.ndarray) -> Self:
        """Lift the beads to these heights, off their curves."""
        self.heights = heights
        return self.follow()

    def follow(self) -> Self:
        """Bring axes, beads and texts to where the data are now."""
        (left, right), (low, high) = self.grid.across, self.grid.up
        self.floor.set_points_as_corners([self.point(left, 0), self.point(right, 0)])
        self.wall.set_points_as_corners([self.point(left, low), self.point(left, high)])
        self.foot.set_points_as_corners([self.point(left, low), self.point(right, low)])
        self._place_ticks()
        for k, (bead, stem) in enumerate(zip(self.beads, self.stems, strict=True)):
            spot, foot = self.point(self.ratios[k], self.heights[k]), self.point(self.ratios[k], 0)
            stem.set_points_as_corners([foot, spot])
            bead.move_to(spot)
            bead.set_clipped(float(self.clipped[k]))
            self._label(k, spot)
        for number, ratio, sign in zip(self.bounds, self.bound_at, SIGNS, strict=True):
            self.put_at_edge(number.set_value(ratio), ratio, sign)
        self._place_words()
        return self

    def put_at_edge(self, number: LiveNumber, ratio: float, sign: int) -> LiveNumber:
        """A gate's number stands at its foot, across the axis from its curve, towards 1.

        Where something is in the way there it stands on the other side, and on neither
        where both are taken.
        """
        spot = self.point(ratio, 0) + sign * _LIFT * DOWN
        sides = [-sign * RIGHT, sign * RIGHT]
        free = [side for side in sides if self._is_free(spot, side, number.width, -sign)]
        side = (free or sides)[0]
        number.slots.set_fill(opacity=float(bool(free)))
        return number.move_to(spot + _CLEAR * side, aligned_edge=-side)

    def _is_free(self, spot: np.ndarray, side: np.ndarray, width: float, sign: int) -> bool:
        """Whether a number of this width has room beside `spot`: no stem, no curve runs there."""
        ends = sorted(spot[0] + reach * side[0] for reach in (0.0, width + 2 * _CLEAR))
        signs = np.array(self.signs)
        stems = np.array([self.point(r, 0)[0] for r in self.ratios])
        if ((signs == sign) & (stems > ends[0]) & (stems < ends[1])).any():
            return False
        (left, right), box = self.grid.across, self.grid.points[[0, -1], 0]
        ratios = np.interp(ends, box, (left, right))
        heights = np.abs(self.law.heights(ratios, sign)) * 0.5 * HEIGHT / self.grid.up[1]
        return bool(((heights < 1e-6) | (heights > _LIFT + 0.26)).all())

    def _label(self, k: int, spot: np.ndarray) -> None:
        """The name and a number stand outside the bead, away from the axis."""
        name, line = self.names[k], float(spot[1]) + self.signs[k] * _OVER - _FOOT
        away = self.signs[k] * _ASIDE if self.clipped[k] else 0.0  # from the edge of the gate
        wide = name.width + (_APART + self.values[k].width) * self.has_numbers
        start = float(spot[0]) + away - 0.5 * wide
        if self.clipped[k]:
            start = self._beyond_edge(k, start, wide)
        start = max(start, float(self.point(self.grid.across[0], 0)[0]) + _CLEAR)
        stand_on(name.set_x(start, LEFT), line)
        for number in (self.values[k], self.told[k]):
            stand_on(number.set_x(name.get_right()[0] + _APART, LEFT), line)

    def _beyond_edge(self, k: int, start: float, wide: float) -> float:
        """Where the label of a bead near its gate's edge starts, so that it leaves that line free.

        `start` is where it would; `wide` is its width. Beyond a gate of another kind it stays.
        """
        sign, bound = self.signs[k], self.bound_at[SIGNS.index(self.signs[k])]
        edge = float(self.point(bound, 0)[0])
        if sign * (self.ratios[k] - bound) <= 0:
            return start
        return max(start, edge + _CLEAR) if sign > 0 else min(start, edge - _CLEAR - wide)

    def _place_words(self) -> None:
        corner, end = self.wall.get_end(), self.foot.get_end()
        self.up_name.next_to(corner, UP, buff=0.14).set_x(corner[0] - 0.1, LEFT)
        stand_on(self.across_name.set_x(end[0] + _APART, LEFT), float(end[1]) - 0.1)
        for side, sign in zip(self.sides, SIGNS, strict=True):
            spot = self.wall.get_center() + _SIDE * RIGHT + sign * _SIGNED * UP
            side.move_to(spot, aligned_edge=LEFT)

    def _place_ticks(self) -> None:
        """Numbers on both axes; those beyond what is seen are not shown."""
        (left, right), low = self.grid.across, self.grid.up[0]
        across, up = self.ticks[: len(_ACROSS)], self.ticks[len(_ACROSS) :]
        for x, mark, number in zip(_ACROSS, across, self.across_numbers, strict=True):
            seen = left < x <= right - _RIM * (right - left)
            spot = self.point(np.clip(x, left, right), low)
            mark.set_points_as_corners([spot + _TICK * UP, spot + _TICK * DOWN])
            number.move_to(spot + _TICKED * DOWN)
            mark.set_stroke(opacity=float(seen))
            number.set_fill(opacity=float(seen))
        for y, mark, number in zip(_UP, up, self.up_numbers, strict=True):
            spot = self.point(left, y)
            mark.set_points_as_corners([spot + _TICK * LEFT, spot])
            number.move_to(spot + 0.5 * _TICKED * LEFT, aligned_edge=RIGHT)

    # -- animations ---------------------------------------------------------

    def turn_to(self, law: Law) -> list[Animation]:
        """From the law that it shows to `law`: curves bend, beads go along."""
        start = self.law
        return walks(0.0, 1.0, (self, lambda share: self.set_between(start, law, share)))

    def widen(self, reach: float, most: float) -> list[Animation]:
        """The camera goes out, or in, along both axes; their numbers go along."""
        start, end = np.array([self.grid.across[1], self.grid.up[1]]), np.array([reach, most])
        return walks(0.0, 1.0, (self, lambda t: self.set_reach(*((1 - t) * start + t * end))))

    def tag(self, law: Law, *texts: str | Formula, sign: int = 1) -> VGroup:
        """Whose curve `law` is, beside its right end."""
        ratio = self.grid.across[1]
        height = float(law.heights(np.array([ratio]), sign)[0])
        sizes = READOUT, *[LABEL] * len(texts)
        lines = [
            text if isinstance(text, Formula) else fit_prose(text, COLUMN, size=size, align="left")
            for text, size in zip(texts, sizes, strict=False)
        ]
        rows = VGroup(*lines).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        return rows.move_to(self.point(ratio, height) + 0.22 * RIGHT, aligned_edge=LEFT)

    def lift(self) -> list[Animation]:
        """The beads rise from the axis to the curve."""
        end = self.law.weights(self.table)[self.shown] / np.abs(self.table.advantage[self.shown])
        return walks(0.0, 1.0, (self, lambda share: self.set_heights(share * end)))

    def open_gate(self, rule: Rule) -> list[Animation]:
        """The gate that it shows moves to that of `rule`."""
        start = self.law.rule
        return walks(0.0, 1.0, (self, lambda share: self.set_clip(start, rule, share)))

    def hollow(self) -> VGroup:
        """The beads of a silent group, on the axis."""
        return VGroup(*(Bead(0.0, _RADIUS).move_to(self.point(ratio, 0)) for ratio in self.ratios))

    def posts(self, law: Law) -> VGroup:
        """The edges of another law's gate, where no label stands on them."""
        edges, free = self.ghost(law).edges, VGroup()
        for edge, sign in zip(edges, SIGNS, strict=True):
            beads = [b for b, s in zip(self.beads, self.signs, strict=True) if s == sign]
            if all(abs(bead.get_x() - edge.get_x()) > _LABEL for bead in beads):
                free.add(edge)
        return free

    def ghost(self, law: Law) -> Curves:
        """Thin curves of another law, to compare with."""
        return Curves(self.grid, law, width=HAIRLINE)

    def run(self, runner: Runner, ratio: float) -> list[Animation]:
        """A bead that is none of the group's runs along its curve to a ratio."""
        return walks(runner.ratio, ratio, (runner, runner.go))

    def edge_number(self, ratio: float, sign: int) -> LiveNumber:
        """A further gate's number."""
        number = LiveNumber(ratio, 0, size=READOUT)
        return self.put_at_edge(number, ratio, sign)

    def show_fine(self, law: Law) -> None:
        """The numbers of a gate so fine that they need more digits."""
        for number in self.bounds:
            number.decimals = _FINE_DECIMALS
        self.set_law(law)

    def show_plain(self, law: Law) -> None:
        """The numbers and the axis of a gate for single tokens, and the gate."""
        for number in self.bounds:
            number.decimals = DECIMALS
        self.set_law(law)

    def take(self, *parts: VGroup) -> Self:
        """These texts belong to the plot from now on."""
        return self.add(*parts)

    def step_aside(self) -> list[Animation]:
        """It becomes a small picture at the left, without texts; what they said is known."""
        texts = (self.words, self.names, self.values, self.bounds)
        said = [text for text in texts if text in self.submobjects]
        self.remove(*said)
        return [*map(FadeOut, said), *self._go_to(ASIDE, _SMALL)]

    def step_back(self) -> list[Animation]:
        """It comes back; its words are to be added."""
        return self._go_to(MIDDLE, 1 / _SMALL)

    def _go_to(self, middle: np.ndarray, times: float) -> list[Animation]:
        """The middle of its box goes to a place, and it is so many times as large there."""
        self.generate_target()
        self.target.scale(times, about_point=self.middle()).shift(middle - self.middle())
        return [MoveToTarget(self)]


class Runner(VGroup):
    """A bead at a `ratio` of a plot that stands for no answer, with its push as a line."""

    def __init__(self, plot: WeightPlot, sign: int, ratio: float = 1.0):
        self.plot, self.sign = plot, sign
        self.stem = Line().set_stroke(paint("text"), CURVE)
        self.bead = Dot(radius=_RADIUS).set_fill(paint("text"), 1)
        super().__init__(self.stem, self.bead)
        self.go(ratio)

    def go(self, ratio: float) -> Self:
        """Stand there, on the curve."""
        self.ratio = ratio
        return self.stand(float(self.plot.law.heights(np.array([ratio]), self.sign)[0]))

    def stand(self, height: float) -> Self:
        """Stand at this height."""
        self.height_now = height
        spot = self.plot.point(self.ratio, height)
        foot = self.plot.point(self.ratio, 0)
        self.stem.set_points_as_corners([foot, spot if height else foot + _PIN * UP])
        self.bead.move_to(spot)
        return self

    def fall(self) -> list[Animation]:
        """Down to the axis: a gate has shut."""
        return walks(self.height_now, 0.0, (self, self.stand))


def _tick_number(value: int) -> Formula:
    return Formula(number_text(value, 0), size=LABEL, role="muted")


def weight_text(weight: float) -> str:
    """A weight as a bead shows it: none is a 0."""
    return number_text(weight, DECIMALS if weight else 0)
