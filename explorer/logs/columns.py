"""Which column of a log is what, by the names that systems give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..session import Refusal
from .choices import POLICIES, ChosenColumns
from .numbers import is_missing, is_number
from .texts import plain

Row = dict[str, Any]

_WORDS = {
    "question": "question prompt prompts query problem instruction input inputs ob_text",
    # `answer` comes after these: beside one of them it is the truth.
    "answer": "completion completions response responses output outputs generation ac_text "
    "answer text",
    "advantage": "advantage advantages",
    "step": "step global_step training_step iteration",
    "group": "group group_id group_idx prompt_id prompt_idx example_id uid",
    "old": "old_logp old_logps old_log_prob old_log_probs old_logprobs old_per_token_logps "
    "prev_logprobs",
    "new": "new_logp new_logps logp logps log_prob log_probs per_token_logps",
    "ref": "ref_logp ref_logps ref_log_prob ref_log_probs ref_logprobs ref_per_token_logps "
    "reference_policy_logprobs",
    # What the sampler says stands for the old policy where the trainer says nothing.
    "sampler": "sampling_per_token_logps generation_logprobs inference_logprobs "
    "rollout_log_probs logprobs ac_logprobs",
    "mask": "completion_mask response_mask token_loss_mask loss_mask",
    "truth": "answer gts ground_truth solution target label labels",
}
NAMES = {role: tuple(words.split()) for role, words in _WORDS.items()}
SHOWN = 8  # columns that a message lists


class Unclear(Refusal):
    """A column that is needed was not found; `columns` are those to choose from."""

    def __init__(self, message: str, columns: Sequence[str], numeric: Sequence[str]) -> None:
        super().__init__(message)
        self.columns, self.numeric = tuple(columns), tuple(numeric)


def columns_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The named columns that hold anything, in the order in which they first stand.

    A CSV's column without a name is the index of a data frame.
    """
    found: dict[str, bool] = {}
    for row in rows:
        for key, value in row.items():
            found[key] = found.get(key, False) or value is not None
    return tuple(key for key, filled in found.items() if filled and key.strip())


def numeric(rows: Sequence[Row], columns: Iterable[str], *, flags: bool) -> tuple[str, ...]:
    """The columns that hold a number or nothing in every row, and some number.

    With `flags`, true and false count as numbers.
    """

    def counts(cell: object) -> bool:
        return is_number(cell) or (flags and isinstance(cell, bool))

    return tuple(
        column
        for column in columns
        if all(counts(cell := row.get(column)) or is_missing(cell) for row in rows)
        and any(counts(row.get(column)) for row in rows)
    )


def roles_of(rows: Sequence[Row], choices: ChosenColumns, name: str) -> dict[str, str]:
    """Our name of each role -> the log's column, "" for none.

    Raises:
        Unclear: there is no column of answers, or nothing that names a question.
        Refusal: a chosen column is not there.
    """
    columns = columns_of(rows)
    given = {column.strip().lower(): column for column in columns}
    roles = {
        role: next((given[n] for n in names if n in given), "") for role, names in NAMES.items()
    }
    for role in ("question", "answer", "group", "step", *POLICIES):
        chosen = getattr(choices, role)
        roles[role] = roles[role] if chosen is None else chosen
    for chosen in (*roles.values(), *(choices.rewards or ())):
        if chosen and chosen not in columns:
            raise Refusal(f"{name}: there is no column {chosen}; choose one of {few(columns)}")
    if roles["truth"] == roles["answer"]:
        roles["truth"] = ""
    if roles["sampler"] and not roles["old"] and choices.old is None:
        roles["old"] = roles["sampler"]
    for role, found in (("question", roles["question"] or roles["group"]), ("answer", "")):
        if not (found or roles[role]):
            raise Unclear(
                f"{name}: there is no column for the {role}; choose one of {few(columns)}",
                columns,
                numeric(rows, columns, flags=True),
            )
    return roles


def few(columns: Sequence[str]) -> str:
    """Some columns, for a message."""
    return ", ".join(columns[:SHOWN]) + (", …" if len(columns) > SHOWN else "")


# -- groups -------------------------------------------------------------------

Key = tuple[str, str]


def group_keys(rows: Sequence[Row], roles: dict[str, str], name: str) -> tuple[list[Key], str]:
    """Step and group of each row, and in words what makes a group.

    Raises:
        Refusal: a row lacks the key that others have.
    """
    steps = [step_of(cell) for cell in _cells(rows, roles["step"], name)]
    ids, words = _ids(rows, roles, steps, name)
    return list(zip(steps, ids, strict=True)), words


def _ids(
    rows: Sequence[Row], roles: dict[str, str], steps: list[str], name: str
) -> tuple[list[str], str]:
    if column := roles["group"]:
        ids = [plain(cell) for cell in _cells(rows, column, name)]
        if _repeat(steps, ids) or not roles["question"]:
            return ids, column
        # verl's trainer: sample_rollout_output, different in every row.
        parted = [i.rsplit("_", 2)[0] for i in ids]
        if all(i.count("_") >= 2 for i in ids) and _repeat(steps, parted):
            return parted, f"{column} without its last two parts"
        roles["group"] = ""
    column = roles["question"]
    return [plain(cell) for cell in _cells(rows, column, name)], f"the same {column}"


def _repeat(steps: list[str], ids: list[str]) -> bool:
    return len(set(zip(steps, ids, strict=True))) < len(ids)


def _cells(rows: Sequence[Row], column: str, name: str) -> list[Any]:
    if not column:
        return [""] * len(rows)
    for row_number, row in enumerate(rows, start=1):
        if not isinstance(cell := row.get(column), str) and is_missing(cell):
            raise Refusal(
                f"{name}: row {row_number}: {column} is missing; give every row its {column}, "
                "or choose another column"
            )
    return [row[column] for row in rows]


def step_of(value: object) -> str:
    """A step as text: 10 for 10, "10" and 10.0."""
    text = plain(value).strip()
    whole = text.removesuffix(".0")
    return whole if whole.isdecimal() else text
