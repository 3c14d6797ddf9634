"""GRPO: the model answers, its answers are checked, and `grpo_core`'s gradient moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Any, ClassVar, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from grpo_core import group_advantages, grpo_objective, is_silent, kl_estimate
from grpo_core.advantages import Scale
from grpo_core.checks import BoolArray, FloatArray
from grpo_core.objective import Level
from grpo_core.token_weights import Aggregate
from lab.language_model import LanguageModel, SampledAnswer, answers_of
from lab.model import (
    MOST_TOKENS,
    Floats,
    Weights,
    answer_logp,
    prompt_of,
    real_tokens,
    sample_answers,
)
from lab.task import question_of, questions, shows_working
from lab.tokens import TokenIds, ids_of
from lab.training.checkpoint import Row, TrainingState
from lab.training.network import Arrays, carried_back, in_numpy, logp_and_way_back, token_logp

RECORDED = 2  # groups of a step


@dataclass(frozen=True)
class GrpoRecipe:
    """How GRPO trains.

    Attributes:
        questions: groups a batch.
        answers: G, of each group.
        updates: optimizer steps a batch, each on all of it.
        rate: Adam's.
        largest: norm to which a longer gradient is cut.
        eps_low, eps_high, beta, level, aggregate: as in `grpo_core.grpo_objective`.
        max_length: L of the average ``"dr_grpo"``; with 1 it is the sum of an answer's tokens.
        scale: as in `grpo_core.group_advantages`.
        pool: where its questions come from.
        only: how many of them it uses; None means all.
        kept: after which steps the weights are kept, besides the first and the last.
        measure: every so many steps the held-out questions are asked.
        record: every so many steps, and after those whose weights are kept, whole groups are
            recorded. Of the first batch and of those after kept weights all texts are.
        seed: of questions and answers.
    """

    questions: int = 32
    answers: int = 8
    updates: int = 2
    rate: float = 2e-4
    largest: float = 1.0
    eps_low: float = 0.2
    eps_high: float | None = None
    beta: float = 0.01
    level: Level = "token"
    aggregate: Aggregate = "grpo"
    max_length: int = MOST_TOKENS
    scale: Scale = "std"
    pool: str = "learning"
    only: int | None = None
    kept: tuple[int, ...] = (10, 11)
    measure: int = 10
    record: int = 8
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"kept": [*self.kept]}


@dataclass(frozen=True, eq=False)
class SampledBatch:
    """Q groups of G answers, B = Q G rows, group after group.

    Attributes:
        prompts: ``(B, PROMPT)``.
        tokens: ``(B, T)``, T = MOST_TOKENS.
        real: ``(B, T)``, which of them belong to an answer.
        old_logp: ``(B, T)`` under the policy that drew them, nats.
        ref_logp: ``(B, T)`` under the reference policy.
        rewards: ``(Q, G)``.
        answers: the same as text, B of them.
    """

    prompts: TokenIds
    tokens: TokenIds
    real: BoolArray
    old_logp: Floats
    ref_logp: Floats
    rewards: FloatArray
    answers: list[SampledAnswer]


def sampled_batch(
    weights: Weights,
    reference: Weights,
    pairs: list[tuple[int, int]],
    size: int,
    rng: np.random.Generator,
) -> SampledBatch:
    """A group of `size` answers to each question."""
    asked = [question_of(a, b) for a, b in pairs for _ in range(size)]
    prompts = np.array([prompt_of(ids_of(question)) for question in asked])
    tokens, old_logp = sample_answers(weights, prompts, rng)
    answers = answers_of(asked, tokens, old_logp)
    rewards = np.array([answer.reward for answer in answers]).reshape(len(pairs), size)
    ref_logp = answer_logp(reference, prompts, tokens)
    real = real_tokens(tokens)
    return SampledBatch(prompts, tokens, real, old_logp, ref_logp, rewards, answers)


@dataclass(frozen=True, eq=False)
class BatchObjective:
    """The mean of the groups' objectives: value, and its slope ``(B, T)`` in each logp."""

    value: float
    slope: FloatArray
    clip_fraction: float


