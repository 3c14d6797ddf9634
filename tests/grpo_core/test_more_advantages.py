"""Baselines, divisors and several rewards: against sums written out."""

import itertools
import statistics

import numpy as np
import pytest

from grpo_core import group_advantages, multi_reward_advantages

BATCH = np.array([[1.0, 0.0, 0.0, 0.5], [1.0, 1.0, 1.0, 0.0], [0.3, 0.3, 0.3, 0.3]])
NAN = np.nan


def test_leave_one_out_is_the_mean_of_the_others():
    found = group_advantages(BATCH, scale="none", baseline="leave_one_out")
    for row, group in zip(found, BATCH, strict=True):
        for k, r in enumerate(group):
            others = [x for i, x in enumerate(group) if i != k]
            assert row[k] == pytest.approx(r - statistics.mean(others), abs=1e-15)
    worked = group_advantages([1, 0, 1, 0], scale="none", baseline="leave_one_out")
    np.testing.assert_allclose(worked, np.array([2, -2, 2, -2]) / 3)


def test_length_weighted_baseline():
    """OPO: rewards 1 and 0 with 1 and 3 tokens: the baseline is 1/4."""
    found = group_advantages([1, 0], scale="none", baseline="length_weighted", lengths=[1, 3])
    np.testing.assert_allclose(found, [0.75, -0.25])
    same = dict(scale="none", baseline="length_weighted", lengths=np.full(BATCH.shape, 7))
    np.testing.assert_allclose(
        group_advantages(BATCH, **same), group_advantages(BATCH, scale="none"), atol=1e-15
    )


@pytest.mark.parametrize("baseline", ["leave_one_out", "length_weighted"])
def test_the_divisor_is_taken_about_the_mean(baseline):
    lengths = np.array([[1, 2, 3, 4]] * 3)
    options = dict(baseline=baseline, lengths=lengths if baseline == "length_weighted" else None)
    centred = group_advantages(BATCH, scale="none", **options)
    stds = [statistics.stdev(group) for group in BATCH[:2]]
    scaled = group_advantages(BATCH, ddof=1, eps=0.1, **options)
    np.testing.assert_allclose(scaled[:2], centred[:2] / (np.array(stds)[:, None] + 0.1))
    assert not scaled[2].any()


@pytest.mark.parametrize("ddof", [0, 1])
def test_batch_std_is_of_all_rewards(ddof):
    std = (statistics.stdev if ddof else statistics.pstdev)(BATCH.ravel())
    found = group_advantages(BATCH, scale="batch", ddof=ddof, eps=1e-4)
    means = BATCH.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(found, (BATCH - means) / (std + 1e-4), atol=1e-15)
    assert not found[2].any(), "a constant group stays at 0, yet counts in the std"


def test_divided_by_the_mean():
    """MaxRL: one right of four is worth 3, its wrong ones -1; none right: 0."""
    found = group_advantages([[1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 0, 0]], scale="mean")
    np.testing.assert_allclose(found, [[3, -1, -1, -1], [1 / 3, 1 / 3, 1 / 3, -1], [0] * 4])
    assert not group_advantages([0.3, -0.1, -0.2], scale="mean").any()


# -- missing rewards --------------------------------------------------------


@pytest.mark.parametrize("scale", ["std", "none", "mean"])
@pytest.mark.parametrize("baseline", ["mean", "leave_one_out", "length_weighted"])
def test_a_missing_reward_is_as_if_the_answer_were_not_there(scale, baseline):
    whole, lengths = [0.2, 1.0, 0.5], [3, 1, 2]
    options = dict(scale=scale, baseline=baseline)
    if baseline == "length_weighted":
        without = group_advantages(whole, **options, lengths=lengths)
        found = group_advantages([0.2, NAN, 1.0, 0.5], **options, lengths=[3, 9, 1, 2])
    else:
        without, found = (group_advantages(x, **options) for x in (whole, [0.2, NAN, 1.0, 0.5]))
    np.testing.assert_allclose(found, [without[0], 0, *without[1:]], rtol=1e-15)


@pytest.mark.parametrize("baseline", ["mean", "leave_one_out", "length_weighted"])
def test_fewer_than_two_rewards_compare_with_nothing(baseline):
    lengths = [2, 3, 4] if baseline == "length_weighted" else None
    for rewards in ([NAN, 5.0, NAN], [NAN, NAN, NAN]):
        for scale in ("std", "none", "mean"):
            found = group_advantages(rewards, scale=scale, baseline=baseline, lengths=lengths)
            np.testing.assert_array_equal(found, np.zeros(3))


def test_a_lone_reward_counts_in_a_batch_s_std():
    found = group_advantages([[1, 0], [NAN, 4]], scale="batch")
    std = statistics.pstdev([1, 0, 4])
    np.testing.assert_allclose(found, [[0.5 / std, -0.5 / std], [0, 0]])


# -- several rewards --------------------------------------------------------


def z_scores(values):
    std = statistics.pstdev(values)
    return [(v - statistics.mean(values)) / std if std else 0.0 for v in values]


