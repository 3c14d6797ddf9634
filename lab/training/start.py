"""The supervised start: the model is shown questions with their answers, and their steps."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from lab.model import MOST_TOKENS, prompt_of
from lab.task import LEAST, MOST, question_of, questions, ways
from lab.tokens import END, IDS, TokenIds, ids_of
from lab.training.checkpoint import Row, TrainingState
from lab.training.network import Arrays, new_weights, token_logp

MATRICES = ("query_key_value", "attention_out", "mlp_up", "mlp_down")


@dataclass(frozen=True)
class StartRecipe:
    """How the start is made.

    Attributes:
        width, blocks: of the model.
        steps: of the optimizer.
        fall: in so many its rate would fall with a cosine to a fiftieth. Stopped well before, a
            model is less sure of itself, and its groups differ.
        warmup: the first of them, in which the rate rises from 0.
        whole: questions a step, with whole answers.
        easier: questions a step with a factor of one digit, with working.
        parts: products by one digit or by tens a step: the steps of the others.
        direct: share of the whole answers that are the result alone.
        rate: Muon's for matrices; a fifth of it is Adam's for the rest.
        decay: of the matrices, so that answers are worked out and not learned by heart.
        seed: of weights and batches.
    """

    width: int = 80
    blocks: int = 4
    steps: int = 1825
    fall: int = 2600
    warmup: int = 50
    whole: int = 192
    easier: int = 64
    parts: int = 128
    direct: float = 0.4
    rate: float = 0.02
    decay: float = 0.1
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Examples:
    """Prompts ``(N, PROMPT)`` and their answers ``(N, ways, T)``."""

    prompts: TokenIds
    answers: TokenIds

    def drawn(self, rng: np.random.Generator, n: int, share: float) -> tuple[TokenIds, TokenIds]:
        """Batch of ``n``: the first way with probability ``share``, else one of the others."""
        chosen = rng.integers(len(self.prompts), size=n)
        others = rng.integers(1, max(self.answers.shape[1], 2), size=n)
        way = np.where(rng.random(n) < share, 0, others)
        return self.prompts[chosen], self.answers[chosen, way]


def whole_examples() -> Examples:
    """Every question of the start pool with its three ways."""
    pairs = questions("start")
    return _examples([(question_of(a, b), ways(a, b)) for a, b in pairs], MOST_TOKENS)


def easier_examples() -> Examples:
    """Questions with a factor of one digit, written with two (07*24=140+28=168), both orders."""
    shown = []
    for number in (n for n in range(LEAST, MOST + 1) if n % 10):
        for digit in range(1, 10):
            tens, ones = digit * (number - number % 10), digit * (number % 10)
            answers = (f"{tens}+{ones}={digit * number}",)
            shown += [(f"{a:02}*{b:02}=", answers) for a, b in ((digit, number), (number, digit))]
    return _examples(shown, MOST_TOKENS)


def part_examples() -> Examples:
    """Products by a digit, written with two (17*04=68), and by tens, in both orders."""
    numbers = range(LEAST, MOST + 1)
    small = [n for digit in range(1, 10) for n in (digit, 10 * digit)]
    pairs = [pair for a in numbers for n in small for pair in ((a, n), (n, a))]
    return _examples([(f"{a:02}*{b:02}=", (f"{a * b}",)) for a, b in pairs], 5)


def _examples(shown: list[tuple[str, tuple[str, ...]]], length: int) -> Examples:
    def filled(answer: str) -> TokenIds:
        ids = np.full(length, IDS[END])
        ids[: len(answer)] = ids_of(answer)
        return ids

    prompts = np.array([prompt_of(ids_of(question)) for question, _ in shown])
    answers = np.array([[filled(answer) for answer in answers] for _, answers in shown])
    return Examples(prompts, answers)


class StartTraining:
    """Advances a `TrainingState` step by step as a `StartRecipe` says."""

    def __init__(self, recipe: StartRecipe) -> None:
        self.recipe = recipe
        self._whole, self._easier = whole_examples(), easier_examples()
        self._parts = part_examples()

    def fresh(self) -> TrainingState:
        """Before the first step."""
        recipe = self.recipe
        weights = new_weights(jax.random.key(recipe.seed), recipe.width, recipe.blocks)
        rng = np.random.default_rng(recipe.seed)
        return TrainingState(weights, _optimizer(recipe).init(weights), rng)

    def advance(self, state: TrainingState) -> TrainingState:
        """One step more; its row has the mean loss, in nats a token."""
        whole = self._whole.drawn(state.rng, self.recipe.whole, self.recipe.direct)
        easier = self._easier.drawn(state.rng, self.recipe.easier, 1.0)
        parts = self._parts.drawn(state.rng, self.recipe.parts, 1.0)
        batches = (whole, easier, parts)
        weights, optimizer, loss = _updated(self.recipe, state.weights, state.optimizer, batches)
        row: Row = {"step": state.step + 1, "loss": float(loss)}
        return TrainingState(weights, optimizer, state.rng, state.step + 1, (*state.rows, row))


@partial(jax.jit, static_argnums=0)
def _updated(recipe: StartRecipe, weights: Arrays, optimizer: Any, batches: Any) -> Any:
    loss, gradient = jax.value_and_grad(_loss)(weights, batches)
    change, optimizer = _optimizer(recipe).update(gradient, optimizer, weights)
    return optax.apply_updates(weights, change), optimizer, loss


def _loss(weights: Arrays, batches: Any) -> jax.Array:
    """Minus the mean log-probability of all answers' tokens."""
    total, count = jnp.zeros(()), jnp.zeros(())
    for prompts, answers in batches:
        ends = answers == IDS[END]
        real = jnp.cumsum(ends, axis=1) - ends == 0
        total += jnp.sum(jnp.where(real, token_logp(weights, prompts, answers), 0.0))
        count += real.sum()
    return -total / count


def _optimizer(recipe: StartRecipe) -> optax.GradientTransformation:
    """Muon (optax's) for the blocks' matrices, Adam for embeddings and gains."""
    rate = optax.warmup_cosine_decay_schedule(
        0.0, recipe.rate, recipe.warmup, recipe.fall, recipe.rate / 50
    )
    matrix = optax.contrib.MuonDimensionNumbers(reduction_axis=1, output_axis=2)
    return optax.contrib.muon(
        rate,
        weight_decay=recipe.decay,
        adam_learning_rate=lambda step: rate(step) / 5,
        adam_b2=0.98,
        muon_weight_dimension_numbers=lambda weights: {
            name: matrix if name in MATRICES else None for name in weights
        },
    )
