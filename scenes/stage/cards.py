"""The question and its answers as a strip of cards that keep their place through a film."""

from __future__ import annotations

from typing import Self

from manim import DOWN, LEFT, RIGHT, UL, UP, UR, Mobject, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import is_high
from scenes.script.telling import MOST_CARDS, cards_of, left_out

from .lamp import Lamp
from .live_number import LiveNumber
from .marks import set_pushing, sign_marker
from .panel import counting_panel, panel
from .theme import LABEL, sign_role
from .typeset import Formula, Prose, fit_apart, fits_prose

STRIP_WIDTH = 12.6
STRIP_CENTER = DOWN * 1.95
CARD_HEIGHT, TALL_HEIGHT = 2.05, 2.2  # for texts of two lines, and of three
_GAP, _RIM = 0.2, 0.15
_MOST_WITH_QUESTION = MOST_CARDS - 1  # more cards than that leave no room for the question
_QUESTION, _SMALL_QUESTION, _REST = 2.9, 2.5, 1.5  # widths


class AnswerCard(VGroup):
    """One answer: its name o_i, its `text`, and a badge with the sign and size of A_i.

    `index` counts from 0, as everywhere; the name counts from 1.
    """

    def __init__(self, index: int, text: Prose, advantage: float, width: float, height: float):
        self.index, self.body, self.advantage = index, panel(width, height), advantage
        self.symbol = _in_corner(f"o_{index + 1}", self.body)
        self.text = text
        self.badge = badge(advantage)
        if self.badge.width > width - 0.1:
            self.badge = badge(advantage, decimals=1)
        self.is_full = height > CARD_HEIGHT  # the text comes near what stands around it
        self.badge.move_to(self.body.get_bottom() + (0.28 if self.is_full else 0.3) * UP)
        _center(self.text, self.body, self.symbol, self.badge.get_top()[1])
        super().__init__(self.body, self.symbol, self.text, self.badge)

    def say_verdict(self, pushes: bool, word: str) -> Self:
        """Put a lamp in the upper right corner, and `word` in the place of the advantage."""
        radius, rim = (0.12, 0.26) if self.is_full else (0.17, 0.36)
        self.lamp = Lamp(pushes, radius).move_to(self.body.get_corner(UR))
        self.lamp.shift(rim * (LEFT + DOWN))
        marker, number = self.badge
        set_pushing(marker, self.advantage, pushes=pushes)
        said = Prose(word, role="text" if pushes else "muted")
        self.badge.remove(number)
        self.badge.add(said)
        self.badge.arrange(RIGHT, buff=0.16)
        self.badge.move_to(self.body.get_bottom() + (0.28 if self.is_full else 0.32) * UP)
        self.add(self.lamp)
        return self


def badge(advantage: float, size: float = LABEL, decimals: int = 2) -> VGroup:
    """The sign marker and the advantage to two digits, in the sign's colour."""
    role = sign_role(advantage)
    number = LiveNumber(advantage, decimals, sign=True, size=size, role=role, align="left")
    return VGroup(sign_marker(advantage), number).arrange(RIGHT, buff=0.12)


def _lines(height: float) -> int:
    """How many lines of text a card of this height has room for."""
    return 3 if height >= TALL_HEIGHT else 2


def _in_corner(source: str, body: Mobject) -> Formula:
    """A card's name in its upper left corner."""
    symbol = Formula(source, size=LABEL, role="muted", plain=source)
    symbol.move_to(body.get_corner(UL), aligned_edge=UL)
    return symbol.shift((_RIM + 0.01) * (RIGHT + DOWN))


def _center(text: Mobject, body: Mobject, above: Mobject, low: float) -> None:
    """Put a card's text into its middle, or between what is above and `low` if it is high."""
    text.move_to(body)
    top = above.get_bottom()[1]
    if text.get_top()[1] > top - 0.05 or text.get_bottom()[1] < low + 0.05:
        text.set_y(0.5 * (top + low))


class CardStrip(VGroup):
    """The question card, if there is room for it, and a card for each answer.

    Of a large group only the telling answers have cards; a last one counts the others.
    Long answers are shown by what tells them apart.
    """

    def __init__(self, table: GroupTable):
        shown = cards_of(table)
        rest = left_out(table, shown)
        has_question = table.group.size <= _MOST_WITH_QUESTION or bool(rest)
        crowded = bool(rest) or table.group.size > _MOST_WITH_QUESTION
        question_width = (_SMALL_QUESTION if crowded else _QUESTION) if has_question else 0.0
        taken = [width for width in (question_width, _REST * bool(rest)) if width]
        room = STRIP_WIDTH - sum(taken) - _GAP * (len(shown) + len(taken) - 1)
        width = min(2.6, room / len(shown))
        texts, height = _told([table.group.texts[index] for index in shown], width)
        self.cards = VGroup(
            *(
                AnswerCard(index, text, table.advantage[index], width, height)
                for index, text in zip(shown, texts, strict=True)
            )
        ).arrange(RIGHT, buff=_GAP)
        super().__init__()
        self.question = VGroup()  # without parts where there is no room for it
        if question_width:
            self.question = question_card(table.group.question, question_width, height)
            self.add(self.question)
        self.add(self.cards)
        self.rest = counting_panel(rest, _REST, height) if rest else VGroup()
        if rest:
            self.add(self.rest)
        self.arrange(RIGHT, buff=_GAP).move_to(STRIP_CENTER)

    @property
    def columns(self) -> list[VGroup]:
        """The cards, and the panel that counts the answers without one, if there are any."""
        return [*self.cards, self.rest] if self.rest else [*self.cards]


def _told(texts: list[str], width: float) -> tuple[list[Prose], float]:
    """The texts of cards of this width, and the height that the cards need for them."""
    room = width - 2 * _RIM
    fewest = _lines(CARD_HEIGHT)
    if any(map(is_high, texts)):
        return fit_apart(texts, room, lines=fewest), TALL_HEIGHT
    is_short = all(fits_prose(text, room, lines=fewest) for text in texts)
    height = CARD_HEIGHT if is_short else TALL_HEIGHT
    return fit_apart(texts, room, lines=_lines(height)), height


def question_card(question: str, width: float, height: float = CARD_HEIGHT) -> VGroup:
    """The question on a panel of its own; of a long one its beginning and its end."""
    body = panel(width, height)
    label = _in_corner("q", body)
    # No badge takes room from it.
    lines = _lines(CARD_HEIGHT if is_high(question) else TALL_HEIGHT)
    (text,) = fit_apart([question], width - 2 * _RIM, lines=lines)
    _center(text, body, label, body.get_bottom()[1] + _RIM)
    return VGroup(body, label, text)
