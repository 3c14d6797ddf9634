"""GRPO on the smallest possible model: a softmax over K answers."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from grpo_core.advantages import Scale, group_advantages, is_silent
from grpo_core.checks import FloatArray, finite_array, finite_nonnegative, has_shape, whole_number
from grpo_core.kl import kl_divergence
from grpo_core.objective import GrpoObjective, grpo_objective
from grpo_core.policy import log_softmax, softmax


@dataclass(frozen=True, eq=False)
class _Batch:
    """One sampled group and its inner updates; the same fields as `TabularRun`."""

    samples: np.ndarray
    rewards: FloatArray
    advantages: FloatArray
    inner_logits: FloatArray
    ratios: FloatArray
    binds: np.ndarray
    gradients: FloatArray
    objective: FloatArray
    surrogate: FloatArray
    kl: FloatArray
    clip_fraction: FloatArray


@dataclass(frozen=True, eq=False)
class TabularRun:
    """Everything that a run did. S steps, M inner steps, G samples, K answers.

    What is measured at an inner step is measured before its update, so at
    inner step 0 the policy is still the one that drew the samples.

    Attributes:
        logits: ``(S + 1, K)``, row 0 is the start, row s + 1 follows step s.
        inner_logits: ``(S, M + 1, K)``, the policy inside each batch, from
            ``logits[s]`` to ``logits[s + 1]``.
        samples: ``(S, G)`` indices of the drawn answers.
        rewards: ``(S, G)``.
        advantages: ``(S, G)``.
        ratios: ``(S, M, G)``; exactly 1 at inner step 0.
        binds: ``(S, M, G)``, where the clip binds.
        gradients: ``(S, M, G)``, dJ / d logp of each sample.
        objective: ``(S, M)``, J.
        surrogate: ``(S, M)``, the mean clipped surrogate.
        kl: ``(S, M)``, the mean of k3 over the samples, as it stands in J: an
            estimate from the old policy's samples. `exact_kl` is the true one.
        clip_fraction: ``(S, M)``, the share of samples where the clip binds.
    """

    logits: FloatArray
    inner_logits: FloatArray
    samples: np.ndarray
    rewards: FloatArray
    advantages: FloatArray
    ratios: FloatArray
    binds: np.ndarray
    gradients: FloatArray
    objective: FloatArray
    surrogate: FloatArray
    kl: FloatArray
    clip_fraction: FloatArray

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
    def silent(self) -> np.ndarray:
        """``(S,)``, where the group's rewards were all equal."""
        return is_silent(self.rewards)


@dataclass(frozen=True)
class _Settings:
    inner_steps: int
    learning_rate: float
    eps_low: float
    eps_high: float | None
    beta: float
    ddof: int
    eps: float
    scale: Scale


def train_tabular(
    logits: ArrayLike,
    rewards: ArrayLike,
    *,
    group_size: int,
    steps: int,
    inner_steps: int,
    learning_rate: float,
    eps_low: float,
    eps_high: float | None,
    beta: float,
    ddof: int = 0,
    eps: float = 0.0,
    scale: Scale = "std",
    seed: int = 0,
    samples: ArrayLike | None = None,
) -> TabularRun:
    """Train a softmax policy over K answers by plain gradient ascent on J.

    Algorithm 1 of DeepSeekMath (arXiv 2402.03300) with one question and answers
    of one token: each step freezes the present policy as old, draws a group from
    it, and makes ``inner_steps`` updates ``theta += learning_rate * dJ/dtheta``.
    J is `grpo_objective`; ``dJ/dtheta_k = sum_i dJ/dlogp_i (1[o_i = k] - pi_k)``.
    The reference is the first policy throughout.

    Args:
        logits: ``(K,)``, the start.
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
        samples: ``(steps, group_size)`` indices to replay instead of drawing.

    Returns:
        `TabularRun`. Equal arguments give equal bits.

    Raises:
        ValueError: an argument has the wrong shape or is out of range, or the
            policy moves so far that a ratio overflows.
    """
    theta = finite_array("logits", logits, ndim=1)
    reward_table = finite_array("rewards", rewards)
    has_shape("rewards", reward_table, theta.shape)
    shape = whole_number("steps", steps), whole_number("group_size", group_size)
    settings = _Settings(
        inner_steps=whole_number("inner_steps", inner_steps),
        learning_rate=finite_nonnegative("learning_rate", learning_rate),
        eps_low=eps_low,
        eps_high=eps_high,
        beta=beta,
        ddof=ddof,
        eps=eps,
        scale=scale,
    )
    replay = None if samples is None else _indices(samples, shape, theta.size)
    ref_logp = log_softmax(theta)
    rng = np.random.default_rng(whole_number("seed", seed, least=0))

    batches = []
    for step in range(shape[0]):
        if replay is None:
            drawn = rng.choice(theta.size, size=shape[1], p=softmax(theta))
        else:
            drawn = replay[step]
        batches.append(_train_batch(theta, drawn, reward_table[drawn], ref_logp, settings))
        theta = batches[-1].inner_logits[-1]

    stacked = {f.name: np.stack([getattr(b, f.name) for b in batches]) for f in fields(_Batch)}
    inner = stacked["inner_logits"]
    return TabularRun(logits=np.concatenate([inner[:1, 0], inner[:, -1]]), **stacked)


def _indices(samples: ArrayLike, shape: tuple[int, ...], answers: int) -> np.ndarray:
    drawn = np.asarray(samples)
    has_shape("samples", drawn, shape)
    if not np.issubdtype(drawn.dtype, np.integer):
        raise ValueError(f"samples must be whole numbers, they are {drawn.dtype}")
    if ((drawn < 0) | (drawn >= answers)).any():
        raise ValueError(f"samples must be indices from 0 to {answers - 1}")
    return drawn


def _train_batch(
    theta: FloatArray,
    drawn: np.ndarray,
    rewards: FloatArray,
    ref_logp: FloatArray,
    settings: _Settings,
) -> _Batch:
    advantages = group_advantages(
        rewards, ddof=settings.ddof, eps=settings.eps, scale=settings.scale
    )
    old_logp = log_softmax(theta)
    path: list[FloatArray] = [theta]
    seen: list[GrpoObjective] = []
    for _ in range(settings.inner_steps):
        logp = log_softmax(path[-1])
        J = grpo_objective(
            logp[drawn, None],
            old_logp[drawn, None],
            ref_logp[drawn, None],
            advantages,
            eps_low=settings.eps_low,
            eps_high=settings.eps_high,
            beta=settings.beta,
        )
        seen.append(J)
        ascent = logit_gradient(J.gradient[:, 0], drawn, np.exp(logp))
        path.append(path[-1] + settings.learning_rate * ascent)
    return _Batch(
        samples=drawn,
        rewards=rewards,
        advantages=advantages,
        inner_logits=np.stack(path),
        ratios=np.stack([J.ratio[:, 0] for J in seen]),
        binds=np.stack([J.binds[:, 0] for J in seen]),
        gradients=np.stack([J.gradient[:, 0] for J in seen]),
        objective=np.array([J.value for J in seen]),
        surrogate=np.array([J.surrogate for J in seen]),
        kl=np.array([J.kl for J in seen]),
        clip_fraction=np.array([J.clip_fraction for J in seen]),
    )


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
    """
    g = finite_array("gradient", gradient, ndim=1)
    pi = finite_array("policy", policy, ndim=1)
    drawn = _indices(samples, g.shape, pi.size)
    pushed = np.bincount(drawn, weights=g, minlength=pi.size)
    return pushed - pi * g.sum()
