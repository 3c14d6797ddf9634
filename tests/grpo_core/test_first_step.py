"""One step up the gradient at the old policy, until the first ratio touches its bound."""

import dataclasses
import math

import numpy as np
import pytest

from grpo_core import (
    WorkedGroup,
    evaluate_group,
    first_step,
    grpo_objective,
    log_softmax,
    no_update,
)


def group_of(old_logp, rewards, **settings) -> WorkedGroup:
    """Different answers, at first under the old policy, which is also the reference."""
    texts = tuple(f"answer {n}" for n in range(len(old_logp)))
    return WorkedGroup("q", texts, rewards, old_logp, old_logp, old_logp, **settings)


def ratios(group: WorkedGroup) -> np.ndarray:
    return np.exp(group.new_logp - group.old_logp)


def test_the_worked_group_by_hand(worked):
    """Right answers together .3 -> .3 * 1.2 = .36; the wrong .7 -> .64, all in proportion."""
    step = first_step(worked)
    np.testing.assert_allclose(
        step.new, [0.24, 0.4 * 64 / 70, 0.12, 0.3 * 64 / 70], rtol=0, atol=1e-14
    )
    table = evaluate_group(step)
    assert table.surrogate == pytest.approx((1.2 - 64 / 70) / 2, abs=1e-14)
    assert table.surrogate == pytest.approx(0.143, abs=5e-4)
    assert table.objective == pytest.approx(0.142, abs=5e-4)
    assert not table.binds.any()


def test_no_update(worked):
    """By hand: old to reference, mean of x - ln x - 1 for x = 3/4, 1, 7/5, 31/30, times .04."""
    table = evaluate_group(no_update(worked))
    k3 = sum(x - math.log(x) - 1 for x in (3 / 4, 1, 7 / 5, 31 / 30)) / 4
    assert table.objective == pytest.approx(-0.04 * k3, abs=1e-15)
    assert table.objective == pytest.approx(-0.001, abs=5e-4)
    np.testing.assert_array_equal(table.ratio, 1)


def numeric_direction(group: WorkedGroup, numeric_gradient) -> np.ndarray:
    """Slopes of the surrogate in the logits of the answers and of all else at the old policy."""
    start = np.append(group.old_logp, np.log1p(-group.old.sum()))
    A = evaluate_group(group).advantage

    def surrogate(theta: np.ndarray) -> float:
        logp, old = log_softmax(theta)[:-1], group.old_logp
        return grpo_objective(logp[:, None], old[:, None], old[:, None], A, beta=0.0).value

    return numeric_gradient(surrogate, start)


@pytest.mark.parametrize("rewards", [[1, 0, 0], [0.2, 0.9, 0.5], [3, 3, -1]])
def test_it_is_a_step_along_the_gradient(rewards, numeric_gradient):
    """Against central differences: the logits move by one multiple of the slopes."""
    group = group_of(np.log([0.1, 0.3, 0.2]), rewards)
    slopes = numeric_direction(group, numeric_gradient)
    step = first_step(group)
    moved = np.append(step.new_logp, np.log1p(-step.new.sum())) - np.append(
        group.old_logp, np.log1p(-group.old.sum())
    )
    # Logits are known up to a constant, which the slopes have not: they add up to 0.
    moved -= moved.mean()
    slopes -= slopes.mean()
    length = moved @ slopes / (slopes @ slopes)
    assert length > 0
    np.testing.assert_allclose(moved, length * slopes, atol=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_one_ratio_is_on_its_bound_and_none_beyond(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 65))
    tiny = -rng.choice([0.0, 90.0, 690.0])
    old = log_softmax(rng.normal(size=size + seed % 2))[:size] + tiny  # complete or not
    low, high = rng.uniform(0.01, 0.9, 2)
    step = first_step(group_of(old, rng.normal(size=size), eps_low=low, eps_high=high))
    ratio = ratios(step)
    gap = min(abs(ratio.max() - 1 - high), abs(ratio.min() - 1 + low))
    assert gap < 1e-12
    assert ratio.max() <= 1 + high + 1e-12
    assert ratio.min() >= 1 - low - 1e-12
    assert not evaluate_group(step).binds.any()


