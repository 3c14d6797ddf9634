"""Kinks and zero of the surrogate as a function of eps, against a dense evaluation."""

import dataclasses

import numpy as np
import pytest

from grpo_core import (
    WorkedGroup,
    evaluate_group,
    surrogate_breaks,
    surrogate_curve,
    surrogate_zero,
)


def group_of(ratios, rewards) -> WorkedGroup:
    ratios = np.asarray(ratios, dtype=float)
    old = np.full(ratios.size, -8.0)
    return WorkedGroup(
        question="q",
        texts=[str(n) for n in range(ratios.size)],
        rewards=rewards,
        old_logp=old,
        new_logp=old + np.log(ratios),
        ref_logp=old,
    )


def random_group(seed: int) -> WorkedGroup:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 9))
    return group_of(np.exp(rng.normal(0.0, 0.6, size)), rng.normal(size=size).round(2))


def brute_force(group: WorkedGroup, epsilons) -> np.ndarray:
    """The mean surrogate from its definition alone."""
    ratio = np.exp(group.new_logp - group.old_logp)[:, None]
    spread = group.rewards.std()
    advantage = ((group.rewards - group.rewards.mean()) / (spread or 1.0))[:, None]
    eps = np.asarray(epsilons)[None, :]
    held = np.minimum(np.maximum(ratio, 1 - eps), 1 + eps)
    return np.minimum(ratio * advantage, held * advantage).mean(axis=0)


def test_worked_group(worked):
    """The worked group by hand: flat from .5 on, 0 at .366667."""
    np.testing.assert_allclose(surrogate_breaks(worked), [0.5], rtol=1e-12)
    assert surrogate_zero(worked) == pytest.approx(0.366667, abs=5e-7)
    assert surrogate_zero(worked) == pytest.approx(11 / 30, abs=1e-12)  # 4 * .18333 / 2


def test_settings_of_the_group_do_not_matter(worked):
    other = dataclasses.replace(worked, eps_low=0.05, eps_high=0.4, beta=1.0)
    np.testing.assert_array_equal(surrogate_breaks(other), surrogate_breaks(worked))
    assert surrogate_zero(other) == surrogate_zero(worked)


def test_a_kink_for_each_answer_that_could_be_clipped():
    """A > 0 above 1 and A < 0 below 1; the other two corners never clip."""
    group = group_of([1.5, 0.75, 1.25, 0.5], [1, 1, 0, 0])
    np.testing.assert_allclose(surrogate_breaks(group), [0.5], rtol=1e-12)
    group = group_of([1.5, 1.1, 0.6, 0.9], [1, 1, 0, 0])
    np.testing.assert_allclose(surrogate_breaks(group), [0.1, 0.4, 0.5], rtol=1e-12)


def test_no_kink_where_nothing_is_ever_clipped(worked):
    for group in (
        group_of([0.7, 0.6, 1.4, 1.3], [1, 1, 0, 0]),  # every answer moved the wrong way
        dataclasses.replace(worked, rewards=[1.0] * 4),  # silent
        dataclasses.replace(worked, new_logp=worked.old_logp),  # ratios of 1
    ):
        assert surrogate_breaks(group).shape == (0,)
        assert surrogate_zero(group) is None


def test_no_zero_where_it_never_crosses():
    group = group_of([1.5, 0.5], [1, 0])  # from 0 upwards
    assert surrogate_curve(group, [0.0, 0.5]) == pytest.approx([0.0, 0.5])
    assert surrogate_zero(group) is None
    below = group_of([1.1, 1.8], [1, 0])  # .35 below 0 at the end of its rise
    assert surrogate_curve(below, [0.0, 5.0]) == pytest.approx([-0.4, -0.35])
    assert surrogate_zero(below) is None


def test_reaching_zero_exactly_counts():
    group = group_of([1.5, 1.5], [1, 0])  # min: 1 + eps - 1.5 up to eps = .5, then 0
    assert surrogate_curve(group, [0.0, 0.25, 0.5, 2.0]) == pytest.approx([-0.25, -0.125, 0, 0])
    assert surrogate_zero(group) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_random_groups_against_a_dense_evaluation(seed):
    group = random_group(seed)
    breaks, zero = surrogate_breaks(group), surrogate_zero(group)
    end = 1.2 * breaks.max(initial=0.5)
    eps = np.linspace(0.0, end, 20001)
    dense = brute_force(group, eps)

    # Straight between the kinks, constant after the last.
    knots = np.concatenate([[0.0], breaks, [end, 100 * end]])
    np.testing.assert_allclose(
        np.interp(eps, knots, surrogate_curve(group, knots)), dense, atol=1e-12
    )

    # A kink at each break, and nowhere else.
    bend = np.abs(np.diff(dense, 2))
    step = eps[1]
    bent = eps[1:-1][bend > 1e-9]
    assert all(np.abs(breaks - place).min() <= step for place in bent)
    for place in breaks[breaks < end - step]:
        assert np.abs(bent - place).min() <= step

    # The first crossing, or none; a curve that starts at 0 may start at -1e-17.
    dense = np.where(np.abs(dense) < 1e-12, 0.0, dense)
    crossing = np.flatnonzero(np.sign(dense[:-1]) * np.sign(dense[1:]) < 0)
    if crossing.size:
        first = crossing[0]
        assert eps[first] - 1e-12 <= zero <= eps[first + 1] + 1e-12
        assert brute_force(group, [zero])[0] == pytest.approx(0.0, abs=1e-12)
    else:
        assert zero is None


def test_the_curve_never_falls():
    """A wider range can only give back what was clipped: S = min(rho A, clip(rho) A)."""
    for seed in range(40):
        group = random_group(seed)
        values = surrogate_curve(group, np.linspace(0, 2, 101))
        assert (np.diff(values) >= -1e-12).all()
        ratio = evaluate_group(group).unclipped.mean()
        assert values[-1] <= ratio + 1e-12
