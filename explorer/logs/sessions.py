"""A logged group as a session of the explorer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from grpo_core import AnswerTokens, WorkedGroup, group_advantages
from grpo_core.group_file import MOST

from ..group_file import MOST_TEXT
from ..session import Session, std_conventions
from .choices import POLICIES
from .groups import LoggedAnswer, LoggedGroup

_LETTERS, _SHORTEST = 25_600, 400  # of all answers, of one of many
_FITS = 0.02  # how far a rounded advantage may lie from ours, as a part of the largest
_TRL_EPS = 1e-4


def session_of(group: LoggedGroup, whole: LoggedGroup | None = None) -> tuple[Session, list[str]]:
    """The session of a logged group, and what was filled in.

    Log-probabilities that the log does not hold are taken from a policy that it does hold,
    in the order old, new, reference; where it holds none, all answers are alike. Where
    `group` holds only some of the answers, `whole` is the group of their advantages.
    """
    notes: list[str] = []
    answers = group.answers[:MOST]
    if len(group.answers) > MOST:
        notes.append(f"the first {MOST} of {len(group.answers)} answers are taken")
    known = [p for p in POLICIES if all(p in answer.logps for answer in answers)]
    sources = {p: p if p in known else _stand_in(known) for p in POLICIES}
    columns = {p: _logp_column(answers, source) for p, source in sources.items()}
    if missing := [p for p in POLICIES if p not in known]:
        notes.append(_filled_in(missing, known))
    rewards = [answer.reward for answer in answers]
    settings, fit = _convention(whole or group)
    worked = WorkedGroup(
        question=_cut(group.question, 1) or "question",
        texts=tuple(_cut(answer.text, len(answers)) or "(empty)" for answer in answers),
        rewards=rewards,
        old_logp=columns["old"],
        new_logp=columns["new"],
        ref_logp=columns["ref"],
        **settings,
        per_token=tuple(_answer_tokens(answer, sources) for answer in answers),
    )
    tokens = tuple(answer.tokens for answer in answers)
    level = "token" if max(tokens) > 1 else "answer"
    return Session.of(worked, tokens, level), notes + fit


def _stand_in(known: Sequence[str]) -> str | None:
    return known[0] if known else None


def _logp_column(answers: Sequence[LoggedAnswer], policy: str | None) -> np.ndarray:
    if policy is None:
        return np.full(len(answers), -math.log(len(answers)))
    return np.array([answer.logps[policy] for answer in answers])


def _answer_tokens(answer: LoggedAnswer, sources: Mapping[str, str | None]) -> AnswerTokens | None:
    """The tokens of an answer, where the log has as many under each policy."""
    rows = [answer.token_logps.get(source or "") for source in sources.values()]
    if None in rows or len({*map(len, rows)}) > 1:
        return None
    texts = answer.token_texts if len(answer.token_texts) == len(rows[0]) else ()
    return AnswerTokens(*rows, tokens=texts)


def _filled_in(missing: Sequence[str], known: Sequence[str]) -> str:
    if not known:
        return (
            "the log holds no log-probabilities: all answers are equally likely under all "
            "policies, so every ratio is 1; change new to ask what if"
        )
    return f"the log does not hold {' and '.join(missing)}: taken from {known[0]}"


def _held() -> dict[str, dict]:
    """The conventions that a group file can hold, by their words."""
    return {
        words: settings
        for words, settings in std_conventions().values()
        if "eps" not in settings and settings["scale"] != "mean"
    }


def _convention(group: LoggedGroup) -> tuple[dict, list]:
    """The std convention that gives the log's own advantages best, where one does."""
    logged = [answer.advantage for answer in group.answers]
    if None in logged or group.is_silent:
        return {}, []
    rewards = group.rewards
    scale = max(1e-9, float(np.abs(logged).max()))
    errors = {
        words: min(
            float(np.abs(group_advantages(rewards, eps=eps, **settings) - logged).max())
            for eps in (0.0, _TRL_EPS)
        )
        for words, settings in _held().items()
    }
    best = min(errors, key=errors.__getitem__)
    if errors[best] <= _FITS * scale:
        return _held()[best], [f"the log's advantages fit this std: {best}"]
    return {}, [
        "the log's advantages fit none of the std conventions (weighted rewards, or a std over "
        "the batch?)"
    ]


def _cut(text: str, size: int) -> str:
    """A text of which the middle is left out where it is too long: its end tells the result."""
    text = text.strip()
    most = min(MOST_TEXT, max(_SHORTEST, _LETTERS // size))
    if len(text) <= most:
        return text
    head = most // 2
    return f"{text[:head]}…{text[head + 1 - most :]}"
