"""The hill: the surrogate while the policy goes from old to new."""

import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from grpo_core import MixturePath, WorkedGroup, evaluate_group


def group_of(ratios, rewards, **settings) -> WorkedGroup:
    ratios = np.asarray(ratios, dtype=float)
    old = np.full(ratios.size, -8.0)
    texts = tuple(map(str, range(ratios.size)))
    return WorkedGroup("q", texts, rewards, old, old + np.log(ratios), old, **settings)


def test_the_worked_group_by_hand(worked):
    """Slope to .4: (.5 + .5 - .3 - .4333) / 4 = 1/15; beyond: (-.3 - .4333) / 4 = -11/60."""
    path = MixturePath(worked)
    np.testing.assert_allclose(path.clip_shares, [0.4, 0.4, np.nan, np.nan], rtol=1e-14)
    assert path.clip_shares[0] == path.clip_shares[1]  # one kink, to be drawn once
    assert len(path.knots) == 3
    assert path.peak == pytest.approx((0.4, float(Fraction(2, 75))), abs=1e-14)
    assert path.zero == pytest.approx(float(Fraction(6, 11)), abs=1e-14)
    assert path.surrogate(0.0) == 0
    assert path.surrogate(1.0) == pytest.approx(-1 / 12, abs=1e-14)


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_surrogate_of_each_mixture(seed):
    """Against the objective's own evaluation of the policy at that share."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 13))
    low, high = rng.uniform(0, 0.6, 2)
    group = group_of(
        np.exp(rng.normal(0, 0.7, size)), rng.normal(size=size), eps_low=low, eps_high=high
    )
    path, shares = MixturePath(group), np.linspace(0, 1, 41)
    tables = [evaluate_group(path.at(t)) for t in shares]
    np.testing.assert_allclose(path.surrogate(shares), [t.surrogate for t in tables], atol=1e-12)
    assert path.peak[1] >= path.surrogate(shares).max() - 1e-12
    for t, table in zip(shares, tables, strict=True):
        np.testing.assert_array_equal(path.pushes(t), (table.advantage != 0) & ~table.binds)
    falls_to_0 = path.peak[1] > 0 >= tables[-1].surrogate
    assert (path.zero is not None) == falls_to_0
    if falls_to_0:
        assert path.zero > path.peak[0]
        assert evaluate_group(path.at(path.zero)).surrogate == pytest.approx(0, abs=1e-12)


def test_the_ends_of_the_path_are_the_policies(worked):
    path = MixturePath(worked)
    np.testing.assert_allclose(path.at(0.0).new, worked.old, rtol=1e-14)
    np.testing.assert_allclose(path.at(1.0).new, worked.new, rtol=1e-14)


def test_rounding_makes_no_kink_and_no_height():
    """Ratios 1.6 and .4 pass their bounds at 1/3, whatever the last digits say."""
    path = MixturePath(group_of([1.6, 0.4, 1.0], [0.6, 0.1, 0.2]))
    assert len(path.knots) == 3
    assert path.pushes(1 / 3).all()
    assert path.surrogate(0.0) == 0


def test_a_hill_that_only_rises():
    path = MixturePath(group_of([1.1, 0.9], [1, 0]))
    assert path.peak == pytest.approx((1.0, 0.1))
    assert path.zero is None
    assert np.isnan(path.clip_shares).all()


def test_a_plateau_begins_where_the_last_clip_binds():
    """Right 1.5 and wrong .5 both stop at .4: (1.2 - .8) / 2 from there on."""
    path = MixturePath(group_of([1.5, 0.5], [1, 0]))
    assert path.peak == pytest.approx((0.4, 0.2))
    assert path.zero is None


@pytest.mark.parametrize(
    ("ratios", "rewards"), [([0.5, 1.5], [1, 0]), ([1.5, 0.5], [1, 1]), ([1, 1], [1, 0])]
)
def test_a_path_that_never_climbs_peaks_where_it_starts(ratios, rewards):
    path = MixturePath(group_of(ratios, rewards))
    assert path.peak == (0, 0)
    assert path.zero is None


def test_without_room_a_clip_binds_at_once(worked):
    path = MixturePath(dataclasses.replace(worked, eps_low=0.0))
    np.testing.assert_array_equal(path.clip_shares, [0, 0, np.nan, np.nan])
    assert path.pushes(0.0).all()
    np.testing.assert_array_equal(path.pushes(0.01), [False, False, True, True])


def test_a_silent_group_pushes_nowhere(worked):
    path = MixturePath(dataclasses.replace(worked, rewards=[1, 1, 1, 1]))
    assert not path.pushes(0.0).any()


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan, [0.5, 2.0]])
def test_shares_are_from_0_to_1(worked, share):
    with pytest.raises(ValueError, match="share"):
        MixturePath(worked).surrogate(share)
