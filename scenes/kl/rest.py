"""Where reward and spring come to rest: the best policy, over a spring that gets softer."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .overlaid import whole_chart
from .pull import reward_pull
from .pulled import PULL, Pulled
from .short import chance_text
from .spring import Spring, wire_of
from .two_humps import TwoHumps

_LAW, _BETA = 46, 60
_ROLES = {"best": "new", "reference": "reference", "reward": "reward"}
_COIN = 0.3
_ARROW = 1.0  # length of the arrow of the reward
REACH = 7.9  # scene units that a spring is stretched at most


def nats_unit(pulled: Pulled) -> float:
    """Scene units of a spring for each nat of drift."""
    return REACH / max(pulled.furthest, 1e-9)


class SpringAtRest:
    """The bars of the reference and of the best policy while beta goes from `first` to `last`.

    `pair` are the two best of the shown answers that have the same reward, or None.
    """

    foot_at = (-3.1, 0.35, 0.0)  # its middle
    peg_at = (-4.5, -2.0, 0.0)
    law_at, panel_at, odds_at = (1.0, 2.4, 0.0), (1.0, 0.75, 0.0), (1.0, -0.5, 0.0)  # left ends

    def __init__(self, whole: GroupTable, first: float, last: float):
        self.whole, self.first, self.last = whole, first, last
        self.pulled = Pulled(whole)
        self.unit = nats_unit(self.pulled)
        self.chart = whole_chart(whole, self._best(1.0), width=6.6, height=2.8)
        self.chart.shift(self.foot_at - self.chart.foot.get_center())
        self.coins = self._coins()
        self.law = self._law().arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        self.law.move_to(self.law_at, aligned_edge=LEFT)
        self.spring = Spring(self.peg_at, self.peg_at, radius=0.3, coil=0.34)
        self.pull = reward_pull(self.peg_at, width=0.16, head=0.42)
        reward = f"{quoted(say('kl.rest.reward'))} {without_zero(f'{PULL:g}')}"
        self.names = VGroup(
            Prose(say("kl.drift.reference"), role="reference"),
            Prose(say("kl.rest.policy"), role="new"),
            Formula(reward, size=READOUT, role="reward"),
        )
        self.moving = VGroup(self.spring, self.pull, self.names)
        self.pair = _alike(whole.rewards, self.chart.indices)
        self.beta = LiveNumber(self.first, 2, size=_BETA, align="left", short=True)
        stiffness = Prose(say("kl.rest.stiffness"), size=READOUT, role="muted")
        equal = Formula("beta =", size=_BETA)
        self.panel = on_baseline(stiffness, equal, self.beta, buff=0.3)
        self.panel.move_to(self.panel_at, aligned_edge=LEFT)
        self.proportions = self._proportions()
        self.set_share(0.0)

    def take_over(self, humps: TwoHumps) -> list[Animation]:
        """Bars and spring of the picture before become these."""
        spring = ReplacementTransform(humps.nearest, self.spring)
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

    def show_proportion(self, k: int) -> list[Animation]:
        """How two equal rewards stand in the reference (0) and at rest (1), if two do."""
        return [FadeIn(row) for row in self.proportions[k : k + 1]]

    def set_share(self, share: float) -> None:
        """A share of the way from the first beta to the last, by its logarithm."""
        beta = self._beta(share)
        self.chart.show("new", self._best(share))
        self.beta.set_value(beta)
        length = self.unit * self.pulled.drift(beta)
        self.spring.set_ends(self.peg_at, self.peg_at + length * RIGHT).set_wire(wire_of(beta))
        bead = self.spring.bead.get_right()
        self.pull.set_ends(bead + 0.12 * RIGHT, bead + (0.12 + _ARROW) * RIGHT)
        reference, best, reward = self.names
        reference.next_to(self.spring.peg, LEFT, buff=0.2)
        best.next_to(self.spring.bead, DOWN, buff=0.14)
        reward.next_to(self.pull, RIGHT, buff=0.2)

    def _beta(self, share: float) -> float:
        return self.first * (self.last / self.first) ** share

    def _best(self, share: float) -> np.ndarray:
        return self.pulled.policy(self._beta(share))

    def _law(self) -> VGroup:
        """How far each logarithm has given way; the constant makes the chances add up to 1."""
        best, reference, reward = (
            quoted(words)
            for words in (say("kl.rest.best"), say("kl.surprise.ref"), say("kl.rest.reward"))
        )
        source = (
            f"ln ({{{{ {best} : best }}}}) / ({{{{ {reference} : reference }}}}) = "
            f"({{{{ {reward} : reward }}}}) / beta - c"
        )
        same = Prose(say("kl.rest.constant"), role="muted")
        return VGroup(Formula(source, size=_LAW, **_ROLES), same)

    def _coins(self) -> VGroup:
        """Each answer's reward under its name, where there is room."""
        room = self.chart.foot.width / len(self.chart.indices) - 0.1
        coins = VGroup()
        for index, name in zip(self.chart.indices, self.chart.names, strict=True):
            coin = Coin(float(self.pulled.rewards[index]), _COIN)
            if coin.face.width < room:
                coins.add(coin.next_to(name, DOWN, buff=0.14))
        return coins

    def _proportions(self) -> VGroup:
        """The chances of the `pair` in the reference and at rest: one proportion."""
        if not self.pair:
            return VGroup()
        told = (
            (say("kl.surprise.ref"), "reference", self.whole.ref),
            (say("kl.rest.best"), "new", self._best(1.0)),
        )
        rows = VGroup()
        for where, role, policy in told:
            names = " : ".join(f"o_{k + 1}" for k in self.pair)
            chances = " : ".join(chance_text(float(policy[k])) for k in self.pair)
            row = VGroup(
                Formula(names, size=FORMULA, role="muted"),
                Formula(chances, size=FORMULA, role=role),
                Prose(where, size=READOUT, role=role),
            )
            row.arrange(RIGHT, buff=0.35)
            for text in (row[0], row[2]):
                stand_on(text, row[1])
            rows.add(row)
        rows.arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        return rows.move_to(self.odds_at, aligned_edge=LEFT)


def _alike(rewards: np.ndarray, shown: tuple[int, ...]) -> tuple[int, int] | None:
    """The two best of the shown answers that have the same reward."""
    pairs = [(i, j) for i in shown for j in shown if i < j and rewards[i] == rewards[j]]
    return max(pairs, key=lambda pair: rewards[pair[0]], default=None)
