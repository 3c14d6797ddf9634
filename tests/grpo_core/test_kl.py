import math

import numpy as np
import pytest

from grpo_core import kl_divergence, kl_estimate, log_softmax, softmax

OLD = np.array([0.20, 0.40, 0.10, 0.30])
NEW = np.array([0.30, 0.20, 0.07, 0.43])
REF = np.array([0.15, 0.40, 0.14, 0.31])
THETA = np.array([0.4, -1.0, 0.2, 0.9, -0.3])
REF_LOGP = log_softmax(np.array([0.0, 0.5, -0.7, 0.1, 0.3]))


def worked(kind):
    return kl_estimate(np.log(NEW), np.log(REF), kind)


def test_worked_columns():
    np.testing.assert_allclose(worked("k1"), [0.6931, -0.6931, -0.6931, 0.3272], atol=5e-5)
    np.testing.assert_allclose(worked("k3"), [0.1931, 0.3069, 0.3069, 0.0481], atol=5e-5)
    assert worked("k3").mean() == pytest.approx(0.213749, abs=5e-7)


def test_worked_divergences():
    assert kl_divergence(NEW, REF) == pytest.approx(0.161496, abs=5e-7)
    assert kl_divergence(REF, NEW) == pytest.approx(0.168891, abs=5e-7)
    assert OLD @ worked("k3") == pytest.approx(0.206499, abs=5e-7)
    assert OLD @ (NEW / OLD * worked("k3")) == pytest.approx(0.161496, abs=5e-7)


@pytest.mark.parametrize(
    ("kind", "variance", "digits"), [("k1", 0.29382, 5e-6), ("k3", 0.011530, 5e-7)]
)
def test_worked_variances_under_new(kind, variance, digits):
    k = worked(kind)
    assert NEW @ k**2 - (NEW @ k) ** 2 == pytest.approx(variance, abs=digits)


def test_k1_and_k3_average_to_the_divergence_and_k2_does_not():
    pi, exact = softmax(THETA), kl_divergence(softmax(THETA), np.exp(REF_LOGP))
    mean = {k: pi @ kl_estimate(np.log(pi), REF_LOGP, k) for k in ("k1", "k2", "k3")}
    assert mean["k1"] == pytest.approx(exact, rel=1e-13)
    assert mean["k3"] == pytest.approx(exact, rel=1e-13)
    assert abs(mean["k2"] - exact) > 0.01


@pytest.mark.parametrize(
    ("m", "sd_k1", "sd_k2", "sd_k3"), [(0.1, 20, 1.418, 1.417), (1, 2, 1.732, 1.695)]
)
def test_schulman_table(m, sd_k1, sd_k2, sd_k3):
    """Two Gaussians m apart, integrated by quadrature: spread over true KL."""
    nodes, weights = np.polynomial.hermite.hermgauss(80)
    x, w = m + math.sqrt(2) * nodes, weights / math.sqrt(math.pi)
    logp, ref_logp = -((x - m) ** 2) / 2, -(x**2) / 2
    kl = m**2 / 2
    for kind, sd in (("k1", sd_k1), ("k2", sd_k2), ("k3", sd_k3)):
        k = kl_estimate(logp, ref_logp, kind)
        assert math.sqrt(w @ k**2 - (w @ k) ** 2) / kl == pytest.approx(sd, abs=5e-4)
    assert w @ kl_estimate(logp, ref_logp, "k3") == pytest.approx(kl, rel=1e-9)
    assert w @ kl_estimate(logp, ref_logp, "k2") == pytest.approx(kl + m**4 / 8, rel=1e-9)


def mean_over(weights, kind):
    """The estimator as a loss: its samples' weights do not depend on theta."""
    return lambda theta: weights @ kl_estimate(log_softmax(theta), REF_LOGP, kind)


def reverse_kl_gradient():
    pi = softmax(THETA)
    log_ratio = np.log(pi) - REF_LOGP
    return pi * (log_ratio - pi @ log_ratio)


def test_expected_gradient_of_k1_in_a_loss_is_zero(numeric_gradient):
    gradient = numeric_gradient(mean_over(softmax(THETA), "k1"), THETA)
    np.testing.assert_allclose(gradient, 0, atol=1e-10)


