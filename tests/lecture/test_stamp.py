"""A film is made again when something that it depends on has changed, and only then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from small_films import FILMS, PROJECT

from lecture import catalogue
from lecture import stamp as stamps
from lecture.__main__ import main
from lecture.options import Options
from lecture.stamp import stamp
from scenes.script.settings import Settings

ROOMS = ("scenes/script", "scenes/stage", "scenes/levels")
PARTS = ("grpo_core", *ROOMS, "lecture", "assets/words", "assets/groups")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what films are made from, with the small films as scenes."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("*.pyc"))
    for file in ("manim.cfg", "requirements.lock", "assets/facts.toml", "extras/fonts.lock"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / file, tmp_path / file)
    for file in FILMS.glob("*.py"):
        shutil.copy(file, tmp_path / "scenes")
    (tmp_path / "mine.toml").write_bytes((PROJECT / "assets/groups/worked.toml").read_bytes())
    monkeypatch.setattr(catalogue, "SCENES", tmp_path / "scenes")
    monkeypatch.setattr(stamps, "PROJECT", tmp_path)
    monkeypatch.setattr(stamps, "WORDS", tmp_path / "assets" / "words")
    return tmp_path


def options(project: Path, **settings) -> Options:
    return Options("Swatch", settings=Settings(group=project / "mine.toml", **settings))


def edit(file: Path) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}\n# edited\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("en", "scenes/swatch.py"),
        ("en", "scenes/stage/film.py"),
        ("en", "grpo_core/groups.py"),
        ("en", "lecture/movie.py"),
        ("en", "lecture/walk.py"),  # draws the poster
        ("en", "lecture/render.py"),
        ("en", "lecture/files.py"),
        ("en", "scenes/stage/camera.py"),
        ("en", "scenes/script/__init__.py"),
        ("en", "assets/facts.toml"),
        ("en", "extras/fonts.lock"),
        ("en", "assets/words/en.toml"),
        ("de", "assets/words/de.toml"),
        ("de", "assets/words/en.toml"),  # a word that a language lacks is said in English
        ("en", "mine.toml"),
        ("en", "manim.cfg"),
        ("en", "requirements.lock"),
    ],
)
def test_what_it_is_made_from_counts(project: Path, language: str, file: str) -> None:
    film = options(project, language=language)
    before = stamp(film)
    edit(project / file)
    assert stamp(film) != before


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("en", "scenes/moving.py"),
        ("en", "assets/words/de.toml"),
        ("en", "lecture/gallery.py"),
        ("en", "lecture/burned.py"),  # a second film
        ("en", "scenes/levels/whale.py"),  # a picture of another film
    ],
)
def test_what_is_not_in_it_does_not_count(project: Path, language: str, file: str) -> None:
    film = options(project, language=language)
    before = stamp(film)
    edit(project / file)
    assert stamp(film) == before


def test_no_module_that_a_render_loads_is_forgotten() -> None:
    """Python itself tells what was imported to make a film, after it was made."""
    program = (
        "import sys; from lecture import captions, crew, manifest, movie, walk;"
        "from lecture.catalogue import scene_class; scene_class('Clipping');"
        "print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    ours = [Path(file) for file in done.stdout.split() if Path(file).parts[-2] != "site-packages"]
    folders = [PROJECT / name for name in ("grpo_core", "scenes", "lecture")]
    loaded = {file for file in ours if any(file.is_relative_to(folder) for folder in folders)}
    assert len(loaded) > 50
    assert loaded <= set(stamps._sources(Options("Clipping")))


def test_times_do_not_count(project: Path) -> None:
    before = stamp(options(project))
    for file in project.rglob("*"):
        os.utime(file, (1, 1))
    assert stamp(options(project)) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda film: replace(film, scene="Moving"),
        lambda film: replace(film, quality="l"),
        lambda film: replace(film, fps=24),
        lambda film: replace(film, settings=replace(film.settings, theme="light")),
        lambda film: replace(film, settings=replace(film.settings, language="de")),
        lambda film: replace(film, settings=replace(film.settings, epsilon=0.3)),
        lambda film: replace(film, settings=replace(film.settings, epsilon_high=0.3)),
        lambda film: replace(film, settings=replace(film.settings, beta=0.0)),
    ],
)
def test_what_is_asked_for_counts(project: Path, change: Callable[[Options], Options]) -> None:
    film = options(project)
    assert stamp(change(film)) != stamp(film)


@pytest.mark.parametrize(
    "change",
    [
        lambda film: replace(film, out=Path("/elsewhere")),
        lambda film: replace(film, jobs=7),
        lambda film: replace(film, captions="burned"),
        lambda film: replace(film, section=2),
        lambda film: replace(film, format="pdf"),
    ],
)
def test_where_and_how_does_not_count(project: Path, change: Callable[[Options], Options]) -> None:
    film = options(project)
    assert stamp(change(film)) == stamp(film)


def test_a_group_counts_by_its_content(project: Path) -> None:
    film = options(project)
    other = project / "elsewhere.toml"
    shutil.copy(project / "mine.toml", other)
    before = stamp(film)
    assert stamp(replace(film, settings=replace(film.settings, group=other))) == before
    copied = replace(film, settings=replace(film.settings, copy=other))
    edit(project / "mine.toml")
    assert stamp(copied) == before  # what was copied is what counts
    assert stamp(film) != before


def test_a_film_is_made_again_when_its_scene_was_edited(project: Path) -> None:
    film = project / "renders" / "480p5-dark" / "Swatch.mp4"
    arguments = ["render", "--scene", "Swatch", "--quality", "l", "--fps", "5"]

    def made() -> int:
        assert main([*arguments, "--out", str(project)]) == 0
        return film.stat().st_ino

    first = made()
    (project / "scenes" / "swatch.py").touch()
    edit(project / "scenes" / "moving.py")
    assert made() == first
    edit(project / "scenes" / "swatch.py")
    assert made() != first
