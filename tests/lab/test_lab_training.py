"""Training: its gradient is grpo_core's, and a run that is ended goes on as if it had not been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import lab
from grpo_core.advantages import Scale
from grpo_core.token_weights import Aggregate
from lab.model import Floats, answer_logp, prompt_of
from lab.task import question_of, questions
from lab.tokens import ids_of

pytest.importorskip("jax", reason="the extra lab is not installed: make .venv/.lab")

import jax
import jax.numpy as jnp

from lab.training.checkpoint import resumed, save, train
from lab.training.grpo import (
    DifferentAnswers,
    GrpoRecipe,
    GrpoTraining,
    SampledBatch,
    batch_objective,
    measured,
    sampled_batch,
)
from lab.training.network import carried_back, logp_and_way_back, token_logp
from lab.training.start import (
    StartRecipe,
    StartTraining,
    easier_examples,
    part_examples,
    whole_examples,
)

RULES = [
    GrpoRecipe(
        level=level, aggregate=aggregate, scale=scale, beta=0.3, eps_low=low, eps_high=1.5 * low
    )
    for level, low in (("token", 0.1), ("sequence", 0.02))
    for aggregate in get_args(Aggregate)
    for scale in get_args(Scale)
]


def moved(weights: dict, seed: int, size: float = 0.05) -> dict[str, Floats]:
    """The weights a little elsewhere."""
    rng = np.random.default_rng(seed)
    return {
        name: (array + rng.normal(0, size, array.shape)).astype(array.dtype)
        for name, array in weights.items()
    }


@pytest.fixture
def batch(tiny: lab.LanguageModel) -> SampledBatch:
    """Three groups of four with right and wrong answers, whichever the answers are."""
    pairs = [(17, 24), (34, 12), (99, 98)]
    reference = moved(tiny.weights, 1)
    drawn = sampled_batch(tiny.weights, reference, pairs, 4, np.random.default_rng(0))
    return replace(drawn, rewards=np.array([[1, 0, 0, 1], [0, 0, 0, 1], [1, 1, 0, 1.0]]))


def test_both_networks_are_one(tiny: lab.LanguageModel, batch: SampledBatch) -> None:
    here = answer_logp(tiny.weights, batch.prompts, batch.tokens)
    there = token_logp(dict(tiny.weights), batch.prompts, batch.tokens)
    np.testing.assert_allclose(here, there, rtol=1e-5, atol=1e-5)


def objective_in_jax(weights: dict, batch: SampledBatch, recipe: GrpoRecipe) -> jax.Array:
    """J once more, straight from the papers' formulas, for JAX to differentiate."""
    Q, G = batch.rewards.shape
    by_group = (Q, G, -1)
    logp = token_logp(weights, batch.prompts, batch.tokens).reshape(by_group)
    old, ref = batch.old_logp.reshape(by_group), batch.ref_logp.reshape(by_group)
    mask = batch.real.reshape(by_group).astype(np.float32)
    lengths = mask.sum(axis=2, keepdims=True)
    r = batch.rewards
    A = (r - r.mean(axis=1, keepdims=True))[..., None]
    if recipe.scale == "std":
        A = A / r.std(axis=1)[:, None, None]
    log_ratio = (logp - old) * mask
    if recipe.level == "sequence":
        log_ratio = log_ratio.sum(axis=2, keepdims=True) / lengths * mask
    ratio = jnp.exp(log_ratio)
    clipped = jnp.clip(ratio, 1 - recipe.eps_low, 1 + recipe.eps_high)
    surrogate = jnp.minimum(ratio * A, clipped * A)
    k3 = jnp.exp(ref - logp) - (ref - logp) - 1
    weight = {
        "grpo": mask / lengths / G,
        "dapo": mask / mask.sum(axis=(1, 2), keepdims=True),
        "dr_grpo": mask / (G * mask.shape[2]),
        "seq_sum": mask / G,
        "token_sum": mask,
    }[recipe.aggregate]
    return jnp.sum(weight * (surrogate - recipe.beta * jnp.where(mask > 0, k3, 0))) / Q


