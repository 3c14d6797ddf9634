"""Which modules a film is made of, where it does not lie in the project."""

from __future__ import annotations

from pathlib import Path

from lecture.imports import reached_from

PROJECT = Path(__file__).parents[2]


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
