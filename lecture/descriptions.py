"""A film for who cannot see it: what each step shows, in words, as a track of descriptions.

That is the step's title, what it says of its picture, and the numbers that it declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scenes.script.quantities import answer_of
from scenes.script.words import say

from .captions import Cue, as_vtt
from .manifest import Manifest, Section

SUFFIX = ".descriptions.vtt"


def described(section: Section) -> str:
    """What there is to see in a step; of one that does not say, its caption and its numbers."""
    seen = section.seen or section.caption
    told = say("described.step", title=section.title.rstrip(".?!。？！"), seen=seen)
    numbers = say("described.semicolon").join(_numbers(section.numbers))
    return say("described.numbers", step=told, numbers=numbers) if numbers else told


def _numbers(declared: Sequence[Mapping[str, str | float]]) -> Iterator[str]:
    """Each name once, with all its values in the order in which the film declares them."""
    named: dict[str, list[str]] = {}
    for number in declared:
        named.setdefault(str(number["name"]), []).append(_value(number))
    for name, values in named.items():
        yield say("described.name", name=name, values=say("described.comma").join(values))


def _value(number: Mapping[str, str | float]) -> str:
    """A number as the film prints it, with its unit, its answer and its note."""
    value = " ".join(str(number[part]) for part in ("text", "unit") if number[part])
    if answer := answer_of(str(number["key"]), str(number["symbol"])):
        value = say("described.answer", value=value, number=answer)
    return f"{value} ({number['note']})" if number["note"] else value


def cues_of(film: Manifest) -> list[Cue]:
    """A cue for each step, as long as the step."""
    times = [round(1000 * part.start / film.fps) for part in film.sections]
    ends = [*times[1:], round(1000 * film.frames / film.fps)]
    return [
        Cue(start, end, described(part))
        for part, start, end in zip(film.sections, times, ends, strict=True)
    ]


def write(film: Manifest, folder: Path) -> Path:
    """Write ``<Scene>.descriptions.vtt`` to `folder`; its path."""
    target = folder / f"{film.scene}{SUFFIX}"
    target.write_text(as_vtt(cues_of(film)), encoding="utf-8")
    return target
