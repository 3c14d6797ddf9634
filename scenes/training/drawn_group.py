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
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    Transform,
    VGroup,
)

from grpo_core import TabularRun
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.panel import panel
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import AXIS, CURVE, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .faces import FACES

_PITCH, _CARD = 1.42, (1.3, 0.72)
_FIRST = -3.72  # the middle of the first card
_SIDE = 0.12  # from an arrow to its number
_WHAT_X = 1.9
_HANG = 0.06  # from a shelf to the cards under and over it


class SampledCard(VGroup):
    """An answer's face, and a mark that says whether it is right."""

    def __init__(self, answer: int, reward: float):
        self.answer, self.reward = answer, reward
        self.body = panel(*_CARD)
        self.face = Formula(FACES[answer], size=READOUT)
        self.mark = right_mark(0.26) if reward > 0 else wrong_mark(0.26)
        row = VGroup(self.face, self.mark).arrange(RIGHT, buff=0.14)
        super().__init__(self.body, row.move_to(self.body))

    def gild(self) -> Animation:
        """A right one becomes gold, with its digits in ink."""
        lit = self.copy()
        lit.body.set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), AXIS)
        lit.face.set_fill(paint("ink"))
        lit.mark.set_stroke(paint("ink"))
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
        """The line of the average, and how many are right of all at its left end."""
        y = self.height(self.average)
        line = Line([_FIRST - 0.8, y, 0], [-_FIRST + 3.0, y, 0])
        line.set_stroke(paint("text"), MAIN_CURVE)
        count = f"{int((self.rewards > 0).sum())} / {len(self.rewards)}"
        words = VGroup(
            Prose(say("training.batch.mean"), size=LABEL), Formula(count, size=READOUT)
        ).arrange(DOWN, buff=0.16)
        return VGroup(line, words.next_to(line, LEFT, buff=0.2))

    def _what(self) -> Prose:
        """What the arrows are, right of those of the right answers."""
        words = Prose(say("training.batch.advantage"), size=READOUT)
        return words.move_to([_WHAT_X, self.height(0.72), 0], aligned_edge=LEFT)

    def _arrow(self, k: int) -> BlockArrow:
        start = [self._x(k), self.height(self.average), 0]
        end = [self._x(k), self.height(float(self.rewards[k])), 0]
        return BlockArrow(start, end, sign_role(self.advantages[k]), width=0.18, head=0.42)

    def _number(self, k: int) -> Formula:
        value = float(self.advantages[k])
        role = sign_role(value)
        number = Formula(
            number_text(value, 2 if value else 0, sign=bool(value)), size=LABEL, role=role
        )
        middle = 0.5 * (self.average + float(self.rewards[k]))
        if not value:
            return number.move_to([self._x(k), self.height(0.0) + 0.45, 0])
        if value > 0:
            return number.next_to([self._x(k) + _SIDE, self.height(middle), 0], RIGHT, buff=0.1)
        return number.next_to([self._x(k), self.height(self.average), 0], UP, buff=0.14)

    def fall(self, bars: Sequence[Mobject]) -> Animation:
        """The cards fall out of `bars`, a bar for each answer that can be drawn."""
        falls = (
            FadeIn(card, target_position=bars[card.answer].get_center(), scale=0.2)
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

    def into(self, column: Mobject) -> list[Animation]:
        """All cards shrink into a column of small squares."""
        size = 0.1
        return [
            FadeOut(card, target_position=column.get_center(), scale=size) for card in self.cards
        ]
