"""A drawn group: eight answers at the heights of their rewards, about their average."""

from __future__ import annotations

from collections.abc import Sequence

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    LaggedStart,
    Line,
    Mobject,
    Transform,
    VGroup,
)

from grpo_core import TabularRun
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.panel import panel
from scenes.stage.theme import AXIS, CURVE, LABEL, MAIN_CURVE, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .faces import FACES

_PITCH, _CARD = 0.97, (0.9, 0.66)
_FIRST, _LAST = -0.5, 6.74  # the middle of the first card; the right end of the last
_ARC = -1.9  # of the way of a card: over the other bars
_SIDE = 0.12  # from an arrow to its number
_WHAT_X = 3.15
_HANG = 0.06  # from a shelf to the cards under and over it


class SampledCard(VGroup):
    """An answer's face."""

    def __init__(self, answer: int, reward: float):
        self.answer, self.reward = answer, reward
        self.body = panel(*_CARD)
        self.face = Formula(FACES[answer], size=LABEL)
        super().__init__(self.body, self.face.move_to(self.body))

    def gild(self) -> Animation:
        """A right one becomes gold, with its digits in ink."""
        lit = self.copy()
        lit.body.set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), AXIS)
        lit.face.set_fill(paint("ink"))
        return Transform(self, lit)

    def hollow(self) -> Animation:
        """It becomes a frame: nothing to compare it with."""
        empty = self.copy()
        empty.body.set_fill(opacity=0).set_stroke(paint("muted"), CURVE)
        return Transform(self, empty)


class GroupAbout(VGroup):
    """The cards of batch `step` of `run`; right ones go up to the shelf of 1 (`rise`).

    A `mean` line lies at their average, from which an arrow leads to each, as long as its
    advantage. `foot` is the height of the shelf of 0, `tall` what is between both.
    """

    def __init__(self, run: TabularRun, step: int, *, foot: float, tall: float):
        self.foot, self.tall = foot, tall
        self.rewards = run.rewards[step]
        self.advantages = run.advantages[step]
        drawn = zip(run.samples[step], self.rewards, strict=True)
        self.cards = VGroup(*(SampledCard(int(a), float(r)) for a, r in drawn))
        for k, card in enumerate(self.cards):
            card.move_to([_FIRST + k * _PITCH, foot, 0]).align_to([0, foot - _HANG, 0], UP)
        self.average = float(self.rewards.mean())
        self.mean = self._mean()
        self.arrows = VGroup(*map(self._arrow, range(len(self.cards))))
        self.numbers = VGroup(*map(self._number, range(len(self.cards))))
        self.what = self._what()
        super().__init__(self.mean, self.cards, self.arrows, self.numbers)

    def _x(self, k: int) -> float:
        return _FIRST + k * _PITCH

    def height(self, reward: float) -> float:
        """How high a reward is."""
        return self.foot + self.tall * reward

    def _mean(self) -> VGroup:
        """The line of the average, and over its left end how many are right of all."""
        y = self.height(self.average)
        line = Line([_FIRST - 0.5 * _CARD[0], y, 0], [_LAST, y, 0])
        line.set_stroke(paint("text"), MAIN_CURVE)
        count = f"{int((self.rewards > 0).sum())} slash {len(self.rewards)}"
        words = on_baseline(
            Prose(say("training.batch.mean"), size=LABEL), Formula(count, size=LABEL), buff=0.2
        )
        return VGroup(line, words.next_to(line, UP, buff=0.14).align_to(line, LEFT))

    def _what(self) -> Prose:
        """What the arrows are, right of those of the right answers."""
        words = Prose(say("training.batch.advantage"), size=LABEL)
        return words.move_to([_WHAT_X, self.height(0.93), 0], aligned_edge=LEFT)

    def _arrow(self, k: int) -> BlockArrow:
        start = [self._x(k), self.height(self.average), 0]
        end = [self._x(k), self.height(float(self.rewards[k])), 0]
        return BlockArrow(start, end, sign_role(self.advantages[k]), width=0.18, head=0.42)

    def _number(self, k: int) -> Formula:
        """An advantage: beside its arrow, or under the card."""
        value = float(self.advantages[k])
        text = without_zero(number_text(value, 2 if value else 0, sign=bool(value)))
        number = Formula(text, size=LABEL, role=sign_role(value))
        if value <= 0:
            return number.next_to([self._x(k), self.foot - _HANG - _CARD[1], 0], DOWN, buff=0.16)
        side = LEFT if (self.advantages[k + 1 : k + 2] > 0).any() else RIGHT
        middle = self.height(0.5 * (self.average + float(self.rewards[k])))
        return number.next_to([self._x(k), middle, 0] + _SIDE * side, side, buff=0.1)

    def fall(self, bars: Sequence[Mobject]) -> Animation:
        """The cards fall out of `bars`, a bar for each answer that can be drawn."""
        falls = (
            FadeIn(card, target_position=bars[card.answer].get_center(), scale=0.2, path_arc=_ARC)
            for card in self.cards
        )
        return LaggedStart(*falls, lag_ratio=0.3)

    def rise(self) -> list[Animation]:
        """Right answers go up to the shelf of 1, above it."""
        return [
            card.animate.shift((self.tall + _CARD[1] + 2 * _HANG) * UP)
            for card in self.cards
            if card.reward > 0
        ]

    def judge(self) -> list[Animation]:
        """Right ones become gold."""
        return [card.gild() for card in self.cards if card.reward > 0]

    def hollow(self) -> list[Animation]:
        """All become frames."""
        return [card.hollow() for card in self.cards]
