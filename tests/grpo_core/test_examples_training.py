"""The run that the Training film shows: what the film says about it is true of it."""

import numpy as np
import pytest

from grpo_core import (
    LARGE_STEP,
    TRAINING_ABLATIONS,
    TRAINING_RUN,
    best_policy,
    kl_divergence,
    train_tabular,
    training_run,
)

RIGHT = 0
START = [0.08, 0.32, 0.25, 0.20, 0.15]


@pytest.fixture(scope="module")
def run():
    return training_run()


def final(**changes) -> float:
    return training_run(**changes).policy[-1, RIGHT]


def batches_to_half(**changes) -> int:
    return int(np.argmax(training_run(**changes).policy[:, RIGHT] > 0.5))


def test_its_settings_are_the_storyboard_s():
    np.testing.assert_allclose(np.exp(TRAINING_RUN.logits), START)
    assert TRAINING_RUN.rewards == (1, 0, 0, 0, 0) == LARGE_STEP.rewards
    wanted = {"group_size": 8, "inner_steps": 4, "eps_low": 0.2, "eps_high": 0.2, "beta": 0.04}
    assert {key: getattr(TRAINING_RUN, key) for key in wanted} == wanted


def test_it_is_the_trainer_s_run_bit_for_bit(run):
    again = train_tabular(TRAINING_RUN)
    assert run.logits.tobytes() == again.logits.tobytes()
    assert training_run() is run


def test_another_seed_is_another_run(run):
    assert not np.array_equal(training_run(seed=1).samples, run.samples)


# -- one batch -----------------------------------------------------------------------------


def test_the_first_batch_compares_something(run):
    assert run.samples[0].tolist() == [2, 1, 0, 0, 3, 4, 2, 3]  # drawn with seed 0
    assert run.rewards[0].sum() == 2
    # Two right of eight, by hand: A = sqrt(3) for them, -1/sqrt(3) for the others.
    right = run.samples[0] == RIGHT
    np.testing.assert_allclose(run.advantages[0][right], np.sqrt(3))
    np.testing.assert_allclose(run.advantages[0][~right], -1 / np.sqrt(3))


def test_the_first_inner_step_never_clips(run):
    assert (run.ratios[:, 0] == 1).all()
    assert not run.binds[:, 0].any()
    for changes in TRAINING_ABLATIONS.values():
        assert (training_run(**changes).ratios[:, 0] == 1).all()
        assert not training_run(**changes).binds[:, 0].any()


def test_the_right_answer_is_clipped_from_the_third_inner_step_of_the_first_batch(run):
    right = run.samples[0] == RIGHT
    assert run.binds[0][:, right].all(axis=1).tolist() == [False, False, True, True]
    assert not run.binds[0][:, ~right].any()
    assert (run.ratios[0, 2, right] > 1.2).all()


def test_the_fourth_group_is_all_wrong_and_only_the_kl_term_moves_the_policy(run):
    assert run.silent.tolist()[:4] == [False, False, False, True]
    assert run.rewards[3].sum() == 0
    assert (run.advantages[3] == 0).all()
    moved = np.abs(run.policy[4] - run.policy[3])
    assert 0 < moved.max() < 2e-3
    unmoved = training_run(beta=0.0)
    assert unmoved.silent[3]
    np.testing.assert_array_equal(unmoved.policy[4], unmoved.policy[3])


# -- the whole run -------------------------------------------------------------------------


def test_reward_and_kl_rise(run):
    thirds = run.rewards.mean(axis=1).reshape(3, -1).mean(axis=1)
    assert (np.diff(thirds) > 0).all()
    assert run.policy[-1, RIGHT] == pytest.approx(0.983, abs=5e-4)
    assert (np.diff(run.exact_kl[::10]) > 0).all()
    assert run.exact_kl[-1] == pytest.approx(2.399, abs=5e-4)


