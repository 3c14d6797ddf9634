"""A film says the same numbers in German as in English, each with a comma."""

from __future__ import annotations

import re
import tomllib

import pytest
import r1_sources
from shown_numbers import numbers_in

from lecture.catalogue import running_order
from scenes.script.facts import FACTS, R1_FACTS
from scenes.script.systems import systems
from scenes.script.words import translated, use_language

_SIZES = re.compile(r"\d\.\d+(?:em|pt)")


def quotations() -> set[str]:
    """What is cited as it stands: names of models, and papers with their places."""
    use_language("de")
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (FACTS, R1_FACTS)]
    found = set(tables[1]["names"].values())
    found |= {name.split()[-1] for name in found}  # a model's size, alone
    for entry in (entry for table in tables for part in table.values() for entry in part.values()):
        if isinstance(entry, dict):
            place = translated(entry["place"])
            found |= {entry["source"], f"{entry['source']}, {place}"}
            found |= set(entry["source"].split(", "))  # its number, or its version, alone
    return found | versions()


def versions() -> set[str]:
    """Systems with their versions."""
    return {system.brief for system in systems().values()}


def printed(film) -> set[str]:
    return {" ".join(text.split()) for state in film.states for text in state.seen}


@pytest.mark.parametrize("scene", running_order())
def test_every_number_has_a_comma_and_none_is_lost(film, translated, scene):
    english = printed(film(scene))
    german = printed(translated(scene, "de")) - quotations()
    german = {text for text in german if not r1_sources.is_source(text, in_german)}
    with_point = [text for text in german if re.search(r"\d\.\d", _SIZES.sub("", text))]
    assert with_point == []

    def values(texts: set[str]) -> set[float]:
        """The numbers of the pictures; what is said in words differs."""
        return {n.value for t in texts for n in numbers_in(t) if n.digit < 1}

    english = {text for text in english if not r1_sources.is_source(text)}
    assert values(german) == values(english - _quoted_in_english())


def in_german(text: str) -> str:
    use_language("de")
    return translated(text)


def _quoted_in_english() -> set[str]:
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (FACTS, R1_FACTS)]
    entries = [e for t in tables for p in t.values() for e in p.values() if isinstance(e, dict)]
    return (
        {e["source"] for e in entries}
        | {part for e in entries for part in e["source"].split(", ")}
        | {f"{e['source']}, {e['place']}" for e in entries}
        | {*tables[1]["names"].values()}
        | versions()
        | {name.split()[-1] for name in tables[1]["names"].values()}
    )