def batch_objective(batch: SampledBatch, logp: Floats, recipe: GrpoRecipe) -> BatchObjective:
    """`grpo_core.grpo_objective` of every group at the present log-probabilities ``(B, T)``."""
    Q, G = batch.rewards.shape
    advantages = group_advantages(batch.rewards, scale=recipe.scale)

    def by_group(rows: Any) -> Any:
        return np.asarray(rows, dtype=float).reshape(Q, G, MOST_TOKENS)

    groups = [
        grpo_objective(
            *given,
            eps_low=recipe.eps_low,
            eps_high=recipe.eps_high,
            beta=recipe.beta,
            level=recipe.level,
            aggregate=recipe.aggregate,
            max_length=recipe.max_length,
        )
        for given in zip(
            by_group(logp),
            by_group(batch.old_logp),
            by_group(batch.ref_logp),
            advantages,
            by_group(batch.real),
            strict=True,
        )
    ]
    bound = sum(group.binds.sum() for group in groups)
    return BatchObjective(
        value=float(np.mean([group.value for group in groups])),
        slope=np.concatenate([group.gradient for group in groups]) / Q,
        clip_fraction=float(bound / batch.real.sum()),
    )


@dataclass(frozen=True, eq=False)
class DifferentAnswers:
    """The different answers of a batch: a policy says the same of those that are alike.

    A few groups of the same answers are a third of the work of all.

    Attributes:
        prompts: ``(N, PROMPT)``, filled up to a multiple of `STEP` with the first again, so that
            few sizes are compiled.
        tokens: ``(N, T)``.
        place: ``(B,)``, where each answer of the batch stands among them.
    """

    prompts: TokenIds
    tokens: TokenIds
    place: NDArray[np.intp]

    STEP: ClassVar = 64

    @classmethod
    def of(cls, batch: SampledBatch) -> DifferentAnswers:
        texts = np.concatenate([batch.prompts, batch.tokens], axis=1)
        _, first, place = np.unique(texts, axis=0, return_index=True, return_inverse=True)
        rows = np.resize(first, -(-len(first) // cls.STEP) * cls.STEP)
        return cls(batch.prompts[rows], batch.tokens[rows], place.reshape(-1))

    def for_all(self, logp: Any) -> Floats:
        """What belongs to the different answers ``(N, T)``, for each of the batch ``(B, T)``."""
        return np.asarray(logp)[self.place]

    def summed(self, slope: FloatArray) -> jax.Array:
        """The sum ``(N, T)`` of the slopes ``(B, T)`` of answers that are alike."""
        total = np.zeros(self.tokens.shape)
        np.add.at(total, self.place, slope)
        return jnp.asarray(total, dtype=jnp.float32)


class Use(NamedTuple):
    """What one update with a batch made: weights and optimizer after it, and before it the
    batch's log-probabilities ``(B, T)`` and the share of its tokens whose clip binds."""

    weights: Arrays
    optimizer: Any
    logp: Floats
    clip_fraction: float


class GrpoTraining:
    """Advances a `TrainingState` batch by batch as a `GrpoRecipe` says."""

    def __init__(self, recipe: GrpoRecipe, start: Weights) -> None:
        """`start` are the weights of the start: the reference, too."""
        self.recipe = recipe
        self._start = dict(start)
        self._pool = questions(recipe.pool)
        if recipe.only is not None:
            order = np.random.default_rng(recipe.seed).permutation(len(self._pool))
            self._pool = [self._pool[n] for n in order[: recipe.only]]
        self._held_out = questions("held out")
        self._optimizer = _optimizer(recipe.rate, recipe.largest)

    def fresh(self) -> TrainingState:
        """Before the first batch."""
        weights = {name: jnp.asarray(array) for name, array in self._start.items()}
        rng = np.random.default_rng(self.recipe.seed)
        return TrainingState(weights, self._optimizer.init(weights), rng)

    def drawn(self, state: TrainingState) -> tuple[list[tuple[int, int]], SampledBatch]:
        """Questions, and a batch of answers to them by the present weights."""
        recipe = self.recipe
        chosen = state.rng.choice(len(self._pool), size=recipe.questions, replace=False)
        pairs = [self._pool[n] for n in chosen]
        here = in_numpy(state.weights)
        return pairs, sampled_batch(here, self._start, pairs, recipe.answers, state.rng)

    def uses(self, state: TrainingState, batch: SampledBatch) -> Iterator[Use]:
        """Update the weights with a batch, as often as it is used."""
        weights, optimizer, once = state.weights, state.optimizer, DifferentAnswers.of(batch)
        for _ in range(self.recipe.updates):
            logp, way_back = logp_and_way_back(weights, once.prompts, once.tokens)
            before = once.for_all(logp)
            objective = batch_objective(batch, before, self.recipe)
            # optax goes down: the loss is -J.
            gradient = carried_back(way_back, once.summed(-objective.slope))
            weights, optimizer = _updated(self._optimizer, weights, optimizer, gradient)
            yield Use(weights, optimizer, before, objective.clip_fraction)

    def advance(self, state: TrainingState) -> TrainingState:
        """Sample a batch with the present weights, then update them with it."""
        recipe, here = self.recipe, in_numpy(state.weights)
        pairs, batch = self.drawn(state)
        row = measured(batch) | {"step": state.step}
        if state.step % recipe.measure == 0:
            row["held_out"] = self.held_out_reward(here, state.step)
        uses = list(self.uses(state, batch))
        weights = uses[-1].weights
        row["clip_fraction"] = float(np.mean([use.clip_fraction for use in uses]))
        if state.step % recipe.record == 0 or state.step in recipe.kept:
            once = DifferentAnswers.of(batch)
            logps = [use.logp for use in uses[1:]]
            logps.append(once.for_all(token_logp(weights, once.prompts, once.tokens)))
            row["groups"] = recorded(batch, pairs[:RECORDED], logps, LanguageModel(here))
        if state.step in (0, *recipe.kept):
            row["batch"] = texts_of(batch, pairs)
        rows = (*state.rows, row)
        return TrainingState(weights, uses[-1].optimizer, state.rng, state.step + 1, rows)

    def held_out_reward(self, weights: Weights, step: int) -> float:
        """Mean reward of one answer to every held-out question; the run's own draws go on."""
        rng = np.random.default_rng([self.recipe.seed, step])
        return float(sampled_batch(weights, weights, self._held_out, 1, rng).rewards.mean())


@partial(jax.jit, static_argnums=0)
def _updated(
    rule: optax.GradientTransformation, weights: Arrays, optimizer: Any, gradient: Arrays
) -> tuple[Arrays, Any]:
    change, optimizer = rule.update(gradient, optimizer, weights)
    return optax.apply_updates(weights, change), optimizer


@cache  # one object for one rule, which is then compiled once
def _optimizer(rate: float, largest: float) -> optax.GradientTransformation:
    return optax.chain(optax.clip_by_global_norm(largest), optax.adam(rate))


def recorded(
    batch: SampledBatch,
    pairs: list[tuple[int, int]],
    new_logps: list[Floats],
    model: LanguageModel,
) -> list[dict[str, Any]]:
    """The first groups of a batch, one for each of `pairs`, for the run's record.

    Log-probabilities of tokens in nats, to 1e-6; `new_logps` are those after each update. Of
    each group's first answer the probability of every token at each place, too, as the `model`
    that drew it had them: ``(tokens, 14)``, to 1e-5.
    """
    size = batch.rewards.shape[1]

    def told(n: int) -> dict[str, Any]:
        real, answer = batch.real[n], batch.answers[n]
        policies = {"old": batch.old_logp[n], "ref": batch.ref_logp[n]}
        rows = {name: _short(logp[real]) for name, logp in policies.items()}
        new = [_short(logp[n][real]) for logp in new_logps]
        return {"tokens": [*answer.tokens], "reward": answer.reward, **rows, "new": new}

    groups = []
    for first, (a, b) in zip(range(0, size * len(pairs), size), pairs, strict=True):
        question, answers = question_of(a, b), [told(n) for n in range(first, first + size)]
        written = "".join(answers[0]["tokens"][:-1])
        chances = model.distributions(question, written)
        answers[0]["distributions"] = [_short(row, 5) for row in chances]
        groups.append({"question": question, "answers": answers})
    return groups


def texts_of(batch: SampledBatch, pairs: list[tuple[int, int]]) -> dict[str, list[str]]:
    """All answers of a batch, by question."""
    size = batch.rewards.shape[1]
    texts = [answer.text for answer in batch.answers]
    return {question_of(*pair): texts[n * size : (n + 1) * size] for n, pair in enumerate(pairs)}


def _short(values: Floats, digits: int = 6) -> list[float]:
    return [round(float(value), digits) for value in values]


def measured(batch: SampledBatch) -> Row:
    """What a batch says of the policy that drew it.

    Right answers of each group; mean reward; share of answers with working; mean tokens an
    answer; share of silent groups; mean k3 a token against the reference; mean -logp a token, an
    estimate of the entropy.
    """
    real = batch.real
    k3 = kl_estimate(batch.old_logp[real], batch.ref_logp[real], "k3")
    return {
        "right": [int(count) for count in batch.rewards.sum(axis=1)],
        "reward": float(batch.rewards.mean()),
        "working": float(np.mean([shows_working(answer.text) for answer in batch.answers])),
        "length": float(real.sum(axis=1).mean()),
        "silent": float(is_silent(batch.rewards).mean()),
        "k3": float(np.mean(k3)),
        "entropy": float(-batch.old_logp[real].mean()),
        "held_out": None,
    }
