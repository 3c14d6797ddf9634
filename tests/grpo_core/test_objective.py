import itertools
import math
import warnings

import numpy as np
import pytest

from grpo_core import grpo_objective

LEVELS = ("token", "sequence")
AGGREGATES = ("grpo", "dapo", "dr_grpo")
VARIANTS = list(itertools.product(LEVELS, AGGREGATES))
ARRAYS = ("gradient", "ratio", "binds")
NUMBERS = ("value", "surrogate", "kl", "clip_fraction")

each_variant = pytest.mark.parametrize(("level", "aggregate"), VARIANTS)


def batch(seed=0, lengths=(5, 2, 4, 1)):
    """Random rows of unequal lengths; several tokens end outside the clip range."""
    rng = np.random.default_rng(seed)
    shape = len(lengths), max(lengths)
    old = -rng.exponential(size=shape) - 0.5
    lp = old + rng.normal(scale=0.35, size=shape)
    ref = old + rng.normal(scale=0.5, size=shape)
    mask = (np.arange(shape[1]) < np.array(lengths)[:, None]).astype(float)
    return lp, old, ref, rng.normal(size=len(lengths)), mask


def slow(lp, old, ref, A, mask, *, low, high, beta, level, aggregate, L):
    """The objective by its definition, one token after the other; returns J and the bound share."""
    G, total, J, bound = len(lp), sum(map(sum, mask)), 0.0, 0
    for i in range(G):
        real = [t for t in range(len(mask[i])) if mask[i][t]]
        deltas = {t: lp[i][t] - old[i][t] for t in real}
        for t in real:
            mean = sum(deltas.values()) / len(real)
            rho = math.exp(deltas[t] if level == "token" else mean)
            if A[i] > 0 and rho > 1 + high:
                S, bound = (1 + high) * A[i], bound + 1
            elif A[i] < 0 and rho < 1 - low:
                S, bound = (1 - low) * A[i], bound + 1
            else:
                S = rho * A[i]
            d = ref[i][t] - lp[i][t]
            term = S - beta * (math.exp(d) - d - 1)
            J += term / {"grpo": G * len(real), "dapo": total, "dr_grpo": G * L}[aggregate]
    return J, bound / total


def assert_same(one, other, rtol=1e-13, atol=1e-15):
    for name in (*ARRAYS, *NUMBERS):
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), rtol=rtol, atol=atol, err_msg=name
        )


# Numbers worked out by hand.

WORKED = tuple(
    np.log([row]).T
    for row in ([0.30, 0.20, 0.07, 0.43], [0.20, 0.40, 0.10, 0.30], [0.15, 0.40, 0.14, 0.31])
)


def test_worked_group():
    J = grpo_objective(*WORKED, [1, -1, 1, -1], beta=0.04)
    assert J.value == pytest.approx(-0.091883, abs=5e-7)
    assert J.surrogate == pytest.approx(-0.083333, abs=5e-7)
    assert J.kl == pytest.approx(0.213749, abs=5e-7)
    assert J.clip_fraction == 0.5
    np.testing.assert_allclose(J.gradient[:, 0], [-0.005, 0.01, 0.185, -0.361124], atol=5e-7)
    np.testing.assert_allclose(J.ratio[:, 0], [1.5, 0.5, 0.7, 1.433], atol=5e-4)
    np.testing.assert_array_equal(J.binds[:, 0], [True, True, False, False])


@pytest.mark.parametrize(
    ("eps", "surrogate"),
    [
        (0, -0.183333),
        (0.1, -0.133333),
        (0.2, -0.083333),
        (0.366667, 0),
        (0.5, 0.066667),
        (1, 0.066667),
        (10, 0.066667),
    ],
)
def test_worked_surrogate_over_eps(eps, surrogate):
    J = grpo_objective(*WORKED, [1, -1, 1, -1], eps_low=eps)
    assert J.value == pytest.approx(surrogate, abs=7e-7)


# The formula.


@each_variant
@pytest.mark.parametrize("seed", range(4))
def test_against_a_slow_loop(seed, level, aggregate):
    data = batch(seed)
    J = grpo_objective(
        *data,
        eps_low=0.2,
        eps_high=0.28,
        beta=0.3,
        level=level,
        aggregate=aggregate,
        max_length=7,
    )
    value, bound = slow(
        *(x.tolist() for x in data),
        low=0.2,
        high=0.28,
        beta=0.3,
        level=level,
        aggregate=aggregate,
        L=7,
    )
    assert J.value == pytest.approx(value, rel=1e-12)
    assert J.clip_fraction == pytest.approx(bound, abs=1e-15)
    assert J.value == pytest.approx(J.surrogate - 0.3 * J.kl, rel=1e-13)


