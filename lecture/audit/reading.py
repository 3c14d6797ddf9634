"""Bar 8: sentences on the screen stay long enough to be read, and few words come at once.

A word is made of letters and stands in prose, or between the quotes of a formula that says
several words; the symbols of formulas do not count. Chinese characters count, too, each for
less than a word. Quotations of the user's group do not
either: the cards show them as far as they fit, however long the answers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scenes.script.pace import CHINESE, reading_time
from scenes.stage.film import GrpoScene

from ..picture import Picture
from .faults import Finding, Place
from .plays import Play

SENTENCE_SECONDS = 1.0
SENTENCE_WORDS = 2  # what has fewer is a label, known at a glance
NEW_WORDS = 12
CHARACTER = 0.6  # of a word: so much a Chinese character says, by the films' own scripts
ROUNDING = 1e-6  # seconds, words

_CHARACTER = CHINESE.pattern
_WORD = re.compile(rf"{_CHARACTER}|(?:(?!{_CHARACTER})[^\W\d_])+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r'"([^"]*)"')


Words = tuple[str, ...]


@dataclass(frozen=True)
class _Stay:
    """A time during which a text could be read."""

    said: str
    since: float
    until: float
    place: Place


class Reader:
    """Takes note of when each text can be read: it is lit and inside the frame.

    A text is its words: the same ones at another place are not new, nor beside another number.
    """

    def __init__(self) -> None:
        self._open: dict[Words, tuple[str, float, Place]] = {}
        self._stays: list[_Stay] = []
        self._prose: set[str] = set()
        self._at_rest: frozenset[Words] = frozenset()
        self._crowded: list[tuple[Finding, Place]] = []
        self._end = 0.0

    def on_play(self, play: Play) -> None:
        """A movement or a wait has ended."""
        start, self._end = self._end, play.end
        lit = self._lit(play.picture)
        for words in self._open.keys() - lit.keys():
            self._close(words, start)
        for words, (said, glyphs) in lit.items():
            # What no animation touched was there before the first of them.
            since = play.end if play.touched & glyphs else start
            self._open.setdefault(words, (said, since, play.place))

    def on_rest(self, place: Place) -> None:
        """The film holds still, as the latest wait has left it."""
        shown = frozenset(self._open)
        count = sum(map(_count, shown - self._at_rest))
        if count > NEW_WORDS + ROUNDING:
            message = f"{count:g} new words at once, {NEW_WORDS} allowed"
            self._crowded.append((Finding(8, message), place))
        self._at_rest = shown

    def findings(self) -> Iterator[tuple[Finding, Place]]:
        """What is crowded, and each sentence that leaves before it has been read."""
        for words in list(self._open):
            self._close(words, self._end)
        yield from self._crowded
        read: set[Words] = set()
        for stay in sorted(self._stays, key=lambda stay: (stay.since, stay.said)):
            words = _words(stay.said)
            if _count(words) < SENTENCE_WORDS or words in read:
                continue
            needed, seconds = seconds_to_read(stay.said), stay.until - stay.since
            if seconds >= needed - ROUNDING:
                read.add(words)
            else:
                message = f'text "{stay.said}" stays {seconds:.1f} s, {needed:.2f} needed'
                yield Finding(8, message), stay.place

    def _close(self, words: Words, until: float) -> None:
        said, since, place = self._open.pop(words)
        self._stays.append(_Stay(said, since, until, place))

    def _lit(self, picture: Picture) -> dict[Words, tuple[str, set[int]]]:
        """What can be read now, and the glyphs of a text that says it."""
        self._prose |= picture.prose()
        quoted = _quotations(picture.film)
        found: dict[Words, tuple[str, set[int]]] = {}
        for text in picture.readable_texts():
            said = self._said(text[0].plain_of)
            if _words(said) and not _is_quoted(said, quoted):
                found[_words(said)] = said, {id(glyph) for glyph in text}
        return found

    def _said(self, plain: str) -> str:
        """The words of a text in one line; of a formula what it says between quotes."""
        if plain in self._prose:
            return " ".join(plain.split())
        quotes = _QUOTED.findall(plain)
        several = (quote for quote in quotes if _count(_words(quote)) >= SENTENCE_WORDS)
        return " ".join(quote.strip() for quote in several)


def seconds_to_read(text: str) -> float:
    """How long a new text must stay."""
    return max(SENTENCE_SECONDS, reading_time(text))


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text))


def _count(words: Words) -> float:
    """How many words they are; a Chinese character says less than one."""
    characters = sum(1 for word in words if CHINESE.match(word))
    return len(words) + (CHARACTER - 1) * characters


def _quotations(film: GrpoScene) -> list[str]:
    """The user's texts without white space, which wrapping changes."""
    group = film.table.group
    return ["".join(text.split()) for text in (group.question, *group.texts)]


def _is_quoted(said: str, quotations: list[str]) -> bool:
    """Whether a text is the user's, whole or with an ellipsis for what is left out."""
    kept = "".join(said.split()).split("…")
    shown = re.compile(".*".join(map(re.escape, kept)))
    return any(kept) and any(shown.fullmatch(whole) for whole in quotations)