@pytest.mark.parametrize("recipe", RULES, ids=lambda r: f"{r.level}-{r.aggregate}-{r.scale}")
def test_the_update_follows_grpo_core_s_gradient(tiny, batch, recipe: GrpoRecipe) -> None:
    """Away from the old policy, where some tokens are clipped; 1e-5 of the largest slope."""
    weights = moved(tiny.weights, 2)
    logp, way_back = logp_and_way_back(weights, batch.prompts, batch.tokens)
    objective = batch_objective(batch, np.asarray(logp), recipe)
    assert objective.clip_fraction > 0.05
    slope = jnp.asarray(objective.slope, dtype=jnp.float32)
    ours = carried_back(way_back, slope)
    value, theirs = jax.value_and_grad(objective_in_jax)(weights, batch, recipe)
    assert objective.value == pytest.approx(float(value), rel=1e-5, abs=1e-6)
    for name, expected in theirs.items():
        largest = float(jnp.abs(expected).max())
        np.testing.assert_allclose(ours[name], expected, rtol=1e-5, atol=1e-5 * largest)


def test_answers_that_are_alike_are_computed_once_and_count_as_often_as_they_stand(
    tiny, batch: SampledBatch
) -> None:
    """Two of an answer in one group, three in another: the gradient is that of all of them."""
    rows = [0, 0, 2, 3, 4, 5, 5, 5, 8, 9, 10, 11]
    twice = replace(batch, prompts=batch.prompts[rows], tokens=batch.tokens[rows])
    once = DifferentAnswers.of(twice)
    assert len({*map(bytes, once.tokens)}) <= 9
    slope = np.random.default_rng(5).normal(size=twice.tokens.shape).astype(np.float32)
    logp, way_back = logp_and_way_back(dict(tiny.weights), twice.prompts, twice.tokens)
    few, short_way = logp_and_way_back(dict(tiny.weights), once.prompts, once.tokens)
    np.testing.assert_allclose(once.for_all(few), logp, rtol=1e-5, atol=1e-5)
    expected, found = carried_back(way_back, slope), carried_back(short_way, once.summed(slope))
    for name, array in expected.items():
        largest = float(jnp.abs(array).max())
        np.testing.assert_allclose(found[name], array, rtol=1e-4, atol=1e-5 * largest)


@pytest.mark.parametrize(
    ("name", "place"), [("query_key_value", (1, 3, 20)), ("mlp_up", (0, 5, 7)), ("tokens", (4, 2))]
)
def test_a_small_step_of_one_weight_gains_what_the_gradient_says(
    tiny, batch: SampledBatch, name: str, place: tuple[int, ...]
) -> None:
    """Central differences of J in float64, in numpy throughout."""
    recipe = GrpoRecipe(beta=0.1, eps_low=5, eps_high=5)
    exact = {n: array.astype(np.float64) for n, array in tiny.weights.items()}

    def value(step: float) -> float:
        there = {n: array.copy() for n, array in exact.items()}
        there[name][place] += step
        logp = answer_logp(there, batch.prompts, batch.tokens)
        return batch_objective(batch, logp, recipe).value

    logp = answer_logp(exact, batch.prompts, batch.tokens)
    slope = jnp.asarray(batch_objective(batch, logp, recipe).slope, dtype=jnp.float32)
    _, way_back = logp_and_way_back(dict(tiny.weights), batch.prompts, batch.tokens)
    gradient = carried_back(way_back, slope)
    largest = float(jnp.abs(gradient[name]).max())
    measured = (value(1e-5) - value(-1e-5)) / 2e-5
    assert float(gradient[name][place]) == pytest.approx(measured, rel=1e-3, abs=1e-4 * largest)


