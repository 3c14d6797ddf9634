"""A deck as a PDF: a page for each slide, with the last picture of its step, set by Typst."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from scenes.script.fonts import compiler_in
from scenes.script.glyphs import typst_text
from scenes.script.words import say

from .deck import LABEL, SIDE, Deck, DeckChapter, FilmSlide, SourceSlide, TitleSlide
from .deck_films import DeckFilms
from .printing import BOLD, page_fonts

TEMPLATE = Path(__file__).with_name("templates") / "deck.typ"


def make_pdf(deck: Deck, films: DeckFilms, target: Path) -> None:
    """Write the deck to `target`, with a bookmark for each slide."""
    work = target.parent
    stills = iter(films.stills)
    pages = [_title(deck.opening)] if deck.opening else []
    for chapter in deck.chapters:
        pages += _chapter(chapter, [next(stills) for _ in chapter.steps])
    pages += map(_sources, deck.sources)
    text = json.dumps(_content(deck, pages), ensure_ascii=False)
    (work / "deck.json").write_text(text, encoding="utf-8")
    shutil.copyfile(BOLD, work / BOLD.name)
    page = Path(shutil.copyfile(TEMPLATE, work / TEMPLATE.name))
    target.write_bytes(compiler_in(work).compile(input=str(page)))


def _content(deck: Deck, pages: list[Mapping]) -> dict:
    """What the template needs."""
    return {
        "title": deck.title,
        "language": deck.look.language,
        "fonts": page_fonts(deck.look.language),
        "theme": asdict(deck.look.colours),
        "bare": deck.bare,
        "side": SIDE,
        "label": LABEL,
        "words": {
            "after": say("slides.after"),
            "group": say("slides.group"),
            "films": say("slides.films"),
        },
        "pages": pages,
    }


def _chapter(chapter: DeckChapter, stills: list[Path]) -> list[Mapping]:
    shown = zip(chapter.steps, stills, strict=True)
    return [_title(chapter.opening), *(_film(step, still) for step, still in shown)]


def _title(slide: TitleSlide) -> dict:
    written = ("title", "course", "question", "promise", "group", "rule")
    films = [[typst_text(name), typst_text(asked)] for name, asked in slide.films]
    return {
        "kind": "title",
        "name": slide.title,
        "films": films,
        **{name: _written(getattr(slide, name)) for name in written},
    }


def _written(text: str) -> str:
    """Typst source of `text`; nothing stays nothing."""
    return typst_text(text) if text else ""


def _film(slide: FilmSlide, still: Path) -> dict:
    return {
        "kind": "film",
        "name": slide.title,
        "label": typst_text(slide.label),
        "sentence": typst_text(slide.sentence),
        "asks": slide.asks,
        "picture": still.name,
        "alt": f"{slide.label}. {slide.sentence}",
    }


def _sources(slide: SourceSlide) -> dict:
    return {
        "kind": "sources",
        "name": slide.title,
        "title": typst_text(slide.title),
        "sources": [
            {
                "by": typst_text(source.by),
                "title": typst_text(source.title),
                "address": source.address,
                "said": typst_text(source.short_address),
            }
            for source in slide.sources
        ],
    }
