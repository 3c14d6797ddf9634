"""The last picture: gaps and their mean, and the spring between peg, bead and reward."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Create,
    FadeIn,
    LaggedStart,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable, kl_divergence
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .gap_plot import GapPlot
from .pull import reward_pull
from .short import short
from .signed_block import SignedBlock
from .spring import Spring

_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LARGE = 48
_BAR = 0.22  # width of a gap, scene units
_SLACK = 0.25  # of the whole length: where it begins


class Tied(VGroup):
    """The gaps of k3, what their mean is, and under them the spring and what pulls at it."""

    gaps_at = (-4.35, 2.0, 0.0)  # the middle of the gaps
    answer_at = (-1.2, 1.0, 0.0)  # the left end of the mean
    peg_at, bead_at, reach = (-4.8, -0.45, 0.0), (1.5, -0.45, 0.0), 3.2
    claim_width = 7.6  # of the sentence over the mean

    def __init__(self, whole: GroupTable):
        self.drift = float(kl_divergence(whole.new, whole.ref))
        self.gaps = self._gaps(whole)
        self.spring = Spring(self.peg_at, self.bead_at, radius=0.36, coil=0.4, wire=8)
        self.pull = reward_pull(self.peg_at, width=0.24, head=0.6)
        self.words = VGroup(
            Prose(say("kl.drift.reference"), size=READOUT, role="reference"),
            Prose(say("kl.drift.policy"), size=READOUT, role="new"),
            Prose(say("kl.rest.reward"), size=READOUT, role="reward"),
        )
        self.stiffness = Formula("beta", size=_LARGE)
        self.answer = self._answer()
        self.stretch(1.0)
        for word, spot in zip(
            self.words, (self.spring.peg, self.spring.bead, self.pull), strict=True
        ):
            word.next_to(spot, DOWN, buff=0.14)
        self.stiffness.next_to(self.spring.coil, DOWN, buff=0.1)
        super().__init__(
            *(self.spring, self.pull, self.words, self.stiffness, self.gaps, self.answer)
        )

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes to its peg and is this one."""
        self.stretch(_SLACK)
        return [ReplacementTransform(spring, self.spring)]

    def pull_out(self) -> list[Animation]:
        """Reward pulls; the spring is stretched."""
        moving = VGroup(self.spring, self.pull)
        return walks(_SLACK, 1.0, (moving, self.stretch))

    def say_names(self) -> list[Animation]:
        """Between what it hangs, and how stiff it is."""
        return [FadeIn(self.words), FadeIn(self.stiffness)]

    def show_gaps(self) -> list[Animation]:
        """The gaps between line and logarithm, one for each answer."""
        plot, bars = self.gaps
        lines = Create(plot.axis), Create(plot.curve), Create(plot.line)
        return [*lines, LaggedStart(*map(FadeIn, bars), lag_ratio=0.4)]

    def tell(self) -> list[Animation]:
        """Their mean is how long the spring is."""
        return [FadeIn(self.answer, shift=0.2 * DOWN)]

    def stretch(self, share: float) -> None:
        """A share of the whole length."""
        length = share * (self.bead_at[0] - self.peg_at[0])
        end = np.array(self.peg_at) + length * RIGHT
        self.spring.set_ends(self.peg_at, end)
        bead = self.spring.bead.get_right() + 0.12 * RIGHT
        self.pull.set_ends(bead, bead + self.reach * RIGHT)

    def _gaps(self, whole: GroupTable) -> VGroup:
        xs = np.exp(-whole.k1)
        plot = GapPlot(xs, width=4.3, height=2.4)
        plot.remove(plot.between, plot.touch)
        bars = VGroup()
        for x in np.unique([x for x in xs.round(6) if plot.shows(x)]):
            foot, top = plot.ends(float(x))
            half = 0.5 * _BAR * RIGHT
            bar = SignedBlock("text", bright=True).stand(foot - half, foot + half, (top - foot)[1])
            bars.add(bar)
        return VGroup(plot, bars).move_to(self.gaps_at)

    def _answer(self) -> VGroup:
        """How long the spring is: what an average of the gaps estimates."""
        drift = Formula(short(self.drift), size=_LARGE)
        name = Formula(_DIVERGENCE, size=_LARGE, new="new", reference="reference")
        row = on_baseline(name, Formula("=", size=_LARGE), drift, buff=0.25)
        return row.move_to(self.answer_at, aligned_edge=LEFT)
