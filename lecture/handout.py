"""`make handout`: the sections of films on paper, for reading without sound."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typst

from scenes.stage.live_number import number_text, probability_source
from scenes.stage.objective import objective_lines
from scenes.stage.palette import THEMES
from scenes.stage.words import say

from .audit.state import without_names
from .catalogue import COURSE, running_order
from .decoding import picture_at
from .files import publish, workshop
from .manifest import Manifest, Section, film_path, load_manifest
from .options import Options, UserError, shown

TEMPLATE = Path(__file__).with_name("handout.typ")
WIDTH = 1280  # pixels of a still at most: 290 an inch
PAPER = THEMES["light"]  # of the text; the stills keep the films' theme

# The columns of the group's table: symbol, name in the manifest, decimals.
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
_POSITIVE = ("old", "new", "ref", "ratio")
_WORDS = ("lead", "objective", "group", "question", "answer", "clipped", "numbers")


def run(options: Options) -> int:
    """Write the handout; print its path."""
    print(shown(handout(options)))
    return 0


def handout(options: Options) -> Path:
    """``handout.pdf`` beside the films; of a single one ``<Scene>-handout.pdf``.

    Raises `UserError` if films are missing.
    """
    films = _films(options)
    manifests = [load_manifest(film) for film in films]
    folder = films[0].parent
    name = "handout" if options.scene == COURSE else f"{options.scene}-handout"
    with workshop(folder, name) as work:
        parts = [_film(*pair, work) for pair in zip(films, manifests, strict=True)]
        content = _content(manifests[0], parts)
        text = json.dumps(content, ensure_ascii=False)
        (work / "handout.json").write_text(text, encoding="utf-8")
        page, made = work / TEMPLATE.name, work / f"{name}.pdf"
        shutil.copyfile(TEMPLATE, page)
        compiler = typst.Compiler(root=str(work), ignore_system_fonts=True)
        compiler.compile(input=str(page), output=str(made))
        publish([made], folder)
    return folder / made.name


def _films(options: Options) -> list[Path]:
    if options.scene != COURSE:
        return [film_path(options)]
    # A film that plays twice is on paper once.
    names = dict.fromkeys(running_order())
    films = [film_path(replace(options, scene=name)) for name in names]
    if missing := [film.stem for film in films if not film.is_file()]:
        raise UserError(
            f"{shown(films[0].parent)} has no film of {', '.join(missing)}; "
            "make them: make all, with the same variables as here"
        )
    return films


def _content(manifest: Manifest, films: Sequence[Mapping]) -> dict:
    """What the template needs, with the group's numbers from `manifest`."""
    group, settings = manifest.group, manifest.settings
    return {
        "title": say("handout.title"),
        "language": manifest.language,
        "ink": PAPER.text,
        "quiet": PAPER.muted,
        "hairline": PAPER.hairline,
        "framed": manifest.theme != PAPER.name,
        "words": {word: say(f"handout.{word}") for word in _WORDS},
        "objective": [without_names(line) for line in objective_lines()],
        "question": settings["question"],
        "settings": [
            f"epsilon_{side} = {settings[f'epsilon_{side}']:g}".replace(side, f'"{side}"', 1)
            for side in ("low", "high")
        ]
        + [f"beta = {settings['beta']:g}"],
        "table": {"head": [symbol for symbol, *_ in _COLUMNS], "rows": _rows(group)},
        "sums": [
            f'1/G sum_i "min" = {number_text(group["surrogate"], 3)}',
            f'DD_"KL" = {number_text(group["kl"], 3)}',
            f"cal(J) = {number_text(group['objective'], 3)}",
        ],
        "films": films,
    }


def _rows(group: Mapping) -> list[dict]:
    return [
        {
            "answer": text,
            "numbers": [_cell(name, group[name][row], digits) for _, name, digits in _COLUMNS],
            "clipped": say("handout.yes") if group["binds"][row] else say("handout.no"),
        }
        for row, text in enumerate(group["texts"])
    ]


def _cell(name: str, value: float, digits: int) -> str:
    """`value` as math source; a probability or a ratio is small, but never 0."""
    if name in _POSITIVE and not round(value, digits):
        return probability_source(value)
    return number_text(value, digits)


def _film(film: Path, manifest: Manifest, work: Path) -> dict:
    sections = enumerate(manifest.sections, start=1)
    return {
        "title": manifest.title,
        "sections": [_section(film, number, section, work) for number, section in sections],
    }


def _section(film: Path, number: int, section: Section, work: Path) -> dict:
    """A section's words and numbers; its last frame is put into `work`."""
    still = picture_at(film, section.start + section.frames - 1, WIDTH)
    picture = f"{film.stem}-{number:02}.png"
    still.save(work / picture, optimize=True)
    return {
        "number": number,
        "title": section.title,
        "caption": section.caption,
        "picture": picture,
        "alt": f"{section.title}. {section.caption}",
        "numbers": section.numbers,
    }