def test_each_reward_normalised_first_against_sums_written_out():
    rng = np.random.default_rng(0)
    rewards, weights = rng.normal(size=(3, 4, 2)), [1.0, 0.3]
    sums = []
    for group in rewards:
        columns = [z_scores(group[:, k].tolist()) for k in range(2)]
        sums += [w0 * 1.0 + w1 * 0.3 for w0, w1 in zip(*columns, strict=True)]
    found = multi_reward_advantages(rewards, how="normalize_then_sum", weights=weights)
    np.testing.assert_allclose(found.ravel(), z_scores(sums), rtol=1e-12)


def test_a_sum_makes_two_ways_of_earning_one_equal():
    rewards = [[[1, 0], [0, 1], [0, 1], [0, 0]]]
    summed = multi_reward_advantages(rewards)
    assert summed[0, 0] == summed[0, 1]
    first = multi_reward_advantages(rewards, how="normalize_then_sum")
    assert first[0, 0] > first[0, 1] + 0.1


def test_one_reward_is_the_plain_advantage():
    rewards = np.array([[1.0, 0.0, 0.0], [0.2, 0.9, 0.5]])
    plain = group_advantages(rewards)
    np.testing.assert_allclose(multi_reward_advantages(rewards[..., None]), plain, rtol=1e-14)


@pytest.mark.parametrize("how", ["sum_then_normalize", "normalize_then_sum"])
def test_missing_rewards(how):
    """One missing reward counts 0 in the sum; an answer without any is left out."""
    rewards = np.array([[[1.0, 1.0], [0.0, NAN], [NAN, NAN], [0.0, 0.0]]])
    found = multi_reward_advantages(rewards, how=how)
    without = multi_reward_advantages(rewards[:, [0, 1, 3]], how=how)
    assert found[0, 2] == 0
    np.testing.assert_allclose(found[0, [0, 1, 3]], without[0], rtol=1e-14)
    if how == "sum_then_normalize":
        np.testing.assert_allclose(without[0], z_scores([2.0, 0.0, 0.0]))
    else:  # second reward: 1 and 0 are known
        first = z_scores([1.0, 0.0, 0.0])
        sums = [first[0] + 1, first[1], first[2] - 1]
        np.testing.assert_allclose(without[0], z_scores(sums), rtol=1e-12)


@pytest.mark.parametrize("how", ["sum_then_normalize", "normalize_then_sum"])
def test_a_lone_scorable_answer_is_compared_with_nothing(how):
    rewards = [[[1.0], [0.0]], [[NAN], [1.0]]]
    found = multi_reward_advantages(rewards, how=how)
    np.testing.assert_array_equal(found[1], [0, 0])
    if how == "normalize_then_sum":  # 1, -1 and the lone 0 count in the batch's std
        std = statistics.pstdev([1, -1, 0])
        np.testing.assert_allclose(found[0], [1 / std, -1 / std])


@pytest.mark.parametrize("how", ["sum_then_normalize", "normalize_then_sum"])
def test_rewards_that_cancel_are_equal_not_noise(how):
    """.1 + .2 - .3 is 5.6e-17: divided by its own std it would be an advantage of 1."""
    rewards = [[[0.1, 0.2, -0.3], [0.0, 0.0, 0.0], [0.3, -0.2, -0.1]]] * 2
    if how == "normalize_then_sum":
        rewards = [[[1, 0], [0, 1], [0.3, 0.7]], [[0.2, 0.8], [0.9, 0.1], [0.4, 0.6]]]
    assert not multi_reward_advantages(rewards, how=how).any()


def test_every_order_of_answers_gives_the_same():
    rewards = np.array([[[1.0, 0.2], [0.0, NAN], [0.5, 0.1]]])
    for how in ("sum_then_normalize", "normalize_then_sum"):
        found = multi_reward_advantages(rewards, how=how)
        for order in itertools.permutations(range(3)):
            turned = multi_reward_advantages(rewards[:, order], how=how)
            np.testing.assert_allclose(turned, found[:, order], rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: group_advantages([1, 0], baseline="best"), "baseline"),
        (lambda: group_advantages([1, 0], scale="max"), "scale"),
        (lambda: group_advantages([1, 0], baseline="length_weighted"), "lengths"),
        (lambda: group_advantages([1, 0], baseline="length_weighted", lengths=[1, 0]), "lengths"),
        (lambda: group_advantages([1, 0], baseline="length_weighted", lengths=[1]), "lengths"),
        (lambda: group_advantages([-1, 0], scale="mean"), "mean"),
        (lambda: group_advantages([[1, 0]], scale="batch"), "batch"),
        (lambda: multi_reward_advantages([[1, 0]]), "rewards"),
        (lambda: multi_reward_advantages([[[np.inf]]]), "rewards"),
        (lambda: multi_reward_advantages([[[1.0]]], weights=[1, 2]), "weights"),
        (lambda: multi_reward_advantages([[[1.0]]], weights=[NAN]), "weights"),
        (lambda: multi_reward_advantages([[[1.0]]], how="mean"), "how"),
        (lambda: multi_reward_advantages([[[1.0]]], ddof=2), "ddof"),
    ],
)
def test_errors_name_the_argument(make, name):
    with pytest.raises(ValueError, match=name):
        make()
