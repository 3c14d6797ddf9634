"""Where reward and spring come to rest: the best policy, over a spring that gets softer."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, ReplacementTransform, VGroup

from grpo_core import GroupTable, best_policy, kl_divergence
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .overlaid import whole_chart
from .spring import SLACK, Spring, wire_of
from .two_humps import TwoHumps

_LAW = 46
_COIN = 0.3
_NOTHING = 1e-6  # a beta, in ranges of the rewards
_REACH = 4.7  # scene units that the softest spring is stretched
_PULL = 1.0  # length of the arrow of the reward


class SpringAtRest:
    """The bars of the reference and of the best policy while beta goes from `first` to `last`.

    Both are in ranges of the rewards. `pair` are the two best of the shown answers that have
    the same reward, or None.
    """

    foot_at = (-3.0, -0.3, 0.0)  # its middle
    peg_at = (-4.5, -2.1, 0.0)
    panel_at, law_at = (1.2, 0.75, 0.0), (1.2, 2.85, 0.0)  # their left ends

    def __init__(self, whole: GroupTable, first: float, last: float):
        self.whole = whole
        self.span = float(np.ptp(whole.rewards)) or 1.0
        self.first, self.last = first * self.span, last * self.span
        self.scale = _REACH / max(furthest(whole), 1e-9)
        self.chart = whole_chart(whole, self._best(1.0), width=6.6, height=2.9)
        self.chart.shift(self.foot_at - self.chart.foot.get_center())
        self.coins = self._coins()
        self.law = self._law()
        self.spring = Spring(self.peg_at, self.peg_at, radius=0.3, coil=0.32)
        self.pull = BlockArrow(self.peg_at, self.peg_at, "coin", width=0.16, head=0.42)
        self.pull.body.set_stroke(paint("coin_edge"), AXIS)
        self.names = VGroup(
            Prose(say("kl.drift.reference"), role="reference"),
            Prose(say("kl.rest.policy"), role="new"),
            Prose(say("kl.rest.reward"), role="reward"),
        )
        self.moving = VGroup(self.spring, self.pull, self.names)
        self.pair = _alike(whole.rewards, self.chart.indices)
        self.beta = LiveNumber(self.first, 2, size=_BIG, align="left", short=True)
        self.panel = on_baseline(Formula("beta =", size=_BIG), self.beta, buff=0.3)
        self.panel.move_to(self.panel_at, aligned_edge=LEFT)
        self.odds_row = self._odds_row()
        self.set_share(0.0)

    def take_over(self, humps: TwoHumps) -> list[Animation]:
        """Bars and spring of the picture before become these."""
        spring = ReplacementTransform(humps.spring, self.spring)
        return [*self.chart.turn_from(humps.charts[0]), spring]

    def show(self) -> list[Animation]:
        """Rewards, their pull, and beta while the spring is stiff."""
        parts = self.coins, self.panel, self.pull, self.names
        return [FadeIn(part) for part in parts if part.submobjects]

    def show_law(self) -> list[Animation]:
        """The law of the best policy."""
        return [FadeIn(self.law)]

    def soften(self) -> list[Animation]:
        """Beta goes down to its last value, and the best policy goes along."""
        return walks(0.0, 1.0, (VGroup(self.chart, self.moving, self.panel), self.set_share))

    def show_odds(self) -> list[Animation]:
        """That equal rewards keep their proportion, if two answers have the same."""
        return [FadeIn(self.odds_row)] if self.pair else []

    def odds(self, policy: np.ndarray) -> float:
        """How many times as likely the first of the `pair` is as the second."""
        one, other = self.pair
        return float(policy[one] / policy[other])

    def set_share(self, share: float) -> None:
        """A share of the way from the first beta to the last, by its logarithm."""
        policy, beta = self._best(share), self._beta(share)
        self.chart.show("new", policy)
        self.beta.set_value(beta)
        length = SLACK + self.scale * float(kl_divergence(policy, self.whole.ref))
        self.spring.set_ends(self.peg_at, self.peg_at + length * RIGHT)
        self.spring.set_wire(wire_of(beta / self.span))
        bead = self.spring.bead.get_right()
        self.pull.set_ends(bead + 0.12 * RIGHT, bead + (0.12 + _PULL) * RIGHT)
        reference, best, reward = self.names
        reference.next_to(self.spring.peg, LEFT, buff=0.2)
        best.next_to(self.spring.bead, DOWN, buff=0.14)
        reward.next_to(self.pull, RIGHT, buff=0.2)

    def _beta(self, share: float) -> float:
        return self.first * (self.last / self.first) ** share

    def _best(self, share: float) -> np.ndarray:
        return best_policy(self.whole.ref, self.whole.rewards, self._beta(share))

    def _law(self) -> Formula:
        best, reference, reward = (
            quoted(words)
            for words in (say("kl.rest.best"), say("kl.surprise.ref"), say("kl.rest.reward"))
        )
        source = (
            f"{{{{ {best} : best }}}} prop {{{{ {reference} : reference }}}} times "
            f"e^({{{{ {reward} : reward }}}} \\/ beta)"
        )
        law = Formula(source, size=_LAW, best="new", reference="reference", reward="reward")
        return law.move_to(self.law_at, aligned_edge=LEFT)

    def _coins(self) -> VGroup:
        """Each answer's reward under its name, where there is room."""
        room = self.chart.foot.width / len(self.chart.indices) - 0.1
        coins = VGroup()
        for index, name in zip(self.chart.indices, self.chart.names, strict=True):
            coin = Coin(float(self.whole.rewards[index]), _COIN)
            if coin.face.width < room:
                coins.add(coin.next_to(name, DOWN, buff=0.14))
        return coins

    def _odds_row(self) -> VGroup:
        """The quotient of the best policy and of the reference, which are the same."""
        if not self.pair:
            return VGroup()
        one, other = (f"o_{k + 1}" for k in self.pair)
        value = number_text(self.odds(self.whole.ref), 3)
        row = VGroup(
            Formula(f"{one} : {other} = {value}", size=FORMULA),
            Prose(say("kl.rest.same"), size=READOUT, role="muted"),
        ).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        return row.next_to(self.panel, DOWN, buff=0.6).align_to(self.panel, LEFT)


_BIG = 60


def furthest(whole: GroupTable) -> float:
    """The divergence of the best policy where drift costs next to nothing, in nats."""
    span = float(np.ptp(whole.rewards)) or 1.0
    policy = best_policy(whole.ref, whole.rewards, _NOTHING * span)
    return float(kl_divergence(policy, whole.ref))


def _alike(rewards: np.ndarray, shown: tuple[int, ...]) -> tuple[int, int] | None:
    """The two best of the shown answers that have the same reward."""
    pairs = [(i, j) for i in shown for j in shown if i < j and rewards[i] == rewards[j]]
    return max(pairs, key=lambda pair: rewards[pair[0]], default=None)
