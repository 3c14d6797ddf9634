"""Reads a log: its rows, what each column is, the groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grpo_core.group_file import FEWEST, one_line

from ..session import Refusal
from .choices import POLICIES, ChosenColumns, Reading, sum_words
from .columns import NAMES, Key, Unclear, columns_of, few, group_keys, numeric, roles_of
from .files import records_of
from .groups import Log, LoggedAnswer, LoggedGroup
from .numbers import is_list, is_missing, is_number, number, token_values, total
from .rewards import SINGLE, Sum, find_sum, is_named
from .shapes import rows_of
from .texts import answered, asked, token_texts

Row = dict[str, Any]
_SHOWN = ("question", "answer", "group", "step", "advantage", *POLICIES)
_GUESSED = 4  # columns that are added up for want of a better sign


@dataclass(frozen=True)
class _Table:
    """The rows of a log with what was found out about its columns."""

    name: str
    rows: list[Row]
    roles: dict[str, str]
    keys: list[Key]
    numeric: tuple[str, ...]
    reward: Sum

    def where(self, index: int, column: str) -> str:
        return f"{self.name}: row {index + 1}: {column}"


def read_log(content: str | bytes, name: str = "log", choices: ChosenColumns | None = None) -> Log:
    """Read a log and sort its rows into groups.

    Args:
        content: CSV with a header line, JSON Lines or JSON as text; or the bytes of a file,
            which may be Parquet as well.
        name: what to call it in a message; a step in it counts where the rows have none.
        choices: columns that are not to be found but taken.

    Returns:
        `Log`. Answers for which no reward is given at all are left out of it.

    Raises:
        Unclear: a column is needed that was not found; it lists those to choose from.
        Refusal: it is no such log, a value is no number, or no question has two answers.
            One line: name, row and field, remedy.
    """
    try:
        return _log(content, name, choices or ChosenColumns())
    except Unclear as unclear:
        raise Unclear(one_line(str(unclear)), unclear.columns, unclear.numeric) from None
    except Refusal as refusal:  # a column may have any name
        raise Refusal(one_line(str(refusal))) from None


def _log(content: str | bytes, name: str, choices: ChosenColumns) -> Log:
    records, notes = records_of(content, name)
    rows, more = rows_of(records, name)
    roles = roles_of(rows, choices, name)
    _take_step_from(name, rows, roles)
    keys, group_words = group_keys(rows, roles, name)
    numbers = numeric(rows, columns_of(rows), flags=True)
    reward = _reward(rows, roles, keys, numbers, choices, name)
    table = _Table(name, rows, roles, keys, numbers, reward)
    answers = [_answer(table, index) for index in range(len(rows))]
    groups, lonely = _groups(table, answers)
    notes += more + _reward_notes(table) + _left_out(table, answers) + _other_notes(table, lonely)
    return Log(groups, tuple(notes + _repeats(groups)), _reading(table, group_words))


def _take_step_from(name: str, rows: list[Row], roles: dict[str, str]) -> None:
    """The step of a file's name, for systems that write a file a step and no column."""
    found = re.search(r"(?:step|completions)[_-]?0*(\d+)", name)
    if not roles["step"] and found:
        roles["step"] = "step"
        for row in rows:
            row["step"] = found[1]


# -- the reward ---------------------------------------------------------------


def _reward(
    rows: Sequence[Row],
    roles: dict[str, str],
    keys: Sequence[Key],
    numbers: Sequence[str],
    choices: ChosenColumns,
    name: str,
) -> Sum:
    if choices.rewards is not None:
        return Sum(choices.rewards, (1.0,) * len(choices.rewards), "chosen")
    free = _candidates(rows, roles, numbers)
    values = {
        c: [number(row.get(c), f"{name}: row {i}: {c}") for i, row in enumerate(rows, 1)]
        for c in free
    }
    advantages = [_advantage(row.get(roles["advantage"])) for row in rows]
    found = find_sum(values, keys, [step for step, _ in keys], advantages)
    guessed = not found.proof and not any(is_named(column) for column in found.columns)
    if not found.columns or (guessed and len(found.columns) > _GUESSED):
        listed = f" of {few(free)}" if free else ": no column holds numbers"
        message = f"{name}: there is no column of rewards; choose one or several{listed}"
        raise Unclear(message, columns_of(rows), numbers)
    return found


def _candidates(rows: Sequence[Row], roles: dict[str, str], numbers: Sequence[str]) -> list[str]:
    """The columns of which the reward may be the sum."""
    taken = {*roles.values()} | {c for c in numbers if c.lower() in NAMES["truth"]}
    offered = [column for column in numbers if column not in taken]
    # A log such as verl's has flags beside its score; they are the reward if nothing else is.
    free = list(numeric(rows, offered, flags=False)) or offered
    # One garbled cell must not make a reward's column disappear.
    for column in columns_of(rows):
        cells = (row.get(column) for row in rows)
        is_meant = column.lower() in SINGLE or any(isinstance(c, int | float) for c in cells)
        if is_named(column) and is_meant and column not in taken and column not in free:
            free.append(column)
    return free


def _advantage(value: object) -> float | None:
    """An answer's advantage; of one a token, that of all its tokens if they agree."""
    if isinstance(value, list):
        if not value or any(part != value[0] for part in value):
            return None
        value = value[0]
    return float(value) if is_number(value) else None


