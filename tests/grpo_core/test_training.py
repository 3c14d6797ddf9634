import numpy as np
import pytest

from grpo_core import (
    TrainingSettings,
    grpo_objective,
    log_softmax,
    logit_gradient,
    train_tabular,
)

START = np.log([0.08, 0.32, 0.25, 0.20, 0.15])
REWARDS = np.array([1.0, 0, 0, 0, 0])
SETTINGS = dict(
    logits=START,
    rewards=REWARDS,
    group_size=8,
    steps=40,
    inner_steps=4,
    learning_rate=0.5,
    eps_low=0.2,
    eps_high=None,
    beta=0.04,
    seed=1,
)


def run(samples=None, **changes):
    return train_tabular(TrainingSettings(**{**SETTINGS, **changes}), samples)


def test_shapes_and_the_start():
    out = run()
    shapes = {
        "logits": (41, 5),
        "inner_logits": (40, 5, 5),
        "samples": (40, 8),
        "rewards": (40, 8),
        "advantages": (40, 8),
        "ratios": (40, 4, 8),
        "inner_ratios": (40, 5, 8),
        "binds": (40, 4, 8),
        "gradients": (40, 4, 8),
        "objective": (40, 4),
        "surrogate": (40, 4),
        "kl": (40, 4),
        "clip_fraction": (40, 4),
    }
    assert {name: getattr(out, name).shape for name in shapes} == shapes
    np.testing.assert_array_equal(out.logits[0], START)
    np.testing.assert_array_equal(out.inner_logits[:, 0], out.logits[:-1])
    np.testing.assert_array_equal(out.inner_logits[:, -1], out.logits[1:])
    np.testing.assert_array_equal(out.rewards, REWARDS[out.samples])


def test_it_learns():
    out = run(steps=60)
    assert out.policy[0, 0] == pytest.approx(0.08)
    assert out.policy[-1, 0] > 0.8


def test_the_first_inner_step_never_clips_and_others_do():
    out = run()
    assert (out.ratios[:, 0] == 1).all()
    assert not out.binds[:, 0].any()
    assert out.binds[:, 1:].any()
    np.testing.assert_allclose(out.clip_fraction, out.binds.mean(axis=2), rtol=1e-15)


def test_inner_ratios_go_on_to_the_last_update():
    out = run()
    np.testing.assert_allclose(out.inner_ratios[:, :-1], out.ratios, rtol=1e-12)
    drawn = out.samples[7]
    last = out.policy[8, drawn] / out.policy[7, drawn]
    np.testing.assert_allclose(out.inner_ratios[7, -1], last, rtol=1e-12)


def test_the_value_at_the_first_inner_step_is_zero_while_the_policy_learns():
    out = run(beta=0.0)
    np.testing.assert_allclose(out.objective[:, 0], 0, atol=1e-15)
    assert out.policy[-1, 0] > 5 * out.policy[0, 0]


def test_what_is_measured_belongs_to_the_policy_before_the_update():
    out = run(steps=6)
    for step, inner in ((0, 0), (2, 3), (5, 1)):
        drawn = out.samples[step]
        lp = log_softmax(out.inner_logits[step, inner])[drawn]
        old = log_softmax(out.logits[step])[drawn]
        ref = log_softmax(START)[drawn]
        rho, d, A = np.exp(lp - old), ref - lp, out.advantages[step]
        S = np.minimum(rho * A, np.clip(rho, 0.8, 1.2) * A)
        np.testing.assert_allclose(out.ratios[step, inner], rho, rtol=1e-14)
        assert out.kl[step, inner] == pytest.approx(np.mean(np.exp(d) - d - 1), abs=1e-15)
        assert out.surrogate[step, inner] == pytest.approx(S.mean(), abs=1e-15)
        assert out.objective[step, inner] == pytest.approx(
            S.mean() - 0.04 * np.mean(np.exp(d) - d - 1), abs=1e-15
        )


@pytest.mark.parametrize("inner", [0, 1, 2, 3])
def test_each_update_is_the_slope_of_the_objective(numeric_gradient, inner):
    out = run(steps=3, beta=0.5)
    drawn, old = out.samples[2], log_softmax(out.logits[2])
    theta = out.inner_logits[2, inner]
    # At the kinks a central difference would average two slopes.
    assert np.abs(out.ratios[2, inner][:, None] - [0.8, 1.2]).min() > 1e-3

    def value(x):
        columns = (table[drawn, None] for table in (log_softmax(x), old, log_softmax(START)))
        return grpo_objective(*columns, out.advantages[2], beta=0.5).value

    step = out.inner_logits[2, inner + 1] - theta
    np.testing.assert_allclose(step, 0.5 * numeric_gradient(value, theta), atol=1e-9)


