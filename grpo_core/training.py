"""GRPO on the smallest possible model: a softmax over K answers."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import Scale, group_advantages, is_silent
from grpo_core.checks import (
    BoolArray,
    FloatArray,
    IndexArray,
    finite_array,
    finite_nonnegative,
    has_shape,
    one_of,
    whole_number,
)
from grpo_core.kl import kl_divergence
from grpo_core.objective import GrpoObjective, grpo_objective
from grpo_core.policy import log_softmax, softmax
from grpo_core.surrogate import clip_range


@dataclass(frozen=True)
class TrainingSettings:
    """What a run starts from, and how it is trained: `train_tabular` needs nothing else.

    A changed copy is ``dataclasses.replace(settings, beta=0.5)``, which is checked like a
    new one. Arrays may be given as any sequence; they are kept as tuples, so that equal
    settings are equal and hash alike.

    Attributes:
        logits: ``(K,)``, the start, and the reference throughout.
        rewards: ``(K,)``, the fixed reward of each answer.
        group_size: G, answers drawn a step.
        steps: batches.
        inner_steps: updates made on each batch (mu).
        learning_rate: at least 0; logits move by this times the gradient.
        eps_low: as in `clipped_surrogate`.
        eps_high: as in `clipped_surrogate`; None means ``eps_low``.
        beta: as in `grpo_objective`.
        ddof: as in `group_advantages`.
        eps: as in `group_advantages`.
        scale: as in `group_advantages`.
        seed: of numpy's default generator, which draws the samples.

    Raises:
        ValueError: an attribute has the wrong shape or is out of range.

    Example:
        >>> settings = TrainingSettings(logits=[0, 0], rewards=[1, 0], group_size=4, steps=10)
        >>> settings.logits, settings.inner_steps, settings.eps_low, settings.beta
        ((0.0, 0.0), 1, 0.2, 0.0)
        >>> TrainingSettings(logits=[0, 0], rewards=[1, 0], group_size=0, steps=10)
        Traceback (most recent call last):
        ValueError: group_size must be a whole number of at least 1, it is 0
    """

    logits: tuple[float, ...]
    rewards: tuple[float, ...]
    group_size: int
    steps: int
    inner_steps: int = 1
    learning_rate: float = 1.0
    eps_low: float = 0.2
    eps_high: float | None = None
    beta: float = 0.0
    ddof: int = 0
    eps: float = 0.0
    scale: Scale = "std"
    seed: int = 0

    def __post_init__(self) -> None:
        """Check every attribute; the two rows become tuples of floats."""
        logits = finite_array("logits", self.logits, ndim=1)
        rewards = finite_array("rewards", self.rewards)
        has_shape("rewards", rewards, logits.shape)
        object.__setattr__(self, "logits", tuple(logits.tolist()))
        object.__setattr__(self, "rewards", tuple(rewards.tolist()))
        for name in ("group_size", "steps", "inner_steps"):
            whole_number(name, getattr(self, name))
        whole_number("seed", self.seed, least=0)
        for name in ("learning_rate", "beta", "eps"):
            finite_nonnegative(name, getattr(self, name))
        clip_range(self.eps_low, self.eps_high)
        one_of("ddof", self.ddof, (0, 1))
        one_of("scale", self.scale, ("std", "none"))


@dataclass(frozen=True, eq=False)
class TabularRun:
    """Everything that a run did. S steps, M inner steps, G samples, K answers.

    What is measured at an inner step is measured before its update, so at
    inner step 0 the policy is still the one that drew the samples.

    Attributes:
        settings: what it was trained with.
        samples: ``(S, G)`` indices of the drawn answers.
        advantages: ``(S, G)``.
        inner_logits: ``(S, M + 1, K)``, the policy inside each batch, from
            ``logits[s]`` to ``logits[s + 1]``.
        evaluations: S rows of M `grpo_objective`, each of one token an answer.

    Example:
        >>> run = train_tabular(
        ...     TrainingSettings(logits=[0, 0], rewards=[1, 0], group_size=2, steps=1),
        ...     samples=[[0, 1]],
        ... )
        >>> run.rewards, run.advantages, run.ratios[0, 0]
        (array([[1., 0.]]), array([[ 1., -1.]]), array([1., 1.]))
        >>> run.gradients[0, 0], run.logits[1]
        (array([ 0.5, -0.5]), array([ 0.5, -0.5]))
        >>> run.policy[:, 0].round(4), run.exact_kl.round(4)  # 1 / (1 + 1/e)
        (array([0.5   , 0.7311]), array([0.    , 0.1109]))
    """

    settings: TrainingSettings
    samples: IndexArray
    advantages: FloatArray
    inner_logits: FloatArray
    evaluations: tuple[tuple[GrpoObjective, ...], ...]

    @cached_property
    def logits(self) -> FloatArray:
        """The policy ``(S + 1, K)``: row 0 is the start, row s + 1 follows step s."""
        return np.concatenate([self.inner_logits[:1, 0], self.inner_logits[:, -1]])

    @cached_property
    def rewards(self) -> FloatArray:
        """Of the samples, ``(S, G)``."""
        return np.array(self.settings.rewards)[self.samples]

    @cached_property
    def ratios(self) -> FloatArray:
        """The ratio of each sample, ``(S, M, G)``; exactly 1 at inner step 0."""
        return np.array([[J.ratio[:, 0] for J in row] for row in self.evaluations])

    @property
    def inner_ratios(self) -> FloatArray:
        """The ratio of each sample, ``(S, M + 1, G)``, also after a batch's last update."""
        drawn = np.take_along_axis(self.inner_policy, self.samples[:, None, :], axis=2)
        return drawn / drawn[:, :1]

    @cached_property
    def binds(self) -> BoolArray:
        """``(S, M, G)``, where the clip binds."""
        return np.array([[J.binds[:, 0] for J in row] for row in self.evaluations])

    @cached_property
    def gradients(self) -> FloatArray:
        """dJ / d logp of each sample, ``(S, M, G)``."""
        return np.array([[J.gradient[:, 0] for J in row] for row in self.evaluations])

    @cached_property
    def objective(self) -> FloatArray:
        """J, ``(S, M)``."""
        return np.array([[J.value for J in row] for row in self.evaluations])

    @cached_property
    def surrogate(self) -> FloatArray:
        """The mean clipped surrogate, ``(S, M)``."""
        return np.array([[J.surrogate for J in row] for row in self.evaluations])

    @cached_property
    def kl(self) -> FloatArray:
        """The mean of k3 over the samples, as it stands in J, ``(S, M)`` nats.

        An estimate from the old policy's samples; `exact_kl` is the true one.
        """
        return np.array([[J.kl for J in row] for row in self.evaluations])

    @cached_property
    def clip_fraction(self) -> FloatArray:
        """The share of samples where the clip binds, ``(S, M)``."""
        return np.array([[J.clip_fraction for J in row] for row in self.evaluations])

    @property
    def policy(self) -> FloatArray:
        """Probabilities ``(S + 1, K)`` after every step."""
        return softmax(self.logits)

    @property
    def inner_policy(self) -> FloatArray:
        """Probabilities ``(S, M + 1, K)`` inside every batch."""
        return softmax(self.inner_logits)

    @property
    def exact_kl(self) -> FloatArray:
        """Exact ``KL(policy || reference)`` after every step, ``(S + 1,)`` nats."""
        return kl_divergence(self.policy, self.policy[0])

    @property
    def silent(self) -> BoolArray:
        """``(S,)``, where the group's rewards were all equal."""
        return is_silent(self.rewards)


