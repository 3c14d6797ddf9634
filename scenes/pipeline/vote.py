"""A majority vote: of one model's answers to a question the most frequent one counts."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, Animation, Transform, VGroup

from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.chip import Chip
from scenes.stage.panel import panel
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Prose, on_baseline

_AT, _STEP = (-0.55, 2.5), 1.15


class Vote:
    """Invented answers in a row; the most frequent one is what they elect."""

    def __init__(self) -> None:
        texts = say("pipeline.zero.answers").split()
        most = max(texts, key=texts.count)
        self.cards = VGroup(*(self._card(text) for text in texts))
        for k, card in enumerate(self.cards):
            card.move_to([_AT[0] + _STEP * k, _AT[1], 0])
        self.winners = [c for c, text in zip(self.cards, texts, strict=True) if text == most]
        end = self.cards.get_right() + 0.2 * RIGHT
        self.arrow = BlockArrow(end, end + 0.6 * RIGHT)
        self.elected = Chip(Prose(most, size=READOUT), 1.0).next_to(self.arrow, RIGHT, buff=0.2)
        name = Prose(say("pipeline.zero.majority"), size=READOUT)
        note = Prose(say("pipeline.zero.invented"), size=LABEL, role="muted")
        self.title = on_baseline(name, note, buff=0.4)
        self.title.next_to(self.cards, UP, buff=0.22).align_to(self.cards, LEFT)

    def _card(self, text: str) -> VGroup:
        body = panel(1.0, 0.66)
        return VGroup(body, Prose(text, size=READOUT).move_to(body))

    def elect(self) -> list[Animation]:
        """The most frequent ones become one."""
        target = self.elected.text
        return [Transform(card[1].copy(), target.copy(), remover=True) for card in self.winners]
