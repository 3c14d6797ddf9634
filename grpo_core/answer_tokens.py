"""The tokens of an answer, with their log-probabilities under the three policies.

A group file may give them beside an answer's probability, which films take::

    text = "408"
    old_logp = -0.7                      # the sum of the row below, as new_logp and ref_logp
    tokens = ["40", "8", "<end>"]        # optional: what the model calls its tokens
    old_token_logp = [-0.5, -0.2, 0.0]   # one for each token, the one that ends it too
    new_token_logp = [-0.4, -0.2, 0.0]
    ref_token_logp = [-0.6, -0.3, 0.0]
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grpo_core import group_fields
from grpo_core.checks import FloatArray, float_array
from grpo_core.group_file import FieldError

TEXTS = "tokens"
ROWS = ("old_token_logp", "new_token_logp", "ref_token_logp")
TOKEN_FIELDS = (TEXTS, *ROWS)
WHOLE = {row: row.replace("_token", "") for row in ROWS}  # of the answer: what a row sums to

TOLERANCE = 1e-6  # nats, or the part by which exp(sum) and the answer's probability differ


@dataclass(frozen=True, eq=False)
class AnswerTokens:
    """The T tokens of one answer; arrays are ``(T,)``, in nats and read-only.

    Attributes:
        old_token_logp: log pi_old(o_t | q, o_<t), of the end token as well if there is one.
        new_token_logp: under the present (candidate) policy.
        ref_token_logp: under the reference policy.
        tokens: their texts, or nothing where they are not known. Joined they need not be the
            answer's text: there are end tokens, and halves of letters.

    Raises:
        ValueError: there is no token, a number is above 0 or not finite, or the lengths differ;
            the message begins with the field.

    Example:
        >>> rows = [-0.5, -0.25], [-0.5, -0.125], [-0.75, -0.25]
        >>> answer = AnswerTokens(*rows, tokens=("40", "8"))
        >>> answer.size, answer.sums  # of old, new, ref
        (2, (-0.75, -0.625, -1.0))
        >>> AnswerTokens(*rows, tokens=("408",))
        Traceback (most recent call last):
        grpo_core.group_file.FieldError: tokens: 1 given, old_token_logp gives 2; give one for \
each token
    """

    old_token_logp: FloatArray
    new_token_logp: FloatArray
    ref_token_logp: FloatArray
    tokens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays and check every field."""
        object.__setattr__(self, TEXTS, tuple(self.tokens))
        for name in ROWS:
            row = float_array(name, getattr(self, name)).copy()
            row.setflags(write=False)
            object.__setattr__(self, name, row)
            _check_row(name, row)
        self._check_lengths()

    @property
    def size(self) -> int:
        """T, the number of tokens."""
        return len(self.old_token_logp)

    @property
    def rows(self) -> dict[str, FloatArray]:
        """Field of the file -> its row, in the order of `ROWS`."""
        return {name: getattr(self, name) for name in ROWS}

    @cached_property
    def sums(self) -> tuple[float, ...]:
        """log pi(o | q) of the whole answer under old, new and reference, nats."""
        return tuple(math.fsum(row) for row in self.rows.values())

    def _check_lengths(self) -> None:
        given = {name: len(row) for name, row in self.rows.items()}
        if self.tokens:
            given[TEXTS] = len(self.tokens)
        for name, count in given.items():
            if count != self.size:
                problem = f"{count} given, {ROWS[0]} gives {self.size}"
                raise FieldError(name, problem, "give one for each token")


def fits(whole: float, summed: float) -> bool:
    """Whether an answer's log-probability is the sum of its tokens', but for rounding."""
    return abs(whole - summed) <= TOLERANCE


def tokens_from(answer: dict[str, Any], prefix: str) -> AnswerTokens | None:
    """The tokens of an answer's table, None where it has none; raises `FieldError`."""
    if not any(key in answer for key in TOKEN_FIELDS):
        return None
    for name in ROWS:
        if name not in answer:
            remedy = "give it with the two other policies', or leave all tokens out"
            raise FieldError(f"{prefix}{name}", "missing", remedy)
    old, new, ref = (np.array(group_fields.numbers(answer, name, prefix)) for name in ROWS)
    texts = group_fields.texts(answer, TEXTS, prefix) if TEXTS in answer else ()
    if TEXTS in answer and not texts:
        raise FieldError(
            f"{prefix}{TEXTS}", "empty", "give the text of each token, or leave it out"
        )
    try:
        return AnswerTokens(old, new, ref, tokens=tuple(texts))
    except FieldError as error:
        raise error.within(prefix) from None


def check_sums(tokens: AnswerTokens, whole: tuple[float, ...], where: str) -> None:
    """Refuse rows that do not sum to the answer's log-probabilities; raises `FieldError`."""
    for name, summed, logp in zip(ROWS, tokens.sums, whole, strict=True):
        if not fits(logp, summed):
            field = WHOLE[name]
            raise FieldError(
                f"{where}.{name}",
                f"sums to {summed:.9g}, the answer's {field} is {logp:.9g}",
                f"correct one of them, or write {field} = {summed!r}",
            )


def _check_row(name: str, row: FloatArray) -> None:
    if row.ndim != 1 or not row.size:
        raise FieldError(
            name, "empty" if row.ndim == 1 else f"shape {row.shape}", "give a number for each token"
        )
    wrong = np.flatnonzero(~(row <= 0) | ~np.isfinite(row))
    if wrong.size:
        problem = f"{row[wrong[0]]:g} is not a log-probability"
        raise FieldError(f"{name}[{wrong[0] + 1}]", problem, "give a finite number of at most 0")
