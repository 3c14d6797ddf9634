"""What the speaker reads beside a slide: the script with its time, the question, the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenes.script.choices import offered
from scenes.script.quantities import answer_of
from scenes.script.words import entries, say

from .manifest import Section
from .progress import clock
from .sentences import is_question, sentences


def notes_of(section: Section, step: Section, fps: int) -> str:
    """The notes of `section`, or of its `step` after the question, in lines.

    They are its time in the film, what is said meanwhile (the caption, if there is no
    script), a question that it ends on, the numbers on the screen with where each comes
    from, and what follows from them.
    """
    whole = step.start == section.start
    said = section.script if whole else " ".join(around_question(section)[1])
    lines = [_time(step, fps), said or section.caption]
    if whole:
        lines += _asked(section)
    lines += numbers_of(section.numbers)
    if said:
        lines.append(say("slides.follows", sentence=section.caption))
    return "\n".join(lines)


def question_notes(section: Section, step: Section, fps: int) -> str:
    """The notes of the `step` that ends on the question of `section`, before its answer."""
    said = " ".join(around_question(section)[0])
    return "\n".join(filter(None, [_time(step, fps), said, *_asked(section)]))


def _asked(section: Section) -> list[str]:
    """The question of a section, if it asks one, what is right and what is often said."""
    if not section.ask:
        return []
    right, *wrong = offered(section.choices) or [""]
    answers = [say("slides.right", answer=right), say("slides.wrong", answers="; ".join(wrong))]
    return [say("slides.ask", question=section.ask), *(answers if right else [])]


def _time(step: Section, fps: int) -> str:
    return say(
        "slides.time", start=clock(round(step.start / fps)), seconds=round(step.frames / fps)
    )


def around_question(section: Section) -> tuple[list[str], list[str]]:
    """The sentences of a script up to its question, and those after it.

    That is the sentence with a question mark that ends nearest to when the question has been
    held; of a script without one, the sentence.
    """
    spoken = sentences(section.script)
    share = section.asked[1] / section.frames
    ends = range(len(spoken) + 1)
    questions = [end for end in ends[1:] if is_question(spoken[end - 1])]
    length = len(section.script) or 1
    best = min(
        questions or ends,
        key=lambda end: abs(len(" ".join(spoken[:end])) / length - share),
    )
    return spoken[:best], spoken[best:]


def numbers_of(numbers: Sequence[Mapping[str, str | float]]) -> list[str]:
    """A line for each name: all numbers of it, each with its answer, and where they come from."""
    values: dict[tuple[str, str], list[str]] = {}
    for number in numbers:
        key, name = str(number["key"]), str(number["name"])
        values.setdefault((key, name), []).append(_value(key, number))
    return [f"{name}: {'; '.join(told)}{_relation(key)}" for (key, name), told in values.items()]


def _value(key: str, number: Mapping[str, str | float]) -> str:
    answer = answer_of(key, str(number["symbol"]))
    note = " ".join(str(number["note"]).split())
    parts = (f"o{answer}" if answer else "", number["text"], number["unit"], note and f"({note})")
    return " ".join(str(part) for part in parts if part)


def _relation(key: str) -> str:
    """Where a number of this key comes from, if there is anything to say."""
    told = say(f"relation.{key}") if f"relation.{key}" in entries("en") else ""
    return f" [{told}]" if told else ""
