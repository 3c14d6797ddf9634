"""Beta as the stiffness of the spring: what three published systems take."""

from __future__ import annotations

from collections.abc import Sequence

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.decimals import printed, without_zero
from scenes.script.facts import fact
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .short import DECIMALS, short
from .spring import Spring, wire_of

_SIZE, _LAW = 60, 52


class Stiffness:
    """A spring for each of the published betas `names`, all stretched by the same drift.

    The stiffest comes first; the drift is the group's mean k3.
    """

    peg_x, bead_x = -6.1, -2.6
    top, gap = 1.55, 1.75  # the height of the first spring, and from one to the next
    numbers_at, words_at = -1.9, 1.0  # left ends
    law_at = (-6.4, 3.1, 0.0)

    def __init__(self, table: GroupTable, names: Sequence[str]):
        self.drift = table.kl
        self.facts = [fact(name) for name in names]
        self.springs, self.words = VGroup(), VGroup()
        for k, published in enumerate(self.facts):
            y = self.top - k * self.gap
            spring = Spring([self.peg_x, y, 0], [self.bead_x, y, 0], radius=0.34, coil=0.42)
            self.springs.add(spring.set_wire(wire_of(published.value)))
            self.words.add(self._row(names[k], y))
        self.law = _law(table).move_to(self.law_at, aligned_edge=LEFT)

    def show(self, k: int) -> list[Animation]:
        """One of the springs, out of the one before, and whose it is."""
        before = [TransformFromCopy(self.springs[k - 1], self.springs[k])] if k else []
        return [*before, FadeIn(self.words[k])]

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes and is the first of these."""
        return [ReplacementTransform(spring, self.springs[0])]

    def show_law(self) -> list[Animation]:
        """What drift costs."""
        return [FadeIn(self.law)]

    def _row(self, name: str, y: float) -> VGroup:
        published = fact(name)
        who = name.split(".")[0]
        plain = Prose(say(f"kl.beta.{who}"), size=FORMULA)
        source = Prose(published.source, size=LABEL, role="muted")
        beta = Formula(f"beta = {without_zero(f'{published.value:g}')}", size=_SIZE)
        plain.move_to([self.words_at, y + 0.28, 0], aligned_edge=LEFT)
        source.next_to(plain, DOWN, buff=0.2).align_to(plain, LEFT)
        beta.move_to([self.numbers_at, y + 0.22, 0], aligned_edge=LEFT)
        price = _price(published.value * self.drift) if published.value else "0"
        costs = Prose(say("kl.beta.costs", price=printed(price)), size=LABEL, role="muted")
        costs.next_to(beta, DOWN, buff=0.2).align_to(beta, LEFT)
        return VGroup(plain, source, beta, stand_on(costs, source))


def _law(table: GroupTable) -> VGroup:
    """J over beta, which is a straight line, and what its second part is."""
    law = Formula(
        f"cal(J) = {short(table.surrogate)} {{{{ - beta times {short(table.kl)} : price }}}}",
        size=_LAW,
    )
    law.without("price").set_color(paint("muted"))
    whose = VGroup(
        Prose(say("kl.beta.drift"), size=LABEL),
        Formula(f'"mean" k_3 = {short(table.kl)}', size=LABEL),
    ).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
    return VGroup(law, whose).arrange(RIGHT, buff=0.6)


def _price(price: float) -> str:
    """A price with as many decimals as it needs to be one, six at most."""
    decimals = next((d for d in range(DECIMALS, 6) if round(price, d) > 0), 6)
    return short(price, decimals)
