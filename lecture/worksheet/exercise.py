"""What an exercise is made of: cells that are given, and cells that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wcwidth import wcswidth

from grpo_core import GroupTable
from scenes.script.excerpt import excerpts
from scenes.script.glyphs import typst_text
from scenes.script.numerals import number_text, probability_source, ratio_source
from scenes.script.telling import telling
from scenes.script.words import say, translated

EASY, HARD = 1, 2
_ROWS = 10  # of a table
_LETTERS = 34  # columns of an answer in a table; a longer one is shown by what tells it apart
NARROW = 20  # of one in a table with many more columns


@dataclass(frozen=True)
class Cell:
    """Math source, or text as Typst writes it; the key alone shows what is `asked`.

    A `lamp` is one to be filled in, and whether it is on.
    """

    source: str
    is_math: bool = True
    asked: bool = False
    lamp: bool | None = None


@dataclass(frozen=True)
class Exercise:
    """A task of one film.

    Attributes:
        name: its words are under ``worksheet.<name>``: title, task, and why the key is right.
        film: where it is explained.
        level: `EASY` or `HARD`.
        head, rows: a table; without `rows` there is none.
        lines: what is set after the table, each a prompt and what is asked for.
        choices: sentences to tick, and whether they are right.
        values: of the places in its words.
    """

    name: str
    film: str
    level: int
    head: Sequence[Cell] = ()
    rows: Sequence[Sequence[Cell]] = ()
    lines: Sequence[tuple[Cell, Cell]] = ()
    choices: Sequence[tuple[Cell, bool]] = ()
    values: dict[str, str] = field(default_factory=dict)


Maker = Callable[[GroupTable], Exercise]


def math(source: str) -> Cell:
    """What is given, as math source."""
    return Cell(source)


def text(words: str) -> Cell:
    """What is given, as words."""
    return Cell(typst_text(words), is_math=False)


def blank(source: str) -> Cell:
    """What is asked for, as math source."""
    return Cell(source, asked=True)


def lamp(is_on: bool) -> Cell:
    """What is asked for: whether an answer's lamp is on; beside it the key says yes or no."""
    said = say("worksheet.yes") if is_on else say("worksheet.no")
    return Cell(typst_text(said), is_math=False, asked=True, lamp=is_on)


def number(value: float, decimals: int = 2, *, sign: bool = False) -> str:
    """A value as math source."""
    return number_text(float(value), decimals, sign=sign)


def chance(value: float) -> str:
    """A probability as math source, however small."""
    return probability_source(float(value))


def ratio(value: float) -> str:
    """A ratio as math source, however small."""
    return ratio_source(float(value))


def shown_of(table: GroupTable) -> tuple[int, ...]:
    """The answers that have a row: all of a group that fits, the most telling of a larger one."""
    return tuple(range(table.group.size)) if table.group.size <= _ROWS else telling(table)


def of_all(source: str, table: GroupTable) -> Cell:
    """A mean as math source: asked for where all answers stand in the table, else given."""
    return Cell(source, asked=table.group.size <= _ROWS)


def answers_of(table: GroupTable, letters: int = _LETTERS) -> list[tuple[int, Cell]]:
    """The number and the name of each answer that has a row, `letters` wide at most."""
    shown = shown_of(table)
    whole = [translated(table.group.texts[i]) for i in shown]
    texts = excerpts(whole, lambda said: wcswidth(said) <= letters)
    return [
        (i, Cell(f"#$o_({i + 1})$ {typst_text(said)}", is_math=False))
        for i, said in zip(shown, texts, strict=True)
    ]
