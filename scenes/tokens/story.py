"""The answers that the film tells of, token by token: the user's own, or the lab's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grpo_core import AnswerTokens, Clip, GroupTable, Push, group_advantages, token_weights
from lab import load_run
from scenes.stage.token_square import END

STEP, QUESTION = 16, "59*86="  # of the lab's run: a group whose answers part at two tokens
_LEAST_EPS = 0.02  # from a bound to where there is none
_LONGEST = 5  # characters of a token that are shown


@dataclass(frozen=True, eq=False)
class ToldAnswer:
    """One answer; arrays are ``(T,)``.

    Attributes:
        tokens: their texts, empty ones where they are not known.
        reward: what it got.
        advantage: the same for each of its tokens.
        old_logp: under the policy that drew it, nats.
        new_logp: the same after each update on it, so far as they are known.
    """

    tokens: tuple[str, ...]
    reward: float
    advantage: float
    old_logp: np.ndarray
    new_logp: tuple[np.ndarray, ...]

    @property
    def size(self) -> int:
        """T, the number of its tokens."""
        return len(self.old_logp)

    @property
    def old(self) -> np.ndarray:
        """Each token's chance when it was drawn."""
        return np.exp(self.old_logp)

    @property
    def new(self) -> np.ndarray:
        """Each token's chance now."""
        return np.exp(self.new_logp[-1])

    @property
    def ratios(self) -> list[np.ndarray]:
        """Each token's ratio after each update."""
        return [np.exp(logp - self.old_logp) for logp in self.new_logp]

    @property
    def log_ratio(self) -> np.ndarray:
        """The logarithm of each token's ratio now."""
        return self.new_logp[-1] - self.old_logp

    @property
    def role(self) -> str:
        """The role that colours it: by the sign of its advantage."""
        return "up" if self.advantage > 0 else "down"


@dataclass(frozen=True, eq=False)
class Story:
    """A question's answers that are told of.

    Attributes:
        question: as the model reads it.
        answers: a better one, and the longest and the shortest of the worse ones.
        rewards: of the whole group, shape (G,).
        sizes: how many tokens each answer of it has, so far as that is known, else 0.
        eps_low: clip range below 1.
        eps_high: clip range above 1.
        is_own: whether it is the user's group; else it is the lab's.
        later: tokens of an answer that a later policy drew, if that is known.
    """

    question: str
    answers: tuple[ToldAnswer, ...]
    rewards: np.ndarray
    sizes: tuple[int, ...]
    eps_low: float
    eps_high: float
    is_own: bool
    later: tuple[str, ...] = ()

    @property
    def right(self) -> ToldAnswer:
        """The better one."""
        return self.answers[0]

    @property
    def short(self) -> ToldAnswer:
        """The shortest of the worse ones."""
        return self.answers[-1]

    @property
    def size(self) -> int:
        """G, the number of answers of the whole group."""
        return len(self.rewards)

    @property
    def longest(self) -> int:
        """The most tokens of an answer that is told of; the lab's model writes no more."""
        return max(answer.size for answer in self.answers)

    @cached_property
    def shared(self) -> int:
        """With how many tokens the second answer begins as the first one does."""
        pairs = zip(self.right.tokens, self.answers[1].tokens, strict=False)
        alike = [one == other and bool(one) for one, other in pairs]
        return alike.index(False) if False in alike else len(alike)

    def weights(self, aggregate: str, sizes: Sequence[int]) -> list[float]:
        """What one token of each answer weighs, if answers of these sizes were all."""
        mask = np.arange(max(sizes)) < np.array(sizes)[:, None]
        table = token_weights(mask, aggregate=aggregate, max_length=self.longest)
        return [float(row[0]) for row in table]

    def push(self, answer: ToldAnswer, aggregate: str = "grpo", update: int = 0) -> np.ndarray:
        """The slope of the group's objective in each token's log-probability, shape (T,).

        `update` is how many updates on these answers were made before.
        """
        weights = self.weights(aggregate, self.sizes)
        weight = weights[self.sizes.index(answer.size)]
        slope: np.ndarray = weight * self._clip(answer, update).weight[0]
        return slope

    def binds(self, answer: ToldAnswer, update: int) -> np.ndarray:
        """Whose own push is off after so many updates, shape (T,)."""
        off: np.ndarray = self._clip(answer, update).binds[0]
        return off

    def _clip(self, answer: ToldAnswer, update: int) -> Push:
        """What the clip makes of an answer after so many updates; arrays are (1, T)."""
        logp = (answer.old_logp, *answer.new_logp)[update]
        rule = Clip(self.eps_low, self.eps_high)
        return rule.push(logp[None], answer.old_logp[None], [answer.advantage])


