"""Which group of a log is meant, and which of its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from grpo_core.group_file import FEWEST

from ..session import Refusal
from .choices import ChosenColumns
from .groups import Log, LoggedGroup

_ROLES = tuple(field.name for field in fields(ChosenColumns) if field.name != "rewards")
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
    """A group, or some answers of the `whole` one; words that tell which, remarks, and a mark
    for the name of its file."""

    group: LoggedGroup
    whole: LoggedGroup
    words: str
    notes: tuple[str, ...]
    mark: str


def roles_from(typed: str) -> ChosenColumns:
    """Columns as they are typed to make: "reward=accuracy+format group=uid".

    Raises:
        Refusal: a role is unknown.
    """
    given = [part for part in re.split(r"[\s,]+", typed) if part]
    chosen: dict[str, Any] = {}
    for part in given:
        role, sign, column = part.partition("=")
        if role not in (*_ROLES, "reward") or not sign:
            raise Refusal(
                f"ROLES: {part!r} is not understood; write ROLE=COLUMN, the roles are "
                f"{', '.join(_ROLES)} and reward, such as reward=accuracy+format"
            )
        chosen["rewards" if role == "reward" else role] = column
    if "rewards" in chosen:
        chosen["rewards"] = tuple(filter(None, chosen["rewards"].split("+"))) or None
    return ChosenColumns(**chosen)


def pick(log: Log, wish: Wish) -> Picked:
    """The first group that fits, of those whose rewards differ if there is one.

    Raises:
        Refusal: none fits; the message names the option and what there is.
    """
    candidates = _of_question(_of_step(log.groups, wish.step), wish.question)
    numbers = _numbers(wish.answer, candidates)
    if numbers:
        candidates = [g for g in candidates if max(numbers) <= len(g.answers)]
    elif wish.answer:
        candidates = _with_answer(candidates, wish.answer)
    whole = next((group for group in candidates if not group.is_silent), candidates[0])
    group = _kept(whole, numbers)
    siblings = [other for other in log.groups if other.step == whole.step]
    place = 1 + next(i for i, other in enumerate(siblings) if other is whole)
    words = f"{whole.title}: group {place} of {len(siblings)} in its step"
    notes = _silence(whole, len(candidates)) + _others(log, wish) + _limits(numbers)
    notes += _first_pass(whole, log)
    return Picked(group, whole, words, tuple(notes), _mark(whole, place, numbers))


def _kept(group: LoggedGroup, numbers: tuple[int, ...]) -> LoggedGroup:
    if not numbers:
        return group
    return replace(group, answers=tuple(group.answers[number - 1] for number in numbers))


def _limits(numbers: tuple[int, ...]) -> list[str]:
    if not numbers:
        return []
    kept = ", ".join(map(str, numbers))
    return [f"answers {kept} are kept: means and advantages are of these only"]


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


def _numbers(answer: str, groups: list[LoggedGroup]) -> tuple[int, ...]:
    """The numbers of answers that are named, each once; none where it is another text.

    One number alone is a text to look for, as one answer is no group; so is a number that no
    group reaches.
    """
    parts = [part for part in re.split(r"[\s,]+", answer) if part]
    if not parts or not all(part.isdecimal() and 0 < len(part) < 5 for part in parts):
        return ()
    numbers = tuple(dict.fromkeys(map(int, parts)))
    if 0 in numbers:
        raise Refusal("ANSWER: answers are counted from 1; give numbers such as 1 3 5")
    reached = max(numbers) <= max(len(group.answers) for group in groups)
    return numbers if reached and len(numbers) >= FEWEST else ()


def _mark(group: LoggedGroup, place: int, numbers: tuple[int, ...]) -> str:
    step = re.sub(r"\W+", "_", group.step)[:20]
    parts = [f"-step{step}" if step else "", f"-{place}" if place > 1 else ""]
    if numbers:
        parts.append(f"-answers{'_'.join(map(str, numbers))}"[:60])
    return "".join(parts) or "-group"


def _silence(group: LoggedGroup, candidates: int) -> list[str]:
    if not group.is_silent:
        return []
    who = "its rewards are" if candidates == 1 else f"the rewards of all {candidates} groups are"
    return [f"{who} equal: the group is silent, A = 0"]


def _first_pass(group: LoggedGroup, log: Log) -> list[str]:
    """A log of the first pass over its answers has no ratio but 1: where there are others."""
    moved = next((other for other in log.groups if _has_moved(other)), None)
    if moved is None or _has_moved(group):
        return []
    step = f"; STEP={moved.step} has others" if moved.step != group.step else ""
    return [f"every ratio is 1: the policy is still the old one{step}"]


def _has_moved(group: LoggedGroup) -> bool:
    both = [answer.logps for answer in group.answers if {"old", "new"} <= set(answer.logps)]
    return any(logps["old"] != logps["new"] for logps in both)


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
