"""Group files of the explorer: written as TOML, read with the checks of `make render`."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from grpo_core import AnswerTokens, GroupFileError, WorkedGroup, parse_group
from grpo_core.group_file import MOST_BYTES
from scenes.script.settings import WORKED_GROUP

MOST_TEXT = 4000  # characters of a question or an answer
_DIGITS = 12  # enough for a typed number; the noise of exp(log(p)) lies behind
_NAME = 40


def presets() -> dict[str, Path]:
    """The shipped group files by name, the worked group first."""
    files = sorted(WORKED_GROUP.parent.glob("*.toml"), key=lambda file: file != WORKED_GROUP)
    return {file.stem: file for file in files}


def number(value: float) -> str:
    """The shortest decimal of a number, without the noise of a logarithm and back."""
    return repr(float(f"{value:.{_DIGITS}g}")).removesuffix(".0")


def to_toml(group: WorkedGroup, *, logs: bool = False) -> str:
    """`group` as a group file; with `logs`, or where a probability is tiny, by logarithms."""
    logs = logs or not fits_probabilities(group)
    settings = {
        "epsilon_low": group.eps_low,
        "epsilon_high": group.eps_high,
        "beta": group.beta,
        "ddof": group.ddof,
    }
    lines = [f"question = {_quoted(group.question)}"]
    lines += [f"{key} = {number(v)}" for key, v in settings.items() if v is not None]
    lines += [f'scale = "{group.scale}"']
    names = ("old_logp", "new_logp", "ref_logp") if logs else ("old", "new", "ref")
    columns = [getattr(group, name) for name in names]
    for i, text in enumerate(group.texts):
        lines += ["", "[[answers]]", f"text = {_quoted(text)}"]
        lines += [f"reward = {float(group.rewards[i])!r}".removesuffix(".0")]
        write = repr if logs else number
        lines += [f"{n} = {write(float(c[i]))}" for n, c in zip(names, columns, strict=True)]
        if group.per_token and (tokens := group.per_token[i]):
            lines += _token_lines(tokens)
    return "\n".join(lines) + "\n"


def _token_lines(answer: AnswerTokens) -> list[str]:
    """The tokens of an answer as lines of its table."""
    words = [f"tokens = [{', '.join(map(_quoted, answer.tokens))}]"] if answer.tokens else []
    rows = answer.rows.items()
    return words + [f"{name} = [{', '.join(map(repr, row.tolist()))}]" for name, row in rows]


def without_tokens(group: WorkedGroup) -> WorkedGroup:
    """The same answers, their tokens not told."""
    return replace(group, per_token=())


def fitting_toml(group: WorkedGroup, *, logs: bool = False) -> str:
    """`group` as a file that can be read again: without its tokens where those are too many."""
    text = to_toml(group, logs=logs)
    if group.per_token and len(text.encode()) > MOST_BYTES:
        return to_toml(without_tokens(group), logs=logs)
    return text


def fits_probabilities(group: WorkedGroup) -> bool:
    """Whether probabilities say as much as their logarithms: none of them is tiny."""
    least = min(column.min() for column in (group.old_logp, group.new_logp, group.ref_logp))
    return bool(least > math.log(1e-9))


def read_group(name: str, content: bytes) -> WorkedGroup:
    """Check the content of a group file as `make render` does.

    Args:
        name: the file's name, for the message.
        content: its bytes.

    Returns:
        `WorkedGroup`.

    Raises:
        GroupFileError: anything that `make render` would refuse, or more letters than the
            explorer takes; one line that names file, field and remedy.
    """
    file = safe_name(name)
    group = parse_group(content, file)
    fields = {f"answers[{i}].text": text for i, text in enumerate(group.texts, 1)}
    for field, text in {"question": group.question, **fields}.items():
        if len(text) > MOST_TEXT:
            raise GroupFileError(f"{file}: {field}: more than {MOST_TEXT} characters; shorten it")
    return group


def safe_name(name: str) -> str:
    """The last part of a file's name, without what a file system could mind."""
    stem = re.sub(r"[^\w.-]+", "_", Path(name.replace("\\", "/")).name)[-_NAME:].lstrip(".")
    return stem if stem.endswith(".toml") else f"{stem or 'group'}.toml"


def short_name(question: str) -> str:
    """A file's stem for a question: a few letters that a shell leaves alone."""
    return re.sub(r"[^a-z0-9]+", "-", question.lower()).strip("-")[:24].strip("-") or "group"


def same_numbers(one: WorkedGroup, other: WorkedGroup) -> bool:
    """Whether two groups hold the same, up to the noise of a logarithm."""
    names = ("rewards", "old_logp", "new_logp", "ref_logp")
    settings = ("question", "texts", "eps_low", "eps_high", "beta", "ddof", "scale")
    return all(getattr(one, name) == getattr(other, name) for name in settings) and all(
        np.allclose(getattr(one, name), getattr(other, name), rtol=1e-11) for name in names
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's differs only in that it leaves DEL as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
