"""What each beat of Tokens may take numbers from, computed without the film.

Of every group of these tests that is the lab's: none of them has tokens.
"""

from __future__ import annotations

import json
import math
import tomllib
from functools import cache

import numpy as np

from grpo_core import GroupTable
from lab.language_model import LanguageModel
from lab.store import weights_name
from lab.weights import read_weights
from scenes.script.facts import FACTS
from scenes.script.settings import ASSETS

LAB = ASSETS / "lab"
DIGITS = [float(digit) for digit in range(10)]  # tokens of the answers
RIGHT, LONG, SHORT = "4720+354=5074", "4720+434=5154", "4774"
LOW, HIGH, FAR = 0.8, 1.2, 100


@cache
def group(step: int, question: str) -> list[dict]:
    """The answers of a recorded group."""
    rows = json.loads((LAB / "run.json").read_text(encoding="utf-8"))["rows"]
    row = next(row for row in rows if row["step"] == step)
    return next(one["answers"] for one in row["groups"] if one["question"] == question)


@cache
def told() -> dict[str, dict]:
    """The three answers by their texts."""
    answers = {"".join(one["tokens"][:-1]): one for one in group(16, "59*86=")}
    return {text: answers[text] for text in (RIGHT, LONG, SHORT)}


def sizes() -> list[int]:
    return [len(one["old"]) for one in told().values()]


def ratios(one: dict, update: int = -1) -> np.ndarray:
    return np.exp(np.array(one["new"][update]) - np.array(one["old"]))


def advantages() -> list[float]:
    """By hand: six of eight are right."""
    rewards = [one["reward"] for one in group(16, "59*86=")]
    assert sum(rewards) == 6
    return [math.sqrt(0.25 / 0.75), -math.sqrt(0.75 / 0.25)]


def facts(*names: str) -> list[float]:
    tables = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    found = (name.split(".") for name in names)
    return [float(tables[table][key]["value"]) for table, key in found]


def _rewards(_: GroupTable) -> list[float]:
    return [*DIGITS, 1.0, 0.0]


def _same(_: GroupTable) -> list[float]:
    return [*DIGITS, *advantages(), 6.0, 8.0]


def _ratio(_: GroupTable) -> list[float]:
    right = told()[RIGHT]
    far = int(np.argmax(np.abs(np.log(ratios(right)))))
    chances = [math.exp(right["old"][far]), math.exp(right["new"][-1][far])]
    return [*DIGITS, *advantages(), *chances, *(r for one in told().values() for r in ratios(one))]


def _product(_: GroupTable) -> list[float]:
    # Of a power of ten the exponent is read alone.
    products = [math.prod(ratios(one)) for one in told().values()]
    ticks = [10.0, 0.1, 7.0, -7.0, float(FAR), LOW, HIGH]
    return [*_ratio(_), *products, *ticks, LOW**FAR, HIGH**FAR]


def _mean(_: GroupTable) -> list[float]:
    means = [math.prod(ratios(one)) ** (1 / len(one["old"])) for one in told().values()]
    return [*_product(_), *means, *facts("gspo.epsilon_low", "gspo.epsilon_high")]


def _average(_: GroupTable) -> list[float]:
    right, _long, short = sizes()
    weights = [1 / (2 * right), 1 / (2 * short), 1 / (right + short)]
    sums = [count * weight for weight in weights for count in (right, short)]
    return [*DIGITS, right, short, *weights, *sums]


def _length(_: GroupTable) -> list[float]:
    _right, long, short = sizes()
    low = advantages()[1]
    return [*DIGITS, long, short, low, 8.0, low / 8, low / 8 / long, low / 8 / short]


def _seen(_: GroupTable) -> list[float]:
    return DIGITS


def _timing(_: GroupTable) -> list[float]:
    moved = [ratio for update in (0, 1) for ratio in ratios(told()[SHORT], update)]
    return [*DIGITS, LOW, HIGH, *moved]


def coarse(array: np.ndarray, bits: int = 3) -> np.ndarray:
    """Each number rounded to so many significant binary digits, by hand."""
    flat = []
    for number in map(float, np.ravel(array)):
        unit = 2.0 ** (math.floor(math.log2(abs(number))) + 1 - bits) if number else 1.0
        flat.append(round(number / unit) * unit)
    return np.array(flat, dtype=np.float32).reshape(array.shape)


@cache
def quotients() -> list[float]:
    """Of the answers at step 11: chances in training, in the sampler, and their quotients."""
    weights = read_weights(LAB / weights_name(11))
    full = LanguageModel(weights)
    rough = LanguageModel({name: coarse(array) for name, array in weights.items()})
    found: list[float] = []
    for tokens in {tuple(one["tokens"]) for one in group(11, "43*66=")}:
        trained, sampled = (np.exp(one.token_logp("43*66=", tokens)) for one in (full, rough))
        found += [*trained, *sampled, *(trained / sampled)]
    return found


def _sampler(_: GroupTable) -> list[float]:
    bounds = facts("verl.most", "icepop.least", "icepop.most")
    return [*DIGITS, *quotients(), *bounds, 43.0, 66.0]  # and the question's factors


TOKENS = {
    1: _rewards,
    2: _same,
    3: _ratio,
    4: _product,
    5: _mean,
    6: _average,
    7: _length,
    8: _seen,
    9: _timing,
    10: _sampler,
    11: _seen,
}
