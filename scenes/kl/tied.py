"""The last picture: the spring between peg, bead and reward, and what its length is."""

from __future__ import annotations

from manim import DOWN, RIGHT, UP, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from grpo_core import GroupTable, kl_divergence
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import walks
from scenes.stage.theme import AXIS, FORMULA, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .short import short
from .spring import SLACK, Spring

_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LARGE, _ASKED = 52, 96


class Tied(VGroup):
    """A large spring, what pulls at it, and over it the mean that says how long it is.

    `answer` is what the "?" of the door becomes.
    """

    peg_at, bead_at, reach = (-4.4, -0.3, 0.0), (1.6, -0.3, 0.0), 3.2
    answer_at = 1.15  # the height of the mean
    claim_width = 10.0  # of the sentence over it

    def __init__(self, whole: GroupTable):
        self.spring = Spring(self.peg_at, self.bead_at, radius=0.42, coil=0.5, wire=9)
        self.pull = BlockArrow(self.peg_at, self.peg_at, "coin", width=0.26, head=0.66)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.words = VGroup(
            Prose(say("kl.drift.reference"), size=FORMULA, role="reference"),
            Prose(say("kl.drift.policy"), size=FORMULA, role="new"),
            Prose(say("kl.rest.reward"), size=FORMULA, role="reward"),
        )
        self.stiffness = Formula("beta", size=_LARGE)
        self.asked = Formula("?", size=_ASKED)
        drift = short(float(kl_divergence(whole.new, whole.ref)))
        self.answer = on_baseline(
            Formula(f"{quoted(say('kl.home.average'))} k_3 approx", size=_LARGE),
            Formula(_DIVERGENCE, size=_LARGE, new="new", reference="reference"),
            Formula(f"= {drift}", size=_LARGE),
            buff=0.2,
        )
        self.answer.move_to([0.5 * (self.peg_at[0] + self.bead_at[0]), self.answer_at, 0])
        self.stretch(1.0)
        super().__init__(self.spring, self.pull, self.words, self.stiffness, self.answer)

    def take_over(self, spring: Spring) -> list[Animation]:
        """A spring comes to its peg and is this one, slack."""
        self.stretch(0.0)
        return [ReplacementTransform(spring, self.spring)]

    def show(self) -> list[Animation]:
        """What pulls at it."""
        return [FadeIn(self.pull)]

    def pull_out(self) -> list[Animation]:
        """Reward pulls; the spring is stretched as far as it was found to be."""
        moving = VGroup(self.spring, self.pull)
        return walks(0.0, 1.0, (moving, self.stretch))

    def ask(self) -> list[Animation]:
        """Between what it hangs; and how far is it?"""
        self.asked.next_to(self.spring.coil, UP, buff=0.3)
        named = self.words, self.stiffness
        return [*map(FadeIn, named), FadeIn(self.asked, scale=1.5)]

    def tell(self) -> list[Animation]:
        """The mean says it."""
        return [FadeOut(self.asked, scale=0.5), FadeIn(self.answer, shift=0.2 * UP)]

    def stretch(self, share: float) -> None:
        """A share of the way from slack to its whole length."""
        start, whole = self.spring.start, self.bead_at[0] - self.peg_at[0]
        length = SLACK + share * (whole - SLACK)
        self.spring.set_ends(self.peg_at, [self.peg_at[0] + length, self.peg_at[1], start[2]])
        bead = self.spring.bead.get_right() + 0.12 * RIGHT
        self.pull.set_ends(bead, bead + self.reach * RIGHT)
        for word, spot in zip(
            self.words, (self.spring.peg, self.spring.bead, self.pull), strict=True
        ):
            word.next_to(spot, DOWN, buff=0.2)
        self.stiffness.next_to(self.spring.coil, DOWN, buff=0.16)
