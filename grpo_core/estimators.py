"""What sampling does to an estimate of the divergence: expectations, and a recorded race."""

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.checks import (
    FloatArray,
    IndexArray,
    finite_array,
    has_shape,
    no_overflow,
    whole_number,
)
from grpo_core.kl import check_distribution, kl_estimate

_MOST_SEEDS = 500  # tried for a race without luck
_ROUNDING = 1e-12  # nats, of a mean over equal samples


def expected_value(p: ArrayLike, values: ArrayLike) -> float:
    """Mean of a quantity over the answers that ``p`` draws, by enumeration.

    ``E_p[x] = sum_a p_a x_a``. With ``x = kl_estimate(log pi_theta, log pi_ref)`` and
    p = pi_theta it is the divergence for k1 and k3 (Schulman, "Approximating KL
    Divergence"); for samples of another policy it is not, unless x is weighted by
    ``pi_theta / p``.

    Args:
        p: ``(K,)`` probabilities of the sampler.
        values: ``(K,)``, the quantity at each answer.

    Returns:
        In the units of ``values``.

    Raises:
        ValueError: ``p`` is no distribution over one axis, or ``values`` does not fit it.

    Example:
        >>> expected_value([0.25, 0.75], [4.0, 0.0])
        1.0
    """
    p, x = _sampled(p, values)
    with no_overflow("values"):
        return float(p @ x)


def sample_variance(p: ArrayLike, values: ArrayLike) -> float:
    """Variance of one sample of a quantity, by enumeration.

    ``Var_p[x] = sum_a p_a (x_a - E_p[x])^2``; a mean of n samples has 1/n of it.

    Args:
        p: ``(K,)`` probabilities of the sampler.
        values: ``(K,)``, the quantity at each answer.

    Returns:
        In the square of the units of ``values``.

    Raises:
        ValueError: as in `expected_value`.

    Example:
        >>> sample_variance([0.25, 0.75], [4.0, 0.0])  # 9/4 + 3/4
        3.0
    """
    p, x = _sampled(p, values)
    with no_overflow("values"):
        return float(p @ (x - p @ x) ** 2)


def signed_parts(p: ArrayLike, values: ArrayLike) -> tuple[float, float]:
    """The two parts of a mean: what lies above 0 and what lies below.

    ``E_p[max(x, 0)]`` and ``E_p[min(x, 0)]``; their sum is ``E_p[x]``.

    Args:
        p: ``(K,)`` probabilities of the sampler.
        values: ``(K,)``, the quantity at each answer.

    Returns:
        A number of at least 0, and one of at most 0.

    Raises:
        ValueError: as in `expected_value`.

    Example:
        >>> signed_parts([0.5, 0.25, 0.25], [2.0, -4.0, 0.0])
        (1.0, -1.0)
    """
    x = finite_array("values", values)
    return expected_value(p, np.maximum(x, 0.0)), expected_value(p, np.minimum(x, 0.0))


@dataclass(frozen=True, eq=False)
class EstimatorRace:
    """Estimates of ``KL(new || ref)`` from one row of samples. Arrays are ``(N,)``.

    Attributes:
        places: the uniform numbers in [0, 1) that chose the answers.
        samples: the index of each answer that was drawn.
        k1: its k1.
        k3: its k3.
        mean_k1: mean of the first n samples, n = 1 to N.
        mean_k3: the same of k3.
        exact: the divergence.
        seed: that of the uniform numbers.

    Example:
        >>> race = estimator_race([0.5, 0.5], [0.5, 0.5], [0.25, 0.75], count=4, seed=0)
        >>> race.places.round(2), race.samples
        (array([0.64, 0.27, 0.04, 0.02]), array([1, 0, 0, 0]))
        >>> race.mean_k3.round(4), round(race.exact, 4)  # .0945 or .1931 each
        (array([0.0945, 0.1438, 0.1603, 0.1685]), 0.1438)
    """

    places: FloatArray
    samples: IndexArray
    k1: FloatArray
    k3: FloatArray
    mean_k1: FloatArray
    mean_k3: FloatArray
    exact: float
    seed: int


