"""Expectations and variances by enumeration, and the recorded race of k1 and k3."""

from itertools import count

import numpy as np
import pytest

from grpo_core import (
    RACE,
    estimator_race,
    expected_value,
    kl_estimate,
    representative_race,
    sample_variance,
    signed_parts,
)

OLD = [0.20, 0.40, 0.10, 0.30]
NEW = [0.30, 0.20, 0.07, 0.43]
REF = [0.15, 0.40, 0.14, 0.31]
K1 = np.log(np.array(NEW) / REF)
K3 = np.array([0.193147, 0.306853, 0.306853, 0.048143])  # by hand: x - 1 - ln x
RHO = np.array([1.5, 0.5, 0.7, 0.43 / 0.3])


@pytest.mark.parametrize(
    ("sampler", "values", "mean"),
    [
        (NEW, K1, 0.161496),
        (NEW, K3, 0.161496),
        (OLD, K3, 0.206499),
        (OLD, RHO * K3, 0.161496),
        (REF, np.log(np.array(REF) / NEW), 0.168891),
    ],
)
def test_worked_means(sampler, values, mean):
    """Means over the worked group, by hand."""
    assert expected_value(sampler, values) == pytest.approx(mean, abs=2e-6)


@pytest.mark.parametrize(
    ("values", "variance", "digit"), [(K1, 0.29382, 1e-5), (K3, 0.011530, 1e-6)]
)
def test_worked_variances_under_new(values, variance, digit):
    assert sample_variance(NEW, values) == pytest.approx(variance, abs=0.6 * digit)


def test_two_answers_by_hand():
    assert expected_value([0.25, 0.75], [4.0, -4.0]) == -2.0
    assert sample_variance([0.25, 0.75], [4.0, -4.0]) == pytest.approx(12.0)
    assert sample_variance([0.25, 0.75], [0.1, 0.1]) == 0.0
    assert signed_parts([0.25, 0.75], [4.0, -4.0]) == (1.0, -3.0)


def test_signed_parts_add_up():
    above, below = signed_parts(NEW, K1)
    assert above == pytest.approx(0.3 * np.log(2) + 0.43 * np.log(43 / 31))
    assert below == pytest.approx(-0.27 * np.log(2))
    assert above + below == pytest.approx(0.161496, abs=5e-7)


def test_the_race_averages_the_samples_it_draws():
    race = representative_race(NEW, REF, RACE)
    edges = np.cumsum(NEW)
    for u, index in zip(race.places, race.samples, strict=True):
        assert index == sum(u >= edge for edge in edges)
    for n in (1, 2, 17, 100):
        assert race.mean_k1[n - 1] == pytest.approx(K1[race.samples[:n]].mean())
        assert race.mean_k3[n - 1] == pytest.approx(K3[race.samples[:n]].mean(), abs=1e-6)
    assert race.exact == pytest.approx(0.161496, abs=5e-7)
    assert (race.k3 >= 0).all()
    assert (race.k1 < 0).any()


def is_representative(samples):
    """By hand: 27 of 100 are answers 2 or 3, whose k1 is below 0 and whose chance is .27;
    the variances of one sample are .29382 and .011530.
    """
    few = sum(index in (1, 2) for index in samples) == 27
    n = np.arange(1, len(samples) + 1)
    near = []
    for k, variance in ((K1, 0.29382), (K3, 0.011530)):
        errors = np.abs(np.cumsum(k[samples]) / n - 0.161496) / np.sqrt(variance / n)
        near += [errors.max() < 2, errors[-1] < 1]
    return few and all(near)


def test_the_race_is_the_first_that_is_neither_lucky_nor_unlucky():
    race = representative_race(NEW, REF, RACE)
    seeds = (np.random.default_rng(seed).random(100) for seed in count())
    drawn = ([int((u >= np.cumsum(NEW)).sum()) for u in row] for row in seeds)
    first = next(samples for samples in drawn if is_representative(np.array(samples)))
    np.testing.assert_array_equal(race.samples, first)


def test_a_race_of_equal_policies_has_nothing_to_choose():
    race = representative_race(NEW, NEW, RACE)
    assert (race.mean_k1 == 0).all()
    assert race.seed == 0


def test_a_long_race_finds_each_answer_as_often_as_its_probability():
    samples = estimator_race(OLD, NEW, REF, count=40_000, seed=0).samples
    share = np.bincount(samples, minlength=4) / 40_000
    np.testing.assert_allclose(share, OLD, atol=0.01)


def test_it_is_repeatable_and_the_seed_matters():
    one, two, other = (estimator_race(NEW, NEW, REF, count=50, seed=s) for s in (4, 4, 5))
    np.testing.assert_array_equal(one.mean_k3, two.mean_k3)
    assert (one.samples != other.samples).any()


def test_means_of_random_policies_are_the_divergence():
    rng = np.random.default_rng(3)
    for _ in range(20):
        new, ref, old = rng.dirichlet(np.ones(7), size=3)
        k = {kind: kl_estimate(np.log(new), np.log(ref), kind) for kind in ("k1", "k3")}
        exact = expected_value(new, k["k1"])
        assert expected_value(new, k["k3"]) == pytest.approx(exact)
        assert expected_value(old, new / old * k["k3"]) == pytest.approx(exact)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: expected_value([0.5, 0.4], [1, 1]), "p"),
        (lambda: expected_value([0.5, 0.5], [1, 1, 1]), "values"),
        (lambda: expected_value([[0.5, 0.5]], [1, 1]), "p"),
        (lambda: sample_variance([0.5, 0.5], [1, np.nan]), "values"),
        (lambda: sample_variance([0.5, 0.5], [1e300, -1e300]), "values"),
        (lambda: estimator_race(NEW, NEW, REF, count=0, seed=1), "count"),
        (lambda: estimator_race(NEW, NEW, REF, count=5, seed=-1), "seed"),
        (lambda: estimator_race(NEW, [1.0, 0.0, 0.0, 0.0], REF, count=5, seed=1), "new"),
        (lambda: estimator_race([0.5, 0.5], NEW, REF, count=5, seed=1), "new"),
        (lambda: estimator_race(NEW, NEW, [0.5, 0.6], count=5, seed=1), "ref"),
    ],
)
def test_what_does_not_fit_is_refused(call, word):
    with pytest.raises(ValueError, match=word):
        call()
