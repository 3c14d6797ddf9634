"""Which columns of a log are taken for what: as a user chooses, and as they were taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

POLICIES = ("old", "new", "ref")


@dataclass(frozen=True)
class ChosenColumns:
    """Columns that a user has chosen: None is left to be found, "" takes none.

    `rewards` are columns that are added up, each with weight 1.
    """

    question: str | None = None
    answer: str | None = None
    group: str | None = None
    step: str | None = None
    rewards: tuple[str, ...] | None = None
    old: str | None = None
    new: str | None = None
    ref: str | None = None


def sum_words(terms: Iterable[tuple[str, float]]) -> str:
    """A weighted sum of columns as it is written."""
    return " + ".join(c if w == 1 else f"{w:g} × {c}" for c, w in terms)


@dataclass(frozen=True)
class Reading:
    """What was taken for what; "" is none.

    Attributes:
        roles: question, answer, group, step, advantage, old, new, ref -> the log's column.
        rewards: a column and its weight for each term of the reward.
        columns: all columns of the log.
        numeric: those that hold a number or nothing in every row.
        proof: how the reward was found, in words.
        group_words: what makes a group, in words.
    """

    roles: dict[str, str]
    rewards: tuple[tuple[str, float], ...]
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    proof: str = ""
    group_words: str = ""
    logp_words: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All of it in one line."""
        logps = [f"{p} = {words}" for p, words in self.logp_words.items()]
        step = f" within {self.roles['step']}" if self.roles["step"] else ""
        return "; ".join(
            [
                f"question = {self.roles['question'] or 'none'}",
                f"answer = {self.roles['answer']}",
                f"reward = {sum_words(self.rewards)}{f' ({self.proof})' if self.proof else ''}",
                f"group = {self.group_words}{step}",
                f"log-probabilities: {', '.join(logps) or 'none'}",
            ]
        )
