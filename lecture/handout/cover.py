"""What the cover holds: the objective with its terms named, and the group's table."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from wcwidth import wcswidth

from grpo_core import GroupTable
from scenes.script.decimals import math_source
from scenes.script.excerpt import excerpts
from scenes.script.glyphs import typst_text
from scenes.script.numerals import logp_source, number_text, probability_source
from scenes.script.rule_text import clip_source
from scenes.script.telling import telling
from scenes.script.words import say, translated

from ..catalogue import beat_keys, scene_names
from ..printing import PAPER
from . import terms

# The columns of the group's table: symbol, name in `GroupTable`, decimals.
_COLUMNS = (
    ("r_i", "rewards", 2),
    ("A_i", "advantage", 2),
    ('pi_"old"', "old", 3),
    ("pi_theta", "new", 3),
    ('pi_"ref"', "ref", 3),
    ("rho_i", "ratio", 3),
    ("rho_i A_i", "unclipped", 3),
    ('"clip"(rho_i) A_i', "clipped", 3),
    ('"min"', "value", 3),
    ("k_3", "k3", 3),
)
_POLICIES = ("old", "new", "ref")
_MOST = 16  # rows that the cover has room for
_FEW = 8  # rows of a group that has more: the others stand on the last page
_LETTERS, _WIDE = 24, 52  # columns of an answer in a row; in a small group it may take two lines
_SMALL = 6
PAGE_NUMBER = "#"  # in words: the template knows it
_QUESTION = 240  # columns of the question: three lines


def cover(table: GroupTable, scenes: Path, printed: Collection[str]) -> dict[str, object]:
    """What the template needs.

    Films of the folder `scenes` may explain a term; those that are `printed` have a page.
    """
    group = table.group
    shown = range(group.size) if group.size <= _MOST else telling(table, _FEW)
    (question,) = excerpts([translated(group.question)], lambda text: wcswidth(text) <= _QUESTION)
    rows = _rows(table)
    return {
        "objective": terms.objective(PAPER),
        "terms": terms.entries(table.scale, PAPER, _steps_in(scenes), printed),
        "question": typst_text(question),
        "rule": math_source(clip_source(table.eps_low, table.eps_high)),
        "price": math_source(f"beta = {table.beta:g}"),
        "head": [terms.coloured(symbol, PAPER) for symbol, *_ in _COLUMNS],
        "rows": [rows[i] for i in shown],
        "all": rows if group.size > _MOST else [],
        "more": say("handout.more", count=group.size - len(shown), page=PAGE_NUMBER),
        "sums": _sums(table),
    }


def _sums(table: GroupTable) -> list[str]:
    values = (
        ('1/G sum_i "min"', table.surrogate),
        ("1/G sum_i k_3", table.kl),
        ("cal(J)", table.objective),
    )
    return [math_source(f"{symbol} = {number_text(value, 3)}") for symbol, value in values]


def _rows(table: GroupTable) -> list[dict]:
    texts = [translated(text) for text in table.group.texts]
    room = _WIDE if table.group.size <= _SMALL else _LETTERS
    return [
        {
            "name": f"o_{row + 1}" if row < 9 else f"o_({row + 1})",
            "answer": typst_text(text),
            "numbers": [math_source(_cell(table, row, *column)) for _, *column in _COLUMNS],
            "clipped": say("handout.yes") if table.binds[row] else say("handout.no"),
        }
        for row, text in enumerate(excerpts(texts, lambda text: wcswidth(text) <= room))
    ]


def _cell(table: GroupTable, row: int, name: str, digits: int) -> str:
    """A number as math source; a probability or a ratio is small, but never 0."""
    value = float(getattr(table, name)[row])
    if round(value, digits):
        return number_text(value, digits)
    if name in _POLICIES:
        return logp_source(float(getattr(table, f"{name}_logp")[row]))
    return probability_source(value) if name == "ratio" else number_text(value, digits)


def _steps_in(scenes: Path) -> dict[str, int]:
    """The number of each step of the films of a folder by ``Film.method``."""
    return {
        f"{film}.{method}": number
        for film in scene_names(scenes)
        for number, method in enumerate(beat_keys(film, scenes), start=1)
    }
