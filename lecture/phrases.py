"""What stays on one line of a text: Chinese words, which have no spaces, and names with a point."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from scenes.script.glyphs import KANA, breakable
from scenes.script.pace import CHINESE

_ENOUGH = 4  # characters: a word as long as this takes no other one in
_PARTICLES = tuple("的了着吗呢吧")  # a line does not begin with one
_NAME = re.compile(r"\bDr\. ")


def unbroken(text: str) -> str:
    """`text` with a space that does not break where a name goes on after a point."""
    return _NAME.sub("Dr.\N{NO-BREAK SPACE}", text)


def phrases(text: str) -> list[str]:
    """The pieces of `text` between which a line may break, with the space behind them.

    Chinese is parted into words, as far as the package for it is there. A word of one character
    stays with its neighbour: mostly it is a particle, or the rest of a term.
    """
    words = _words(unbroken(text))
    if not words:
        return breakable(text)
    pieces = words[:1]
    for before, word in pairwise(words):
        if _belong_together(before, word, pieces[-1]):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _words(text: str) -> list[str]:
    """The words and marks of Chinese `text`; none if it is not Chinese, or cannot be parted."""
    if not CHINESE.search(text) or KANA.search(text):
        return []
    try:
        from rjieba import cut
    except ModuleNotFoundError:  # group `cjk` of pyproject.toml
        return []
    return list(cut(text))


def _belong_together(before: str, word: str, piece: str) -> bool:
    """Whether no line begins with `word`, which follows the word `before`, the end of `piece`."""
    if word.isspace():
        return True
    if before.isspace():  # a number keeps its measure word
        return before != " " or (piece.strip().isdecimal() and bool(CHINESE.match(word)))
    if _is_mark(word[0], "ef") or _is_mark(before[-1], "si"):
        return True
    if _is_mark(before[-1], "ef"):
        return False
    if before.isascii() and word.isascii():
        return True
    return word in _PARTICLES or (len(piece) < _ENOUGH and 1 in (len(piece), len(word)))


def _is_mark(sign: str, sides: str) -> bool:
    """Whether `sign` closes (sides "ef") or opens (sides "si"), or is a stop, which closes."""
    category = unicodedata.category(sign)
    return category[0] == "P" and (category[1] in sides or (category == "Po" and "e" in sides))
