"""`make pieces`: the index of what a film can be built of."""

from __future__ import annotations

import inspect
from importlib import import_module
from types import ModuleType

import pytest

from lecture import pieces
from lecture.__main__ import main
from scenes.stage.film import GrpoScene


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> dict[tuple[str, str], str]:
    """What is printed of each piece, by its module and name."""
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


def test_every_public_piece_has_a_line(listed) -> None:
    modules = [file.stem for file in pieces.STAGE.glob("*.py") if file.stem != "__init__"]
    expected = {
        (stem, name)
        for stem in modules
        for name in pieces_of(import_module(f"scenes.stage.{stem}"))
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
