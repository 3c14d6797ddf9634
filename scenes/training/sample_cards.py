"""A drawn group as a row of small cards: which answer, right or wrong, its advantage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    VGroup,
)

from grpo_core import TabularRun
from scenes.stage.cards import badge
from scenes.stage.panel import panel
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

from .run_chart import answer_name

_WIDTH, _HEIGHT, _GAP = 1.46, 1.6, 0.14


class SampleCard(VGroup):
    """One drawn answer; its `mark` and its `badge` belong to it and come on later."""

    def __init__(self, answer: int, reward: float, advantage: float):
        self.answer = answer
        self.body = panel(_WIDTH, _HEIGHT)
        self.letter = Formula(answer_name(answer), size=LABEL)
        self.letter.move_to(self.body.get_corner(UL) + 0.38 * RIGHT + 0.44 * DOWN)
        self.mark = right_mark() if reward > 0 else wrong_mark()
        self.mark.move_to(self.body.get_corner(UR) + 0.42 * LEFT + 0.44 * DOWN)
        self.badge = badge(advantage).move_to(self.body.get_bottom() + 0.42 * UP)
        super().__init__(self.body, self.letter)


class SampleCards(VGroup):
    """The group that step `step` of `run` drew, in the order in which it was drawn.

    `marks` and `badges` stand on the cards without being part of them: a film shows them
    one after the other.
    """

    def __init__(self, run: TabularRun, step: int, *, center=ORIGIN):
        drawn = zip(run.samples[step], run.rewards[step], run.advantages[step], strict=True)
        self.cards = [SampleCard(int(a), float(r), float(adv)) for a, r, adv in drawn]
        super().__init__(*self.cards)
        self.marks = VGroup(*(card.mark for card in self.cards))
        self.badges = VGroup(*(card.badge for card in self.cards))
        for k, card in enumerate(self.cards):
            away = (k - 0.5 * (len(self.cards) - 1)) * (_WIDTH + _GAP) * RIGHT
            for part in (card, card.mark, card.badge):
                part.shift(np.asarray(center) + away)

    def fall(self, bars: Sequence[Mobject]) -> Animation:
        """The cards fall out of `bars`, a bar for each answer that can be drawn."""
        falls = (FadeIn(card, target_position=bars[card.answer], scale=0.2) for card in self.cards)
        return LaggedStart(*falls, lag_ratio=0.35)

    def show(self, signs: VGroup) -> Animation:
        """The marks or the badges appear, one after the other."""
        return LaggedStart(*(FadeIn(sign, scale=0.5) for sign in signs), lag_ratio=0.2)

    def leave(self) -> list[Animation]:
        """The cards go, with what is left on them when their signs have flown."""
        numbers = VGroup(*(card.badge[1] for card in self.cards))
        return [FadeOut(part) for part in (self, self.marks, numbers)]
