"""Which papers and programs a film rests on, from ``assets/sources.toml`` and the film's code.

That table says whose idea a film is. What a film shows of others' numbers and systems is read
off its modules, which name each entry of the facts and of the systems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from scenes.script.assets import asset_error, read_tables
from scenes.script.facts import FACTS, R1_FACTS, Cited, Fact, claim, fact, finding
from scenes.script.settings import ASSETS
from scenes.script.systems import systems

from .catalogue import SCENES, film_file
from .imports import reached_from
from .options import PROJECT

SOURCES = ASSETS / "sources.toml"
_READERS = {"claim": claim, "finding": finding}
_NAMED = re.compile(r"""["'](\w+)\.(\w+|(?=\{))""")  # "dapo.buffer", or f"dapo.{key}": all of it
_SAID = re.compile(r"""\b(claim|finding)\(["'](\w+)["']\)""")
_QUOTED = re.compile(r"""["'](\w+)["']""")


@dataclass(frozen=True)
class Source:
    """A paper or a program; the file of the table says what its fields mean."""

    cited: Sequence[str]
    by: str
    title: str
    address: str
    films: Sequence[str]

    def is_of(self, entry: Cited) -> bool:
        """Whether `entry` was read there."""
        return any(name in entry.source for name in self.cited)

    @property
    def short_address(self) -> str:
        """The address as it is read out: without what stands before the host."""
        return self.address.partition("://")[2]


@cache
def sources() -> list[Source]:
    """The whole table in its order; raises `AssetError`."""
    return [_source(key, entry) for key, entry in read_tables(SOURCES).items()]


def _source(key: str, entry: object) -> Source:
    names = {field.name for field in fields(Source)}
    if not isinstance(entry, dict) or set(entry) != names:
        raise asset_error(SOURCES, key, f"its fields are {', '.join(sorted(names))}; write these")
    return Source(**entry)


def sources_of(scene: str, scenes: Path = SCENES) -> list[Source]:
    """What a film rests on, in the order of the table."""
    shown = cited_by(scene, scenes)
    house = scenes == SCENES
    return [
        source
        for source in sources()
        if (house and scene in source.films) or any(map(source.is_of, shown))
    ]


def cited_by(scene: str, scenes: Path = SCENES) -> list[Cited]:
    """The entries of the facts, claims and systems that a film's modules name, each once."""
    files = reached_from([film_file(scene, scenes)], PROJECT)
    texts = [file.read_text(encoding="utf-8") for file in files if file.parent.name != "script"]
    return list({key: entry for text in texts for key, entry in _cited(text)}.values())


def _cited(text: str) -> Iterator[tuple[str, Cited]]:
    """What the source `text` of a module names, each entry under its name."""
    for top, name in _NAMED.findall(text):
        yield from ((f"{top}.{key}", fact(f"{top}.{key}")) for key in _facts(top, name))
    for kind, name in _SAID.findall(text):
        yield f"{kind} {name}", _READERS[kind](name)
    if "systems()" in text:
        named = dict.fromkeys(_QUOTED.findall(text))
        yield from ((f"system {key}", systems()[key]) for key in named if key in systems())


def _facts(top: str, name: str) -> list[str]:
    """The number `name` of the table `top` of the facts, if there is one; all without a name."""
    tables = [read_tables(file).get(top, {}) for file in (FACTS, R1_FACTS)]
    return [
        key
        for table in tables
        if isinstance(table, dict)
        for key, entry in table.items()
        if isinstance(entry, dict) and "value" in entry and name in ("", key)
    ]


def cited_line(entry: Cited) -> str:
    """Where an entry was read, and of a number which one it is."""
    said = f": {entry.value:g} {entry.unit}" if isinstance(entry, Fact) else ""
    return f"{entry.cited}{said}"
