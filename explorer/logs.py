"""Groups out of a training log: CSV or JSON Lines, as TRL's `log_completions` names its columns.

TRL's table has step, prompt, completion, a column for each reward function and advantage; it
has no log-probabilities. Other exports name them in one of the ways listed here.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from grpo_core import WorkedGroup, group_advantages

from .group_file import FEWEST, MOST
from .session import STD, Refusal, Session

NAMES = {
    "question": ("question", "prompt", "prompts", "query", "problem"),
    "answer": ("answer", "completion", "completions", "response", "output", "text"),
    "reward": ("reward", "rewards", "score", "total_reward"),
    "advantage": ("advantage", "advantages"),
    "step": ("step", "global_step"),
    "group": ("group", "group_id", "prompt_id", "uid"),
    "old": ("old_logp", "old_logps", "old_log_prob", "old_log_probs", "old_per_token_logps"),
    "new": ("new_logp", "new_logps", "logp", "logps", "log_prob", "log_probs", "per_token_logps"),
    "ref": ("ref_logp", "ref_logps", "ref_log_prob", "ref_log_probs", "ref_per_token_logps"),
}
_LOGPS = ("old", "new", "ref")
_MOST_ROWS = 100_000
_MOST_TEXT = 400  # letters of an answer that are kept: enough to know it again
_NOT_REWARDS = {"mode", "epoch", "index", "id", "completion_length", "length", "num_tokens"}
_FITS = 0.02  # how far TRL's 1e-4 in the divisor and rounding may move an advantage


@dataclass(frozen=True)
class LoggedAnswer:
    """One row of a log. `logps` holds sums over tokens, nats; `tokens` is |o_i|."""

    text: str
    reward: float
    logps: dict[str, float]
    tokens: int
    advantage: float | None


@dataclass(frozen=True)
class LoggedGroup:
    """The answers to one question in one step."""

    step: str
    question: str
    answers: tuple[LoggedAnswer, ...]

    @property
    def title(self) -> str:
        """A line to choose it by."""
        rewards = [answer.reward for answer in self.answers]
        span = f"rewards {min(rewards):g} to {max(rewards):g}"
        said = f"all rewards {rewards[0]:g}, silent" if min(rewards) == max(rewards) else span
        step = f"step {self.step}: " if self.step else ""
        question = " ".join(self.question.split())
        cut = f"{question[:60]}…" if len(question) > 60 else question
        return f"{step}{cut} ({len(self.answers)} answers, {said})"


@dataclass(frozen=True)
class Log:
    """What was found: groups of at least two answers, and what had to be decided."""

    groups: tuple[LoggedGroup, ...]
    notes: tuple[str, ...]


def read_log(text: str, name: str = "log") -> Log:
    """Read a log and sort its rows into groups.

    Args:
        text: CSV with a header line, or one JSON object a line.
        name: what to call it in a message.

    Returns:
        `Log`.

    Raises:
        Refusal: it is neither, a column is missing, a value is no number, or no question
            has two answers. One line: name, line or column, remedy.
    """
    rows = _rows(text, name)
    columns = _columns(rows[0], name)
    rewards = _reward_columns(rows, columns, name)
    groups: dict[tuple[str, str], list[LoggedAnswer]] = {}
    questions: dict[tuple[str, str], tuple[str, str]] = {}
    for number, row in enumerate(rows, start=1):
        question = _said(row.get(columns["question"]))
        step = _said(row.get(columns.get("step", ""), ""))
        key = (step, _said(row[columns["group"]]) if "group" in columns else question)
        questions.setdefault(key, (step, question))
        groups.setdefault(key, []).append(_answer(row, columns, rewards, f"{name}: row {number}"))
    found = tuple(
        LoggedGroup(*questions[key], tuple(answers))
        for key, answers in groups.items()
        if len(answers) >= FEWEST
    )
    if not found:
        raise Refusal(f"{name}: no question has {FEWEST} answers; export whole groups")
    return Log(found, tuple(_decisions(columns, rewards, len(groups) - len(found))))


def session_of(group: LoggedGroup) -> tuple[Session, list[str]]:
    """The session of a logged group, and what was filled in.

    Log-probabilities that the log does not hold are taken from a policy that it does hold,
    in the order old, new, reference; where it holds none, all answers are alike.
    """
    notes = []
    answers = group.answers[:MOST]
    if len(group.answers) > MOST:
        notes.append(f"the first {MOST} of {len(group.answers)} answers are taken")
    known = [p for p in _LOGPS if all(p in answer.logps for answer in answers)]
    columns = {p: _logp_column(answers, p if p in known else _stand_in(known)) for p in _LOGPS}
    if missing := [p for p in _LOGPS if p not in known]:
        notes.append(_filled_in(missing, known))
    rewards = [answer.reward for answer in answers]
    settings, fit = _convention(answers, rewards)
    worked = WorkedGroup(
        question=_cut(group.question) or "question",
        texts=tuple(_cut(answer.text) or "(empty)" for answer in answers),
        rewards=rewards,
        old_logp=columns["old"],
        new_logp=columns["new"],
        ref_logp=columns["ref"],
        **settings,
    )
    tokens = tuple(answer.tokens for answer in answers)
    level = "token" if max(tokens) > 1 else "answer"
    return Session.of(worked, tokens, level), notes + fit


# -- reading ------------------------------------------------------------------


def _rows(text: str, name: str) -> list[dict]:
    text = text.lstrip("\ufeff").strip()
    if text.startswith("PAR1"):
        raise Refusal(
            f"{name}: this is Parquet; write it as JSON Lines first, in pandas "
            "df.to_json('log.jsonl', orient='records', lines=True)"
        )
    if not text:
        raise Refusal(f"{name}: empty; choose a CSV or JSON Lines file")
    rows = _json_rows(text, name) if text[0] in "{[" else _csv_rows(text, name)
    if not rows:
        raise Refusal(f"{name}: there are no rows below the header; export some answers")
    if len(rows) > _MOST_ROWS:
        raise Refusal(f"{name}: more than {_MOST_ROWS} rows; export fewer steps")
    return rows


def _json_rows(text: str, name: str) -> list[dict]:
    if text[0] == "[":  # one list of objects
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Refusal(f"{name}: this is not JSON: {error}") from None
        return [_object(row, f"{name}: row {n}") for n, row in enumerate(rows, start=1)]
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                rows.append(_object(json.loads(line), f"{name}: line {number}"))
            except (ValueError, RecursionError) as error:
                if isinstance(error, Refusal):
                    raise
                raise Refusal(f"{name}: line {number} is not JSON: {error}") from None
    return rows


def _object(row: object, where: str) -> dict:
    if not isinstance(row, dict):
        raise Refusal(f"{where} is not an object; write one {{…}} a line")
    return row


def _csv_rows(text: str, name: str) -> list[dict]:
    first = text.splitlines()[0]
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    try:
        return [row for row in reader if any(row.values())]
    except csv.Error as error:
        raise Refusal(f"{name}: line {reader.line_num} is not CSV: {error}") from None


def _columns(row: dict, name: str) -> dict[str, str]:
    """Our name of each column that is there -> the log's."""
    given = {str(key).strip().lower(): key for key in row if key is not None}
    found = {
        ours: given[theirs[0]]
        for ours, names in NAMES.items()
        if (theirs := [n for n in names if n in given])
    }
    for ours in ("question", "answer"):
        if ours not in found:
            raise Refusal(
                f"{name}: there is no column for the {ours}; name it {' or '.join(NAMES[ours][:2])}"
                f" (there are {', '.join(map(str, list(given)[:8]))})"
            )
    return found