def train_tabular(settings: TrainingSettings, samples: ArrayLike | None = None) -> TabularRun:
    """Train a softmax policy over K answers by plain gradient ascent on J.

    Algorithm 1 of DeepSeekMath (arXiv 2402.03300) with one question and answers
    of one token: each step freezes the present policy as old, draws a group from
    it, and makes ``inner_steps`` updates ``theta += learning_rate * dJ/dtheta``.
    J is `grpo_objective`; ``dJ/dtheta_k = sum_i dJ/dlogp_i (1[o_i = k] - pi_k)``.
    The reference is the first policy throughout.

    Args:
        settings: of the run.
        samples: ``(steps, group_size)`` indices to replay instead of drawing.

    Returns:
        `TabularRun`. Equal arguments give equal bits.

    Raises:
        ValueError: ``samples`` has the wrong shape or holds other than indices of
            answers, or the policy moves so far that a ratio overflows.

    Example:
        >>> settings = TrainingSettings(
        ...     logits=[0, 0, 0], rewards=[1, 0, 0], group_size=8, steps=20, seed=1
        ... )
        >>> run = train_tabular(settings)
        >>> run.policy[[0, 20], 0].round(2), int(run.silent.sum())
        (array([0.33, 0.98]), 12)
    """
    theta = np.array(settings.logits)
    shape = settings.steps, settings.group_size
    replay = None if samples is None else _indices(samples, shape, theta.size)
    rng = np.random.default_rng(settings.seed)

    batches = []
    for step in range(settings.steps):
        if replay is None:
            drawn = rng.choice(theta.size, size=settings.group_size, p=softmax(theta))
        else:
            drawn = replay[step]
        batches.append(_train_batch(theta, drawn, settings))
        theta = batches[-1].path[-1]
    return TabularRun(
        settings=settings,
        samples=np.array([batch.drawn for batch in batches]),
        advantages=np.array([batch.advantages for batch in batches]),
        inner_logits=np.array([batch.path for batch in batches]),
        evaluations=tuple(batch.evaluations for batch in batches),
    )