def test_a_batch_is_measured_as_one_counts_by_hand(batch: SampledBatch) -> None:
    silent = replace(batch, rewards=np.array([[1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 0, 1.0]]))
    row = measured(silent)
    assert row["reward"] == pytest.approx(7 / 12)
    assert row["silent"] == pytest.approx(2 / 3) and row["right"] == [4, 0, 3]
    assert row["length"] == np.mean([len(answer.tokens) for answer in batch.answers])
    tokens = sum(len(answer.tokens) for answer in batch.answers)
    total = -sum(float(answer.logp.sum()) for answer in batch.answers)
    assert row["entropy"] == pytest.approx(total / tokens, rel=1e-5)


def test_the_start_is_shown_no_question_of_the_other_pools() -> None:
    unseen = {question_of(*pair) for pool in ("learning", "held out") for pair in questions(pool)}
    shown = [
        prompt
        for examples in (whole_examples(), easier_examples(), part_examples())
        for prompt in examples.prompts
    ]
    forbidden = {tuple(prompt_of(ids_of(question))) for question in unseen}
    assert len(shown) > 3000 and not forbidden & set(map(tuple, np.array(shown)))


SMALL = GrpoRecipe(questions=3, answers=4, updates=2, rate=1e-2, measure=100)
SMALL_START = StartRecipe(width=8, blocks=1, steps=4, warmup=1, whole=8, easier=4, parts=8)


@pytest.mark.parametrize("kind", ["start", "grpo"])
def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(
    tiny, tmp_path: Path, monkeypatch, kind: str
) -> None:
    """Ended after three steps of four, of which two had been kept; held-out questions: none."""
    monkeypatch.setattr(GrpoTraining, "held_out_reward", lambda *_: 0.0)

    def training():
        return StartTraining(SMALL_START) if kind == "start" else GrpoTraining(SMALL, tiny.weights)

    file, about = tmp_path / "run.npz", training().recipe.as_dict()
    first = training()
    whole = train(first.fresh(), first.advance, 4, keep=lambda state: None, every=2)

    killed = training()
    keep = lambda state: save(file, state, about)  # noqa: E731
    half = train(killed.fresh(), killed.advance, 2, keep=keep, every=2)
    killed.advance(half)  # the third step is lost

    again = training()
    state = resumed(file, again.fresh(), about)
    assert state.step == 2
    ended = train(state, again.advance, 4, keep=keep, every=2)
    assert ended.rows == whole.rows and len(whole.rows) == 4
    for name, array in whole.weights.items():
        assert np.array_equal(array, ended.weights[name])
        assert not np.array_equal(array, again.fresh().weights[name])


def test_another_recipe_s_run_is_not_gone_on_with(tiny, tmp_path: Path) -> None:
    file, training = tmp_path / "run.npz", GrpoTraining(SMALL, tiny.weights)
    save(file, training.fresh(), SMALL.as_dict())
    with pytest.raises(lab.LabError, match=r"run.npz: made with beta 0.01, not 0.5; .*anew$"):
        resumed(file, training.fresh(), replace(SMALL, beta=0.5).as_dict())
    other = GrpoTraining(SMALL, {"norm": tiny.weights["norm"]})
    with pytest.raises(lab.LabError, match=r"run.npz: of another model; "):
        resumed(file, other.fresh(), SMALL.as_dict())
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(lab.LabError, match=r"run.npz: damaged; remove it to begin anew$"):
        resumed(file, training.fresh(), SMALL.as_dict())


def test_the_reward_of_a_question_that_is_asked_again_and_again_rises(tiny) -> None:
    """The whole loop at work: here an answer is right when it has a 4."""
    recipe = replace(SMALL, questions=1, answers=12, only=1, rate=2e-2)
    training = GrpoTraining(recipe, tiny.weights)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lab.language_model.is_right", lambda _, text: "4" in text)
        ended = train(training.fresh(), training.advance, 40, keep=lambda state: None, every=100)
    rewards = [row["reward"] for row in ended.rows]
    assert np.mean(rewards[-5:]) > np.mean(rewards[:3]) + 0.2
