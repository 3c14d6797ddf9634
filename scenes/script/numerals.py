"""How a number is printed in a film: decimals, signs, and a power of ten if need be."""

from __future__ import annotations

import numpy as np

MINUS = "\N{MINUS SIGN}"
_LEAST_LOGP = -700.0  # nats; exp of less is no normal float64
_NO_FRACTION, _LARGE = 999.5, 99999.5


def number_text(value: float, decimals: int, *, sign: bool = False) -> str:
    """`value` as it is printed: a real minus sign, and no minus before a zero.

    A fraction is not printed where it means nothing: from a thousand on none is, and from
    a hundred thousand on there are one or two digits and a power of ten, as math source.
    """
    plus, size = "+" * sign, abs(value)
    if decimals and size >= _LARGE:
        text = _scientific(value, plus, digits=min(decimals - 1, 1))
    else:
        text = f"{value:{plus}.{0 if size >= _NO_FRACTION else decimals}f}"
    if not text.strip("+-0."):
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def ratio_text(ratio: float, decimals: int = 1) -> str:
    """A tick's number on an axis of ratios: without decimals it does not need."""
    exact = abs(ratio - round(ratio, decimals)) < 1e-9
    text = number_text(ratio, decimals if exact else max(2, decimals))
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio_source(ratio: float) -> str:
    """A ratio as math source: two decimals where they tell enough, and never 0."""
    if ratio >= 0.1 or round(ratio, 2) == ratio:
        return number_text(ratio, 2)
    return probability_source(ratio)


def _scientific(value: float, plus: str = "", digits: int = 1) -> str:
    mantissa, exponent = f"{value:{plus}.{digits}e}".split("e")
    return f"{mantissa} dot 10^({int(exponent)})"


def probability_source(probability: float, *, more: int = 0) -> str:
    """A probability as math source: two digits, more if it needs them, or a power of ten.

    `more` digits are added to those that it would have.
    """
    if probability >= 0.1 or round(probability, 2) == probability:
        return f"{probability:.{2 + more}f}"
    if probability >= 0.001:
        return f"{probability:.{4 + more}f}".rstrip("0")
    return _scientific(probability, digits=1 + more)


def logp_source(logp: float, *, more: int = 0) -> str:
    """The probability ``exp(logp)`` as `probability_source` says it, however small.

    `logp` is in nats. A long answer's probability is too small for a float: its power of
    ten is taken from the logarithm.
    """
    if logp > _LEAST_LOGP:
        return probability_source(float(np.exp(logp)), more=more)
    exponent, digits = divmod(logp / np.log(10), 1)
    mantissa = f"{10**digits:.{1 + more}f}"
    if mantissa.startswith("10"):  # rounded up to the next power
        mantissa, exponent = f"{1:.{1 + more}f}", exponent + 1
    return f"{mantissa} dot 10^({int(exponent)})"


def printed_log(source: str) -> float:
    """The natural logarithm of the number that math source as above says."""
    mantissa, _, exponent = source.rstrip(")").partition(" dot 10^(")
    return float(np.log(float(mantissa)) + np.log(10) * int(exponent or 0))
