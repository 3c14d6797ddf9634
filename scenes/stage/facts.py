"""Numbers from papers, each with its source, from ``assets/facts.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from .settings import ASSETS

FACTS = ASSETS / "facts.toml"


@dataclass(frozen=True)
class Fact:
    """A sourced number."""

    value: float
    unit: str
    source: str
    place: str


@cache
def _all_facts() -> dict:
    return tomllib.loads(FACTS.read_text(encoding="utf-8"))


def fact(name: str) -> Fact:
    """The fact `name` ("dapo.epsilon_high"); raises `KeyError` when there is none."""
    entry = _all_facts()
    for key in name.split("."):
        entry = entry[key]
    return Fact(**entry)