def test_replayed_samples_give_the_same_bits():
    first = run()
    second = run(samples=first.samples, seed=99)
    for name in ("logits", "inner_logits", "samples", "ratios", "objective", "kl"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes(), name


def test_the_seed_matters_and_repeats():
    assert run().logits.tobytes() == run().logits.tobytes()
    assert not np.array_equal(run(seed=1).samples, run(seed=2).samples)


def test_samples_follow_the_policy():
    out = run(learning_rate=0.0, steps=2000)
    share = np.bincount(out.samples.ravel(), minlength=5) / out.samples.size
    np.testing.assert_allclose(share, np.exp(START), atol=0.015)
    assert out.silent.mean() == pytest.approx(0.92**8 + 0.08**8, abs=0.05)


@pytest.mark.parametrize("answer", [0, 3])
def test_a_silent_group_does_not_move_the_policy(answer):
    out = run(steps=1, beta=0.0, samples=np.full((1, 8), answer))
    assert out.silent.all()
    np.testing.assert_array_equal(out.logits[1], out.logits[0])


def test_in_a_silent_group_the_kl_still_pulls_back():
    first, silent = [0, 0, 0, 1, 1, 2, 3, 4], [1] * 8
    out = run(steps=2, beta=0.5, samples=[first, silent])
    np.testing.assert_array_equal(out.silent, [False, True])
    assert out.exact_kl[1] > 0
    assert not np.array_equal(out.logits[1], out.logits[2])
    assert log_softmax(out.logits[1])[1] < START[1]
    assert log_softmax(out.logits[2])[1] > log_softmax(out.logits[1])[1]


def test_exact_kl_and_policies():
    out = run()
    pi, ref = out.policy, np.exp(START)
    np.testing.assert_allclose(out.exact_kl, (pi * np.log(pi / ref)).sum(axis=1), atol=1e-14)
    np.testing.assert_array_equal(out.inner_policy[:, -1], pi[1:])


def test_constant_rewards_teach_nothing_however_they_are_scaled():
    for scale in ("std", "none"):
        out = run(rewards=np.full(5, 0.1), beta=0.0, scale=scale)
        assert out.silent.all()
        np.testing.assert_array_equal(out.logits[-1], START)


def test_a_run_tells_what_it_was_trained_with():
    out = run(steps=2, beta=0.25)
    assert (out.settings.steps, out.settings.beta) == (2, 0.25)
    assert out.settings.rewards == (1, 0, 0, 0, 0)
    assert out.settings == TrainingSettings(**{**SETTINGS, "steps": 2, "beta": 0.25})


def test_advantage_options_reach_the_advantages():
    samples = [[0, 1, 0, 1]]
    for options, size in (
        ({}, 1.0),
        ({"ddof": 1}, 0.75**0.5),
        ({"eps": 0.5}, 0.5),
        ({"scale": "none"}, 0.5),
    ):
        out = run(steps=1, group_size=4, samples=samples, **options)
        np.testing.assert_allclose(out.advantages, size * np.array([[1, -1, 1, -1]]))


def test_logit_gradient():
    g, pi = [1.0, -2.0, 0.5], [0.5, 0.3, 0.2]
    expected = sum(gi * (np.eye(3)[o] - pi) for gi, o in zip(g, [0, 1, 0], strict=True))
    out = logit_gradient(g, [0, 1, 0], pi)
    np.testing.assert_allclose(out, expected, atol=1e-15)
    assert out.sum() == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"logits": [0.0, np.nan, 0, 0, 0]}, "logits"),
        ({"logits": np.zeros((5, 1))}, "logits"),
        ({"rewards": [1.0, 0.0]}, "rewards"),
        ({"rewards": [np.inf, 0, 0, 0, 0]}, "rewards"),
        ({"group_size": 0}, "group_size"),
        ({"steps": 0}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"steps": True}, "steps"),
        ({"inner_steps": 0}, "inner_steps"),
        ({"learning_rate": -1.0}, "learning_rate"),
        ({"learning_rate": np.nan}, "learning_rate"),
        ({"eps_low": -0.2}, "eps_low"),
        ({"eps_high": -0.2}, "eps_high"),
        ({"beta": -1.0}, "beta"),
        ({"ddof": 3}, "ddof"),
        ({"eps": -1.0}, "eps"),
        ({"scale": "batch"}, "scale"),
        ({"seed": -1}, "seed"),
        ({"samples": np.zeros((40, 7), int)}, "samples"),
        ({"samples": np.full((40, 8), 5)}, "samples"),
        ({"samples": np.full((40, 8), -1)}, "samples"),
        ({"samples": np.zeros((40, 8))}, "samples"),
    ],
)
def test_errors_name_the_argument(changes, name):
    with pytest.raises(ValueError, match=name):
        run(**changes)