def _reward_columns(rows: Sequence[dict], columns: dict[str, str], name: str) -> list[str]:
    """The column of rewards, or those of TRL's reward functions, which add up."""
    if "reward" in columns:
        return [columns["reward"]]
    used = set(columns.values())
    found = [
        key
        for key in rows[0]
        if key is not None
        and key not in used
        and str(key).lower() not in _NOT_REWARDS
        and all(_is_number(row.get(key)) for row in rows)
    ]
    named = [key for key in found if "reward" in str(key).lower()]
    if not found:
        raise Refusal(f"{name}: there is no column of rewards; name it reward")
    return named or found


def _answer(row: dict, columns: dict, rewards: Sequence[str], where: str) -> LoggedAnswer:
    reward = sum(_value(row.get(key), f"{where}: {key}") for key in rewards)
    logps, tokens = {}, 1
    for policy in _LOGPS:
        if policy in columns and row.get(columns[policy]) not in (None, ""):
            where_logp = f"{where}: {columns[policy]}"
            parts = _numbers(row[columns[policy]], where_logp)
            tokens = max(tokens, len(parts))
            logps[policy] = math.fsum(parts)
            if logps[policy] > 0:
                raise Refusal(f"{where_logp} is above 0; a log-probability is at most 0")
    advantage = columns.get("advantage")
    known = advantage is not None and _is_number(row.get(advantage))
    return LoggedAnswer(
        text=_said(row.get(columns["answer"])),
        reward=reward,
        logps=logps,
        tokens=tokens,
        advantage=float(row[advantage]) if known else None,
    )


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, bool) and math.isfinite(float(value))
    except (TypeError, ValueError):
        return False