def story_of(table: GroupTable) -> Story:
    """The story of the user's group, if it has the tokens of enough answers, and both bounds.

    Raises `lab.LabError` where it has not, and the lab's record is missing or damaged.
    """
    known = table.group.per_token or (None,) * table.group.size
    told = [
        _own(one, float(reward), float(advantage))
        for one, reward, advantage in zip(known, table.rewards, table.advantage, strict=True)
        if one is not None
    ]
    chosen, group = _chosen(told), table.group
    has_bounds = _LEAST_EPS <= table.eps_low <= 1 - _LEAST_EPS and table.eps_high >= _LEAST_EPS
    if chosen is None or not has_bounds:
        return _lab_story()
    sizes = tuple(0 if one is None else one.size for one in known)
    return Story(group.question, chosen, table.rewards, sizes, table.eps_low, table.eps_high, True)


def _own(tokens: AnswerTokens, reward: float, advantage: float) -> ToldAnswer:
    texts = tokens.tokens or ("",) * tokens.size
    return ToldAnswer(
        tuple(map(_short, texts)),
        reward,
        advantage,
        tokens.old_token_logp,
        (tokens.new_token_logp,),
    )


def _short(token: str) -> str:
    return token if len(token) <= _LONGEST or token == END else token[: _LONGEST - 1] + "…"


def _lab_story() -> Story:
    run = load_run()
    row = next(row for row in run["rows"] if row["step"] == STEP)
    group = next(group for group in row["groups"] if group["question"] == QUESTION)
    rewards = np.array([answer["reward"] for answer in group["answers"]])
    advantages = group_advantages(rewards, scale=run["recipe"]["scale"])
    told = [
        ToldAnswer(
            tuple(answer["tokens"]),
            float(answer["reward"]),
            float(advantage),
            np.array(answer["old"]),
            tuple(np.array(logp) for logp in answer["new"]),
        )
        for answer, advantage in zip(group["answers"], advantages, strict=True)
    ]
    low, high = (run["recipe"][name] for name in ("eps_low", "eps_high"))
    chosen = _chosen(told)
    assert chosen is not None  # of the shipped record it is known
    after = next(row for row in run["rows"] if row["step"] > STEP and "groups" in row)
    return Story(
        QUESTION,
        chosen,
        rewards,
        tuple(len(answer["tokens"]) for answer in group["answers"]),
        low,
        low if high is None else high,
        is_own=False,
        later=tuple(after["groups"][0]["answers"][0]["tokens"]),
    )


def _chosen(told: Sequence[ToldAnswer]) -> tuple[ToldAnswer, ...] | None:
    """A better answer and two worse ones of unlike length; None where there are none."""
    better = [answer for answer in told if answer.advantage > 0]
    worse = [answer for answer in told if answer.advantage < 0]
    if not better or not worse:
        return None
    right = max(better, key=lambda answer: answer.advantage)
    long = max(worse, key=lambda answer: answer.size)
    short = min(worse, key=lambda answer: answer.size)
    return None if long.size == short.size else (right, long, short)
