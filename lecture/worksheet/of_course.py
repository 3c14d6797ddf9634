"""Exercises with numbers of their own: examples that the films tell, and what they conclude."""

from __future__ import annotations

import numpy as np

from grpo_core import (
    GroupTable,
    clipped_surrogate,
    group_advantages,
    importance_weights,
    silent_probability,
    token_weights,
)
from scenes.script.words import say

from .exercise import EASY, HARD, Cell, Exercise, blank, math, number, text

# The notebook's four cases of clipping, and two groups' sizes and chances.
_CASES = {"advantage": (2.0, 2.0, -2.0, -2.0), "ratio": (1.2, 1.0, 1.2, 0.8), "eps": 0.1}
_EQUAL = (1.0, 1.0, 1.0, 1.0)
_CHANCES, _SIZE = (0.08, 0.5, 0.92), 8
_LENGTHS = (10, 100)  # tokens of two answers
_RATIO, _TOKENS = (0.8, 1.2), 10  # of every token of an answer, and how many it has

_SYMBOLS = {
    "many": "G",
    "average": '"mean"(r)',
    "better": "A_i",
    "likely": "rho_i",
    "trusted": "1 plus.minus epsilon",
    "price": "beta",
    "start": 'pi_"ref"',
}
_AVERAGES = {"grpo": "answers", "dapo": "tokens", "dr_grpo": "constant"}


def symbols(_: GroupTable) -> Exercise:
    """Words, and the symbols that stand for them."""
    lines = tuple(
        (text(say(f"worksheet.symbols.{key}")), blank(symbol)) for key, symbol in _SYMBOLS.items()
    )
    return Exercise("symbols", "Levels", EASY, lines=lines)


def four_cases(_: GroupTable) -> Exercise:
    """All four sides of clipping."""
    A, rho, eps = _CASES["advantage"], _CASES["ratio"], _CASES["eps"]
    S = clipped_surrogate(rho, A, eps_low=eps)
    asked = zip(S.unclipped, S.clipped, S.value, strict=True)
    rows = [
        (
            math(number(a, 0, sign=True)),
            math(number(r, 1)),
            *(blank(number(value, 1)) for value in row),
        )
        for a, r, row in zip(A, rho, asked, strict=True)
    ]
    head = tuple(map(math, ("A", "rho", "rho A", '"clip"(rho) A', '"min"')))
    values = {"low": f"{1 - eps:g}", "high": f"{1 + eps:g}"}
    return Exercise("four_cases", "Clipping", HARD, head=head, rows=rows, values=values)


def silent_group(_: GroupTable) -> Exercise:
    """Equal rewards: nothing to compare."""
    A = group_advantages(_EQUAL)
    rows = [
        (math(f"o_{k + 1}"), math(number(r, 0)), blank(number(a, 0)))
        for k, (r, a) in enumerate(zip(_EQUAL, A, strict=True))
    ]
    head = tuple(map(math, ("o_i", "r_i", "A_i")))
    return Exercise("silent_group", "Advantage", EASY, head=head, rows=rows)


def silent_chance(_: GroupTable) -> Exercise:
    """How often a whole group agrees."""
    rows = [(math(number(p)), blank(number(silent_probability(p, _SIZE), 3))) for p in _CHANCES]
    head = (math("p"), math(f"p^{_SIZE} + (1 - p)^{_SIZE}"))
    values = {"size": str(_SIZE)}
    return Exercise("silent_chance", "Training", HARD, head=head, rows=rows, values=values)


def in_the_log(_: GroupTable) -> Exercise:
    """What to watch."""
    return _chosen("in_the_log", "Training", right=("silence", "questions"), wrong=("loss",))


def no_fence(_: GroupTable) -> Exercise:
    """What clipping does, and what it does not."""
    return _chosen("no_fence", "Clipping", right=("push",), wrong=("ratio", "token"))


def where_it_is(_: GroupTable) -> Exercise:
    """Where GRPO is on the way to R1."""
    right = ("once", "twice")
    return _chosen("where_it_is", "Pipeline", right=right, wrong=("children", "critic"))


def averages(_: GroupTable) -> Exercise:
    """What a token weighs in a short and in a long answer."""
    mask = np.arange(max(_LENGTHS)) < np.array(_LENGTHS)[:, None]
    rows = [
        (
            text(say(f"worksheet.averages.{key}")),
            *(blank(number(w, 4)) for w in token_weights(mask, aggregate=kind)[:, 0]),
        )
        for kind, key in _AVERAGES.items()
    ]
    short, long = map(str, _LENGTHS)
    values = {"short": short, "long": long}
    head = [text("")]
    head += [text(say("worksheet.averages.of", count=count)) for count in (short, long)]
    return Exercise("averages", "Tokens", EASY, head=head, rows=rows, values=values)


def product(_: GroupTable) -> Exercise:
    """The ratio of a whole answer runs away; its mean does not."""
    rows = []
    for rho in _RATIO:
        logs = np.full((1, _TOKENS), np.log(rho))
        old, mask = np.zeros((1, _TOKENS)), np.ones((1, _TOKENS))
        given = {"level": "sequence", "low": None, "high": None}
        both = (
            importance_weights(logs, old, mask, average=average, **given)[0, 0]
            for average in ("product", "mean")
        )
        rows.append((math(number(rho, 1)), *(blank(number(value)) for value in both)))
    head = [math("rho")]
    head += [text(say(f"worksheet.product.{key}")) for key in ("whole", "mean")]
    values = {"count": str(_TOKENS)}
    return Exercise("product", "Tokens", HARD, head=head, rows=rows, values=values)


def _chosen(name: str, film: str, *, right: tuple[str, ...], wrong: tuple[str, ...]) -> Exercise:
    """Sentences of which some are right, in the order of their words."""
    said = {key: text(say(f"worksheet.{name}.{key}")) for key in (*right, *wrong)}
    order = sorted(said, key=lambda key: said[key].source)
    choices: list[tuple[Cell, bool]] = [(said[key], key in right) for key in order]
    return Exercise(name, film, EASY, choices=choices)
