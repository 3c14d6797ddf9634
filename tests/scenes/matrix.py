"""Groups as unlike each other as users' groups are, for tests that walk films with them.

Each is seeded and written as a file, because that is how a film gets it. Together they
have every size, kind of reward, kind of text, kind of probability and range below, in
pairs that are as different as few groups allow.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import numpy as np

PLAIN = ("408", "398", "408 (other path)", "418")
LONG = (
    "First I take 17 times 20, which makes 340, and then 17 times 4, which makes 68, so that "
    "both together make 408; to be sure I divide 408 by 24 and get 17 again, and so I am quite "
    "certain that the answer is 408.",
    "un" + "break" * 15 + "able",  # one word of 81 letters
    "I do not know.\nLet me think.\n\n\nNo.",
    "x " * 120,
)
MARKUP = (
    "#set text(red); $x_1^2$ *bold* _emph_ `raw` <label> @ref",
    "= Heading\n- list\n1. list\n/ term: x // comment /* more */ https://example.org/#a",
    "\\ \\frac{1}{2} {x} [y] (z) ~ -- --- ... ' \" '' #\"s\" #(1 + 1)",
    "$ unclosed",
    "[[[ }}} */ `` ``` #",
    "100% & <b>é</b> Ω ∑ Ж ≤ ½ “quoted” fi ffl",
)
SCRIPTS = (
    "次の文を翻訳してください。どれが一番自然ですか?",
    "最长的街道是维洛尔大街。",
    "옛날 옛적에 할아버지와 할머니가 살았습니다.",
    "كان يا ما كان، في قديم الزمان (1 + 2 = 3).",
    "กาลครั้งหนึ่งนานมาแล้ว มีตายายอาศัยอยู่ในป่า",
    "एक समय की बात है, एक क्षत्रिय राजा था। 👩‍🔬👍🏽🇩🇪",
    "private \ue000, עברית",
)
# What a small model that multiplies writes, and how often: one answer comes again and again.
SAMPLED = {
    "340+68=408": 0.62,
    "408": 0.21,
    "340+78=418": 0.1,
    "398": 0.05,
    "240+168=408": 0.0196,
    "340+68=407": 0.0004,
}
TEXTS = {"plain": PLAIN, "long": LONG, "markup": MARKUP, "scripts": SCRIPTS}


@dataclass(frozen=True)
class Kind:
    """What a group of the matrix is like.

    `rewards`: binary, graded, equal or large. `move`: the spread of log(new/old), or the
    ratio itself if it is "wild" or "extreme". `scale`: the power of ten of the
    probabilities, or None for a complete group, whose probabilities sum to 1. With the texts
    "sampled" it is drawn from `SAMPLED`: a text that was drawn again has its probability again,
    and what ends in 408 is right.
    """

    size: int
    rewards: str = "binary"
    texts: str = "plain"
    move: float | str = 0.4
    scale: int | None = None
    epsilon_low: float = 0.2
    epsilon_high: float = 0.2
    beta: float = 0.04
    ddof: int = 0
    centre_only: bool = False


KINDS = {
    "two": Kind(2, texts="long"),
    "three unmoved": Kind(3, "binary", "markup", 0.0, scale=-40, epsilon_high=0.28),
    "five graded": Kind(5, "graded", "markup", epsilon_low=0.1, epsilon_high=0.5, ddof=1),
    "six wild": Kind(6, "binary", "long", "wild", scale=-1, epsilon_low=0.0, epsilon_high=0.0),
    "seven tiny": Kind(
        7, "graded", "scripts", 1.0, -40, epsilon_low=1.0, epsilon_high=0.05, beta=0
    ),
    "eight equal": Kind(8, "equal", "markup", epsilon_low=10.0, epsilon_high=10.0),
    "sixteen large": Kind(16, "large", "long", "extreme", scale=-6, centre_only=True),
    "sixty-four": Kind(64, texts="sampled", move=0.06, epsilon_high=0.28),
}


def write_group(name: str, folder: Path) -> Path:
    """The file with the group `name` of `KINDS`, in `folder`."""
    kind = KINDS[name]
    rng = np.random.default_rng(list(name.encode()))
    question, *columns = (_sampled if kind.texts == "sampled" else _made_up)(kind, rng)
    lines = [
        f"question = {_quoted(question)}",
        f"epsilon_low = {kind.epsilon_low}",
        f"epsilon_high = {kind.epsilon_high}",
        f"beta = {kind.beta}",
        f"ddof = {kind.ddof}",
        f'scale = "{"none" if kind.centre_only else "std"}"',
    ]
    for text, *numbers in zip(*columns, strict=True):
        lines += ["", "[[answers]]", f"text = {_quoted(text)}"]
        names = ("reward", "old_logp", "new_logp", "ref_logp")
        lines += [f"{key} = {float(x)!r}" for key, x in zip(names, numbers, strict=True)]
    file = folder / f"{name}.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # what JSON escapes, TOML escapes alike


def _made_up(kind: Kind, rng: np.random.Generator) -> tuple:
    """The question, the texts, the rewards, and log-probabilities under old, new and reference."""
    texts = TEXTS[kind.texts]
    policies = _policies(kind, rng)
    return texts[0], islice(cycle(texts), kind.size), _rewards(kind, rng), *policies


def _sampled(kind: Kind, rng: np.random.Generator) -> tuple:
    """The same of draws from `SAMPLED`, each of its answers at least once."""
    texts, chances = list(SAMPLED), np.array(list(SAMPLED.values()))
    old = np.log(chances)
    rows = old, old + rng.normal(0, kind.move, len(old)), old + rng.normal(0, 0.3, len(old))
    rows = [row - np.logaddexp.reduce(row) for row in rows]
    first = np.arange(len(texts))
    drawn = rng.permutation([*first, *rng.choice(first, kind.size - len(first), p=chances)])
    rewards = [float(texts[k].endswith("408")) for k in drawn]
    return "17*24=", [texts[k] for k in drawn], rewards, *(row[drawn] for row in rows)


def _rewards(kind: Kind, rng: np.random.Generator) -> np.ndarray:
    if kind.rewards == "equal":
        # Equal but for rounding, as sums of other rewards are; nor is their mean exactly .1.
        return np.resize([0.1, 0.3 - 0.2], kind.size)
    if kind.rewards == "binary":
        rewards = (rng.random(kind.size) < 0.4).astype(float)
        rewards[:2] = 1.0, 0.0
        return rewards
    spread = 1e6 if kind.rewards == "large" else 3.0
    return np.round(rng.normal(-0.7 * spread, spread, kind.size), 2)


def _policies(kind: Kind, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Log-probabilities of the answers under the three policies."""
    old = np.log(rng.dirichlet(np.ones(kind.size)).clip(1e-4))
    if kind.move == "wild":
        move = np.log(np.geomspace(1e-3, 1e3, kind.size))
    elif kind.move == "extreme":
        move = np.linspace(-100.0, 100.0, kind.size)
    else:
        move = rng.normal(0, kind.move, kind.size)
    rows = [old, old + rng.permutation(move), old + rng.normal(0, 0.5, kind.size)]
    if kind.scale is None:
        return tuple(row - np.log(np.exp(row).sum()) for row in rows)
    # The likeliest of all has the probability 10^scale.
    top = max(row.max() for row in rows) - kind.scale * np.log(10)
    return tuple(row - top for row in rows)
