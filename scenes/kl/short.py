"""Numbers as this film prints them: three decimals, without the 0 before the point."""

from __future__ import annotations

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text, probability_source

_EXACT = 1e-9  # so near to one decimal it has no more

DECIMALS = 3  # of a divergence and its estimates, in all pictures


def short(value: float, decimals: int = DECIMALS, *, sign: bool = False) -> str:
    """`value` as math source: .161, +.693, and as they are -.5 and +1."""
    text = number_text(value, decimals, sign=sign)
    whole, _, fraction = text.partition(".")
    if abs(value - round(value, 1)) < _EXACT and fraction:
        text = f"{whole}.{fraction[0]}".removesuffix(".0")
    return without_zero(text)


def chance_text(chance: float) -> str:
    """A probability as math source: .86."""
    return without_zero(probability_source(chance))