def _reward_notes(table: _Table) -> list[str]:
    found, count = table.reward, len(table.rows)
    notes = []
    if found.warning:
        notes.append(found.warning)
    if set(found.weights) != {1.0}:
        notes.append(f"reward is {sum_words(found.terms)}: these weights fit the advantages")
    elif len(found.columns) > 1:
        notes.append(f"reward is the sum of {', '.join(found.columns)}, each with weight 1")
    elif found.columns[0].lower() not in SINGLE:
        notes.append(f"reward is taken from {found.columns[0]}")
    for column in dict.fromkeys(str(key) for row in table.rows for key in row):
        missing = sum(is_missing(row.get(column)) for row in table.rows)
        abstains = column in found.columns and len(found.columns) > 1
        if missing and (abstains or (missing == count and is_named(column))):
            notes.append(f"{column} is missing in {missing} of {count} rows and not counted there")
    return notes


def _left_out(table: _Table, answers: Sequence[LoggedAnswer | None]) -> list[str]:
    lacking = [index + 1 for index, answer in enumerate(answers) if answer is None]
    if not lacking:
        return []
    what = "answer has" if len(lacking) == 1 else "answers have"
    return [f"{len(lacking)} {what} no reward and is left out, A = 0 (row {lacking[0]})"]


def _other_notes(table: _Table, lonely: int) -> list[str]:
    notes = []
    if lonely:
        what = "question with one answer is" if lonely == 1 else "questions with one answer are"
        notes.append(f"{lonely} {what} left out")
    if table.roles["old"] and table.roles["old"] == table.roles["sampler"]:
        notes.append(f"old is what the sampler says, {table.roles['old']}")
    return notes


def _repeats(groups: Sequence[LoggedGroup]) -> list[str]:
    """Logs such as TRL's write the same rows again under a later step."""
    seen = Counter((g.question, *((a.text, a.reward) for a in g.answers)) for g in groups)
    again = sum(count - 1 for count in seen.values())
    what = "group returns" if again == 1 else "groups return"
    return [f"{again} {what} under a later step with the same answers"] if again else []


# -- groups -------------------------------------------------------------------


def _groups(
    table: _Table, answers: Sequence[LoggedAnswer | None]
) -> tuple[tuple[LoggedGroup, ...], int]:
    """The groups of at least two answers with a reward, and how many have one answer."""
    members: dict[Key, list[int]] = {}
    for index, key in enumerate(table.keys):
        members.setdefault(key, []).append(index)
    groups, lonely = [], 0
    for key, rows in members.items():
        scored = tuple(answers[i] for i in rows if answers[i] is not None)
        lonely += len(rows) == 1
        if len(scored) >= FEWEST:
            groups.append(LoggedGroup(key[0], _question(table, rows[0]), scored))
    if not groups:
        raise Refusal(_why_no_group(table, answers))
    return tuple(groups), lonely


def _why_no_group(table: _Table, answers: Sequence[LoggedAnswer | None]) -> str:
    remedy = f"no question has {FEWEST} answers"
    if None in answers:
        index = list(answers).index(None)
        column = table.reward.columns[0]
        cell = str(table.rows[index].get(column))[:24]
        where = table.where(index, column)
        return f"{where}: {cell!r} is not a reward, and without that answer {remedy} with one"
    return f"{table.name}: {remedy}; export whole groups, or choose what makes a group"


def _question(table: _Table, index: int) -> str:
    row, column = table.rows[index], table.roles["question"]
    if column and column not in row:
        raise Refusal(f"{table.where(index, column)} is missing; give every row its {column}")
    return asked(row[column]) if column else f"group {table.keys[index][1]}"


def _answer(table: _Table, index: int) -> LoggedAnswer | None:
    """The answer of a row; None where no reward is given."""
    row, roles = table.rows[index], table.roles
    parts = []
    for column, weight in table.reward.terms:
        given = number(row.get(column), table.where(index, column))
        if given is not None:
            parts.append(weight * given)
    reward = total(parts, table.where(index, " + ".join(table.reward.columns)))
    if roles["answer"] not in row:
        raise Refusal(
            f"{table.where(index, roles['answer'])} is missing; give every row its answer"
        )
    values = _token_logps(table, index)
    if reward is None:
        return None
    return LoggedAnswer(
        text=answered(row[roles["answer"]]),
        reward=reward,
        logps={p: total(v, table.where(index, roles[p])) for p, v in values.items()},
        tokens=max((1, *map(len, values.values()))),
        advantage=_advantage(row.get(roles["advantage"])),
        token_logps={p: v for p, v in values.items() if is_list(row[roles[p]])},
        token_texts=token_texts(row, row.get(roles["mask"])),
    )


def _token_logps(table: _Table, index: int) -> dict[str, list[float]]:
    """A number for each token, or one of the whole answer, under the policies that are logged."""
    row, found = table.rows[index], {}
    mask = row.get(table.roles["mask"])
    for policy in POLICIES:
        column = table.roles[policy]
        if not column or is_missing(row.get(column)):
            continue
        values = token_values(row[column], mask, table.where(index, column))
        if values is not None:
            found[policy] = values
    return found


def _reading(table: _Table, group_words: str) -> Reading:
    roles = {r: table.roles[r] for r in _SHOWN}
    return Reading(
        roles=roles,
        rewards=table.reward.terms,
        columns=columns_of(table.rows),
        numeric=table.numeric,
        proof=table.reward.proof,
        group_words=group_words,
        logp_words={p: roles[p] for p in POLICIES if roles[p]},
    )
