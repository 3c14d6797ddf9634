"""Numbers that a beat teaches: what each is called, its symbol, and how the film prints it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .decimals import printed
from .numerals import number_text
from .words import say

# Math source by the key of the name in the words; {i} stands for the answer's number.
SYMBOLS = {
    "rewards": "r_{i}",
    "old": 'pi_"old" (o_{i})',
    "new": "pi_theta (o_{i})",
    "ref": 'pi_"ref" (o_{i})',
    "old_logp": 'ln pi_"old" (o_{i})',
    "new_logp": "ln pi_theta (o_{i})",
    "ref_logp": 'ln pi_"ref" (o_{i})',
    "advantage": "A_{i}",
    "ratio": "rho_{i}",
    "clipped_ratio": 'op("clip") (rho_{i})',
    "unclipped": "rho_{i} A_{i}",
    "clipped": 'op("clip") (rho_{i}) A_{i}',
    "value": "min_{i}",
    "k1": 'ln pi_theta (o_{i}) \\/ pi_"ref" (o_{i})',
    "k3": "k_(3,{i})",
    "exact_kl": 'DD_"KL" (pi_theta parallel pi_"ref")',
    "reverse_kl": 'DD_"KL" (pi_"ref" parallel pi_theta)',
    "objective": "cal(J)",
    "epsilon": "epsilon",
    "lower_bound": "1 - epsilon",
    "upper_bound": "1 + epsilon",
    "beta": "beta",
    "group_size": "G",
    "sum_of_advantages": "sum_i A_i",
    "share_right": "p",
    "share_silent": "p^G + (1 - p)^G",
    "difference": "r_{i} - macron(r)",
}


_POWER = re.compile(r" dot 10\^\((-?\d+)\)")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Quantity:
    """A number that can be read in a film.

    `key` is the same in every language; `name` is in the one that is spoken, as is `note`: of
    what or where it is that number, empty where the name says all. `symbol` and `source` are
    math source, `text` is what `source` says to a reader: `value` as the film prints it.
    """

    key: str
    name: str
    symbol: str
    value: float
    source: str
    text: str
    unit: str = ""
    note: str = ""


def quantity(key: str, value: float, form: int | Callable[[float], str], **more: Any) -> Quantity:
    """The number `value` under the name that the words have for `key`.

    `form` and `more` are as in `named_quantity`, which raises.
    """
    name, symbol = say(f"quantity.{key}"), SYMBOLS.get(key, "")
    return replace(named_quantity(name, value, form, symbol=symbol, **more), key=key)


def named_quantity(
    name: str,
    value: float,
    form: int | Callable[[float], str],
    *,
    symbol: str = "",
    answer: int | None = None,
    unit: str = "",
    note: str = "",
) -> Quantity:
    """The number `value` under a `name` that is among no words, which is its key, too.

    `form` is the number of decimals, or what makes the source; `answer` counts from 0, and
    its number stands for ``{i}`` in `symbol`. Raises `ValueError` for what is no finite number.
    """
    if not math.isfinite(value):
        raise ValueError(f"{name}: {value} cannot be taught; it is no finite number")
    source = number_text(value, form) if isinstance(form, int) else form(value)
    text = _POWER.sub(lambda power: f" · 10{power[1].translate(_RAISED)}", printed(source))
    index = "i" if answer is None else str(answer + 1)
    symbol = symbol.replace("{i}", index if len(index) == 1 else f"({index})")
    return Quantity(name, name, symbol, float(value), source, text, unit, note)


def answer_of(key: str, symbol: str) -> int | None:
    """The number, from 1, of the answer that a taught `symbol` is of, if it is one answer's."""
    form = re.escape(SYMBOLS.get(key, "")).replace(r"\{i\}", r"\(?(\d+)\)?")
    found = re.fullmatch(form, symbol)
    return int(found[1]) if found and found.groups() else None


def under(letter: str, value: float) -> str:
    """A note that says under which setting: "ε = 0.2"."""
    return f"{letter} = {printed(f'{value:g}')}"
