"""Which group of a log is meant, and which of its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..group_file import FEWEST
from ..session import Refusal
from .groups import Log, LoggedGroup

_LISTED = 8  # steps or questions in a message


@dataclass(frozen=True)
class Wish:
    """What was asked for; "" leaves it open.

    `question` is a number in the step or a part of its text, `answer` a part of an answer's
    text or the numbers of the answers to keep.
    """

    step: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Picked:
    """A group, words that tell which, remarks, and a mark for the name of its file."""

    group: LoggedGroup
    words: str
    notes: tuple[str, ...]
    mark: str


def pick(log: Log, wish: Wish) -> Picked:
    """The first group that fits, of those whose rewards differ if there is one.

    Raises:
        Refusal: none fits; the message names the option and what there is.
    """
    groups = _of_step(log.groups, wish.step)
    candidates = _of_question(groups, wish.question)
    numbers = _numbers(wish.answer)
    keeps = bool(numbers) and any(max(numbers) <= len(g.answers) for g in candidates)
    if wish.answer and not keeps:
        candidates = _with_answer(candidates, wish.answer)
    elif keeps:
        candidates = [g for g in candidates if max(numbers) <= len(g.answers)]
    group = next((g for g in candidates if not g.is_silent), candidates[0])
    place = next(i for i, g in enumerate(groups, start=1) if g is group)
    mark = _mark(group, place if len(groups) > 1 and place > 1 else 0, numbers if keeps else ())
    words = f"{group.title}: group {place} of {len(groups)}{' in this step' if wish.step else ''}"
    notes = _silence(group, len(candidates)) + _others(log, wish)
    if keeps:
        group = replace(group, answers=tuple(group.answers[n - 1] for n in numbers))
        kept = ", ".join(map(str, numbers))
        notes.append(f"answers {kept} are kept: means and advantages are of these only")
    return Picked(group, words, tuple(notes), mark)


def _of_step(groups: tuple[LoggedGroup, ...], step: str) -> list[LoggedGroup]:
    found = [group for group in groups if not step or group.step == step.strip()]
    if not found:
        steps = list(dict.fromkeys(group.step for group in groups if group.step))
        there = f"the log has {_few(steps)}" if steps else "the log has no steps; leave STEP out"
        raise Refusal(f"STEP: there is no step {step.strip()!r}; {there}")
    return found


def _of_question(groups: list[LoggedGroup], question: str) -> list[LoggedGroup]:
    wanted = question.strip()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(groups):
        return [groups[int(wanted) - 1]]
    found = [group for group in groups if wanted.casefold() in group.question.casefold()]
    if not found:
        raise Refusal(
            f"QUESTION: {wanted[:40]!r} is in none; give a number from 1 to {len(groups)} or a "
            "part of a question"
        )
    return found


def _with_answer(groups: list[LoggedGroup], answer: str) -> list[LoggedGroup]:
    found = [g for g in groups if any(answer in a.text for a in g.answers)]
    if not found:
        most = max(len(group.answers) for group in groups)
        raise Refusal(
            f"ANSWER: no answer contains {answer[:40]!r}; give a part of one, or numbers from 1 "
            f"to {most}"
        )
    return found


def _numbers(answer: str) -> tuple[int, ...]:
    """The numbers of answers that are named, each once; none where it is another text."""
    parts = [part for part in re.split(r"[\s,]+", answer) if part]
    if not parts or not all(part.isdecimal() and 0 < len(part) < 5 for part in parts):
        return ()
    numbers = tuple(dict.fromkeys(map(int, parts)))
    if 0 in numbers:
        raise Refusal("ANSWER: answers are counted from 1; give numbers such as 1 3 5")
    if len(numbers) < FEWEST:
        return ()  # one answer is no group: it is a text to look for
    return numbers


def _mark(group: LoggedGroup, place: int, numbers: tuple[int, ...]) -> str:
    step = re.sub(r"\W+", "_", group.step)[:20]
    parts = [f"-step{step}" if step else "", f"-{place}" if place else ""]
    if numbers:
        parts.append(f"-answers{'_'.join(map(str, numbers))}"[:60])
    return "".join(parts) or "-group"


def _silence(group: LoggedGroup, candidates: int) -> list[str]:
    if not group.is_silent:
        return []
    who = "its rewards are" if candidates == 1 else f"the rewards of all {candidates} groups are"
    return [f"{who} equal: the group is silent, A = 0"]


def _others(log: Log, wish: Wish) -> list[str]:
    steps = list(dict.fromkeys(group.step for group in log.groups if group.step))
    if wish.step or len(log.groups) == 1:
        return []
    where = f" in {_few(steps)}" if steps else ""
    return [f"the log has {len(log.groups)} groups{where}; STEP, QUESTION or ANSWER choose another"]


def _few(steps: list[str]) -> str:
    if len(steps) == 1:
        return f"step {steps[0]}"
    if len(steps) <= _LISTED:
        return f"steps {', '.join(steps)}"
    return f"{len(steps)} steps from {steps[0]} to {steps[-1]}"