def test_expected_gradient_of_k2_is_that_of_the_divergence(numeric_gradient):
    gradient = numeric_gradient(mean_over(softmax(THETA), "k2"), THETA)
    np.testing.assert_allclose(gradient, reverse_kl_gradient(), atol=1e-9)


def test_expected_gradient_of_k3_is_that_of_the_forward_divergence(numeric_gradient):
    gradient = numeric_gradient(mean_over(softmax(THETA), "k3"), THETA)
    np.testing.assert_allclose(gradient, softmax(THETA) - np.exp(REF_LOGP), atol=1e-9)
    exact = numeric_gradient(lambda t: float(kl_divergence(np.exp(REF_LOGP), softmax(t))), THETA)
    np.testing.assert_allclose(gradient, exact, atol=1e-9)


def test_expected_gradient_of_ratio_times_k3_off_policy(numeric_gradient):
    old = softmax(np.array([0.1, 0.1, -0.5, 1.0, 0.0]))

    def loss(theta):
        rho = softmax(theta) / old
        return old @ (rho * kl_estimate(log_softmax(theta), REF_LOGP, "k3"))

    np.testing.assert_allclose(numeric_gradient(loss, THETA), reverse_kl_gradient(), atol=1e-9)


def test_k3_is_never_negative_and_zero_only_without_a_difference():
    rng = np.random.default_rng(2)
    d = rng.normal(size=20000) * 10.0 ** rng.uniform(-18, 1, size=20000)
    assert (kl_estimate(np.zeros_like(d), d) >= 0).all()
    assert kl_estimate(-1.5, -1.5) == 0
    assert (kl_estimate(0.0, [1e-6, -1e-6]) > 0).all()


def test_k3_keeps_its_digits_near_zero():
    assert kl_estimate(0.0, 1e-6) == pytest.approx(5.0000016666671e-13, rel=1e-9, abs=0)


@pytest.mark.parametrize("d", [1e-3, -1e-3, 1e-2, -1e-2])
def test_k3_and_k2_differ_in_the_third_order(d):
    gap = kl_estimate(0.0, d, "k3") - kl_estimate(0.0, d, "k2")
    assert gap / d**3 == pytest.approx(1 / 6, rel=abs(d))


def test_k3_is_exponential_on_one_side_and_linear_on_the_other():
    assert kl_estimate(-20.0, 0.0) == pytest.approx(math.exp(20) - 21)
    assert kl_estimate(0.0, -20.0) == pytest.approx(19, abs=1e-8)


def test_extreme_log_probabilities():
    for kind in ("k1", "k2", "k3"):
        assert np.isfinite(kl_estimate([-700.0, 0.0, -92.1], [0.0, -1e6, -92.2], kind)).all()
    with pytest.raises(ValueError, match="logp and ref_logp"):
        kl_estimate(-1000.0, 0.0)


def test_divergence_of_rows_and_of_zeros():
    table = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.25, 0.5, 0.25]])
    expected = [1.5 * math.log(2) - math.log(2), math.log(4), 0]
    np.testing.assert_allclose(kl_divergence(table, [0.25, 0.5, 0.25]), expected, atol=1e-15)
    assert kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0


@pytest.mark.parametrize(
    ("p", "q", "name"),
    [
        ([0.5, 0.4], [0.5, 0.5], "^p"),
        ([0.5, 0.5], [0.5, 0.6], "^q"),
        ([1.5, -0.5], [0.5, 0.5], "^p"),
        ([0.5, np.nan], [0.5, 0.5], "^p"),
        ([0.5, 0.5], [1.0, 0.0], "^q"),
        ([0.5, 0.5], [0.5, 0.25, 0.25], "p and q"),
        ([1.0], [0.5, 0.5], "p and q"),
        (1.0, 1.0, "^p"),
    ],
)
def test_divergence_errors(p, q, name):
    with pytest.raises(ValueError, match=name):
        kl_divergence(p, q)


@pytest.mark.parametrize(
    ("logp", "ref_logp", "kind", "name"),
    [
        (np.nan, 0, "k3", "^logp"),
        (0, -np.inf, "k3", "ref_logp"),
        ([0, 0], [0, 0, 0], "k3", "logp"),
        (0, 0, "k4", "kind"),
    ],
)
def test_estimate_errors(logp, ref_logp, kind, name):
    with pytest.raises(ValueError, match=name):
        kl_estimate(logp, ref_logp, kind)
