"""Numbers from papers, each with its source, from ``assets/facts.toml`` and its like."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from .assets import asset_error, read_tables
from .settings import ASSETS
from .words import translated

FACTS = ASSETS / "facts.toml"
R1_FACTS = ASSETS / "r1_facts.toml"


class Cited:
    """What was read at a place of a source."""

    source: str
    place: str

    @property
    def brief(self) -> str:
        """As little of the source as finds it: a paper's number, a library's version."""
        first, *rest = self.source.split(", ")
        return next((part for part in rest if part.startswith("arXiv")), first)

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


def check_facts() -> None:
    """Refuse a mistake in any entry, before a film comes to it; raises `AssetError`."""
    for file in (FACTS, R1_FACTS):
        for table, entries in _tables(file).items():
            for key in entries if isinstance(entries, dict) else ():
                kind = {"claims": claim, "findings": finding, "names": name_of}.get(table)
                kind(key) if kind else fact(f"{table}.{key}")


def fact(name: str) -> Fact:
    """The fact `name` ("dapo.epsilon_high"); raises `AssetError` when it is not there."""
    return _read(Fact, name)


def claim(name: str) -> Claim:
    """The claim `name` of ``assets/r1_facts.toml``; raises `AssetError`."""
    return _read(Claim, f"claims.{name}")


def finding(name: str) -> Claim:
    """What a paper found, the entry `name` of ``assets/r1_facts.toml``; raises `AssetError`."""
    return _read(Claim, f"findings.{name}")


def name_of(key: str) -> str:
    """A name that holds digits ("AIME 2024") and is no number; raises `AssetError`."""
    file, name = _found(f"names.{key}")
    if not isinstance(name, str):
        raise asset_error(file, f"names.{key}", f"{name!r} is not text; put it in quotes")
    return translated(name)


def _read(kind: type, name: str):
    """The entry `name` as a `Fact` or a `Claim`, with each of its fields and no other."""
    file, entry = _found(name)
    names = [field.name for field in fields(kind)]
    given = entry if isinstance(entry, dict) else {}
    for key in dict.fromkeys([*names, *given]):
        if key not in names or not _is_kind(key, given.get(key)):
            remedy = f"write {', '.join(names)}, all but value in quotes"
            raise asset_error(file, f"{name}.{key}", f"missing, unknown or no such value; {remedy}")
    return kind(**given)


def _is_kind(key: str, value: object) -> bool:
    if key == "value":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _found(name: str) -> tuple[Path, object]:
    """Where an entry stands, and what it holds."""
    top, *rest = name.split(".")
    file = next((file for file in (FACTS, R1_FACTS) if top in _tables(file)), FACTS)
    entry: object = _tables(file)
    for key in (top, *rest):
        if not isinstance(entry, dict) or key not in entry:
            raise asset_error(file, name, "missing; a film shows it: write it again")
        entry = entry[key]
    return file, entry


_tables = cache(read_tables)
