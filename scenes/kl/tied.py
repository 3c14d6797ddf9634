"""The last picture: samples whose mean k3 says how far the spring is stretched."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Create,
    FadeIn,
    Line,
    ReplacementTransform,
    VGroup,
)

from grpo_core import EstimatorRace
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.theme import AXIS, FORMULA, MAIN_CURVE, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .signed_block import SignedBlock
from .spring import Spring
from .surprise import nat_unit

_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LARGE = 48
_COUNT = 20  # samples that are shown
_RISE, _SEAM = 1.15, 0.04  # of the highest, beside each; scene units


class Tied(VGroup):
    """Peg, spring, bead and the arrow of the reward, and over the spring samples of k3.

    The line through the samples is their mean.
    """

    peg_at, bead_at, reach = (-5.5, -0.4, 0.0), (0.6, -0.4, 0.0), 4.0
    foot = 0.35  # of the samples
    claim_width = 11.2  # of the sentence over it

    def __init__(self, race: EstimatorRace) -> None:
        self.spring = Spring(self.peg_at, self.bead_at, radius=0.45, coil=0.42, wire=9)
        start = self.spring.bead.get_right() + 0.15 * RIGHT
        self.pull = BlockArrow(start, start + self.reach * RIGHT, "coin", width=0.3, head=0.8)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.words = VGroup(
            Prose(say("kl.drift.reference"), size=FORMULA, role="reference"),
            Prose(say("kl.drift.policy"), size=FORMULA, role="new"),
            Prose(say("kl.rest.reward"), size=FORMULA, role="reward"),
        )
        spots = (self.spring.peg, self.spring.bead, self.pull)
        for word, spot in zip(self.words, spots, strict=True):
            word.next_to(spot, DOWN, buff=0.2)
        self.stiffness = Formula("beta", size=60).next_to(self.spring.coil, DOWN, buff=0.12)
        self.samples, self.mean = self._samples(race)
        self.stretch = on_baseline(
            Formula('"mean" k_3 approx', size=_LARGE),
            Formula(_DIVERGENCE, size=_LARGE, new="new", reference="reference"),
        ).next_to(self.mean, RIGHT, buff=0.25)
        super().__init__(
            *(self.spring, self.pull, self.words, self.stiffness),
            *(self.samples, self.mean, self.stretch),
        )

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring grows and is this one; what pulls at it comes, and the names."""
        arriving = self.pull, self.words
        moves = [FadeIn(part) for part in arriving]
        return [ReplacementTransform(spring, self.spring), *moves]

    def measure(self) -> list[Animation]:
        """Samples stand on the spring, and their mean says how long it is."""
        return [FadeIn(self.samples), Create(self.mean), FadeIn(self.stretch)]

    def _samples(self, race: EstimatorRace) -> tuple[VGroup, Line]:
        values = race.k3[:_COUNT]
        unit = nat_unit(values, _RISE)
        left, right = (self.spring.coil.get_edge_center(side)[0] for side in (LEFT, RIGHT))
        edges = np.linspace(left, right, _COUNT + 1)
        blocks = VGroup()
        for start, end, value in zip(edges[:-1], edges[1:], values, strict=True):
            ends = ([start + _SEAM, self.foot, 0], [end - _SEAM, self.foot, 0])
            block = SignedBlock("text").stand(*map(np.array, ends), unit * float(value))
            blocks.add(block)
        level = self.foot + unit * float(race.mean_k3[_COUNT - 1])
        mean = Line([left, level, 0], [right, level, 0]).set_stroke(paint("text"), MAIN_CURVE)
        return blocks, mean