def estimator_race(
    sampler: ArrayLike, new: ArrayLike, ref: ArrayLike, count: int, seed: int
) -> EstimatorRace:
    """Draw ``count`` answers from ``sampler`` and average k1 and k3 over the same ones.

    An answer is drawn by a uniform number u: the first one whose cumulated
    probability exceeds u. For ``sampler = new`` both means tend to
    ``KL(new || ref)`` (Schulman, "Approximating KL Divergence"; k3 is DeepSeekMath,
    arXiv 2402.03300, eq. 4).

    Args:
        sampler: ``(K,)`` probabilities of the policy that draws.
        new: ``(K,)``, pi_theta, positive.
        ref: ``(K,)``, pi_ref, positive.
        count: N, at least 1.
        seed: of `numpy.random.default_rng`.

    Returns:
        `EstimatorRace`.

    Raises:
        ValueError: a row is no distribution or does not fit the others, ``new`` or
            ``ref`` is not positive, ``count`` or ``seed`` is no such whole number.

    Example:
        >>> race = estimator_race([0.5, 0.5], [0.5, 0.5], [0.25, 0.75], count=2, seed=0)
        >>> race.k1.round(4), race.mean_k1.round(4)  # -log 1.5, log 2
        (array([-0.4055,  0.6931]), array([-0.4055,  0.1438]))
    """
    p = check_distribution("sampler", finite_array("sampler", sampler, ndim=1))
    new, ref = check_distribution("new", new), check_distribution("ref", ref)
    has_shape("new", new, p.shape)
    has_shape("ref", ref, p.shape)
    if not ((new > 0).all() and (ref > 0).all()):
        raise ValueError("new and ref must be positive everywhere")
    count = whole_number("count", count)
    seed = whole_number("seed", seed, least=0)

    places = np.random.default_rng(seed).random(count)
    # The sum may end below 1 by rounding; a number beyond it means the last answer.
    samples = np.minimum(np.searchsorted(p.cumsum(), places, side="right"), len(p) - 1)
    k1, k3 = (kl_estimate(np.log(new), np.log(ref), kind)[samples] for kind in ("k1", "k3"))
    n = np.arange(1, count + 1)
    return EstimatorRace(
        places=places,
        samples=samples,
        k1=k1,
        k3=k3,
        mean_k1=k1.cumsum() / n,
        mean_k3=k3.cumsum() / n,
        exact=expected_value(new, np.log(new / ref)),
        seed=seed,
    )


@dataclass(frozen=True)
class RaceSettings:
    """What `representative_race` looks for.

    Attributes:
        count: N, the samples of a race, at least 1.
        first_seed: the first seed that is tried; each try adds 1.
        shown: how many of the first samples are looked at one by one.

    Raises:
        ValueError: one is no such whole number.

    Example:
        >>> RaceSettings(count=200, first_seed=0, shown=12)
        RaceSettings(count=200, first_seed=0, shown=12)
    """

    count: int
    first_seed: int
    shown: int

    def __post_init__(self) -> None:
        """Check every attribute."""
        whole_number("count", self.count)
        whole_number("first_seed", self.first_seed, least=0)
        whole_number("shown", self.shown, least=0)


def representative_race(new: ArrayLike, ref: ArrayLike, settings: RaceSettings) -> EstimatorRace:
    """The first race, by its seed, whose luck is neither good nor bad. Samples are of ``new``.

    Of its first ``shown`` samples as many have a negative k1 as is to be expected, to the
    nearest whole number, and no mean of its first n samples, of k1 or of k3, strays
    from the divergence by more than 2 standard errors (``sd / sqrt(n)``), the last by
    more than 1.

    Args:
        new: ``(K,)``, pi_theta, positive.
        ref: ``(K,)``, pi_ref, positive.
        settings: how long a race is, and where the search begins.

    Returns:
        `EstimatorRace`; that of ``first_seed`` where none of `_MOST_SEEDS` seeds is such.

    Raises:
        ValueError: as `estimator_race`.

    Example:
        >>> settings = RaceSettings(count=100, first_seed=0, shown=4)
        >>> race = representative_race([0.5, 0.5], [0.25, 0.75], settings)
        >>> race.seed, race.samples[:4]  # two of four have a negative k1
        (3, array([0, 0, 1, 1]))
    """
    first_seed, shown = settings.first_seed, settings.shown
    races = (
        estimator_race(new, new, ref, settings.count, seed)
        for seed in range(first_seed, first_seed + _MOST_SEEDS)
    )
    first = next(races)
    k1, k3 = (kl_estimate(np.log(new), np.log(ref), kind) for kind in ("k1", "k3"))
    expected = round(shown * expected_value(new, k1 < 0))
    deviations = [float(np.sqrt(sample_variance(new, k))) for k in (k1, k3)]
    for race in chain([first], races):
        strays = zip((race.mean_k1, race.mean_k3), deviations, strict=True)
        if (race.k1[:shown] < 0).sum() == expected and all(
            _stays_near(mean, race.exact, deviation) for mean, deviation in strays
        ):
            return race
    return first


def _stays_near(mean: FloatArray, exact: float, deviation: float) -> bool:
    """Whether each mean of the first n samples is within 2 standard errors, the last in 1."""
    error = deviation / np.sqrt(np.arange(1, len(mean) + 1))
    strays = np.abs(mean - exact) - _ROUNDING
    return bool((strays <= 2 * error).all() and strays[-1] <= error[-1])


def _sampled(p: ArrayLike, values: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p = check_distribution("p", finite_array("p", p, ndim=1))
    x = finite_array("values", values)
    has_shape("values", x, p.shape)
    return p, x
