import math

import numpy as np
import pytest

from grpo_core import clipped_surrogate


def sheet_surrogate(rho, A, low, high):
    """The three cases of section 1.2, and their slopes in log-probability."""
    if A > 0 and rho > 1 + high:
        return (1 + high) * A, 0.0
    if A < 0 and rho < 1 - low:
        return (1 - low) * A, 0.0
    return rho * A, rho * A


def random_pairs(n=400):
    rng = np.random.default_rng(1)
    return np.exp(rng.normal(scale=0.6, size=n)), rng.normal(size=n)


def test_notebook_scenarios():
    S = clipped_surrogate([1.2, 1, 1.2, 0.8], [2, 2, -2, -2], eps_low=0.1)
    np.testing.assert_allclose(S.unclipped, [2.4, 2, -2.4, -1.6], rtol=1e-15)
    np.testing.assert_allclose(S.clipped, [2.2, 2, -2.2, -1.8], rtol=1e-15)
    np.testing.assert_allclose(S.value, [2.2, 2, -2.4, -1.8], rtol=1e-15)
    np.testing.assert_array_equal(S.binds, [True, False, False, True])
    np.testing.assert_allclose(S.gradient, [0, 2, -2.4, 0], rtol=1e-15)


def test_the_case_that_the_notebook_lacks():
    S = clipped_surrogate(0.7, 1.0, eps_low=0.2)
    assert (S.value, S.clipped, S.binds, S.gradient) == (0.7, 0.8, False, 0.7)


def test_against_the_cases_of_the_definition():
    rho, A = random_pairs()
    S = clipped_surrogate(rho, A, eps_low=0.2, eps_high=0.28)
    expected = [sheet_surrogate(r, a, 0.2, 0.28) for r, a in zip(rho, A, strict=True)]
    np.testing.assert_allclose(S.value, [value for value, _ in expected], rtol=1e-14)
    np.testing.assert_allclose(S.gradient, [slope for _, slope in expected], rtol=1e-14)
    assert 0 < S.binds.sum() < rho.size


def test_gradient_is_the_slope_away_from_the_kinks():
    rho, A = random_pairs()
    away = (np.abs(rho - 0.8) > 1e-3) & (np.abs(rho - 1.2) > 1e-3)
    rho, A = rho[away], A[away]
    h = 1e-6
    up, down = (clipped_surrogate(rho * math.exp(s), A).value for s in (h, -h))
    np.testing.assert_allclose(
        clipped_surrogate(rho, A).gradient, (up - down) / (2 * h), rtol=1e-8, atol=1e-9
    )


def test_never_above_the_unclipped_value():
    rho, A = random_pairs()
    assert (clipped_surrogate(rho, A).value <= rho * A).all()


def test_infinite_eps_is_plain_importance_sampling():
    rho, A = random_pairs()
    S = clipped_surrogate(rho, A, eps_low=math.inf)
    np.testing.assert_array_equal(S.value, rho * A)
    np.testing.assert_array_equal(S.gradient, rho * A)
    assert not S.binds.any()


@pytest.mark.parametrize(
    ("rho", "A", "eps"),
    [
        (1.2, 1.0, 0.2),
        (0.8, -1.0, 0.2),
        # Quotients of decimals, that rounding leaves just outside the range.
        (math.exp(math.log(0.45) - math.log(0.30)), 1.0, 0.5),
        (math.exp(math.log(0.09) - math.log(0.10)), -1.0, 0.1),
        (1.0, 1.0, 0.0),
    ],
)
def test_on_the_bound_the_gradient_passes(rho, A, eps):
    S = clipped_surrogate(rho, A, eps_low=eps)
    assert not S.binds
    assert S.gradient == rho * A


@pytest.mark.parametrize(("rho", "A"), [(1.2 + 1e-9, 1.0), (0.8 - 1e-9, -1.0)])
def test_just_beyond_the_bound_it_does_not(rho, A):
    S = clipped_surrogate(rho, A)
    assert S.binds
    assert S.gradient == 0


def test_r1_eps_of_ten_has_no_lower_bound():
    S = clipped_surrogate([1e-6, 0.0, 10.9, 11.1], [-1, -1, 1, 1], eps_low=10)
    np.testing.assert_array_equal(S.binds, [False, False, False, True])
    np.testing.assert_allclose(S.value, [-1e-6, 0, 10.9, 11])


def test_dapo_arithmetic_of_the_upper_bound():
    rare = clipped_surrogate(np.array([0.0119, 0.0121]) / 0.01, 1.0)
    np.testing.assert_array_equal(rare.binds, [False, True])
    # 0.9 may rise to 1.08: never reached; the border is 1 / (1 + eps) = 0.8333.
    certain = clipped_surrogate(1.0 / np.array([0.9, 0.8334, 0.8333]), 1.0)
    np.testing.assert_array_equal(certain.binds, [False, False, True])


def test_clip_higher_moves_only_the_upper_bound():
    rho, A = [1.25, 1.29, 0.79], [1, 1, -1]
    np.testing.assert_array_equal(clipped_surrogate(rho, A).binds, [True, True, True])
    higher = clipped_surrogate(rho, A, eps_low=0.2, eps_high=0.28)
    np.testing.assert_array_equal(higher.binds, [False, True, True])
    np.testing.assert_allclose(higher.value, [1.25, 1.28, -0.8])


def test_a_bad_answer_that_got_likelier_is_unbounded():
    S = clipped_surrogate([1e3, 1e6], -1.0)
    np.testing.assert_array_equal(S.value, [-1e3, -1e6])
    np.testing.assert_array_equal(S.gradient, [-1e3, -1e6])


def test_zero_advantage_never_binds():
    S = clipped_surrogate([0.1, 1, 9], 0.0)
    np.testing.assert_array_equal(S.value, [0, 0, 0])
    assert not S.binds.any()


def test_broadcasts():
    S = clipped_surrogate(np.ones((3, 1)), np.ones(4))
    shapes = {getattr(S, f).shape for f in ("unclipped", "clipped", "value", "binds", "gradient")}
    assert shapes == {(3, 4)}


@pytest.mark.parametrize(
    ("rho", "A", "options", "name"),
    [
        (-0.1, 1, {}, "ratio"),
        (np.nan, 1, {}, "ratio"),
        (np.inf, 1, {}, "ratio"),
        (1, np.nan, {}, "advantage"),
        (np.ones(3), np.ones(2), {}, "ratio"),
        (1e200, 1e200, {}, "ratio"),
        (1, 1, {"eps_low": -0.1}, "eps_low"),
        (1, 1, {"eps_low": np.nan}, "eps_low"),
        (1, 1, {"eps_high": -0.1}, "eps_high"),
        (1, 1, {"eps_high": "much"}, "eps_high"),
    ],
)
def test_errors_name_the_argument(rho, A, options, name):
    with pytest.raises(ValueError, match=name):
        clipped_surrogate(rho, A, **options)
