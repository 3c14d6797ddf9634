"""Beta as the stiffness of the spring and as the price: what three published systems take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    DashedLine,
    FadeIn,
    Line,
    Rectangle,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.facts import fact
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import walks
from scenes.stage.placement import touches
from scenes.stage.places import keep_inside
from scenes.stage.theme import AXIS, FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .pull import reward_pull
from .pulled import Pulled
from .rest import nats_unit
from .short import DECIMALS, short
from .spring import Spring, wire_of

_ARROW, _GAP = 0.6, 0.1  # of the reward: its length, and from the bead to it
_RADIUS = 0.32  # of a bead
_CLEAR = 0.12  # from the line of all reward to what is said beside it, scene units
_LONGEST, _THICK = 2.2, 0.22  # of a price, scene units


class Stiffness:
    """A spring for each of the published betas `names`, the stiffest first.

    The same small reward pulls at all of them, on one scale; what has no spring runs off.
    Left of each, its price for the drift of `whole` from its reference: one scale, too.
    """

    peg_x, left = -1.9, -6.6  # of the springs, and of what is said of them
    top, gap = 2.0, 1.65  # the height of the first spring, and from one to the next
    wall_top, axis_y, head_at, edge = 3.0, -2.35, -2.6, 6.6  # heights; where the axis ends

    def __init__(self, whole: GroupTable, names: Sequence[str]):
        self.betas = [fact(name).value for name in names]
        self.pulled = Pulled(whole)
        room = self.edge - self.peg_x - _RADIUS - _GAP - _ARROW  # for what runs furthest
        self.unit = min(nats_unit(self.pulled), room / max(self.pulled.furthest, 1e-9))
        self.springs, self.pulls, self.words = VGroup(), VGroup(), VGroup()
        for k, (name, beta) in enumerate(zip(names, self.betas, strict=True)):
            spring = Spring(*self._ends(k, self._length(beta)), radius=_RADIUS, coil=0.4)
            self.springs.add(spring.set_wire(wire_of(beta)))
            pull = reward_pull(spring.end, width=0.14, head=0.36)
            self.pulls.add(self._pull(pull, spring))
            self.words.add(self._words(k, name))
        self.free = self._free()
        self.axis = self._axis()
        self.prices = VGroup(*map(self._price, range(len(self.betas))))
        self.head = self._head()

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes and is the first of these."""
        return [ReplacementTransform(spring, self.springs[0])]

    def name(self, k: int) -> list[Animation]:
        """Whose a spring is, and how stiff."""
        return [FadeIn(self.words[k]), FadeIn(self.pulls[k])]

    def show_axis(self, k: int) -> list[Animation]:
        """How far the springs are stretched, and how far at most; with the second of them."""
        return [FadeIn(self.axis)] if k == 1 else []

    def hang(self, k: int) -> list[Animation]:
        """The next spring, where the one before rests."""
        spring, before = self.springs[k], self.springs[k - 1]
        spring.set_ends(*self._ends(k, before.length))
        spring.set_wire(wire_of(self.betas[k - 1]))
        self._pull(self.pulls[k], spring)
        return [TransformFromCopy(before, spring), *self.name(k)]

    def soften(self, k: int) -> list[Animation]:
        """It becomes as soft as it is, and runs out to where it rests: off, if nothing holds it."""
        spring, pull = self.springs[k], self.pulls[k]
        ends = self.springs[k - 1].length, self._length(self.betas[k])
        wires = wire_of(self.betas[k - 1]), wire_of(self.betas[k])

        def run(share: float) -> None:
            length, wire = ((1 - share) * a + share * b for a, b in (ends, wires))
            spring.set_ends(*self._ends(k, length)).set_wire(wire)
            self._pull(pull, spring)

        return walks(0.0, 1.0, (VGroup(spring, pull), run))

    def wander(self) -> list[Animation]:
        """What nothing holds has no place to rest: it goes to and fro where all reward is won."""
        if not self.pulled.is_pulled:
            return []
        spring, pull = self.springs[-1], self.pulls[-1]
        low, high = (self.unit * drift for drift in (self.pulled.drift(0.0), self.pulled.furthest))

        def run(share: float) -> None:
            back = 0.5 - 0.5 * np.cos(3 * np.pi * share)
            spring.set_ends(*self._ends(len(self.betas) - 1, low + back * (high - low)))
            self._pull(pull, spring)

        return [*walks(0.0, 1.0, (VGroup(spring, pull), run)), FadeIn(self.free)]

    def show_price(self, k: int) -> list[Animation]:
        """What our drift costs there, as a length."""
        bar, *texts = self.prices[k]
        head = [FadeIn(self.head)] if k == 0 else []
        told = *texts, *self._rests(k)
        return [*head, *walks(0.0, 1.0, (bar, self._grow(k))), *map(FadeIn, told)]

    def _length(self, beta: float) -> float:
        return self.unit * self.pulled.drift(beta)

    def _ends(self, k: int, length: float) -> tuple[list[float], list[float]]:
        y = self.top - k * self.gap
        return [self.peg_x, y, 0.0], [self.peg_x + length, y, 0.0]

    def _pull(self, pull: BlockArrow, spring: Spring) -> BlockArrow:
        start = spring.bead.get_right() + _GAP * RIGHT
        return pull.set_ends(start, start + _ARROW * self.pulled.is_pulled * RIGHT)

    def _rests(self, k: int) -> VGroup:
        """The drift where a spring rests, under its bead."""
        told = short(self._drift(k))
        if not self.pulled.is_pulled or told == short(self.pulled.drift(0.0)):
            return VGroup()  # on the axis
        number = Formula(told, size=LABEL)
        number.next_to(self.springs[k].bead, DOWN, buff=0.14)
        wall = self.peg_x + self._length(0.0)
        if number.get_right()[0] > wall - _CLEAR:
            number.align_to([wall - _CLEAR, 0, 0], RIGHT)
        return VGroup(number)

    def _words(self, k: int, name: str) -> VGroup:
        """Whose it is, the source, and beta over the spring."""
        published, y = fact(name), self.top - k * self.gap
        who = Prose(say(f"kl.beta.{name.split('.')[0]}"), size=FORMULA)
        who.move_to([self.left, y + 0.42, 0], aligned_edge=LEFT)
        source = Prose(published.brief, size=LABEL, role="muted").next_to(who, DOWN, buff=0.14)
        beta = Formula(f"beta = {without_zero(f'{published.value:g}')}", size=FORMULA)
        beta.move_to([self.peg_x + 0.95, y + 0.72, 0])
        wall = self.peg_x + self._length(0.0)
        if beta.get_left()[0] - _CLEAR < wall < beta.get_right()[0] + _CLEAR:
            beta.align_to([wall + _CLEAR, 0, 0], LEFT)
        return VGroup(who, source.align_to(who, LEFT), beta)

    def _free(self) -> VGroup:
        """From where to where what nothing holds may be."""
        y = self.top - (len(self.betas) - 1) * self.gap
        low, high = (self.unit * drift for drift in (self.pulled.drift(0.0), self.pulled.furthest))
        ends = ([self.peg_x + length, y, 0.0] for length in (low, high))
        return VGroup(Line(*ends).set_stroke(paint("new"), AXIS)).set_z_index(-1)

    def _axis(self) -> VGroup:
        """The drift of the springs: 0, and where all reward is won."""
        most = self.pulled.drift(0.0)
        start, end = (self.peg_x + self.unit * x for x in (0.0, most))
        line = Line([start, self.axis_y, 0], [self.edge, self.axis_y, 0])
        line.set_stroke(paint("muted"), AXIS)
        wall = DashedLine([end, self.axis_y, 0], [end, self.wall_top, 0])
        wall.set_stroke(paint("muted"), HAIRLINE).set_z_index(-1)
        texts = VGroup(Prose(say("kl.beta.axis"), size=LABEL, role="muted"))
        texts[0].next_to(line.get_start(), DOWN, buff=0.14).align_to(line, LEFT).shift(0.5 * RIGHT)
        texts.add(Formula("0", size=LABEL, role="muted").next_to(line.get_start(), DOWN, 0.14))
        if self.pulled.is_pulled:
            number = Formula(short(most), size=LABEL, role="muted")
            texts.add(number.next_to([end, self.axis_y, 0], DOWN, buff=0.14))
            if touches(texts[1], number):
                number.next_to(texts[1], RIGHT, buff=0.15)
            if touches(texts[0], number):
                texts[0].next_to(number, RIGHT, buff=0.3)
        won = Prose(say("kl.beta.won"), size=LABEL, role="muted").next_to(wall, UP, buff=0.12)
        return VGroup(line, wall, texts, keep_inside(won))

    def _head(self) -> VGroup:
        """What the lengths at the left are."""
        price, drift = quoted(say("kl.beta.price")), quoted(say("kl.beta.drift"))
        head = Formula(f"{price} = beta times {drift}", size=READOUT, role="muted")
        return head.move_to([self.left, self.head_at, 0], aligned_edge=LEFT)

    def _price(self, k: int) -> VGroup:
        y = self.top - k * self.gap - 0.5
        bar = Rectangle(width=1, height=_THICK, stroke_width=0).set_fill(paint("text"), 1)
        bar.move_to([self.left, y, 0], aligned_edge=LEFT)
        text = Formula(price_text(self.betas[k], self._drift(k)), size=FORMULA)
        end = self.left + self._long(k) + 0.25
        return VGroup(bar, text.move_to([end, y, 0], aligned_edge=LEFT))

    def _drift(self, k: int) -> float:
        return self.pulled.drift(self.betas[k])

    def _long(self, k: int) -> float:
        prices = [beta * self._drift(n) for n, beta in enumerate(self.betas)]
        return _LONGEST * prices[k] / max(*prices, 1e-9)

    def _grow(self, k: int):
        bar = self.prices[k][0]

        def grow(share: float) -> None:
            width = max(share * self._long(k), 0.02)
            bar.stretch_to_fit_width(width).move_to([self.left, bar.get_y(), 0], aligned_edge=LEFT)

        return grow


def price_text(beta: float, drift: float) -> str:
    """`beta` times `drift` with the digits that the printed drift gives, too."""
    exact, rough = beta * drift, beta * round(drift, DECIMALS)
    digits = next((d for d in (2, 1) if f"{exact:.{d}g}" == f"{rough:.{d}g}"), 1)
    text = f"{exact:.{digits}g}"
    return without_zero(f"{float(text):.10f}".rstrip("0").rstrip(".") or "0")
