"""What to show of texts that are longer than their room: where they differ, how each ends.

Free of Manim: what fits, the caller says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from wcwidth import iter_graphemes, wcswidth

ELLIPSIS = "…"
_LONG_WORD = 16  # in columns of a terminal: a longer one may be cut, as must what has no spaces
_SAVING = 8  # letters: a shorter common beginning stays, a longer common ending gives way
_SENTENCE_END = re.compile(r"[.!?:;。！？]\s*$")

Fits = Callable[[str], bool]


def excerpts(texts: Sequence[str], fits: Fits) -> tuple[str, ...]:
    """What to show of each of `texts`, so that they are told apart in the room that `fits` allows.

    A text that fits stays whole. Of the others the beginning that all share gives way
    first, then the middle; each keeps what makes it differ and how it ends. Equal texts
    stay equal. White space becomes one space; a letter (a grapheme cluster) is never cut.
    """
    whole = [" ".join(text.split()) for text in texts]
    found = _told_apart(list(dict.fromkeys(whole)), fits)
    return tuple(found[text] for text in whole)


def _told_apart(texts: list[str], fits: Fits) -> dict[str, str]:
    """The excerpt of each of different `texts`; those that would look alike once more, alone."""
    found = {text: text for text in texts if fits(text)}
    pieces = {text: _pieces(text) for text in texts if text not in found}
    start = _shared([*pieces.values()])
    end = _shared([row[::-1] for row in pieces.values()])
    found |= {text: _shortened(row, start, end, fits) for text, row in pieces.items()}
    for shown in set(found.values()):
        alike = [text for text in texts if found[text] == shown]
        if 1 < len(alike) < len(texts):
            found |= _told_apart(alike, fits)
    return found


def sides(word: str) -> list[str]:
    """A sum such as 340+68=408 in the parts between which a line may break; else the whole word."""
    return re.split(r"(?<=\d)(?==\d)", word)


def _pieces(text: str) -> list[str]:
    """What may stand without the rest: words with the space behind them, letters of a long one."""
    pieces: list[str] = []
    for word in re.findall(r"\S+ ?", text):
        is_long = max(len(word), wcswidth(word)) > _LONG_WORD
        pieces += iter_graphemes(word) if is_long else sides(word)
    return pieces


def _shared(rows: list[list[str]]) -> int:
    """How many pieces all of several rows begin with; 0 if a row has no others."""
    if len(rows) < 2:
        return 0
    columns = zip(*rows, strict=False)
    common = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))
    return common if common < min(map(len, rows)) else 0


def _shortened(pieces: list[str], start: int, end: int, fits: Fits) -> str:
    """One text without its first `start` pieces, which all share, and with as much as fits.

    The last `end` pieces are shared as well: where they are long and the text is longer
    than its room, it is shown how the part before them ends.
    """
    if len("".join(pieces[:start])) <= _SAVING:
        start = 0
    if start and fits(ELLIPSIS + "".join(pieces[start:])):
        return ELLIPSIS + "".join(pieces[_earlier(pieces, start, fits) :])
    own = len(pieces) - start - end  # as many tell it apart
    has_long_ending = own > 0 and len("".join(pieces[len(pieces) - end :])) > _SAVING
    keeps_own = has_long_ending and fits(_with_gap(pieces, start, own, len(pieces), 0))
    stop = len(pieces) - (end if has_long_ending and not keeps_own else 0)

    def shown(head: int, tail: int) -> str:
        return _with_gap(pieces, start, head, stop, tail)

    least = own if keeps_own else 0
    most = stop - start - 1 - least
    count = _most(most, lambda k: fits(shown(least + k - k // 2, k // 2)))
    if not least + count:  # not even one word
        if pieces[-1].startswith("=") and fits(ELLIPSIS + pieces[-1]):  # a sum: its result
            return ELLIPSIS + pieces[-1]
        return _cut(list(iter_graphemes("".join(pieces[start:]))), fits)
    head, tail = count - count // 2, count // 2
    tail = _most(most - head, lambda t: fits(shown(least + head, t)), least=tail)
    head = least + _most(most - tail, lambda h: fits(shown(least + h, tail)), least=head)
    return shown(head, tail)


def _earlier(pieces: list[str], start: int, fits: Fits) -> int:
    """Where to begin at best, up to `start`: with a sentence, if the room is that large."""
    back = _most(start - 1, lambda n: fits(ELLIPSIS + "".join(pieces[start - n :])))
    begins = (n for n in range(start - back, start) if _SENTENCE_END.search(pieces[n - 1]))
    return next(begins, start - back)


def _with_gap(pieces: list[str], start: int, head: int, stop: int, tail: int) -> str:
    """`head` pieces from `start` on and the last `tail` before `stop`, an ellipsis for the rest."""
    first, last = "".join(pieces[start : start + head]), "".join(pieces[stop - tail : stop])
    before, behind = ELLIPSIS * (start > 0), ELLIPSIS * (stop < len(pieces))
    if not last:
        return before + first.rstrip() + ELLIPSIS
    space = " " * pieces[stop - tail - 1].endswith(" ")
    return before + first + ELLIPSIS + space + last.rstrip() + behind


def _cut(letters: list[str], fits: Fits) -> str:
    """The first of `letters` that fit, with an ellipsis behind them."""
    count = _most(len(letters) - 1, lambda n: fits("".join(letters[:n]).rstrip() + ELLIPSIS))
    return "".join(letters[:count]).rstrip() + ELLIPSIS


def _most(most: int, fits: Callable[[int], bool], least: int = 0) -> int:
    """The largest count from `least` up to `most` that fits, if every smaller one does."""
    counts: Iterable[int] = range(least + 1, most + 1)
    return least + bisect_left(counts, True, key=lambda n: not fits(n))
