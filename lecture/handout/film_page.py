"""What the page of a film holds: its question, and of each step still, sentence and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from wcwidth import wcswidth

from scenes.script.decimals import POINT, math_source
from scenes.script.excerpt import excerpts
from scenes.script.quantities import SYMBOLS, Quantity
from scenes.script.words import say
from scenes.stage.film import GrpoScene, Rest

from ..catalogue import film_class
from ..options import Options
from ..progress import Progress
from ..walk import draw, walk
from .stills import WIDTH, trimmed
from .terms import label

_NOTE = 34  # columns of a number's note; of longer ones it is shown how they differ


@dataclass
class FilmPage:
    """The question of a film and its steps, as a walk through it has found them."""

    question: str = ""
    steps: list[dict] = field(default_factory=list)
    stills: list[Image.Image] = field(default_factory=list)


def film_page(options: Options, work: Path, progress: Progress) -> dict:
    """What the template needs of a film; its stills are put into the folder `work`."""
    page = FilmPage()

    def keep(film: GrpoScene, rest: Rest) -> None:
        page.question = page.question or film.opening
        if rest.last:
            page.question = page.question or film.question
            page.steps.append(_step(options.scene, film, rest))
            page.stills.append(draw(film, WIDTH))
            progress.step(options.scene)

    walk(film_class(options), options.settings, on_rest=keep)
    for step, still in zip(page.steps, trimmed(page.stills), strict=True):
        still.save(work / step["picture"])
    return {"title": options.scene, "question": page.question, "steps": page.steps}


def _step(scene: str, film: GrpoScene, rest: Rest) -> dict:
    caption = film.current[1].caption
    return {
        "label": label(scene, rest.beat),
        "number": rest.beat,
        "title": rest.title,
        "caption": caption,
        "picture": f"{scene}-{rest.beat:02}.png",
        "alt": f"{rest.title}. {caption}",
        "numbers": _numbers(film.taught, film.table.group.size),
    }


def _numbers(taught: Sequence[Quantity], size: int) -> list[dict]:
    """The numbers of a step by their names; those of a whole group share one symbol."""
    named: dict[str, list[Quantity]] = {}
    for number in taught:
        named.setdefault(number.name, []).append(number)
    between = "," if say("decimal_mark") == POINT else ";"
    return [
        {"name": name, "between": between, "values": _values(numbers, size)}
        for name, numbers in named.items()
    ]


def _values(numbers: Sequence[Quantity], size: int) -> list[dict[str, str]]:
    notes = excerpts([number.note for number in numbers], lambda note: wcswidth(note) <= _NOTE)
    shared = _shared_symbol(numbers, size)
    symbols = [shared, *("" for _ in numbers[1:])] if shared else [n.symbol for n in numbers]
    return [
        {
            "math": math_source(f"{symbol} = {number.source}" if symbol else number.source),
            "unit": number.unit,
            "note": note.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"),
        }
        for symbol, number, note in zip(symbols, numbers, notes, strict=True)
    ]


def _shared_symbol(numbers: Sequence[Quantity], size: int) -> str:
    """The symbol for any answer, if `numbers` are those of all answers in their order."""
    pattern = SYMBOLS.get(numbers[0].key, "")
    marks = [str(i) if i < 10 else f"({i})" for i in range(1, size + 1)]
    of_all = [pattern.replace("{i}", mark) for mark in marks]
    is_whole = size > 1 and "{i}" in pattern and [n.symbol for n in numbers] == of_all
    return pattern.replace("{i}", "i") if is_whole else ""