def test_the_clip_binds_while_the_policy_moves_fast(run):
    clipped = run.clip_fraction.mean(axis=1)
    speed = np.abs(np.diff(run.policy[:, RIGHT]))
    fast = np.argsort(speed)[-10:]
    slow = np.argsort(speed)[:-10]
    assert clipped[fast].mean() > 0.2
    assert clipped[slow].mean() < 0.02


def test_more_than_half_of_its_groups_are_silent_and_most_because_all_are_right(run):
    assert run.silent.sum() == 32
    assert run.silent.mean() == pytest.approx(0.533, abs=5e-4)
    assert (run.rewards[run.silent].mean(axis=1) == 1).sum() == 31
    assert run.silent[:30].sum() < run.silent[30:].sum() == 24
    # The policy hardly moves any more.
    assert np.ptp(run.policy[-20:, RIGHT]) < 0.01


@pytest.mark.parametrize("seed", range(4))
def test_without_the_kl_term_each_batch_starts_at_zero_and_the_policy_moves(seed):
    run = training_run(beta=0.0, seed=seed)
    assert np.abs(run.objective[:, 0]).max() < 1e-15
    assert run.policy[-1, RIGHT] > 0.9
    # Inside a batch that compares something J does rise.
    assert (run.objective[~run.silent, -1] > 0).all()


# -- what one change does, from the same seed ----------------------------------------------


def test_what_one_change_does():
    """Of this run; other seeds may differ in the small."""
    assert final(beta=0.0) > final() > 0.98
    assert final(beta=0.5) == pytest.approx(0.790, abs=5e-4)
    slower = [TRAINING_ABLATIONS[name] for name in ("heavy KL", "narrow clip", "no std")]
    for changes in slower:
        assert batches_to_half(**changes) > batches_to_half() == 8
        assert final(**changes) < final() - 0.03
    wide = TRAINING_ABLATIONS["wide clip"]
    assert batches_to_half(**wide) == 4
    assert training_run(**wide).clip_fraction.max() == 0


# -- the closed-form optimum ---------------------------------------------------------------


def best(beta: float) -> tuple[float, float]:
    policy = best_policy(START, TRAINING_RUN.rewards, beta)
    return policy[RIGHT], float(kl_divergence(policy, START))


def test_no_policy_of_the_run_beats_the_best_ones(run):
    """At equal probability of the right answer the closed form has the least divergence."""
    for changes in ({}, *TRAINING_ABLATIONS.values()):
        p = training_run(**changes).policy[:, RIGHT]
        least = p * np.log(p / 0.08) + (1 - p) * np.log((1 - p) / 0.92)
        assert (training_run(**changes).exact_kl >= least - 1e-12).all()
    p, kl = best(0.3)  # the closed form itself lies on that bound
    assert kl == pytest.approx(p * np.log(p / 0.08) + (1 - p) * np.log((1 - p) / 0.92))


def test_it_stops_short_of_its_own_optimum(run):
    p, kl = best(TRAINING_RUN.beta)
    assert p == pytest.approx(1, abs=1e-9)
    assert kl == pytest.approx(-np.log(0.08), abs=1e-8)
    assert 0.97 < run.policy[-1, RIGHT] < p
    assert 2.35 < run.exact_kl[-1] < kl


def test_with_a_heavy_price_it_passes_its_optimum_and_without_the_std_by_less():
    p, kl = best(0.5)
    assert p == pytest.approx(0.08 * np.e**2 / (0.08 * np.e**2 + 0.92))
    scaled, plain = (
        training_run(**TRAINING_ABLATIONS[name]) for name in ("heavy KL", "heavy KL, no std")
    )
    for half in (slice(30, None), slice(-1, None)):
        far, near = (run.policy[half, RIGHT].mean() for run in (scaled, plain))
        assert far > near + 0.2 > p + 0.3
        assert scaled.exact_kl[half].mean() > plain.exact_kl[half].mean() > kl
