"""The last picture: the door's bars again, and how far they have drifted."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Rectangle,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.theme import AXIS, FORMULA, MAIN_CURVE, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .gamed import Gamed
from .spring import Spring
from .surprise import nat_unit

_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LARGE, _ASKED = 48, 96
_RISE, _SEAM = 1.5, 0.03  # of the highest sample, beside each; scene units
_BARS = (3.6, 2.2)  # width and height of the bars, scene units


class Tied(VGroup):
    """The bars of the example that was gamed, and their spring, between peg, bead and reward.

    `answer` is what the "?" of the door becomes.
    """

    bars_at = (-4.8, -0.95, 0.0)  # the middle of their foot
    peg_at, bead_at, reach = (-2.0, -0.45, 0.0), (1.6, -0.45, 0.0), 3.4
    foot, answer_at = 0.3, 1.75  # of the samples; where their mean is named
    claim_width = 8.6  # of the sentence over it

    def __init__(self) -> None:
        self.chart = Gamed.small(*_BARS)
        self.chart.shift(self.bars_at - self.chart.foot.get_center())
        self.spring = Spring(self.peg_at, self.bead_at, radius=0.36, coil=0.36, wire=8)
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
        self.race = Gamed.race()
        self.samples, self.mean = self._samples()
        told = number_text(float(self.race.mean_k3[-1]), 2)
        divergence = Formula(_DIVERGENCE, size=_LARGE, new="new", reference="reference")
        self.answer = VGroup(
            Formula(f'"mean" k_3 = {told}', size=_LARGE),
            on_baseline(Formula("approx", size=_LARGE), divergence),
        ).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        self.answer.move_to([self.answer_at, 1.1, 0], aligned_edge=LEFT)
        super().__init__(
            *(self.chart, self.spring, self.pull, self.words, self.stiffness),
            *(self.samples, self.mean, self.answer),
        )

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring grows and is this one; the door's bars come back, and its question."""
        arriving = self.chart, self.pull, self.words, self.asked
        return [ReplacementTransform(spring, self.spring), *map(FadeIn, arriving)]

    def draw(self) -> list[Animation]:
        """Samples come out of the bars, each with its k3, and stand on the spring."""
        bars = self.chart.bars["new"]
        moves = [
            TransformFromCopy(bars[int(index)].bar, block)
            for index, block in zip(self.race.samples, self.samples, strict=True)
        ]
        return [LaggedStart(*moves, lag_ratio=0.08), FadeOut(self.asked, scale=0.5)]

    def tell(self) -> list[Animation]:
        """Their mean says how far it is."""
        return [Create(self.mean), FadeIn(self.answer), FadeIn(self.stiffness)]

    def _samples(self) -> tuple[VGroup, Line]:
        """A bar for each sample, as high as its k3, and their mean."""
        values = self.race.k3
        unit = nat_unit(values, _RISE)
        left, right = (self.spring.coil.get_edge_center(side)[0] for side in (LEFT, RIGHT))
        edges = np.linspace(left, right, len(values) + 1)
        blocks = VGroup()
        for start, end, value in zip(edges[:-1], edges[1:], values, strict=True):
            block = Rectangle(width=end - start - 2 * _SEAM, height=unit * float(value))
            block.set_stroke(width=0).set_fill(paint("muted"), 1)
            block.move_to([0.5 * (start + end), self.foot, 0], aligned_edge=DOWN)
            blocks.add(block)
        level = self.foot + unit * float(self.race.mean_k3[-1])
        mean = Line([left, level, 0], [right, level, 0]).set_stroke(paint("text"), MAIN_CURVE)
        return blocks, mean