@each_variant
@pytest.mark.parametrize("beta", [0.0, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_gradient_is_the_slope(numeric_gradient, seed, beta, level, aggregate):
    lp, old, ref, A, mask = batch(seed)
    options = dict(beta=beta, level=level, aggregate=aggregate, max_length=9)

    def value(x):
        return grpo_objective(x, old, ref, A, mask, **options).value

    J = grpo_objective(lp, old, ref, A, mask, **options)
    assert np.abs(J.ratio[..., None] - [0.8, 1.2]).min() > 1e-4, "a kink is too near"
    np.testing.assert_allclose(J.gradient, numeric_gradient(value, lp), atol=1e-9)


def test_the_random_batches_do_clip():
    """Otherwise the comparisons above would not see the clip at all."""
    for level in LEVELS:
        fractions = [grpo_objective(*batch(s), level=level).clip_fraction for s in range(4)]
        assert 0 < max(fractions) < 1


def test_gradient_coefficient_at_ratio_one():
    """DeepSeekMath eq. 20-21: A_i + beta (pi_ref / pi_theta - 1), over G |o_i|."""
    lp, _, ref, A, mask = batch()
    J = grpo_objective(lp, lp, ref, A, mask, beta=0.04)
    coefficient = A[:, None] + 0.04 * (np.exp(ref) / np.exp(lp) - 1)
    lengths = np.array([[5], [2], [4], [1]])
    np.testing.assert_allclose(J.gradient, mask * coefficient / (4 * lengths), rtol=1e-12)


def test_gspo_gradient():
    lp, old, ref, A, mask = batch()
    J = grpo_objective(lp, old, ref, A, mask, level="sequence", eps_low=math.inf)
    for i, length in enumerate((5, 2, 4, 1)):
        s = np.prod(np.exp(lp - old)[i, :length]) ** (1 / length)
        np.testing.assert_allclose(J.ratio[i, :length], s, rtol=1e-13)
        np.testing.assert_allclose(J.gradient[i, :length], s * A[i] / (4 * length), rtol=1e-12)


def test_gspo_ratio_is_the_geometric_mean():
    lp, old = np.log([[0.4, 0.2]]), np.log([[0.2, 0.4]])
    J = grpo_objective(lp, old, old, [1.0], level="sequence")
    np.testing.assert_allclose(J.ratio, [[1, 1]], rtol=1e-15)
    assert J.clip_fraction == 0
    assert grpo_objective(lp, old, old, [1.0], level="token").clip_fraction == 0.5


# The mask.


@each_variant
@pytest.mark.parametrize("wild", [1e4, -1e4, 1e308, np.nan, np.inf, -np.inf])
def test_nothing_under_the_mask_matters(wild, level, aggregate):
    lp, old, ref, A, mask = batch()
    options = dict(beta=0.1, level=level, aggregate=aggregate)
    clean = grpo_objective(lp, old, ref, A, mask, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for target in range(3):
            data = [x.copy() for x in (lp, old, ref)]
            data[target][mask == 0] = wild
            assert_same(clean, grpo_objective(*data, A, mask, **options), rtol=0, atol=0)
    hidden = mask == 0
    assert (clean.gradient[hidden] == 0).all()
    assert (clean.ratio[hidden] == 1).all()
    assert not clean.binds[hidden].any()


@each_variant
def test_appending_masked_tokens_changes_nothing(level, aggregate):
    lp, old, ref, A, mask = batch()
    options = dict(beta=0.1, level=level, aggregate=aggregate, max_length=5)

    def longer(x, fill):
        return np.hstack([x, np.full((4, 3), fill)])

    J = grpo_objective(lp, old, ref, A, mask, **options)
    K = grpo_objective(*(longer(x, np.nan) for x in (lp, old, ref)), A, longer(mask, 0), **options)
    for name in NUMBERS:
        assert getattr(J, name) == pytest.approx(getattr(K, name), rel=1e-14)
    np.testing.assert_allclose(J.gradient, K.gradient[:, :5], rtol=1e-14)


def test_dr_grpo_takes_its_length_from_the_shape_or_the_argument():
    data = batch()
    J = grpo_objective(*data, beta=0.1, aggregate="dr_grpo")
    assert_same(J, grpo_objective(*data, beta=0.1, aggregate="dr_grpo", max_length=5))
    twice = grpo_objective(*data, beta=0.1, aggregate="dr_grpo", max_length=10)
    assert twice.value == pytest.approx(J.value / 2, rel=1e-14)


@each_variant
def test_all_masked(level, aggregate):
    junk = np.full((3, 4), np.nan)
    J = grpo_objective(
        junk, junk, junk, [np.nan] * 3, np.zeros((3, 4)), beta=1, level=level, aggregate=aggregate
    )
    assert (J.value, J.surrogate, J.kl, J.clip_fraction) == (0, 0, 0, 0)
    np.testing.assert_array_equal(J.gradient, np.zeros((3, 4)))


@pytest.mark.parametrize(
    ("aggregate", "factor"), [("grpo", 4 / 5), ("dapo", 1), ("dr_grpo", 4 / 5)]
)
def test_a_fully_masked_row_counts_among_the_rows(aggregate, factor):
    lp, old, ref, A, mask = batch()
    J = grpo_objective(lp, old, ref, A, mask, beta=0.1, aggregate=aggregate)
    more = [np.vstack([x, np.zeros((1, 5))]) for x in (lp, old, ref, mask)]
    K = grpo_objective(*more[:3], [*A, 3.0], more[3], beta=0.1, aggregate=aggregate)
    assert K.value == pytest.approx(factor * J.value, rel=1e-13)


def test_boolean_mask_and_no_mask():
    lp, old, ref, A, mask = batch()
    assert_same(
        grpo_objective(lp, old, ref, A, mask), grpo_objective(lp, old, ref, A, mask.astype(bool))
    )
    assert_same(
        grpo_objective(lp, old, ref, A), grpo_objective(lp, old, ref, A, np.ones_like(mask))
    )


# What the value and the clip mean.


def test_value_at_the_first_inner_step_is_zero_per_sequence():
    lp, _, ref, _, mask = batch()
    A = [1.0, -1.0, 1.0, -1.0]
    for level in LEVELS:
        J = grpo_objective(lp, lp, ref, A, mask, level=level)
        assert J.value == pytest.approx(0, abs=1e-15)
        assert J.clip_fraction == 0
        np.testing.assert_array_equal(np.sign(J.gradient), mask * np.sign(A)[:, None])


def test_value_at_the_first_inner_step_is_the_length_weighted_advantage():
    lp, _, ref, _, mask = batch()  # lengths 5, 2, 4, 1
    A = [1.0, -1.0, 1.0, -1.0]
    dapo = grpo_objective(lp, lp, ref, A, mask, aggregate="dapo")
    assert dapo.value == pytest.approx((5 - 2 + 4 - 1) / 12)
    dr = grpo_objective(lp, lp, ref, A, mask, aggregate="dr_grpo", max_length=10)
    assert dr.value == pytest.approx((5 - 2 + 4 - 1) / 40)
    for aggregate in AGGREGATES:
        assert grpo_objective(lp, lp, ref, A, aggregate=aggregate).value == pytest.approx(
            0, abs=1e-15
        )


def test_clip_fraction_counts_where_the_clip_binds_not_the_band():
    lp, old = np.log([[0.6], [0.1]]), np.log([[0.3], [0.3]])
    assert grpo_objective(lp, old, old, [1, -1]).clip_fraction == 1
    assert grpo_objective(lp, old, old, [-1, 1]).clip_fraction == 0


def test_r1_eps_of_ten():
    lp, old = np.log([[0.01], [0.6], [0.5]]), np.log([[0.9], [0.05], [0.04]])
    J = grpo_objective(lp, old, old, [-1, 1, 1], eps_low=10)  # ratios .011, 12, 12.5
    np.testing.assert_array_equal(J.binds[:, 0], [False, True, True])
    assert J.surrogate == pytest.approx((-0.01 / 0.9 + 11 + 11) / 3)


# Invariances.


def test_linear_in_beta():
    data = batch()
    J0, J1, J3 = (grpo_objective(*data, beta=b) for b in (0, 1, 3))
    assert J3.value == pytest.approx(J0.value + 3 * (J1.value - J0.value), rel=1e-13)
    np.testing.assert_allclose(
        J3.gradient, J0.gradient + 3 * (J1.gradient - J0.gradient), atol=1e-15
    )
    assert J0.kl == J3.kl > 0


@each_variant
def test_infinite_eps_is_plain_importance_sampling(level, aggregate):
    lp, old, ref, A, mask = batch()
    J = grpo_objective(lp, old, ref, A, mask, eps_low=math.inf, level=level, aggregate=aggregate)
    value, _ = slow(
        *(x.tolist() for x in (lp, old, ref, A, mask)),
        low=1e9,
        high=1e9,
        beta=0,
        level=level,
        aggregate=aggregate,
        L=5,
    )
    assert J.value == pytest.approx(value, rel=1e-12)
    assert J.clip_fraction == 0


@pytest.mark.parametrize("level", LEVELS)
def test_normalisations_agree_for_equal_lengths_only(level):
    def values(lengths):
        data = batch(1, lengths)
        return [grpo_objective(*data, beta=0.2, level=level, aggregate=a).value for a in AGGREGATES]

    np.testing.assert_allclose(values((3, 3, 3)), [values((3, 3, 3))[0]] * 3, rtol=1e-13)
    assert np.ptp(values((5, 2, 4))) > 1e-3


def test_gspo_is_grpo_for_answers_of_one_token_only():
    one = batch(2, (1, 1, 1, 1))
    assert_same(grpo_objective(*one, beta=0.1, level="sequence"), grpo_objective(*one, beta=0.1))
    many = batch(2)
    difference = grpo_objective(*many, level="sequence").value - grpo_objective(*many).value
    assert abs(difference) > 1e-3


@each_variant
def test_order_of_the_rows_does_not_matter(level, aggregate):
    data, order = batch(), [2, 0, 3, 1]
    options = dict(beta=0.1, level=level, aggregate=aggregate)
    J = grpo_objective(*data, **options)
    K = grpo_objective(*(x[order] for x in data), **options)
    assert K.value == pytest.approx(J.value, rel=1e-13)
    np.testing.assert_allclose(K.gradient, J.gradient[order], rtol=1e-13)


def test_splitting_a_batch():
    """The mean over micro-batches; a local token mean ("bnpo") alone is not invariant."""
    data = batch()

    def parts(**options):
        return [
            grpo_objective(*(x[rows] for x in data), beta=0.1, **options).value
            for rows in (slice(0, 2), slice(2, 4))
        ]

    for options in ({}, {"aggregate": "dr_grpo", "max_length": 5}):
        whole = grpo_objective(*data, beta=0.1, **options).value
        assert np.mean(parts(**options)) == pytest.approx(whole, rel=1e-13)
    whole = grpo_objective(*data, beta=0.1, aggregate="dapo").value
    local = parts(aggregate="dapo")
    assert np.average(local, weights=[7, 5]) == pytest.approx(whole, rel=1e-13)
    assert abs(np.mean(local) - whole) > 1e-3


# Numerics and errors.


@each_variant
def test_extreme_log_probabilities_are_finite(level, aggregate):
    lp = np.array([[-1e-3, -600.0], [-600.0, -92.1]])
    old = np.array([[-600.0, -600.0], [-1e-3, -92.0]])
    J = grpo_objective(lp, old, old[::-1], [1, -1], beta=0.04, level=level, aggregate=aggregate)
    for name in (*ARRAYS, *NUMBERS):
        assert np.isfinite(getattr(J, name)).all()


def test_tiny_probabilities_of_a_real_model():
    old = np.full((2, 1), math.log(1e-40))
    J = grpo_objective(old + math.log(1.1), old, old, [1, -1])
    np.testing.assert_allclose(J.ratio, 1.1, rtol=1e-13)


@pytest.mark.parametrize(
    ("index", "value", "name"),
    [
        (0, np.zeros(3), "logp"),
        (0, np.zeros((0, 2)), "logp"),
        (0, np.full((4, 5), np.nan), "^logp"),
        (0, np.full((4, 5), "x"), "^logp"),
        (0, np.full((4, 5), 800.0), "logp and old_logp"),
        (1, np.zeros((4, 4)), "old_logp"),
        (1, np.full((4, 5), -np.inf), "old_logp"),
        (2, np.zeros((5, 4)), "ref_logp"),
        (2, np.full((4, 5), np.inf), "ref_logp"),
        (2, np.full((4, 5), 800.0), "ref_logp"),
        (3, np.zeros(5), "advantages"),
        (3, np.zeros((4, 1)), "advantages"),
        (3, np.full(4, np.nan), "advantages"),
        (4, np.full((4, 5), 0.5), "mask"),
        (4, np.full((4, 5), np.nan), "mask"),
        (4, np.ones(4), "mask"),
    ],
)
def test_array_errors_name_the_argument(index, value, name):
    data = list(batch())
    data[index] = value
    with pytest.raises(ValueError, match=name):
        grpo_objective(*data)


@pytest.mark.parametrize(
    "options",
    [
        {"eps_low": -0.1},
        {"eps_high": -0.1},
        {"beta": -0.1},
        {"beta": np.nan},
        {"beta": np.inf},
        {"level": "word"},
        {"aggregate": "bnpo"},
        {"max_length": 0},
        {"max_length": 2.5},
    ],
)
def test_option_errors_name_the_argument(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        grpo_objective(*batch(), **options)
