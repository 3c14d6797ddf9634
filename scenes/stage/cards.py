"""The question and its answers as a strip of cards that keep their place through a film."""

from __future__ import annotations

from typing import Self

from manim import DOWN, LEFT, RIGHT, UL, UP, UR, VGroup

from grpo_core import GroupTable

from .live_number import LiveNumber
from .marks import Lamp, set_hollow, sign_marker
from .panel import counting_panel, panel
from .telling import MOST_CARDS, cards_of, left_out
from .theme import LABEL, sign_role
from .typeset import Formula, Prose, fit_prose

STRIP_WIDTH = 12.6
STRIP_CENTER = DOWN * 1.95
CARD_HEIGHT = 2.05
_GAP = 0.2
_MOST_WITH_QUESTION = MOST_CARDS - 1  # more cards than that leave no room for the question
_QUESTION, _SMALL_QUESTION, _REST = 2.9, 2.5, 1.5  # widths


class AnswerCard(VGroup):
    """One answer: its name o_i, its text, and a badge with the sign and size of A_i.

    `index` counts from 0, as everywhere; the name counts from 1.
    """

    def __init__(self, index: int, text: str, advantage: float, width: float):
        self.index, self.body, self.advantage = index, panel(width, CARD_HEIGHT), advantage
        self.symbol = Formula(f"o_{index + 1}", size=LABEL, role="muted", plain=f"o_{index + 1}")
        self.symbol.move_to(self.body.get_corner(UL), aligned_edge=UL).shift(0.16 * (RIGHT + DOWN))
        self.text = fit_prose(text, width - 0.3, lines=2, size=LABEL)
        self.text.move_to(self.body)
        self.badge = badge(advantage)
        if self.badge.width > width - 0.1:
            self.badge = badge(advantage, decimals=1)
        self.badge.move_to(self.body.get_bottom() + 0.3 * UP)
        super().__init__(self.body, self.symbol, self.text, self.badge)

    def say_verdict(self, pushes: bool, word: str) -> Self:
        """Put a lamp in the upper right corner, and `word` in the place of the advantage."""
        self.lamp = Lamp(pushes).move_to(self.body.get_corner(UR)).shift(0.36 * (LEFT + DOWN))
        marker, number = self.badge
        set_hollow(marker, self.advantage, hollow=not pushes)
        said = Prose(word, role="text" if pushes else "muted")
        self.badge.remove(number)
        self.badge.add(said)
        self.badge.arrange(RIGHT, buff=0.16).move_to(self.body.get_bottom() + 0.32 * UP)
        self.add(self.lamp)
        return self


def badge(advantage: float, size: float = LABEL, decimals: int = 2) -> VGroup:
    """The sign marker and the advantage to two digits, in the sign's colour."""
    role = sign_role(advantage)
    number = LiveNumber(advantage, decimals, sign=True, size=size, role=role, align="left")
    return VGroup(sign_marker(advantage), number).arrange(RIGHT, buff=0.12)


class CardStrip(VGroup):
    """The question card, if there is room for it, and a card for each answer.

    Of a large group only the telling answers have cards; a last one counts the others.
    With `asks` the question has a card even where that leaves little room for the answers.
    """

    def __init__(self, table: GroupTable, *, asks: bool = False):
        shown = cards_of(table)
        rest = left_out(table, shown)
        has_question = asks or table.group.size <= _MOST_WITH_QUESTION or bool(rest)
        crowded = bool(rest) or table.group.size > _MOST_WITH_QUESTION
        question_width = (_SMALL_QUESTION if crowded else _QUESTION) if has_question else 0.0
        taken = [width for width in (question_width, _REST * bool(rest)) if width]
        room = STRIP_WIDTH - sum(taken) - _GAP * (len(shown) + len(taken) - 1)
        width = min(2.6, room / len(shown))
        self.cards = VGroup(
            *(
                AnswerCard(index, table.group.texts[index], table.advantage[index], width)
                for index in shown
            )
        ).arrange(RIGHT, buff=_GAP)
        super().__init__()
        if question_width:
            self.question = question_card(table.group.question, question_width)
            self.add(self.question)
        self.add(self.cards)
        if rest:
            self.rest = counting_panel(rest, _REST, CARD_HEIGHT)
            self.add(self.rest)
        self.arrange(RIGHT, buff=_GAP).move_to(STRIP_CENTER)


def question_card(question: str, width: float) -> VGroup:
    """The question on a panel of its own."""
    body = panel(width, CARD_HEIGHT)
    label = Formula("q", size=LABEL, role="muted")
    label.move_to(body.get_corner(UL), aligned_edge=UL).shift(0.16 * (RIGHT + DOWN))
    text: Prose = fit_prose(question, width - 0.3, lines=2, size=LABEL).move_to(body)
    return VGroup(body, label, text)
