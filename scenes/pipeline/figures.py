"""How the pipeline's film says a fact's number, and where its numbers were read."""

from __future__ import annotations

from scenes.script.decimals import printed
from scenes.script.facts import Cited, Fact
from scenes.script.words import say, translated


def said(number: Fact) -> str:
    """A fact's number as its source prints it, in the film's language."""
    return printed(str(number.value))


def about(number: Fact) -> str:
    """A number of thousands that its source gives as rough."""
    return say("pipeline.sieve.about", count=printed(f"{counted(number):g}"))


def counted(number: Fact) -> float:
    """A number of thousands as the language counts them: Chinese has a word for ten of them."""
    return number.value / int(say("thousands_counted"))


def cited_together(*read: Cited) -> list[str]:
    """The sources of all of `read`, a line for each archive or journal, with their places.

    Of a further version of the same paper only the version is said: "v2".
    """
    papers: dict[str, list[Cited]] = {}
    for entry in read:
        papers.setdefault(entry.source.split()[0], []).append(entry)
    return [_cited_line(entries) for entries in papers.values()]


def _cited_line(read: list[Cited]) -> str:
    """What one of them holds."""
    places: dict[str, list[str]] = {}
    for entry in read:
        known = places.setdefault(entry.source, [])
        if entry.place not in known:
            known.append(entry.place)
    first = next(iter(places), "")
    paper = first.rpartition("v")[0]
    comma = say("described.comma")
    return say("described.semicolon").join(
        f"{source.removeprefix(paper) if k else source}{comma}{comma.join(map(translated, found))}"
        for k, (source, found) in enumerate(places.items())
    )
