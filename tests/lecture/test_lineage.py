"""Films and their beats are found in the sources, without Manim."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_films import main

from lecture.catalogue import scene_class, scene_names, told
from scenes.script.words import use_language

SEED7 = """
{import_}


class Seed7({base}):
    changes = {{"seed": 7}}
"""


@pytest.mark.parametrize(
    ("import_", "base"),
    [
        ("from scenes.training import Training", "Training"),
        ("from scenes.training import Training as T", "T"),
        ("from scenes import training", "training.Training"),
        ("import scenes.training as house", "house.Training"),
        ("import scenes.training", "scenes.training.Training"),
    ],
)
def test_a_variant_of_a_film_is_a_film(tmp_path: Path, import_: str, base: str) -> None:
    (tmp_path / "seed7.py").write_text(SEED7.format(import_=import_, base=base))
    assert scene_names(tmp_path) == ["Seed7"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_variant_of_two_lines_says_what_its_film_says(tmp_path: Path, language: str) -> None:
    importing = "from scenes.training import Training"
    (tmp_path / "seed7.py").write_text(SEED7.format(import_=importing, base="Training"))
    use_language(language)
    film = loaded("Seed7", tmp_path)
    said = film.storyboard()
    assert said == film.__base__.storyboard()
    assert len(said) == 13
    assert told("Seed7", tmp_path) == [(part.title, part.caption) for part in said]


def loaded(name: str, folder: Path) -> type:
    """A film of the folder, which no other test shall find loaded."""
    try:
        return scene_class(name, folder)
    finally:
        sys.modules.pop(f"scenes.{name.lower()}", None)


def test_a_class_that_is_no_film_is_none(tmp_path: Path) -> None:
    (tmp_path / "seed7.py").write_text(SEED7.format(import_="from manim import Dot", base="Dot"))
    (tmp_path / "round.py").write_text("class Round(Round):\n    pass\n")
    (tmp_path / "alone.py").write_text("class Alone:\n    pass\n")
    assert scene_names(tmp_path) == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sources_tell_what_the_film_says(tmp_path: Path, language: str) -> None:
    """A beat replaced, one added, one left out."""
    (tmp_path / "mine.py").write_text(
        "from scenes.stage.film import beat\n"
        "from scenes.training import Training\n\n\n"
        "class Mine(Training):\n"
        "    loss = None\n\n"
        "    @beat()\n"
        "    def spread(self) -> None:\n"
        '        """My title\n\n        My caption.\n        """\n\n'
        "    @beat()\n"
        "    def more(self) -> None:\n"
        '        """One more\n\n        And the last.\n        """\n'
    )
    use_language(language)
    film = loaded("Mine", tmp_path)
    titles = told("Mine", tmp_path)
    assert titles == [(part.title, part.caption) for part in film.storyboard()]
    assert len(titles) == 13
    assert titles[3] == ("My title", "My caption.")
    assert titles[-1] == ("One more", "And the last.")


def test_fonts_are_brought_for_what_is_typed_in_a_scene(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.py").write_text(
        "from scenes.stage.film import GrpoScene, beat\n\n\n"
        "class Mine(GrpoScene):\n"
        "    @beat\n"
        "    def hello(self) -> None:\n"
        '        """नमस्ते\n\n        दुनिया\n        """\n',
        encoding="utf-8",
    )
    asked: list[str] = []
    monkeypatch.setattr("lecture.__main__.bring_fonts", asked.extend)
    assert main(["draft", "--scene=Mine", "--beat=2"], tmp_path) == 2
    assert "it has 1: 1 नमस्ते" in capsys.readouterr().err
    assert "दुनिया" in asked


def test_manim_is_not_needed() -> None:
    code = (
        "import sys; from lecture.catalogue import scene_names, told; "
        "print(sum(len(told(name)) for name in scene_names()), 'manim' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    beats, loaded = said.stdout.split()
    assert int(beats) >= 90
    assert loaded == "False"
