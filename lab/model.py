"""The model: a transformer of four blocks in numpy, one formula a function.

Every function takes any float type; the shipped weights make it float32. B is the number of
texts, T of positions, H of heads, D of a head's numbers, W = H D the width, V the 14 tokens
that the model can write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.tokens import BEGIN, END, IDS, TOKENS, WRITTEN, TokenIds

Floats = NDArray[Any]  # float32 or float64
# The arrays of a model by name, blocks stacked along their first axis: see `shapes_of`.
Weights = Mapping[str, Floats]

HEADS = 4
MOST_TOKENS = 14  # of an answer: 8910+891=9801 and its end
PROMPT = 7  # tokens of a question, and where it begins
POSITIONS = PROMPT + MOST_TOKENS - 1  # the last token is never read


def shapes_of(width: int, blocks: int) -> dict[str, tuple[int, ...]]:
    """The shape of every array of a model.

    Example:
        >>> sum(int(np.prod(shape)) for shape in shapes_of(80, 4).values())
        310720
    """
    return {
        "tokens": (len(TOKENS), width),
        "positions": (POSITIONS, width),
        **{name: (blocks, *shape) for name, shape in block_shapes(width).items()},
        "norm": (width,),
    }


def block_shapes(width: int) -> dict[str, tuple[int, ...]]:
    """The shape of every array of one block."""
    return {
        "attention_norm": (width,),
        "query_key_value": (width, 3 * width),
        "attention_out": (width, width),
        "mlp_norm": (width,),
        "mlp_up": (width, 4 * width),
        "mlp_down": (4 * width, width),
    }


def rms_norm(x: Floats, gain: Floats) -> Floats:
    """``x / sqrt(mean(x^2) + 1e-6) * gain`` along the last axis (arXiv 1910.07467).

    Example:
        >>> rms_norm(np.array([3.0, 4.0]), np.ones(2)).round(4)  # by sqrt(12.5)
        array([0.8485, 1.1314])
    """
    normed: Floats = x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + 1e-6) * gain
    return normed


def gelu(x: Floats) -> Floats:
    """``x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))`` (arXiv 1606.08415).

    Example:
        >>> gelu(np.array([-1.0, 0.0, 1.0])).round(4)
        array([-0.1588,  0.    ,  0.8412])
    """
    gate: Floats = 1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))
    return x / 2 * gate


def softmax(x: Floats) -> Floats:
    """``exp(x) / sum exp(x)`` along the last axis.

    Example:
        >>> softmax(np.log([1.0, 3.0]))
        array([0.25, 0.75])
    """
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def at_temperature(logp: Floats, temperature: float) -> Floats:
    """The probabilities ``softmax(logp / temperature)`` in float64; any temperature above 0 does.

    Example:
        >>> at_temperature(np.log([0.2, 0.8]), 0.5).round(4)  # .04 to .64
        array([0.0588, 0.9412])
    """
    under = logp.astype(np.float64) - logp.max(axis=-1, keepdims=True)  # the largest stays 0
    with np.errstate(over="ignore"):
        return softmax(under / temperature)


def log_softmax(x: Floats) -> Floats:
    """``x - log sum exp(x)`` along the last axis, in nats.

    Example:
        >>> np.exp(log_softmax(np.log([1.0, 3.0])))
        array([0.25, 0.75])
    """
    x = x - x.max(axis=-1, keepdims=True)
    logp: Floats = x - np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return logp


def attention(query: Floats, key: Floats, value: Floats) -> Floats:
    """Each position's mean of the values up to it, weighed by ``softmax(q k / sqrt(D))``.

    Args:
        query: ``(B, H, T, D)``, of the last T positions.
        key: ``(B, H, S, D)`` of all S so far, S >= T.
        value: ``(B, H, S, D)``.

    Returns:
        ``(B, H, T, D)``.
    """
    T, S = query.shape[2], key.shape[2]
    scores = query @ key.swapaxes(2, 3) / np.sqrt(query.shape[-1]).astype(query.dtype)
    later = np.arange(S) > np.arange(S - T, S)[:, None]
    scores[:, :, later] = -np.inf
    mean: Floats = softmax(scores) @ value
    return mean


@dataclass(frozen=True)
class Cache:
    """Keys and values of the positions read so far, of each block: ``(2, B, H, S, D)``."""

    blocks: tuple[Floats, ...] = ()

    @property
    def length(self) -> int:
        """S, how many positions have been read."""
        return self.blocks[0].shape[3] if self.blocks else 0


def read_on(weights: Weights, ids: TokenIds, cache: Cache) -> tuple[Floats, Cache]:
    """Read T tokens more.

    Args:
        weights: of the model.
        ids: ``(B, T)`` tokens that follow those in the cache.
        cache: of the same B texts; ``Cache()`` when nothing has been read.

    Returns:
        The logits ``(B, T, V)`` of what comes after each, and the longer cache.
    """
    start, T = cache.length, ids.shape[1]
    x = weights["tokens"][ids] + weights["positions"][start : start + T]
    read = []
    for block in range(len(weights["mlp_up"])):
        before = cache.blocks[block] if start else None
        mixed, keys_values = _attend(weights, block, x, before)
        read.append(keys_values)
        x = x + mixed
        hidden = rms_norm(x, weights["mlp_norm"][block]) @ weights["mlp_up"][block]
        x = x + gelu(hidden) @ weights["mlp_down"][block]
    x = rms_norm(x, weights["norm"])
    return x @ weights["tokens"][: len(WRITTEN)].T, Cache(tuple(read))


def _attend(
    weights: Weights, block: int, x: Floats, before: Floats | None
) -> tuple[Floats, Floats]:
    """What attention adds to ``x`` (B, T, W), and the block's longer keys and values."""
    B, T, W = x.shape
    normed = rms_norm(x, weights["attention_norm"][block])
    made = normed @ weights["query_key_value"][block]
    query, *made = made.reshape(B, T, 3, HEADS, W // HEADS).transpose(2, 0, 3, 1, 4)
    keys_values = np.stack(made)
    if before is not None:
        keys_values = np.concatenate([before, keys_values], axis=3)
    mean = attention(query, *keys_values).swapaxes(1, 2).reshape(B, T, W)
    return mean @ weights["attention_out"][block], keys_values


def prompt_of(question: TokenIds) -> TokenIds:
    """A question's tokens after the one that begins every text: ``(PROMPT,)``."""
    return np.concatenate([[IDS[BEGIN]], question])


def answer_logp(weights: Weights, prompts: TokenIds, answers: TokenIds) -> Floats:
    """The log-probability of every token of whole answers, in one pass.

    Args:
        weights: of the model.
        prompts: ``(B, PROMPT)``.
        answers: ``(B, T)``, ends included; whatever stands after an end.

    Returns:
        ``(B, T)`` in nats; what stands after an end means nothing.
    """
    ids = np.concatenate([prompts, answers[:, :-1]], axis=1)
    logits, _ = read_on(weights, ids, Cache())
    logp = log_softmax(logits[:, prompts.shape[1] - 1 :])
    chosen: Floats = np.take_along_axis(logp, answers[..., None], axis=-1)[..., 0]
    return chosen


def real_tokens(answers: TokenIds) -> NDArray[np.bool_]:
    """Which tokens ``(B, T)`` belong to the answer: up to its end, and that.

    Example:
        >>> real_tokens(np.array([[4, 13, 13], [4, 0, 8]]))
        array([[ True,  True, False],
               [ True,  True,  True]])
    """
    ends = answers == IDS[END]
    before: NDArray[np.bool_] = np.cumsum(ends, axis=1) - ends == 0
    return before


def sample_answers(
    weights: Weights, prompts: TokenIds, rng: np.random.Generator, temperature: float = 1.0
) -> tuple[TokenIds, Floats]:
    """Write an answer to each prompt, token by token.

    Every token is drawn with one uniform number by the inverse of the cumulative
    distribution of ``softmax(logits / temperature)``; temperature 0 takes the most probable.

    Args:
        weights: of the model.
        prompts: ``(B, PROMPT)``.
        rng: its draws are ``(MOST_TOKENS, B)`` numbers, whatever is written.
        temperature: 1 draws from the model itself.

    Returns:
        Answers ``(B, MOST_TOKENS)``, filled up with ends, and the log-probabilities of their
        tokens at temperature 1, ``(B, MOST_TOKENS)``, 0 after an end.
    """
    draws = rng.random((MOST_TOKENS, len(prompts)))
    answers = np.full((len(prompts), MOST_TOKENS), IDS[END])
    logps = np.zeros(answers.shape, dtype=weights["tokens"].dtype)
    running = np.arange(len(prompts))  # rows that have not ended
    logits, cache = read_on(weights, prompts, Cache())
    for position in range(MOST_TOKENS):
        logp = log_softmax(logits[:, -1])
        drawn = (
            _drawn(logp, draws[position, running], temperature) if temperature else logp.argmax(-1)
        )
        answers[running, position] = drawn
        logps[running, position] = logp[np.arange(len(drawn)), drawn]
        goes_on = drawn != IDS[END]
        running, drawn = running[goes_on], drawn[goes_on]
        if not len(running) or position == MOST_TOKENS - 1:
            break
        cache = Cache(tuple(block[:, goes_on] for block in cache.blocks))
        logits, cache = read_on(weights, drawn[:, None], cache)
    return answers, logps


def _drawn(logp: Floats, uniform: Floats, temperature: float) -> TokenIds:
    """One token a row of ``(B, V)``."""
    share = np.cumsum(at_temperature(logp, temperature), axis=-1)
    # Rounding may leave the last sum below 1.
    drawn: TokenIds = np.minimum((share < uniform[:, None]).sum(axis=-1), logp.shape[-1] - 1)
    return drawn
