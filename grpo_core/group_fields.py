"""The fields of a group file, each read with its checks: a text, a number, a probability, a list.

Each takes the table that holds the field, its key, and the `prefix` that names the table in a
message, such as ``answers[2].``; each raises `FieldError` for what it cannot take.
"""

import reprlib
from typing import Any

from grpo_core.group_file import FieldError


def text(table: dict[str, Any], key: str, prefix: str) -> str:
    """The text that stands there; it must be there."""
    if key not in table:
        raise FieldError(f"{prefix}{key}", "missing", f'add {key} = "..."')
    value = table[key]
    if not isinstance(value, str):
        raise FieldError(f"{prefix}{key}", f"{reprlib.repr(value)} is not text", "put it in quotes")
    return value


def number(table: dict[str, Any], key: str, prefix: str) -> float:
    """The number that stands there, a whole one too."""
    return _as_number(table[key], f"{prefix}{key}")


def probability(table: dict[str, Any], key: str, prefix: str) -> float:
    """A probability above 0 and at most 1."""
    p = number(table, key, prefix)
    if not 0 < p <= 1:
        raise FieldError(
            f"{prefix}{key}",
            f"{p:g} is not the probability of an answer that was sampled",
            f"give a number above 0 and at most 1, or {key}_logp for a tiny one",
        )
    return p


def numbers(table: dict[str, Any], key: str, prefix: str) -> list[float]:
    """A list of numbers, perhaps empty."""
    values = _as_list(table, key, prefix, "[-0.1, -2.3]")
    if set(map(type, values)) <= {float}:  # there may be a million: no name for each
        return values
    return [_as_number(v, f"{prefix}{key}[{n}]") for n, v in enumerate(values, start=1)]


def texts(table: dict[str, Any], key: str, prefix: str) -> list[str]:
    """A list of texts, perhaps empty; a text may be empty, as the half of a letter is."""
    values = _as_list(table, key, prefix, '["40", "8"]')
    for place, value in enumerate(values, start=1):
        if not isinstance(value, str):
            problem = f"{reprlib.repr(value)} is not text"
            raise FieldError(f"{prefix}{key}[{place}]", problem, "put it in quotes")
    return values


def _as_number(value: object, field: str) -> float:
    if isinstance(value, bool):
        remedy = f"write {int(value)} instead of {str(value).lower()}"
        raise FieldError(field, "true and false are not numbers", remedy)
    if not isinstance(value, int | float):
        remedy = "write a number without quotes"
        raise FieldError(field, f"{reprlib.repr(value)} is not a number", remedy)
    try:
        return float(value)
    except OverflowError:
        remedy = "write a smaller number"
        raise FieldError(field, "too large for float64", remedy) from None


def _as_list(table: dict[str, Any], key: str, prefix: str, like: str) -> list[Any]:
    value = table[key]
    if not isinstance(value, list):
        problem = f"{reprlib.repr(value)} is not a list"
        raise FieldError(f"{prefix}{key}", problem, f"write one such as {like}")
    return value
