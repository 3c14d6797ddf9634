"""The model of `lab.model` in JAX, written for gradients; a test holds the two together."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from lab.model import HEADS, Floats, block_shapes, shapes_of
from lab.tokens import WRITTEN

Arrays = dict[str, jax.Array]


def in_numpy(weights: Arrays) -> dict[str, Floats]:
    """The same weights as numpy's arrays, which the model itself takes."""
    return {name: np.asarray(array) for name, array in weights.items()}


def new_weights(key: jax.Array, width: int, blocks: int) -> Arrays:
    """Weights before any training: gains are 1, matrices keep the size of what they read."""
    shapes = shapes_of(width, blocks)
    keys = dict(zip(shapes, jax.random.split(key, len(shapes)), strict=True))
    made = {}
    for name, shape in shapes.items():
        if name.endswith("norm"):
            made[name] = jnp.ones(shape)
            continue
        size = 0.05 if name in ("tokens", "positions") else shape[1] ** -0.5
        if name in ("attention_out", "mlp_down"):  # 2 blocks sums go into one stream
            size /= (2 * blocks) ** 0.5
        made[name] = size * jax.random.normal(keys[name], shape)
    return made


def _rms_norm(x: jax.Array, gain: jax.Array) -> jax.Array:
    return x * jax.lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + 1e-6) * gain


def logits_of(weights: Arrays, ids: jax.Array) -> jax.Array:
    """The logits ``(B, T, V)`` after each of the tokens ``(B, T)``."""
    B, T = ids.shape
    x = weights["tokens"][ids] + weights["positions"][:T]
    seen = jnp.tril(jnp.ones((T, T), dtype=bool))
    for block in range(len(weights["mlp_up"])):
        own = {name: weights[name][block] for name in block_shapes(weights["norm"].size)}
        made = _rms_norm(x, own["attention_norm"]) @ own["query_key_value"]
        query, key, value = jnp.split(made.reshape(B, T, 3 * HEADS, -1), 3, axis=2)
        scores = jnp.einsum("bihd,bjhd->bhij", query, key) * query.shape[-1] ** -0.5
        mixing = jax.nn.softmax(jnp.where(seen, scores, -jnp.inf))
        mean = jnp.einsum("bhij,bjhd->bihd", mixing, value).reshape(B, T, -1)
        x = x + mean @ own["attention_out"]
        x = x + jax.nn.gelu(_rms_norm(x, own["mlp_norm"]) @ own["mlp_up"]) @ own["mlp_down"]
    return _rms_norm(x, weights["norm"]) @ weights["tokens"][: len(WRITTEN)].T


@jax.jit
def token_logp(weights: Arrays, prompts: jax.Array, answers: jax.Array) -> jax.Array:
    """As `lab.model.answer_logp`: ``(B, T)`` in nats."""
    ids = jnp.concatenate([prompts, answers[:, :-1]], axis=1)
    logp = jax.nn.log_softmax(logits_of(weights, ids)[:, prompts.shape[1] - 1 :])
    return jnp.take_along_axis(logp, answers[..., None], axis=-1)[..., 0]


@jax.jit
def logp_and_way_back(
    weights: Arrays, prompts: jax.Array, answers: jax.Array
) -> tuple[jax.Array, Any]:
    """`token_logp`, and what `carried_back` needs of it."""
    return jax.vjp(partial(token_logp, prompts=prompts, answers=answers), weights)


@jax.jit
def carried_back(way_back: Any, slope: jax.Array) -> Arrays:
    """``sum slope dlogp/dweights``: the gradient in the log-probabilities ``(B, T)`` carried back
    through the network to its weights."""
    (gradient,) = way_back(slope)
    return gradient
