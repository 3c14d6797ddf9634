"""How Pipeline names its sources and what it invents, read off its files alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

from shown_numbers import numbers_in

from scenes.script.facts import R1_FACTS
from scenes.script.words import entries

TABLES = tomllib.loads(R1_FACTS.read_text(encoding="utf-8"))
ENTRIES = [*TABLES["pipeline"].values(), *TABLES["claims"].values()]
NAMES = set(TABLES["names"].values())
JOURNALS = ("arXiv ", "Nature ")  # how a line of sources begins
ENDS = {"0", "100"}  # of the ladder: no number of anyone's
# What a viewer is told to be invented, or a sketch: the words by their keys.
EXAMPLES = (
    "pipeline.rewards.invented",
    "pipeline.rewards.passes",
    "pipeline.rewards.fails",
    "pipeline.rewards.flatters",
    "pipeline.zero.answers",
    "pipeline.language.mixed",
    "pipeline.language.clean",
    "stage.answer_sheet.mixed",
    "stage.answer_sheet.readable",
)


def atoms(entry: dict, translated=str) -> list[str]:
    """A source and its places: "arXiv 2501.12948v1", "section 2.2.4", "table 2"."""
    return [entry["source"], *re.split(", ", translated(entry["place"]))]


def cited(text: str) -> dict[str, set[str]]:
    """The places that a line of sources names, by source; "v2" alone is of the same paper."""
    found: dict[str, set[str]] = {}
    paper = text.split(", ")[0].rpartition("v")[0]
    for part in text.split("; "):
        source, *places = part.split(", ")
        whole = source if source.startswith(JOURNALS) else paper + source
        found.setdefault(whole, set()).update(places)
    return found


def is_source(text: str, translated=str) -> bool:
    """Whether `text` is a line of sources, with nothing in it that no entry has."""
    known: dict[str, set[str]] = {}
    for entry in ENTRIES:
        source, *places = atoms(entry, translated)
        known.setdefault(source, set()).update(places)
    return text.startswith(JOURNALS) and all(
        places <= known.get(source, set()) for source, places in cited(text).items()
    )


def is_cited(entry: dict, texts: Iterable[str]) -> bool:
    """Whether one of `texts` names where `entry` was read."""
    source, *places = atoms(entry)
    lines = [cited(text) for text in texts if text.startswith(JOURNALS)]
    return any(set(places) <= line.get(source, set()) for line in lines)


def invented(code: str = "en") -> set[str]:
    """The numbers of invented examples as they are printed, and how often a language occurs."""
    words = entries(code) if code != "en" else entries("en")
    said = [words.get(key) or entries("en")[key] for key in EXAMPLES]
    found = {number.text for text in said for number in numbers_in(text)}
    for key in ("pipeline.language.mixed", "pipeline.language.clean"):
        tiles = (words.get(key) or entries("en")[key]).split()
        found |= {str(len(tiles)), str(sum(tile.isascii() for tile in tiles))}
    return found
