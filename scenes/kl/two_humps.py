"""A reference with two humps: which of two policies is nearer depends on the direction."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Line, ReplacementTransform, VGroup

from grpo_core import TWO_HUMPS, GroupTable, WorkedGroup, evaluate_group, kl_divergence
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.bar_scale import BarScale
from scenes.stage.chip import Chip
from scenes.stage.motion import walks
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .overlaid import Overlaid
from .short import short
from .spring import Spring

_POLICIES = {"one hump": "one", "spread": "spread"}  # in the core, and among the words
_WAYS = ("filled", "missed")  # what each direction minds
_HEIGHT, _WIDTH = 2.2, 4.6  # of a chart, scene units
_NUMBER = 60
_ARROW = 0.75
_LOW = 0.6  # of the half turn: so high in widths


class TwoHumps:
    """Both policies over the reference, and under them how far they are, both ways.

    `there` are KL(policy || reference) of each, `back` KL(reference || policy), in nats.
    """

    foot, middles = 0.9, (-3.4, 4.35)  # of the charts
    spring_from, spring_to = (-0.55, 2.1, 0.0), (1.45, 2.1, 0.0)  # between them
    rows, center = (-0.5, -2.2), 0.45  # heights of the numbers, and the middle between them
    title_at = 3.4

    def __init__(self) -> None:
        ref = np.array(TWO_HUMPS["ref"])
        self.policies = [np.array(TWO_HUMPS[name]) for name in _POLICIES]
        self.there = [float(kl_divergence(policy, ref)) for policy in self.policies]
        self.back = [float(kl_divergence(ref, policy)) for policy in self.policies]
        self.highest = max(float(policy.max()) for policy in self.policies)
        self.charts, self.titles = VGroup(), VGroup()
        for word, middle, policy in zip(
            _POLICIES.values(), self.middles, self.policies, strict=True
        ):
            scale = BarScale([np.log(self.highest)], _HEIGHT, is_log=False)
            chart = Overlaid(_table(ref, policy), range(4), width=_WIDTH, scale=scale)
            chart.shift(np.array([middle, self.foot, 0]) - chart.foot.get_center())
            self.charts.add(chart.remove(chart.names))
            title = Prose(say(f"kl.direction.{word}"), size=FORMULA, role="new")
            self.titles.add(title.move_to([middle, self.title_at, 0]))
        self.spring = Spring(self.spring_from, self.spring_to)
        self.axis, self.marks = self._axis(), self._marks()
        self.chips = [
            self._chips(values, y)
            for values, y in zip((self.there, self.back), self.rows, strict=True)
        ]
        self.names = VGroup(*(self._name(k, y) for k, y in enumerate(self.rows)))
        self.nearer = [self._nearer(k) for k in range(2)]

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes between the charts."""
        return [ReplacementTransform(spring, self.spring)]

    def show(self, k: int) -> list[Animation]:
        """One of the policies over the reference, out of the ends of the spring."""
        axis = [FadeIn(self.axis)] if k == 0 else []
        ends = self.spring.bead.get_center(), self.spring.peg.get_center()
        return [*self.charts[k].grow_from(*ends), FadeIn(self.titles[k]), *axis]

    def mark(self) -> list[Animation]:
        """What is filled in, and what is missed."""
        return [FadeIn(mark) for mark in self.marks]

    def swap(self) -> list[Animation]:
        """Peg and bead change places: from the other one's side."""
        start, end = self.spring.start, self.spring.end
        half, middle = 0.5 * (end - start), 0.5 * (start + end)

        def turn(share: float) -> None:
            angle = np.pi * share
            way = np.cos(angle) * half + np.sin(angle) * _LOW * np.array([half[1], -half[0], 0.0])
            self.spring.set_ends(middle - way, middle + way)

        return walks(0.0, 1.0, (self.spring, turn))

    def compare(self, k: int) -> list[Animation]:
        """How far both are, in one direction."""
        return [FadeIn(self.names[k]), *map(FadeIn, self.chips[k])]

    def choose(self, k: int) -> list[Animation]:
        """The nearer one in this direction."""
        chip = self.chips[k][self._nearest(k)]
        return [*walks(0.0, 1.0, (chip, chip.set_level)), FadeIn(self.nearer[k])]

    def _nearest(self, k: int) -> int:
        return int(np.argmin((self.there, self.back)[k]))

    def _axis(self) -> VGroup:
        """The chances of both charts, which share a scale, left of the first."""
        left = self.charts[0].foot.get_left()
        axis = VGroup(Line(left, left + _HEIGHT * UP).set_stroke(paint("muted"), AXIS))
        for value in (0.0, TWO_HUMPS["ref"][0], self.highest):
            spot = left + _HEIGHT * value / self.highest * UP
            mark = Line(spot, spot + 0.1 * LEFT).set_stroke(paint("muted"), AXIS)
            number = Formula(without_zero(f"{value:g}"), size=LABEL, role="muted")
            axis.add(mark, number.next_to(mark, LEFT, buff=0.1))
        name = Prose(say("kl.direction.chance"), role="muted")
        return axis.add(name.next_to(axis[0], UP, buff=0.2).align_to(axis, LEFT))

    def _marks(self) -> VGroup:
        """What is missed, what is filled in, and whose the outlines are."""
        missed, filled = (
            Prose(say(f"kl.direction.{word}"), size=READOUT) for word in ("missed", "filled")
        )
        reference = Prose(say("kl.drift.reference"), role="reference")
        one, spread = self.charts
        missed.next_to(one.top(3), UP, buff=0.14)
        filled.next_to(VGroup(*(bar.bar for bar in spread.bars["new"][1:3])), UP, buff=0.14)
        reference.next_to(spread.top(3), UP, buff=0.14)
        return VGroup(missed, filled, reference)

    def _chips(self, values: list[float], y: float) -> VGroup:
        numbers = [Formula(short(value), size=_NUMBER) for value in values]
        places = zip(numbers, self.middles, strict=True)
        return VGroup(*(Chip(number.move_to([middle, y, 0])) for number, middle in places))

    def _name(self, k: int, y: float) -> VGroup:
        """A direction, what it minds, and who takes it."""
        policy, ref = (quoted(say(f"kl.direction.{word}")) for word in ("policy", "ref"))
        pair = [f"{{{{ {policy} : new }}}}", f"{{{{ {ref} : ref }}}}"]
        first, second = pair if k == 0 else reversed(pair)
        source = f'"KL" lr(( {first} parallel {second} ))'
        rows = [
            Formula(source, size=FORMULA, new="new", ref="reference"),
            Prose(say(f"kl.direction.minds_{_WAYS[k]}"), role="muted"),
        ]
        if k == 0:
            rows.append(Prose(say("kl.direction.who")))
        return VGroup(*rows).arrange(DOWN, buff=0.16).move_to([self.center, y, 0])

    def _nearer(self, k: int) -> VGroup:
        """An arrow from the direction to the chip of the nearer policy, and its word."""
        chip, side = self.chips[k][self._nearest(k)], (LEFT, RIGHT)[self._nearest(k)]
        tip = chip.get_edge_center(-side) - 0.2 * side
        arrow = BlockArrow(tip - _ARROW * side, tip, width=0.1, head=0.34)
        word = Prose(say("kl.direction.nearer"))
        return VGroup(arrow, word.next_to(arrow, UP, buff=0.14))


def _table(ref: np.ndarray, policy: np.ndarray) -> GroupTable:
    logs = [np.log(row) for row in (ref, policy, ref)]
    return evaluate_group(WorkedGroup("q", ("a", "b", "c", "d"), np.zeros(4), *logs))
