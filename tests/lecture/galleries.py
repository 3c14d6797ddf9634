"""Galleries of the small films for tests, and what a page of one says."""

from __future__ import annotations

import shutil
from pathlib import Path

from bs4 import BeautifulSoup
from small_films import main

from scenes.script.words import ENGLISH, use_language

LOW = ("--quality", "l")


def lay_film(film: Path, out: Path, variant: str = "480p15-dark") -> Path:
    """A copy of `film` with all that lies beside it, where `out` has its films."""
    folder = out / "renders" / variant
    folder.mkdir(parents=True, exist_ok=True)
    for path in film.parent.glob(f"{film.stem}.*"):
        shutil.copy(path, folder)
    return folder / film.name


def make_gallery(out: Path, *arguments: str) -> int:
    """`make gallery` of the small films in `out`; the exit code."""
    try:
        return main(["gallery", *LOW, *arguments, "--out", str(out)])
    finally:
        use_language(ENGLISH)


def page_of(out: Path, language: str = "") -> BeautifulSoup:
    """The gallery's page, English if no language is named, read by a parser of HTML."""
    page = out / "gallery" / language / "index.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def snippet(page: BeautifulSoup, scene: str, program: str) -> str:
    """What there is to copy for a program."""
    found = page.find(id=scene.lower()).find_all("details")
    return next(part.code.text for part in found if part.summary.text == program)
