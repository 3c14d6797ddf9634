"""Which modules a film is made of, where it does not lie in the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_films import main

from lecture.imports import reached_from

PROJECT = Path(__file__).parents[2]
FILM = '''
from scenes.stage.film import GrpoScene, beat

from .length import SECONDS


class Elsewhere(GrpoScene):
    @beat(hold=SECONDS)
    def first(self) -> None:
        """Where is its length?

        In a module beside it.
        """
'''


def test_a_film_elsewhere_is_read_with_the_modules_beside_it(tmp_path: Path) -> None:
    """Their relative imports reach no further than their own folder."""
    film, part, other = (tmp_path / "mine" / f"{name}.py" for name in ("film", "part", "other"))
    film.parent.mkdir()
    film.write_text(
        "from grpo_core import load_group\n\nfrom .part import NUMBER\nfrom . import gone"
    )
    part.write_text("from .other import NUMBER")
    other.write_text("NUMBER = 1")
    reached = set(reached_from([film], PROJECT))
    assert {file for file in reached if tmp_path in file.parents} == {film, part, other}
    assert PROJECT / "grpo_core" / "__init__.py" in reached


def test_what_is_not_beside_a_copy_of_a_film_is_the_project_s(tmp_path: Path) -> None:
    """An edited copy of a film alone is up to date as long as the film's pictures are."""
    film, picture = tmp_path / "kl" / "film.py", PROJECT / "scenes" / "kl" / "area_chart.py"
    film.parent.mkdir()
    film.write_text("from .area_chart import AreaChart")
    assert picture in reached_from([film], PROJECT)


def test_what_is_beside_a_copy_of_a_film_is_not_taken_from_the_project(tmp_path: Path) -> None:
    film, own = (tmp_path / "kl" / name for name in ("film.py", "area_chart.py"))
    film.parent.mkdir()
    film.write_text("from .area_chart import AreaChart")
    own.write_text("AreaChart = 1")
    assert reached_from([film], PROJECT) == sorted([film, own])


def test_a_film_elsewhere_uses_the_modules_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "films" / "elsewhere"
    folder.mkdir(parents=True)
    (folder.parent / "elsewhere.py").write_text("from scenes.elsewhere.film import Elsewhere\n")
    (folder / "film.py").write_text(FILM)
    (folder / "length.py").write_text("SECONDS = 0.4\n")
    asked = ["draft", "--scene", "Elsewhere", "--fps", "5", "--out", str(tmp_path)]
    assert main(asked, folder.parent) == 0
    assert Path(capsys.readouterr().out.strip()).name == "Elsewhere.mp4"
