"""Numbers from papers, each with its source, from ``assets/facts.toml`` and its like."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from .settings import ASSETS
from .words import translated

FACTS = ASSETS / "facts.toml"
R1_FACTS = ASSETS / "r1_facts.toml"


class Cited:
    """What was read at a place of a source."""

    source: str
    place: str

    @property
    def cited(self) -> str:
        """The source and the place in it, as a line for the screen."""
        return f"{self.source}, {translated(self.place)}"


@dataclass(frozen=True)
class Fact(Cited):
    """A sourced number."""

    value: float
    unit: str
    source: str
    place: str


@dataclass(frozen=True)
class Claim(Cited):
    """Something that a film shows without a number, and where it was read."""

    says: str
    source: str
    place: str


@cache
def _all_facts() -> dict:
    files = (tomllib.loads(file.read_text(encoding="utf-8")) for file in (FACTS, R1_FACTS))
    return {name: entry for tables in files for name, entry in tables.items()}


def fact(name: str) -> Fact:
    """The fact `name` ("dapo.epsilon_high"); raises `KeyError` when there is none."""
    entry = _all_facts()
    for key in name.split("."):
        entry = entry[key]
    return Fact(**entry)


def claim(name: str) -> Claim:
    """The claim `name` of ``assets/r1_facts.toml``; raises `KeyError` when there is none."""
    return Claim(**_all_facts()["claims"][name])


def name_of(key: str) -> str:
    """A name that holds digits ("AIME 2024") and is no number; raises `KeyError`."""
    return translated(_all_facts()["names"][key])