def _indices(samples: ArrayLike, shape: tuple[int, ...], answers: int) -> IndexArray:
    drawn = np.asarray(samples)
    has_shape("samples", drawn, shape)
    if not np.issubdtype(drawn.dtype, np.integer):
        raise ValueError(f"samples must be whole numbers, they are {drawn.dtype}")
    if ((drawn < 0) | (drawn >= answers)).any():
        raise ValueError(f"samples must be indices from 0 to {answers - 1}")
    return drawn


class _Batch(NamedTuple):
    """One sampled group and its inner updates."""

    drawn: IndexArray
    advantages: FloatArray
    path: list[FloatArray]  # logits before the first update, and after each
    evaluations: tuple[GrpoObjective, ...]


def _train_batch(theta: FloatArray, drawn: IndexArray, settings: TrainingSettings) -> _Batch:
    rewards = np.array(settings.rewards)[drawn]
    A = group_advantages(rewards, ddof=settings.ddof, eps=settings.eps, scale=settings.scale)
    old_logp, ref_logp = log_softmax(theta), log_softmax(settings.logits)
    path, seen = [theta], []
    for _ in range(settings.inner_steps):
        logp = log_softmax(path[-1])
        J = grpo_objective(
            logp[drawn, None],
            old_logp[drawn, None],
            ref_logp[drawn, None],
            A,
            eps_low=settings.eps_low,
            eps_high=settings.eps_high,
            beta=settings.beta,
        )
        seen.append(J)
        ascent = logit_gradient(J.gradient[:, 0], drawn, np.exp(logp))
        path.append(path[-1] + settings.learning_rate * ascent)
    return _Batch(drawn, A, path, tuple(seen))


def logit_gradient(gradient: ArrayLike, samples: ArrayLike, policy: ArrayLike) -> FloatArray:
    """Carry dJ/dlogp of the samples to the logits of a softmax table.

    ``dJ/dtheta_k = sum_i g_i (1[o_i = k] - pi_k)``: the chain rule with
    ``d log pi(a) / d theta_k = 1[k = a] - pi_k``. It sums to 0 over k: what one
    answer gains, the others pay for.

    Args:
        gradient: g, ``(G,)``, dJ/dlogp of each sample.
        samples: ``(G,)`` indices o_i of the drawn answers.
        policy: pi, ``(K,)`` probabilities.

    Returns:
        ``(K,)``.

    Raises:
        ValueError: shapes do not fit, numbers are not finite, or ``samples``
            are no indices of answers.

    Example:
        >>> logit_gradient([0.5, -0.5], [0, 1], [0.5, 0.25, 0.25])
        array([ 0.5, -0.5,  0. ])
        >>> logit_gradient([1.0], [0], [0.5, 0.25, 0.25])
        array([ 0.5 , -0.25, -0.25])
    """
    g = finite_array("gradient", gradient, ndim=1)
    pi = finite_array("policy", policy, ndim=1)
    drawn = _indices(samples, g.shape, pi.size)
    pushed = np.bincount(drawn, weights=g, minlength=pi.size)
    slope: FloatArray = pushed - pi * g.sum()
    return slope