def test_a_complete_group_stays_complete():
    old = log_softmax([0.3, -1.0, 2.0, 0.4])
    assert first_step(group_of(old, [1, 2, 0, 5])).new.sum() == pytest.approx(1, abs=1e-14)


def test_long_answers_by_hand():
    """Beside probabilities of 1e-300 the rest is all: ratios are e^s and e^-s, 1/.8 > 1.2."""
    group = group_of(np.log([1e-40, 1e-300]), [1, 0])
    np.testing.assert_allclose(ratios(first_step(group)), [1.2, 1 / 1.2], rtol=1e-12)


def test_the_lower_bound_may_be_the_first():
    """Two answers, .9 right: it can grow to .98 at most by the time the other is at .02."""
    step = first_step(group_of(np.log([0.9, 0.1]), [1, 0]))
    np.testing.assert_allclose(step.new, [0.92, 0.08], atol=1e-14)


def test_what_r1_prints_is_reached_by_rare_answers_only():
    """Ratio 11: .02 to .22, the rest .98 to .78. From .3 it would be 3.3."""
    rare = first_step(group_of(np.log([0.02, 0.98]), [1, 0], eps_low=10.0))
    np.testing.assert_allclose(rare.new, [0.22, 0.78], atol=1e-14)
    common = first_step(group_of(np.log([0.3, 0.7]), [1, 0], eps_low=10.0))
    np.testing.assert_allclose(common.new, [1 - 0.7 / 11, 0.7 / 11], atol=1e-14)


@pytest.mark.parametrize("eps", [1.0, 10.0, 1e300])
@pytest.mark.parametrize("tiny", [0.0, -690.0])
def test_wide_bounds_stay_finite(eps, tiny):
    rewards = [1.0, 1.0 - 1e-9, 0.5, -2.0]
    old = log_softmax([0.0, 5.0, 1.0, 2.0]) + tiny
    step = first_step(group_of(old, rewards, eps_low=eps))
    assert np.isfinite(evaluate_group(step).objective)
    assert ratios(step)[0] > 1 > ratios(step)[3] >= 1 / 11 - 1e-12


@pytest.mark.parametrize(
    "change",
    [
        {"rewards": [1, 1, 1, 1]},
        {"rewards": [0, 0, 0, 0], "scale": "none"},
        {"eps_low": 0.0},
        {"eps_high": 0.0},
    ],
)
def test_nothing_to_follow_or_no_room(worked, change):
    step = first_step(dataclasses.replace(worked, **change))
    np.testing.assert_array_equal(step.new_logp, worked.old_logp)


def test_an_answer_drawn_twice_is_one_outcome():
    """a (right, drawn twice) and b (wrong): .3 * 1.2 = .36 and .7 to .64, not three answers."""
    lp = np.log([0.3, 0.3, 0.7])
    step = first_step(WorkedGroup("q", ("a", "a", "b"), [1, 1, 0], lp, lp, lp))
    np.testing.assert_allclose(step.new, [0.36, 0.36, 0.64], atol=1e-14)


def test_an_answer_whose_judgements_cancel():
    """Their advantages 1.41, -.71 and -.71 add up to 0 but for the rounding."""
    lp = np.log([0.3, 0.3, 0.3])
    step = first_step(WorkedGroup("q", ("a", "a", "a"), [1, 0, 0], lp, lp, lp))
    np.testing.assert_array_equal(step.new_logp, lp)


@pytest.mark.parametrize("size", [1e-250, 1e250])
def test_the_unit_of_the_rewards_does_not_matter(worked, size):
    scaled = dataclasses.replace(worked, rewards=worked.rewards * size, scale="none")
    np.testing.assert_allclose(first_step(scaled).new_logp, first_step(worked).new_logp, rtol=1e-14)


def test_a_bound_of_0_holds_also_where_nothing_would_reach_it():
    """The wrong answer has all but 1e-10: it hardly falls, but it must not fall at all."""
    step = first_step(group_of([math.log(1e-10), math.log1p(-1e-10)], [1, 0], eps_low=0.0))
    np.testing.assert_array_equal(ratios(step), 1)


@pytest.mark.parametrize("name", ["notebook_clips", "notebook_rewards"])
def test_shipped_groups_gain_by_it(shipped, name):
    assert evaluate_group(first_step(shipped(name))).surrogate > 0
