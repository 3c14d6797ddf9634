"""What a log gives: groups of answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from grpo_core import is_silent

from .choices import Reading

_TITLE = 60  # letters of a question in a title


@dataclass(frozen=True)
class LoggedAnswer:
    """One row of a log. `logps` holds sums over tokens, nats; `tokens` is |o_i|.

    `token_logps` has a number for each token where the log has, `token_texts` what they say.
    """

    text: str
    reward: float
    logps: dict[str, float]
    tokens: int
    advantage: float | None
    token_logps: dict[str, list[float]] = field(default_factory=dict)
    token_texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoggedGroup:
    """The answers to one question in one step."""

    step: str
    question: str
    answers: tuple[LoggedAnswer, ...]

    @property
    def rewards(self) -> list[float]:
        """One for each answer."""
        return [answer.reward for answer in self.answers]

    @property
    def is_silent(self) -> bool:
        """Whether all rewards are equal, so that the group teaches nothing."""
        return bool(is_silent(self.rewards))

    @property
    def title(self) -> str:
        """A line to choose it by."""
        span = f"rewards {min(self.rewards):g} to {max(self.rewards):g}"
        said = f"all rewards {self.rewards[0]:g}, silent" if self.is_silent else span
        step = f"step {self.step}: " if self.step else ""
        question = " ".join(self.question.split())
        cut = f"{question[:_TITLE]}…" if len(question) > _TITLE else question
        return f"{step}{cut} ({len(self.answers)} answers, {said})"


@dataclass(frozen=True)
class Log:
    """Groups of at least two answers, what had to be decided, and what was taken for what."""

    groups: tuple[LoggedGroup, ...]
    notes: tuple[str, ...]
    reading: Reading

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes that `reading` does not tell as well."""
        return tuple(note for note in self.notes if not note.startswith("reward is "))
