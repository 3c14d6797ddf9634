"""A worked group: one question and its answers, and the TOML file that holds it.

The file::

    question = "17 x 24 = ?"
    epsilon_low = 0.2        # optional, 0.2
    epsilon_high = 0.28      # optional, epsilon_low
    beta = 0.04              # optional, 0.04
    ddof = 0                 # optional, 0 (or 1)
    scale = "std"            # optional, "std" (or "none": centre only)

    [[answers]]
    text = "408"
    reward = 1.0
    old = 0.20               # probabilities in (0, 1], or in every answer
    new = 0.30               # old_logp, new_logp, ref_logp, at most 0, for
    ref = 0.15               # outputs of a real model (1e-40 is -92.1)

An answer may hold its tokens as well: `grpo_core.answer_tokens` shows how.
"""

import difflib
import math
import reprlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from grpo_core import group_fields
from grpo_core.advantages import Scale, without_noise
from grpo_core.answer_tokens import TOKEN_FIELDS, AnswerTokens, check_sums, fits, tokens_from
from grpo_core.checks import FloatArray, IndexArray, float_array
from grpo_core.group_file import (
    FEWEST,
    FieldError,
    GroupFileError,
    check_count,
    one_line,
    read_group_file,
    shortened,
    tables_of,
)

POLICIES = ("old", "new", "ref")
LOGP_FIELDS = tuple(f"{policy}_logp" for policy in POLICIES)
ANSWER_FIELDS = ("text", "reward", *POLICIES, *LOGP_FIELDS, *TOKEN_FIELDS)
# Field of the file -> field of WorkedGroup.
SETTINGS = {
    "epsilon_low": "eps_low",
    "epsilon_high": "eps_high",
    "beta": "beta",
    "ddof": "ddof",
    "scale": "scale",
}
GROUP_FIELDS = ("question", *SETTINGS, "answers")

# exp(709.8) is the largest float64; a quotient of two probabilities must fit.
MAX_LOG_RATIO = 700.0


