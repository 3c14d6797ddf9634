"""Beta as the stiffness of the spring: what three published systems take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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

from grpo_core import GroupTable, best_policy, kl_divergence
from scenes.script.decimals import without_zero
from scenes.script.facts import fact
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .rest import furthest
from .short import short
from .spring import SLACK, Spring, wire_of

_PULL = 0.6
_SIZE, _LAW = 48, 48


class Stiffness:
    """A spring for each of the published betas `names`, the stiffest first.

    Each is stretched as far as the rewards of `whole`, whose range counts as 1, pull it.
    """

    peg_x = -6.35
    top, gap = 1.4, 1.7  # the height of the first spring, and from one to the next
    words_at = 1.2  # left end
    law_at = (-6.4, 2.75, 0.0)

    def __init__(self, table: GroupTable, whole: GroupTable, names: Sequence[str], scale: float):
        """`scale` is how many scene units a spring is longer for each nat of drift."""
        self.facts = [fact(name) for name in names]
        self.springs, self.pulls, self.words = VGroup(), VGroup(), VGroup()
        for k, published in enumerate(self.facts):
            y = self.top - k * self.gap
            length = SLACK + scale * rest_of(whole, published.value)
            ends = [self.peg_x, y, 0], [self.peg_x + length, y, 0]
            spring = Spring(*ends, radius=0.32, coil=0.4)
            self.springs.add(spring.set_wire(wire_of(published.value)))
            start = spring.bead.get_right() + 0.1 * RIGHT
            pull = BlockArrow(start, start + _PULL * RIGHT, "coin", width=0.14, head=0.36)
            pull.body.set_stroke(paint("coin_edge"), AXIS)
            self.pulls.add(pull)
            self.words.add(self._row(names[k], y))
        self.law = _law(table).move_to(self.law_at, aligned_edge=LEFT)

    def show(self, k: int) -> list[Animation]:
        """One of the springs, out of the one before, and whose it is."""
        before = [TransformFromCopy(self.springs[k - 1], self.springs[k])] if k else []
        return [*before, FadeIn(self.pulls[k]), FadeIn(self.words[k])]

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes and is the first of these."""
        return [ReplacementTransform(spring, self.springs[0])]

    def show_law(self) -> list[Animation]:
        """What drift costs."""
        return [FadeIn(self.law)]

    def _row(self, name: str, y: float) -> VGroup:
        published = fact(name)
        who = name.split(".")[0]
        plain = Prose(say(f"kl.beta.{who}"), size=READOUT)
        source = Prose(published.source, size=LABEL, role="muted")
        beta = Formula(f"beta = {without_zero(f'{published.value:g}')}", size=_SIZE)
        beta.move_to([self.words_at, y + 0.25, 0], aligned_edge=LEFT)
        source.next_to(beta, DOWN, buff=0.2).align_to(beta, LEFT)
        plain.next_to(beta, RIGHT, buff=0.4)
        return VGroup(stand_on(plain, beta), source, beta)


def rest_of(whole: GroupTable, beta: float) -> float:
    """The divergence of the best policy at `beta` ranges of the rewards, in nats."""
    if not beta:
        return furthest(whole)
    span = float(np.ptp(whole.rewards)) or 1.0
    return float(kl_divergence(best_policy(whole.ref, whole.rewards, beta * span), whole.ref))


def _law(table: GroupTable) -> VGroup:
    """J over beta, which is a straight line, and what its second part is."""
    law = Formula(
        f"cal(J) (beta) = cal(J) (0) {{{{ - beta times {short(table.kl)} : price }}}}",
        size=_LAW,
    )
    law.without("price").set_color(paint("muted"))
    whose = VGroup(
        Prose(say("kl.beta.drift"), size=LABEL),
        Formula(f'"mean" k_3 = {short(table.kl)}', size=LABEL),
    ).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
    return VGroup(law, whose).arrange(RIGHT, buff=0.6)
