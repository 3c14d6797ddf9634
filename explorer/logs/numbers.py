"""Numbers of a log: given, missing, or not to be used."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from ..session import Refusal

_MISSING = ("", "nan", "none", "null", "<na>")
_NOISE = 1e-5  # a float32 log-softmax may end this far above 0


def is_missing(value: object) -> bool:
    """Whether a cell says that there is no value: null, NaN or nothing."""
    if type(value) is float:
        return value != value
    if isinstance(value, str):
        return value.strip().lower() in _MISSING
    return value is None


def number(value: object, where: str) -> float | None:
    """A finite number, true and false as 1 and 0; None where it is missing.

    Raises `Refusal` for anything else; `where` names file, row and field.
    """
    if is_missing(value):
        return None
    typed = value.strip().lower() if isinstance(value, str) else value
    if typed in ("true", "false"):
        return float(typed == "true")
    if not isinstance(typed, str | int | float):
        raise Refusal(f"{where}: {str(value)[:24]!r} is not a number; correct that row")
    try:
        given = float(typed)
    except OverflowError:
        raise Refusal(f"{where} is too large for a float64; correct that row") from None
    except ValueError:
        given = math.nan
    if not math.isfinite(given):
        raise Refusal(f"{where}: {str(value)[:24]!r} is not a finite number; correct that row")
    return given


def is_number(value: object) -> bool:
    """Whether a cell holds a finite number, true and false aside."""
    if type(value) is float:
        return math.isfinite(value)
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return False
    try:
        return number(value, "") is not None
    except Refusal:
        return False


def total(parts: Iterable[float], where: str) -> float | None:
    """The sum, whatever the order; None of nothing. Raises `Refusal` where it overflows."""
    parts = list(parts)
    if not parts:
        return None
    try:
        summed = math.fsum(parts)
    except OverflowError:
        summed = math.inf
    if not math.isfinite(summed):
        raise Refusal(f"{where}: the sum is too large for a float64; correct that row")
    return summed


def is_list(value: object) -> bool:
    """Whether a cell holds a list, also written as text."""
    return isinstance(value, list) or (isinstance(value, str) and value.strip().startswith("["))


def unmasked(parts: list[Any], mask: object) -> list[Any]:
    """Those of an answer's tokens that count; all, where `mask` is no list as long."""
    if not isinstance(mask, list) or len(mask) != len(parts):
        return parts
    return [part for part, counts in zip(parts, mask, strict=True) if counts]


def token_values(value: object, mask: object, where: str) -> list[float] | None:
    """Log-probabilities of an answer's tokens; one number counts as one token.

    Args:
        value: a number or a list of numbers, also written as text.
        mask: which tokens are the answer's, a list as long; anything else is ignored.

    Returns:
        The numbers, None where any of them is missing.

    Raises:
        Refusal: not numbers, none at all, or above 0.
    """
    if isinstance(value, str) and is_list(value):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Refusal(f"{where}: not a list of numbers; write one like [-0.1, -2.3]") from None
    parts = unmasked(value if isinstance(value, list) else [value], mask)
    if not parts:
        raise Refusal(f"{where}: an empty list; give a number for each token")
    given = [number(part, where) for part in parts]
    if None in given:
        return None
    if any(part > _NOISE for part in given):
        raise Refusal(f"{where} is above 0; a log-probability is at most 0")
    return [min(part, 0.0) for part in given]
