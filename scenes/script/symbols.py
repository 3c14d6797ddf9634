"""Which colours a symbol may have: the house's definition, the same in every film.

A symbol that a policy, a reward or a sign gives its colour has that one everywhere; the
others keep the colour of text, so that colour means something. Tests hold every film to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLAIN = ("text", "muted")


@dataclass(frozen=True)
class Symbol:
    """What a formula's source may hold, as a pattern, and the roles that may colour it.

    Where the pattern has a group, that is the symbol, and the rest stands around it.
    """

    name: str
    pattern: str
    roles: tuple[str, ...]


_BEFORE, _AFTER = r"(?<![\w.])", r"(?![A-Za-z\d])"
_INDEX = r"(?:_(?:\w+|\([^()]*\)))?"
_MINUS = "[-\N{MINUS SIGN}]"
_NOT_ZERO = r"(?=[\d.]*[1-9])[\d.]+"
_ARGUMENT = r" *(\([^()]*\))"
_A = rf"{_BEFORE}A{_INDEX}"


def _word(name: str, *, index: str = _INDEX) -> str:
    return rf'{_BEFORE}"?{name}"?{index}{_AFTER}'


# In this order: where one matches, those below it do not.
SYMBOLS = (
    Symbol("pi_theta", r'pi_(?:theta|"new")', ("new",)),
    Symbol("pi_old", r'pi_(?:"old"|\(theta_"old"\))', ("old",)),
    Symbol("pi_ref", r'pi_"ref"', ("reference",)),
    Symbol("pi*", r"pi\^(?:\*|star)", ("new",)),  # where the new policy is headed
    # What a policy is of may take its colour.
    Symbol("argument of pi_theta", rf"pi_theta{_ARGUMENT}", ("new", *PLAIN)),
    Symbol("argument of pi_old", rf'pi_"old"{_ARGUMENT}', ("old", *PLAIN)),
    Symbol("argument of pi_ref", rf'pi_"ref"{_ARGUMENT}', ("reference", *PLAIN)),
    Symbol("argument of pi*", rf"pi\^(?:\*|star){_ARGUMENT}", ("new", *PLAIN)),
    Symbol("A > 0", rf"{_A} *> *0(?![\d.])", ("up",)),
    Symbol("A < 0", rf"{_A} *< *0(?![\d.])", ("down",)),
    # Beside its value A may take the sign's colour, and alone it may stand in a read-out.
    Symbol("A above 0", rf"\A *{_A} *= *\+?{_NOT_ZERO}", ("up", *PLAIN)),
    Symbol("A below 0", rf"\A *{_A} *= *{_MINUS}{_NOT_ZERO}", ("down", *PLAIN)),
    Symbol("A of the better", rf"{_BEFORE}A_\+", ("up", *PLAIN)),
    Symbol("A of the worse", rf"{_BEFORE}A_{_MINUS}", ("down", *PLAIN)),
    Symbol("A alone", rf'\A *(?:"(?:max|min)" *)?A{_INDEX} *\Z', ("up", "down", *PLAIN)),
    Symbol("A", rf"{_A}{_AFTER}", PLAIN),
    Symbol("reward", rf'(?:{_BEFORE}r|"r"){_INDEX}{_AFTER}', ("reward",)),
    # The curve of the least term has the sign's colour, and so has what is read off it.
    Symbol("min's value", r'\A *"?min"? *(?:=[^(]*)?\Z', ("up", "down", *PLAIN)),
    Symbol("min", _word("min"), PLAIN),
    Symbol("clip", _word("clip"), PLAIN),
    Symbol("rho", _word("rho"), PLAIN),
    Symbol("epsilon", _word("epsilon"), PLAIN),
    Symbol("beta", _word("beta"), PLAIN),
    Symbol("KL", _word("KL") + '|DD_"KL"', PLAIN),
    Symbol("k1, k2, k3", rf"{_BEFORE}k_[123]{_AFTER}", PLAIN),
    Symbol("G", _word("G", index=""), PLAIN),
    Symbol("q", _word("q", index=""), PLAIN),
    Symbol("o_i", rf"{_BEFORE}o_(?:i|j|\d+){_AFTER}", PLAIN),
)

_QUOTED = re.compile(r'"[^"]*"')


def symbols_in(source: str) -> Iterator[tuple[Symbol, int, int]]:
    """Each symbol in a formula's source, in which no parts are named, and where it stands."""
    source = _QUOTED.sub(_without_sentence, source)
    taken = [False] * len(source)
    for symbol in SYMBOLS:
        for match in re.finditer(symbol.pattern, source):
            start, end = match.span(match.re.groups)
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                yield symbol, start, end


def _without_sentence(quoted: re.Match) -> str:
    """Several words between quotes are prose, not symbols."""
    text = quoted[0]
    return "#" * len(text) if " " in text else text
