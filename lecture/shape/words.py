"""What stands below the picture while a film runs: the step's title, what is said, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..manifest import Section
from ..said import Sentence
from ..sentences import is_question, sentences
from ..speaker_notes import around_question


@dataclass(frozen=True)
class Words:
    """The words of a moment; with `asks` the `line` is a question to the class.

    The step is number `step` of `steps`.
    """

    title: str
    line: str
    sentence: str
    asks: bool
    step: int
    steps: int


def words_over(sections: Sequence[Section]) -> Iterator[Words]:
    """The words of each frame of a film."""
    for number, section in enumerate(sections, start=1):
        said = list(section.spoken or read_out(section))
        held = section.asked[1] if section.asked else 0
        # It may answer the question; where the step ends on that, it is no answer.
        shown_from = held if held < section.frames else 0
        for frame in range(section.frames):
            line = next((s for s in reversed(said) if s.start <= frame), None)
            yield Words(
                title=section.title,
                line=line.text if line else "",
                sentence=section.caption if frame >= shown_from else "",
                asks=bool(line and line.asks),
                step=number,
                steps=len(sections),
            )


def read_out(section: Section) -> list[Sentence]:
    """The sentences of the script, and the frames in which a silent reader is at each.

    Those before the question are read until it comes, and those after it from the answer on.
    """
    if not section.script:
        return []
    if not section.asked:
        return _in_turn(sentences(section.script), 0, section.frames)
    before, after = around_question(section)
    first, last = section.asked
    asked = Sentence(section.ask, first, last, asks=True)
    told = before[:-1] if before and is_question(before[-1]) else before
    return [*_in_turn(told, 0, first), asked, *_in_turn(after, last, section.frames)]


def _in_turn(texts: Sequence[str], start: int, end: int) -> list[Sentence]:
    """`texts` one after the other, each as long as its share of their letters."""
    ends = list(accumulate(map(len, texts), initial=0))
    edges = [start + (end - start) * letters // max(ends[-1], 1) for letters in ends]
    return list(map(Sentence, texts, edges, edges[1:]))
