"""`make pieces`: the index of what a film can be built of, and the sheet that shows it."""

from __future__ import annotations

import inspect
from importlib import import_module
from itertools import cycle
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from manim import Mobject
from PIL import Image, ImageColor

from lecture import piece_sheet, pieces
from lecture.__main__ import main
from scenes.stage.film import GrpoScene
from scenes.stage.specimens import specimens
from scenes.stage.theme import THEMES, in_theme

# They are drawn in others' pictures alone: a box that nobody sees, and what texts are made of.
UNSEEN = {"Grid", "Letter"}


@pytest.fixture
def listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> dict[tuple[str, str], str]:
    """What is printed of each piece, by its module and name."""
    monkeypatch.setattr(piece_sheet, "sheets", list)  # none: they take seconds
    assert main(["pieces"]) == 0
    found, module = {}, ""
    for line in capsys.readouterr().out.splitlines():
        assert len(line) <= 100
        if not line.startswith(" "):
            module, line = line.split(maxsplit=1)
        name, summary = line.split(maxsplit=1)
        found[module, name] = summary
    return found


def pieces_of(module: ModuleType) -> set[str]:
    """The public classes and functions that a module defines, but for those of every film."""
    own = [p for p in vars(module).values() if getattr(p, "__module__", "") == module.__name__]
    made = [p for p in own if inspect.isclass(p) or inspect.isfunction(inspect.unwrap(p))]
    named = [p for p in made if not p.__name__.startswith("_")]
    return {p.__name__ for p in named if p not in GrpoScene.__mro__}


def stage() -> list[ModuleType]:
    modules = [file.stem for file in pieces.STAGE.glob("*.py") if file.stem != "__init__"]
    return [import_module(f"scenes.stage.{stem}") for stem in modules]


def test_every_public_piece_has_a_line(listed) -> None:
    expected = {
        (module.__name__.rpartition(".")[2], name)
        for module in stage()
        for name in pieces_of(module)
    }
    assert expected
    assert expected == {place for place in listed if place[0] != "self"}


def test_what_every_film_can_do_is_told(listed) -> None:
    for verb in ("zoom_to", "morph", "dim_others", "teach", "given"):
        assert inspect.getdoc(getattr(GrpoScene, verb)).startswith(
            listed["self", verb].rstrip(" …")
        )


def test_a_module_is_named_once_and_a_long_line_is_cut() -> None:
    found = [
        pieces.Piece("cards", "AnswerCard", "One answer."),
        pieces.Piece("cards", "badge", "A sign."),
        pieces.Piece("grid", "Grid", "Maps " * 30),
    ]
    one, two, three = pieces.index(found)
    assert one == "cards AnswerCard One answer."
    assert two == "      badge      A sign."
    assert three.startswith("grid  Grid       Maps Maps ")
    assert three.endswith("Maps …")


def test_every_picture_of_the_stage_is_on_the_sheet() -> None:
    """But for what only others are built on, which are."""
    named = [getattr(module, name) for module in stage() for name in pieces_of(module)]
    pictures = {piece for piece in named if inspect.isclass(piece) and issubclass(piece, Mobject)}
    grounds = {base for picture in pictures for base in picture.__mro__[1:]}
    seen = {piece for specimen in specimens() for piece in specimen.pieces}
    assert {p.__name__ for p in pictures - grounds - seen} == UNSEEN


def test_every_specimen_is_seen_and_nothing_of_it_is_cut_off() -> None:
    """Each in one theme, every other one in the light: the sheet draws both alike."""
    for specimen, theme in zip(specimens(), cycle(THEMES)):
        with in_theme(theme):
            picture = np.array(piece_sheet.photograph(specimen.picture()), dtype=int)
        ink = np.abs(picture - ImageColor.getrgb(THEMES[theme].ground)).max(axis=2) > 8
        assert ink.mean() > 0.002, specimen.picture
        assert not (ink[[0, -1]].any() or ink[:, [0, -1]].any()), specimen.picture


def test_the_sheets_are_written_in_both_themes_and_their_places_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(piece_sheet, "FOLDER", tmp_path)
    monkeypatch.setattr(piece_sheet, "specimens", lambda: specimens()[:3])
    assert main(["pieces"]) == 0
    made = [Path(line) for line in capsys.readouterr().out.splitlines()[-2:]]
    assert made == [tmp_path / f"pieces-{theme}.png" for theme in ("dark", "light")]
    dark, light = (np.array(Image.open(path).convert("L")) for path in made)
    assert np.median(dark) < 64 < 192 < np.median(light)
    assert sorted(tmp_path.iterdir()) == made