def _value(value: object, where: str) -> float:
    if isinstance(value, bool) or str(value).strip().lower() in ("true", "false"):
        return float(str(value).strip().lower() == "true")
    if not _is_number(value):
        raise Refusal(f"{where}: {str(value)[:24]!r} is not a finite number; correct that row")
    return float(value)


def _numbers(value: object, where: str) -> list[float]:
    """One number, or a list of them for an answer's tokens, also as text."""
    if isinstance(value, str) and value.strip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Refusal(f"{where}: not a list of numbers; write one like [-0.1, -2.3]") from None
    if isinstance(value, list):
        if not value:
            raise Refusal(f"{where}: an empty list; give a number for each token")
        return [_value(part, where) for part in value]
    return [_value(value, where)]


def _said(value: object) -> str:
    """A text; of a conversation the content of its messages."""
    if isinstance(value, str) and value.strip().startswith("[{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return value
    if isinstance(value, list):
        contents = [m["content"] for m in value if isinstance(m, dict) and "content" in m]
        return "\n".join(map(str, contents)) if contents else " ".join(map(str, value))
    return "" if value is None else str(value)


# -- making a group -----------------------------------------------------------


def _stand_in(known: Sequence[str]) -> str | None:
    return known[0] if known else None


def _logp_column(answers: Sequence[LoggedAnswer], policy: str | None) -> np.ndarray:
    if policy is None:
        return np.full(len(answers), -math.log(len(answers)))
    return np.array([answer.logps[policy] for answer in answers])


def _filled_in(missing: Sequence[str], known: Sequence[str]) -> str:
    if not known:
        return (
            "the log holds no log-probabilities: all answers are equally likely under all "
            "policies, so every ratio is 1; move new to ask what if"
        )
    return f"the log does not hold {' and '.join(missing)}: taken from {known[0]}"


def _convention(answers: Sequence[LoggedAnswer], rewards: Sequence[float]) -> tuple[dict, list]:
    """The std convention that gives the log's own advantages, where one does."""
    logged = [answer.advantage for answer in answers]
    if None in logged or min(rewards) == max(rewards):
        return {}, []
    scale = max(1e-9, float(np.abs(logged).max()))
    for words, settings in STD.values():
        mine = group_advantages(rewards, **settings)
        if np.abs(mine - logged).max() <= _FITS * scale:
            return settings, [f"the log's advantages fit this std: {words}"]
    return {}, [
        "the log's advantages fit none of the std conventions (weighted rewards, or a std over "
        "the batch?)"
    ]


def _decisions(columns: dict, rewards: Iterable[str], lonely: int) -> list[str]:
    rewards = list(rewards)
    notes = []
    if len(rewards) > 1:
        notes.append(f"reward is the sum of {', '.join(map(str, rewards))}, each with weight 1")
    elif "reward" not in columns:
        notes.append(f"reward is taken from {rewards[0]}")
    if lonely:
        notes.append(f"{lonely} questions with one answer are left out")
    return notes


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"
