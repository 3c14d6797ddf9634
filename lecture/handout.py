"""`make handout`: the steps of films on paper, for reading without sound.

Its stills are drawn for it: no film is needed, and none is made.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from grpo_core import GroupTable
from scenes.script.decimals import math_source
from scenes.script.excerpt import excerpts
from scenes.script.fonts import compiler_in, families
from scenes.script.formulas import objective_lines
from scenes.script.glyphs import typst_text
from scenes.script.numerals import logp_source, number_text, probability_source
from scenes.script.palette import THEMES
from scenes.script.quantities import Quantity
from scenes.script.rule_text import clip_source
from scenes.script.words import say
from scenes.stage.film import GrpoScene, Rest

from .audit.state import without_names
from .catalogue import film_class, running_order
from .files import publish, workshop
from .manifest import film_path
from .options import Options, shown
from .progress import Progress
from .walk import draw, walk

TEMPLATE = Path(__file__).with_name("handout.typ")
WIDTH = 1280  # pixels of a still: 340 an inch
PAPER = THEMES["light"]  # of the text; the stills are in the theme that was asked for

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
_LETTERS = 60  # of an answer in the table; a longer one is shown by what tells it apart
_WORDS = ("lead", "objective", "group", "question", "rule", "answer", "clipped")


def run(films: Sequence[Options]) -> int:
    """Write the handout of `films`; print its path."""
    print(shown(handout(films)))
    return 0


def handout(films: Sequence[Options]) -> Path:
    """``handout.pdf`` of the whole course, ``<Scene>-…-handout.pdf`` of some of its films.

    It lies where films of these options lie.
    """
    first = films[0]
    folder, scenes = film_path(first).parent, [film.scene for film in films]
    whole = scenes == list(dict.fromkeys(running_order(first.scenes)))
    name = "handout" if whole else f"{'-'.join(scenes)}-handout"
    beats = sum(len(film_class(film).storyboard()) for film in films)
    with workshop(folder, name) as work:
        with Progress("handout", beats) as progress:
            parts = [_film(film, work, progress) for film in films]
        text = json.dumps(_content(first, parts), ensure_ascii=False)
        (work / "handout.json").write_text(text, encoding="utf-8")
        page, made = work / TEMPLATE.name, work / f"{name}.pdf"
        shutil.copyfile(TEMPLATE, page)
        compiler = compiler_in(work)
        made.write_bytes(compiler.compile(input=str(page)))
        publish([made], folder)
    return folder / made.name


def _content(options: Options, films: Sequence[Mapping]) -> dict:
    """What the template needs."""
    table = options.settings.table()
    return {
        "title": say("handout.title"),
        "language": options.settings.language,
        "fonts": ["New Computer Modern", *families()],
        "ink": PAPER.text,
        "quiet": PAPER.muted,
        "hairline": PAPER.hairline,
        "framed": options.settings.theme != PAPER.name,
        "words": {word: say(f"handout.{word}") for word in _WORDS},
        "objective": [without_names(line) for line in objective_lines()],
        "question": typst_text(table.group.question),
        "rule": math_source(clip_source(table.eps_low, table.eps_high)),
        "price": math_source(f"beta = {table.beta:g}"),
        "table": {"head": [symbol for symbol, *_ in _COLUMNS], "rows": _rows(table)},
        "sums": [
            math_source(f"{symbol} = {number_text(value, 3)}")
            for symbol, value in (
                ('1/G sum_i "min"', table.surrogate),
                ("1/G sum_i k_3", table.kl),
                ("cal(J)", table.objective),
            )
        ],
        "films": films,
    }


def _rows(table: GroupTable) -> list[dict]:
    texts = excerpts(table.group.texts, lambda text: len(text) <= _LETTERS)
    return [
        {
            "name": f"o_{row + 1}" if row < 9 else f"o_({row + 1})",
            "answer": typst_text(text),
            "numbers": [math_source(_cell(table, row, *column)) for _, *column in _COLUMNS],
            "clipped": say("handout.yes") if table.binds[row] else say("handout.no"),
        }
        for row, text in enumerate(texts)
    ]


def _cell(table: GroupTable, row: int, name: str, digits: int) -> str:
    """A number as math source; a probability or a ratio is small, but never 0."""
    value = float(getattr(table, name)[row])
    if round(value, digits):
        return number_text(value, digits)
    if name in _POLICIES:
        return logp_source(float(getattr(table, f"{name}_logp")[row]))
    return probability_source(value) if name == "ratio" else number_text(value, digits)


def _film(options: Options, work: Path, progress: Progress) -> dict:
    """A film's steps with their words and numbers; the stills are put into `work`."""
    sections: list[dict] = []

    def keep(film: GrpoScene, rest: Rest) -> None:
        if rest.last:
            picture = f"{options.scene}-{rest.beat:02}.png"
            draw(film, WIDTH).save(work / picture)
            sections.append(_section(film, rest, picture))
            progress.step(options.scene)

    walk(film_class(options), options.settings, on_rest=keep)
    return {"title": options.scene, "sections": sections}


def _section(film: GrpoScene, rest: Rest, picture: str) -> dict:
    caption = film.current[1].caption
    values: dict[str, list[dict[str, str]]] = {}
    for number in film.taught:
        values.setdefault(number.name, []).append(_value(number))
    return {
        "number": rest.beat,
        "title": rest.title,
        "caption": caption,
        "picture": picture,
        "alt": f"{rest.title}. {caption}",
        "numbers": [{"name": name, "values": of_name} for name, of_name in values.items()],
    }


def _value(number: Quantity) -> dict[str, str]:
    """A number as math source with its unit and its note."""
    source = f"{number.symbol} = {number.source}" if number.symbol else number.source
    return {
        "math": math_source(source),
        "unit": number.unit,
        "note": number.note.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"),
    }
