"""`make worksheet`: exercises over all films as a PDF, and a second one with the key."""

from __future__ import annotations

from pathlib import Path

from grpo_core import GroupTable
from scenes.script.decimals import math_source, printed
from scenes.script.glyphs import typst_text
from scenes.script.words import say, translated

from ..files import publish, workshop
from ..manifest import film_path
from ..options import Options, shown
from ..printing import lay_out, write_pdf
from . import of_course, of_group
from .exercise import HARD, Cell, Exercise, Maker, shown_of

TEMPLATE = Path(__file__).with_name("worksheet.typ")
NAMES = ("worksheet", "worksheet-key")
# In the order of the films.
EXERCISES: tuple[Maker, ...] = (
    of_course.symbols,
    of_group.advantages,
    of_course.silent_group,
    of_group.ratios,
    of_group.objective,
    of_group.lamps,
    of_course.no_fence,
    of_course.four_cases,
    of_group.gaps,
    of_group.two_means,
    of_group.doubled,
    of_course.in_the_log,
    of_course.silent_chance,
    of_group.first_pushes,
    of_course.where_it_is,
    of_course.averages,
    of_course.product,
    of_group.leave_one_out,
    of_group.rules,
)
_WORDS = ("task", "key", "name", "hard", "film", "why", "asks_why", "question")


def run(options: Options) -> int:
    """Write both; print their paths."""
    for path in worksheet(options):
        print(shown(path))
    return 0


def worksheet(options: Options) -> list[Path]:
    """``worksheet.pdf`` and ``worksheet-key.pdf``, where films of these options lie."""
    folder = film_path(options).parent
    with workshop(folder, NAMES[0]) as work:
        page = lay_out(work, TEMPLATE, options, content(options.settings.table()))
        keys = zip(NAMES, ("no", "yes"), strict=True)
        made = [write_pdf(work / f"{name}.pdf", page, key=key) for name, key in keys]
        publish(made, folder)
    return [folder / path.name for path in made]


def content(table: GroupTable) -> dict:
    """What the template needs."""
    return {
        "title": say("worksheet.title"),
        "words": {word: say(f"worksheet.{word}") for word in _WORDS},
        "question": typst_text(translated(table.group.question)),
        "shown": _shown(table),
        "exercises": [_exercise(make(table)) for make in EXERCISES],
    }


def _shown(table: GroupTable) -> str:
    """What says that the tables leave answers out; empty where none is."""
    rows, size = len(shown_of(table)), table.group.size
    return say("worksheet.shown", rows=rows, size=size) if rows < size else ""


def _exercise(exercise: Exercise) -> dict:
    values = {name: printed(value) for name, value in exercise.values.items()}
    task, why = (say(f"worksheet.{exercise.name}.{part}", **values) for part in ("task", "why"))
    return {
        "title": say(f"worksheet.{exercise.name}.title"),
        "film": exercise.film,
        "hard": exercise.level == HARD,
        "task": typst_text(task),
        "why": typst_text(why),
        "head": [_cell(cell) for cell in exercise.head],
        "rows": [[_cell(cell) for cell in row] for row in exercise.rows],
        "lines": [[_cell(cell) for cell in line] for line in exercise.lines],
        "choices": [
            {"text": _cell(cell), "right": is_right} for cell, is_right in exercise.choices
        ],
    }


def _cell(cell: Cell) -> dict:
    source = math_source(cell.source) if cell.is_math else cell.source
    return {"source": source, "math": cell.is_math, "asked": cell.asked, "lamp": cell.lamp}
