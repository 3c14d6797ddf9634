"""The last picture: the door's bars again, and how far they have drifted."""

from __future__ import annotations

from manim import DOWN, RIGHT, UP, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.theme import AXIS, FORMULA, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .gamed import Gamed
from .spring import Spring

_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LARGE, _ASKED = 48, 96
_BARS = (3.6, 2.3)  # width and height of the bars, scene units


class Tied(VGroup):
    """The bars of the example that was gamed, and their spring, between peg, bead and reward.

    `answer` is what the "?" of the door becomes.
    """

    bars_at = (-4.75, -0.85, 0.0)  # the middle of their foot
    peg_at, bead_at, reach = (-1.9, -0.1, 0.0), (2.9, -0.1, 0.0), 2.7
    claim_width = 9.6  # of the sentence over it

    def __init__(self) -> None:
        self.chart = Gamed.small(*_BARS)
        self.chart.shift(self.bars_at - self.chart.foot.get_center())
        self.spring = Spring(self.peg_at, self.bead_at, radius=0.4, coil=0.4, wire=9)
        start = self.spring.bead.get_right() + 0.12 * RIGHT
        self.pull = BlockArrow(start, start + self.reach * RIGHT, "coin", width=0.26, head=0.66)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.words = VGroup(
            Prose(say("kl.drift.reference"), size=FORMULA, role="reference"),
            Prose(say("kl.drift.policy"), size=FORMULA, role="new"),
            Prose(say("kl.rest.reward"), size=FORMULA, role="reward"),
        )
        spots = (self.spring.peg, self.spring.bead, self.pull)
        for word, spot in zip(self.words, spots, strict=True):
            word.next_to(spot, DOWN, buff=0.2)
        self.stiffness = Formula("beta", size=FORMULA).next_to(self.spring.coil, DOWN, buff=0.14)
        self.asked = Formula("?", size=_ASKED).next_to(self.spring.coil, UP, buff=0.2)
        self.answer = on_baseline(
            Formula(_DIVERGENCE, size=_LARGE, new="new", reference="reference"),
            Formula(f"= {number_text(Gamed.drift(), 2)}", size=_LARGE),
        ).next_to(self.spring.coil, UP, buff=0.25)
        super().__init__(
            *(self.chart, self.spring, self.pull),
            *(self.words, self.stiffness, self.answer),
        )

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring grows and is this one; the door's bars come back, and its question."""
        arriving = self.chart, self.pull, self.words, self.asked
        return [ReplacementTransform(spring, self.spring), *map(FadeIn, arriving)]

    def tell(self) -> list[Animation]:
        """How far it is."""
        return [FadeOut(self.asked, scale=0.5), FadeIn(self.answer), FadeIn(self.stiffness)]
