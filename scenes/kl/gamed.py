"""A reward that is gamed: the policy runs off to gibberish, and a spring is stretched."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    LaggedStart,
    TransformFromCopy,
    VGroup,
)

from grpo_core import (
    GAMED_RACE,
    GAMED_REF,
    GAMED_SCORES,
    WorkedGroup,
    evaluate_group,
    gamed_policy,
    kl_divergence,
    representative_race,
)
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.bar_scale import BarScale
from scenes.stage.coin import Coin
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .overlaid import Overlaid
from .short import chance_text
from .spring import Spring

_ANSWERS = ("good", "poor", "gibberish")
_GAMED = _ANSWERS.index("gibberish")
_SIZE = (7.3, 2.1)  # of the chart, scene units
_COIN = 0.3
_ASKED = 96
_VEILED = 0.25  # opacity of bars that are not seen
_GRAIN, _DRAWN = 0.11, 9  # radius of a sample; how many are drawn
_NAT = 2.9  # scene units of the spring


class Gamed:
    """The chances of three answers with their scores, and the spring between both policies.

    `chances` are those of the gibberish under both policies.
    """

    foot_at = (-2.95, -1.0, 0.0)  # its middle
    peg_at = (1.8, -0.7, 0.0)
    samples_at = (1.8, -1.85, 0.0)  # the middle of the first

    def __init__(self) -> None:
        self.ref, self.new = np.array(GAMED_REF), gamed_policy()
        self.chances = {"ref": float(self.ref[_GAMED]), "new": float(self.new[_GAMED])}
        scale = BarScale(np.log(self.new), _SIZE[1], is_log=False)
        self.chart = Overlaid(
            _group(self.ref, self.new), range(3), bar=1.6, width=_SIZE[0], scale=scale
        )
        self.chart.shift(self.foot_at - self.chart.foot.get_center())
        self.chart.remove(self.chart.names)
        self.answers, self.coins = VGroup(), VGroup()
        for name, word, score in zip(self.chart.names, _ANSWERS, GAMED_SCORES, strict=True):
            text = Prose(say(f"kl.drift.{word}"), align="center")
            text.next_to([name.get_x(), self.chart.foot.get_y(), 0], DOWN, buff=0.2)
            self.answers.add(text)
            self.coins.add(Coin(score, _COIN))
        lowest = min(text.get_bottom()[1] for text in self.answers)
        for coin, text in zip(self.coins, self.answers, strict=True):
            coin.next_to([text.get_x(), lowest, 0], DOWN, buff=0.16)
        self.spring = Spring(self.peg_at, self.peg_at, radius=0.3, coil=0.34, wire=7)
        self.names = VGroup(
            Prose(say("kl.drift.reference"), role="reference"),
            Prose(say("kl.drift.policy"), role="new"),
        )
        self.asked = Formula("?", size=_ASKED)
        self.numbers = self._numbers()
        self.example = Prose(say("kl.drift.example"), role="muted")
        low = self.chart.bars["reference"][0].top()[1]
        self.example.move_to([-6.4, low + 0.16, 0], aligned_edge=LEFT + DOWN)
        self.reward = Prose(say("kl.drift.reward"), role="reward")
        self.reward.next_to(self.coins[-1], RIGHT, buff=0.3)
        race = representative_race(self.new, GAMED_REF, GAMED_RACE)
        self.drawn = [int(index) for index in race.samples[:_DRAWN]]
        self.samples = self._samples()
        self._drift(0.0)
        everything = self.chart, self.answers, self.coins, self.example, self.reward
        VGroup(*everything).shift(self.foot_at[0] * LEFT)

    def step_aside(self) -> list[Animation]:
        """The bars, in the middle until now, make room."""
        way = self.foot_at[0] * RIGHT
        self.chart.bars["reference"].shift(way)
        seen = *self.before, self.answers, self.coins, self.reward
        return [part.animate.shift(way) for part in seen]

    def draw(self) -> list[Animation]:
        """Answers fall out of the bars, and are all that is seen of them."""
        bars = self.chart.bars["new"]
        dots, name = self.samples
        moves = [
            TransformFromCopy(_grain().move_to(bars[k].bar), dot)
            for k, dot in zip(self.drawn, dots, strict=True)
        ]
        return [LaggedStart(*moves, lag_ratio=0.15), FadeIn(name)]

    def veil(self) -> list[Animation]:
        """The bars themselves nobody sees."""
        bars = self.chart.bars["new"]
        return [*(bar.bar.animate.set_fill(opacity=_VEILED) for bar in bars)]

    def answer(self, k: int) -> list[Animation]:
        """What an answer is, and the judge's score."""
        named = [FadeIn(self.reward)] if k == _GAMED else []
        return [FadeIn(self.answers[k]), FadeIn(self.coins[k], shift=0.3 * DOWN), *named]

    @staticmethod
    def drift() -> float:
        """The divergence at the end of the way, in nats."""
        return float(kl_divergence(gamed_policy(), GAMED_REF))

    @property
    def before(self) -> list[VGroup]:
        """How likely the answers are, before there is a reference."""
        return [self.chart.foot, self.chart.bars["new"], self.example]

    def freeze(self) -> list[Animation]:
        """A copy of the policy stays behind as an outline, and a spring, slack."""
        outlines = map(FadeIn, self.chart.bars["reference"])
        return [*outlines, FadeIn(self.spring), FadeIn(self.names)]

    def run_off(self) -> list[Animation]:
        """The policy follows the scores, and the spring is stretched."""
        stretched = VGroup(self.spring, self.names)
        return [
            *walks(0.0, 1.0, (VGroup(self.chart, stretched), self._drift)),
            *(coin.animate.set_glow(1.0) for coin in self.coins[_GAMED : _GAMED + 1]),
        ]

    def show_numbers(self) -> list[Animation]:
        """How likely the gibberish was, and is."""
        return [FadeIn(self.numbers)]

    def ask(self) -> list[Animation]:
        """How far is it?"""
        self.asked.next_to(self.spring.coil, UP, buff=0.3)
        return [FadeIn(self.asked, scale=1.5)]

    def _samples(self) -> VGroup:
        """Some answers of the policy at the end of its way: dots under the spring, and a word."""
        dots = VGroup(*(_grain() for _ in self.drawn)).arrange(RIGHT, buff=0.2)
        dots.shift(np.array(self.samples_at) - dots[0].get_center())
        name = Prose(say("kl.contest.samples"), role="new")
        return VGroup(dots, name.next_to(dots, DOWN, buff=0.14).align_to(dots, RIGHT))

    def _drift(self, share: float) -> None:
        policy = (1 - share) * self.ref + share * self.new
        self.chart.show("new", policy)
        length = _NAT * float(kl_divergence(policy, self.ref))
        self.spring.set_ends(self.peg_at, self.peg_at + length * RIGHT)
        reference, new = self.names
        reference.next_to(self.spring.peg, DOWN, buff=0.2).align_to(self.spring.peg, LEFT)
        new.next_to(self.spring.bead, UP, buff=0.2)

    def _numbers(self) -> VGroup:
        """Over the outline and over the bar of the gibberish."""
        self._drift(1.0)
        bars = self.chart.bars
        was, now = (chance_text(self.chances[policy]) for policy in ("ref", "new"))
        before = Formula(was, size=LABEL, role="reference")
        after = Formula(f"{quoted(say('kl.drift.chance'))} {now}", size=FORMULA, role="new")
        before.next_to(bars["reference"][_GAMED].bar, RIGHT, buff=0.12)
        before.align_to(self.chart.foot.get_center() + 0.1 * UP, DOWN)
        after.next_to(bars["new"][_GAMED].bar, UP, buff=0.14)
        return VGroup(before, after)


def _grain() -> Dot:
    return Dot(radius=_GRAIN, stroke_width=0).set_fill(paint("new"), 1)


def _group(ref: np.ndarray, new: np.ndarray):
    texts = tuple(say(f"kl.drift.{word}") for word in _ANSWERS)
    logs = [np.log(row) for row in (ref, new, ref)]
    return evaluate_group(WorkedGroup(say("kl.drift.example"), texts, GAMED_SCORES, *logs))
