"""How numbers and operators are written in the language that is spoken: 0.161, or 0,161.

Everywhere else a number's text has a point, and source is written as in English; what is
shown passes here once. Free of Manim, so that pages and captions say it as the films do.
"""

from __future__ import annotations

import re

from .numerals import MINUS, logp_source, number_text, printed_log
from .words import say

POINT = "."
# What of a formula's source is left as it is, before what may change.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_SIZE = r"\d+\.\d+(?:em|pt)\b"
_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.])")
_LONE_ZERO = re.compile(rf"^([+{MINUS}]?)0\.(?=\d)")
_COMMA = r"(?:,\s*(?:thin|thick)?\s*)?"  # of a list
_MATH = re.compile(rf"{_QUOTED}|{_SIZE}|({_COMMA}){_DECIMAL.pattern}((?:\s*,)?)")


def printed(number: str) -> str:
    """The text of a number, or of several, with the language's decimal mark.

    Not for sentences: "section 2.3" is no number.
    """
    return _DECIMAL.sub(rf"\1{say('decimal_mark')}\2", number)


def without_zero(number: str) -> str:
    """The text of a number, or math source of it, without a lone 0 before the point: ".50".

    Where the language writes a comma, or keeps its 0 beside a point, it stays.
    """
    is_dropped = say("decimal_mark") == POINT and say("lone_zero") == "dropped"
    return _LONE_ZERO.sub(r"\1.", number) if is_dropped else number


def printed_math(source: str) -> str:
    """What a reader sees of math source, still as source: ``"Mittel" k_3 = 0,161``."""
    return _MATH.sub(lambda match: _said(match, "{}{}{}", ";"), source)


def math_source(source: str) -> str:
    """Typst math source for what is shown: numbers with the language's mark, and no gap at it.

    A comma alone would be set as one between two numbers; those get a semicolon.
    """
    form = 'upright({}class("normal", "{}"){})'
    return _MATH.sub(lambda match: _said(match, form, r"\;"), source)


def _said(match: re.Match, form: str, between: str) -> str:
    before, whole, fraction, after = match.groups()
    if whole is None:
        return _operators().get(match[0], match[0])
    mark = say("decimal_mark")
    if mark == POINT:
        return match[0]
    number = form.format(whole, mark, fraction)
    return before.replace(",", between) + number + after.replace(",", between)


def _operators() -> dict[str, str]:
    """The words among a formula's operators, as its source holds them."""
    return {'"mean"': f'"{say("stage.operators.mean")}"'}


# -- as many decimals as make printed numbers agree -----------------------------------------


def adds_up(*parts: float, decimals: int) -> bool:
    """Whether parts that are printed with `decimals` give their sum as it is printed."""
    printed = sum(round(part, decimals) for part in parts)
    return number_text(printed, decimals) == number_text(sum(parts), decimals)


def that_divide(one: float, other: float, *, most: int) -> int:
    """The decimals of a quotient, `most` at most, that its printed operands give, too.

    Both operands are printed with `most` decimals. Where not one decimal agrees it is 0.
    """
    above, below = round(one, most), round(other, most)
    for decimals in range(most, 0, -1):
        if below and number_text(above / below, decimals) == number_text(one / other, decimals):
            return decimals
    return 0


def that_recompute(logp: float, other: float, decimals: int) -> tuple[str, str]:
    """Two probabilities as math source, with the digits whose log-ratio is the printed one.

    Both are given as logarithms (nats); their difference is printed with `decimals`. Where
    three more digits are too few they are printed with those.
    """
    exact = number_text(logp - other, decimals)
    for more in range(4):
        texts = [logp_source(each, more=more) for each in (logp, other)]
        if number_text(printed_log(texts[0]) - printed_log(texts[1]), decimals) == exact:
            break
    return texts[0], texts[1]