@dataclass(frozen=True, eq=False)
class WorkedGroup:
    """One question, G answers, three policies, and the settings to judge them with.

    A changed copy is ``dataclasses.replace(group, rewards=[...])``, which is
    checked like a new one. Arrays are ``(G,)`` and read-only.

    Attributes:
        question: the text of q.
        texts: the text of each answer, from the old policy's samples.
        rewards: one for each answer; those that differ by rounding only are the same
            (`without_noise`).
        old_logp: log-probabilities under the policy that drew the answers, nats.
        new_logp: under the present (candidate) policy.
        ref_logp: under the reference policy.
        eps_low: clip range below 1.
        eps_high: clip range above 1; None means ``eps_low``.
        beta: price of the KL term. 0.04 is DeepSeekMath's and the worked group's.
        ddof: 0 or 1, of the std of the rewards.
        scale: ``"std"``, or ``"none"`` to centre the rewards only.
        per_token: the tokens of each answer, None where they are not known; empty where none
            are. Tokens that do not sum to the answer's log-probabilities are left out, so that
            a copy with other probabilities keeps those of the answers that stay.

    Raises:
        ValueError: a field is out of range or its length does not fit; the
            message begins with the field, as the file would name it.

    Example:
        >>> old, new = np.log([0.5, 0.25]), np.log([0.75, 0.25])
        >>> group = WorkedGroup("1 + 1 = ?", ("2", "3"), [1, 0], old, new, ref_logp=old)
        >>> group.new, group.size, group.is_complete  # a third answer was left out
        (array([0.75, 0.25]), 2, False)
        >>> WorkedGroup("1 + 1 = ?", ("2", ""), [1, 0], old, new, ref_logp=old)
        Traceback (most recent call last):
        grpo_core.group_file.FieldError: answers[2].text: empty; write the answer
    """

    question: str
    texts: tuple[str, ...]
    rewards: FloatArray
    old_logp: FloatArray
    new_logp: FloatArray
    ref_logp: FloatArray
    eps_low: float = 0.2
    eps_high: float | None = None
    beta: float = 0.04
    ddof: int = 0
    scale: Scale = "std"
    per_token: tuple[AnswerTokens | None, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays, check every field, and take the noise out of the rewards."""
        object.__setattr__(self, "texts", tuple(self.texts))
        for name in ("rewards", *LOGP_FIELDS):
            self._freeze(name, float_array(name, getattr(self, name)).copy())
        _check_texts(self)
        _check_settings(self)
        _check_numbers(self)
        self._freeze("rewards", without_noise(self.rewards))
        object.__setattr__(self, "per_token", _tokens_that_fit(self))

    def _freeze(self, name: str, array: FloatArray) -> None:
        array.setflags(write=False)
        object.__setattr__(self, name, array)

    @property
    def size(self) -> int:
        """G, the number of answers."""
        return len(self.texts)

    @property
    def old(self) -> FloatArray:
        """Probabilities under the old policy."""
        return np.exp(self.old_logp)

    @property
    def new(self) -> FloatArray:
        """Probabilities under the new policy."""
        return np.exp(self.new_logp)

    @property
    def ref(self) -> FloatArray:
        """Probabilities under the reference policy."""
        return np.exp(self.ref_logp)

    @cached_property
    def outcome(self) -> IndexArray:
        """Which outcome of the policy each answer is, ``(G,)``, counted from 0.

        Answers alike in text and in all log-probabilities are one outcome drawn several
        times, as a small model's samples are: its probability stands with each of them, so
        that a row may sum to more than 1.
        """
        columns = (
            self.texts,
            self.old_logp.tolist(),
            self.new_logp.tolist(),
            self.ref_logp.tolist(),
        )
        number: dict[tuple[object, ...], int] = {}
        rows = zip(*columns, strict=True)
        outcome = np.array([number.setdefault(row, len(number)) for row in rows])
        outcome.setflags(write=False)
        return outcome

    @property
    def different(self) -> IndexArray:
        """The answers with which each outcome stands for the first time, in order."""
        return np.unique(self.outcome, return_index=True)[1]

    def shares(self, policy: str) -> float:
        """What a `policy`, ``"old"``, ``"new"`` or ``"ref"``, gives all different texts, summed.

        No policy gives more than 1. Of answers alike in text the least probable counts: a
        log's may differ by rounding.
        """
        least: dict[str, float] = {}
        for text, p in zip(self.texts, getattr(self, policy).tolist(), strict=True):
            least[text] = min(p, least.get(text, p))
        return math.fsum(least.values())

    @property
    def has_repeats(self) -> bool:
        """Whether an outcome was drawn more than once."""
        return len(self.different) < self.size

    @property
    def is_complete(self) -> bool:
        """Whether the answers are all there are, each once: each policy's row sums to 1.

        Only then does `kl_divergence` of two rows exist.
        """
        rows = (self.old, self.new, self.ref)
        return not self.has_repeats and all(abs(row.sum() - 1) <= 1e-9 for row in rows)


def load_group(path: str | Path) -> WorkedGroup:
    """Read a worked group from a TOML file (the module's docstring shows one).

    Args:
        path: the file, UTF-8.

    Returns:
        `WorkedGroup`.

    Raises:
        GroupFileError: the file cannot be read, is not TOML, or holds anything
            that a group must not. One line: file, field, problem, remedy.

    Example:
        >>> group = load_group("assets/groups/worked.toml")
        >>> group.texts, group.rewards
        (('408', '398', '408 (other path)', '418'), array([1., 0., 1., 0.]))
        >>> group.new, group.eps_low, group.beta
        (array([0.3 , 0.2 , 0.07, 0.43]), 0.2, 0.04)
    """
    return parse_group(read_group_file(path), path)


def parse_group(content: bytes, name: str | Path) -> WorkedGroup:
    """A worked group from the content of a group file.

    Args:
        content: TOML, UTF-8.
        name: the file, as messages call it.

    Returns:
        `WorkedGroup`.

    Raises:
        GroupFileError: as in `load_group`.

    Example:
        >>> content = b'''
        ... question = "1 + 1 = ?"
        ... answers = [
        ...     {text = "2", reward = 1, old = 0.5, new = 0.75, ref = 0.5},
        ...     {text = "3", reward = 0, old = 0.5, new = 0.25, ref = 0.5},
        ... ]'''
        >>> group = parse_group(content, "mine.toml")
        >>> group.texts, group.new
        (('2', '3'), array([0.75, 0.25]))
    """
    try:
        return _group_from(tables_of(content))
    except (GroupFileError, FieldError) as error:
        raise GroupFileError(one_line(f"{name}: {error}")) from None


def _group_from(data: dict[str, Any]) -> WorkedGroup:
    _known_keys(data, GROUP_FIELDS, "")
    question = group_fields.text(data, "question", "")
    answers = _answers(data)
    for number, answer in enumerate(answers, start=1):
        _known_keys(answer, ANSWER_FIELDS, f"answers[{number}].")
    texts = _column(answers, "text", group_fields.text)
    rewards = np.array(_column(answers, "reward", group_fields.number))
    settings: dict[str, Any] = {
        SETTINGS[key]: value if key in ("ddof", "scale") else group_fields.number(data, key, "")
        for key, value in data.items()
        if key in SETTINGS
    }
    old, new, ref = _logps(answers)
    tokens = tuple(
        tokens_from(answer, f"answers[{number}].") for number, answer in enumerate(answers, start=1)
    )
    settings["per_token"] = tokens
    group = WorkedGroup(question, tuple(texts), rewards, old, new, ref, **settings)
    _check_all_sums(group, tokens)
    return group


def _check_all_sums(group: WorkedGroup, tokens: Iterable[AnswerTokens | None]) -> None:
    wholes = zip(group.old_logp, group.new_logp, group.ref_logp, strict=True)
    for number, (given, whole) in enumerate(zip(tokens, wholes, strict=True), start=1):
        if given is not None:
            check_sums(given, whole, f"answers[{number}]")


def _known_keys(table: dict[str, Any], known: tuple[str, ...], prefix: str) -> None:
    for key in table:
        if key not in known:
            key = shortened(key, most=40)
            # cutoff=0: the closest one, however far.
            closest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise FieldError(
                f"{prefix}{key}", "unknown key", f"the closest known key is {closest!r}"
            )


def _answers(data: dict[str, Any]) -> list[dict[str, Any]]:
    if "answers" not in data:
        raise FieldError("answers", "missing", "add one [[answers]] table for each answer")
    answers = data["answers"]
    if not isinstance(answers, list) or not all(isinstance(a, dict) for a in answers):
        raise FieldError(
            "answers", "not a list of tables", "write one [[answers]] table for each answer"
        )
    check_count(len(answers))
    return answers


def _column(
    answers: list[dict[str, Any]], key: str, read: Callable[[dict[str, Any], str, str], Any]
) -> list[Any]:
    """One field of all answers; it must be in each of them."""
    having = [n for n, answer in enumerate(answers, start=1) if key in answer]
    lacking = [n for n, answer in enumerate(answers, start=1) if key not in answer]
    if lacking:
        who = f"{_list(having, 'has', 'have')} it, " if having else ""
        raise FieldError(
            f"answers[{lacking[0]}].{key}",
            f"missing: {who}{_list(lacking, 'does not', 'do not')}",
            f"give every answer its {key}",
        )
    return [read(answer, key, f"answers[{n}].") for n, answer in enumerate(answers, start=1)]


def _list(numbers: Iterable[int], one: str, many: str) -> str:
    """``answer 3 has`` or ``answers 1, 2 have``."""
    numbers = list(numbers)
    noun, verb = ("answer", one) if len(numbers) == 1 else ("answers", many)
    return f"{noun} {', '.join(map(str, numbers))} {verb}"


def _logps(answers: list[dict[str, Any]]) -> list[FloatArray]:
    """The three columns of log-probabilities, whichever of the two kinds is written."""
    kinds = [
        tuple(kind for kind in (POLICIES, LOGP_FIELDS) if set(kind) & set(answer))
        for answer in answers
    ]
    for number, kind in enumerate(kinds, start=1):
        if len(kind) > 1:
            keys = ", ".join(k for k in answers[number - 1] if k in (*POLICIES, *LOGP_FIELDS))
            raise FieldError(
                f"answers[{number}]",
                f"mixes probabilities with log-probabilities ({keys})",
                "give either old, new, ref or old_logp, new_logp, ref_logp",
            )
    plain = [n for n, kind in enumerate(kinds, start=1) if POLICIES in kind]
    logs = [n for n, kind in enumerate(kinds, start=1) if LOGP_FIELDS in kind]
    if plain and logs:
        raise FieldError(
            f"answers[{logs[0]}].{next(k for k in answers[logs[0] - 1] if k in LOGP_FIELDS)}",
            f"{_list(plain, 'gives', 'give')} probabilities, "
            f"{_list(logs, 'gives', 'give')} log-probabilities",
            "use one kind in the whole file",
        )
    if logs:
        return [np.array(_column(answers, key, group_fields.number)) for key in LOGP_FIELDS]
    return [np.log(_column(answers, key, group_fields.probability)) for key in POLICIES]


def _check_texts(group: WorkedGroup) -> None:
    if not group.question.strip():
        raise FieldError("question", "empty", "write the question")
    for number, text in enumerate(group.texts, start=1):
        if not text.strip():
            raise FieldError(f"answers[{number}].text", "empty", "write the answer")
    if group.size < FEWEST:
        raise FieldError(
            "answers",
            f"{_list(range(1, group.size + 1), 'is', 'are') if group.size else 'none is'} given",
            f"a group needs at least {FEWEST} answers to compare",
        )


def _check_settings(group: WorkedGroup) -> None:
    for name, field in SETTINGS.items():
        value = getattr(group, field)
        if name in ("epsilon_low", "epsilon_high", "beta"):
            if value is not None and not 0 <= value < math.inf:
                raise FieldError(name, f"{value:g} is out of range", "give a number of at least 0")
        elif name == "ddof":
            if isinstance(value, bool) or value not in (0, 1):
                raise FieldError(
                    name, f"{reprlib.repr(value)} is unknown", "write 0 (population) or 1"
                )
        elif value not in ("std", "none"):
            raise FieldError(name, f"{reprlib.repr(value)} is unknown", 'write "std" or "none"')


def _check_numbers(group: WorkedGroup) -> None:
    for name in ("rewards", *LOGP_FIELDS):
        column = getattr(group, name)
        if column.shape != (group.size,):
            raise FieldError(
                name,
                f"shape {column.shape} for {group.size} answers",
                f"give one number for each answer, shape ({group.size},)",
            )
        _check_column(group, name, column)
    for name, other, log_ratio in (
        ("old_logp", "new_logp", group.new_logp - group.old_logp),
        ("ref_logp", "new_logp", group.ref_logp - group.new_logp),
        # The old policy is judged, too: it is where every update begins.
        ("ref_logp", "old_logp", group.ref_logp - group.old_logp),
    ):
        for number, value in enumerate(log_ratio, start=1):
            if value > MAX_LOG_RATIO:
                raise FieldError(
                    _field(group, number, name),
                    f"{value:.0f} nats from {other}, the ratio does not fit a float64",
                    f"keep the two within {MAX_LOG_RATIO:.0f} nats",
                )


def _tokens_that_fit(group: WorkedGroup) -> tuple[AnswerTokens | None, ...]:
    """Those of which each row sums to the answer's log-probability, None for the others."""
    given = tuple(group.per_token)
    if given and len(given) != group.size:
        problem = f"{len(given)} given for {group.size} answers"
        raise FieldError("per_token", problem, "give one for each answer, None where not known")
    wholes = zip(group.old_logp, group.new_logp, group.ref_logp, strict=True)
    kept = tuple(
        tokens if tokens is not None and all(map(fits, whole, tokens.sums)) else None
        for tokens, whole in zip(given, wholes, strict=False)
    )
    return kept if any(kept) else ()


def _check_column(group: WorkedGroup, name: str, column: FloatArray) -> None:
    is_logp = name in LOGP_FIELDS
    for number, value in enumerate(column, start=1):
        field = _field(group, number, name if is_logp else "reward")
        if not math.isfinite(value):
            raise FieldError(field, f"{value} is not finite", "give a finite number")
        if is_logp and value > 0:
            remedy = "a log-probability is at most 0"
            raise FieldError(field, f"{value:g} is above 0", remedy)


def _field(group: WorkedGroup, number: int, name: str) -> str:
    return f"answers[{number}].{name} ({group.texts[number - 1][:24]!r})"
