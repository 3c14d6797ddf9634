"""A film is made again when something that it depends on has changed, and only then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from small_films import FILMS, PROJECT, main

from lecture import captions, filming, posters
from lecture import stamp as stamps
from lecture.options import Options
from lecture.render import PARTS
from lecture.stamp import stamp
from scenes.script.settings import Settings

FOLDERS = ("lab", "grpo_core", "scenes", "lecture", "assets")
FILES = ("manim.cfg", "requirements.lock", "options.toml", "README.md", "Makefile")
LOCKS = ("extras/fonts.lock", "extras/cjk.lock", "tests/lecture/test_stamp.py")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of what films are made from, with the small films as scenes."""
    copy = tmp_path_factory.mktemp("project")
    for part in FOLDERS:
        shutil.copytree(
            PROJECT / part, copy / part, ignore=shutil.ignore_patterns("*.pyc", "*.png")
        )
    for file in (*FILES, *LOCKS):
        (copy / file).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(PROJECT / file, copy / file)
    for file in FILMS.glob("*.py"):
        shutil.copy(file, copy / "scenes")
    (copy / "mine.toml").write_bytes((PROJECT / "assets/groups/worked.toml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "PROJECT", copy)
        patch.setattr(stamps, "WORDS", copy / "assets" / "words")
        yield copy


def options(project: Path, scene: str = "Swatch", **settings) -> Options:
    asked = Settings(group=project / "mine.toml", **settings)
    return Options(scene, settings=asked, scenes=project / "scenes")


@contextmanager
def edited(*files: Path, more: str = "# edited") -> Iterator[None]:
    """Within the block each of `files` has a line more."""
    before = {file: file.read_bytes() for file in files}
    for file, data in before.items():
        file.write_bytes(data + f"\n{more}\n".encode())
    try:
        yield
    finally:
        for file, data in before.items():
            file.write_bytes(data)


def changed(project: Path, file: str, more: str = "# edited", **settings) -> set[str]:
    """What another line in a file of the project changes."""
    before = marks(project, **settings)
    with edited(project / file, more=more):
        after = marks(project, **settings)
    return {name for name in after if after[name] != before[name]}


def marks(project: Path, **settings) -> dict[str, str]:
    """The stamp of each part of three films; captions and posters have no scene of their own."""
    films = ("KL", "Clipping", "Levels")
    found = {scene: stamp(options(project, scene, **settings), filming) for scene in films}
    return found | {
        name: stamp(options(project, **settings), part.maker, part.of_scene)
        for name, part in PARTS.items()
        if not part.of_scene
    }


ALL_FILMS = "KL Clipping Levels"


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("scenes/kl/film.py", "KL"),
        ("scenes/kl/period_line.py", "KL"),  # a picture of one film
        ("scenes/clipping/corners.py", "Clipping"),
        ("scenes/stage/averaged.py", "Clipping"),  # a picture that some share
        ("lab/store.py", "Clipping"),
        ("assets/lab/run.json", "Clipping"),  # what a film reads of the lab's record
        ("scenes/stage/camera.py", f"{ALL_FILMS} poster"),
        ("scenes/stage/verbs.py", f"{ALL_FILMS} poster"),
        ("scenes/script/words.py", f"{ALL_FILMS} poster"),
        ("scenes/stage/__init__.py", f"{ALL_FILMS} poster"),
        ("grpo_core/kl.py", f"{ALL_FILMS} poster"),
        ("lecture/walk.py", "poster"),  # it draws
        ("lecture/posters.py", "poster"),
        ("lecture/captions.py", "captions"),
        ("lecture/movie.py", ALL_FILMS),
        ("lecture/film_workers.py", ALL_FILMS),
        ("lecture/manifest.py", ALL_FILMS),
        ("lecture/files.py", f"{ALL_FILMS} poster"),
        ("assets/facts.toml", "KL Clipping"),
        ("mine.toml", ALL_FILMS),
        ("manim.cfg", ALL_FILMS),
        ("requirements.lock", f"{ALL_FILMS} captions poster"),
        ("extras/fonts.lock", f"{ALL_FILMS} captions poster"),
        ("assets/groups/notebook_rewards.toml", ""),  # of another film
        ("scenes/training/film.py", ""),
        ("scenes/moving.py", ""),
        ("lecture/gallery.py", ""),
        ("lecture/burned.py", ""),  # a second film
        ("lecture/audit/text.py", ""),
        ("tests/lecture/test_stamp.py", ""),
        ("options.toml", ""),
        ("Makefile", ""),
        ("README.md", ""),
    ],
)
def test_what_is_made_again_after_an_edit(project: Path, file: str, again: str) -> None:
    assert changed(project, file) == set(again.split())


@pytest.mark.parametrize(
    ("language", "file", "words", "again"),
    [
        ("en", "en", "[kl.mine]", "KL"),
        ("en", "en", "[stage.mine]", ALL_FILMS),
        ("en", "en", "[quantity.mine]", ALL_FILMS),
        ("en", "en", "[gallery.mine]", ""),
        ("en", "en", "# a remark", ""),
        ("en", "de", "[kl.mine]", ""),
        ("de", "de", "[kl.mine]", "KL"),
        ("de", "en", "[kl.mine]", "KL"),  # a word that a language lacks is said in English
    ],
)
def test_of_words_only_those_that_a_film_says_count(
    project: Path, language: str, file: str, words: str, again: str
) -> None:
    more = f"{words}\nword = 'a word'"
    assert changed(project, f"assets/words/{file}.toml", more, language=language) == set(
        again.split()
    )


def test_a_film_that_derives_from_another_says_its_words(project: Path) -> None:
    source = "from scenes.kl.film import KL\n\n\nclass Seed7(KL):\n    pass\n"
    (project / "scenes" / "seed7.py").write_text(source, encoding="utf-8")
    before = stamp(options(project, "Seed7"), filming)
    with edited(project / "assets/words/en.toml", more="[kl.mine]\nword = 'a word'"):
        assert stamp(options(project, "Seed7"), filming) != before


@pytest.mark.parametrize(
    ("maker", "also"),
    [(filming, "lecture.catalogue.scene_class('Clipping')"), (captions, ""), (posters, "")],
)
def test_no_module_that_is_loaded_to_make_a_part_is_forgotten(maker, also: str) -> None:
    """Python itself tells what was imported to make it."""
    program = (
        f"import sys, {maker.__name__}\n{also}\n"
        "print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    ours = [Path(file) for file in done.stdout.split() if Path(file).parts[-2] != "site-packages"]
    folders = [PROJECT / name for name in ("grpo_core", "scenes", "lecture")]
    loaded = {file for file in ours if any(file.is_relative_to(folder) for folder in folders)}
    clipping = Options("Clipping", scenes=stamps.PROJECT / "scenes")
    counted = {
        PROJECT / line.split(":")[0] for line in stamps._code(clipping, maker, of_scene=bool(also))
    }
    assert loaded
    assert loaded <= counted


def test_times_do_not_count(project: Path) -> None:
    before = marks(project)
    for file in project.rglob("*"):
        os.utime(file, (1, 1))
    assert marks(project) == before


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
    assert stamp(change(film), filming) != stamp(film, filming)


@pytest.mark.parametrize(
    "change",
    [
        lambda film: replace(film, out=Path("/elsewhere")),
        lambda film: replace(film, jobs=7),
        lambda film: replace(film, captions="burned"),
        lambda film: replace(film, beat=2),
        lambda film: replace(film, format="pdf"),
    ],
)
def test_where_and_how_does_not_count(project: Path, change: Callable[[Options], Options]) -> None:
    film = options(project)
    assert stamp(change(film), filming) == stamp(film, filming)


def test_a_group_counts_by_its_content(project: Path) -> None:
    film = options(project)
    other = project / "elsewhere.toml"
    shutil.copy(project / "mine.toml", other)
    before = stamp(film, filming)
    there = replace(film, settings=replace(film.settings, group=other))
    assert stamp(there, filming) == before
    copied = replace(film, settings=replace(film.settings, copy=other))
    with edited(project / "mine.toml"):
        assert stamp(copied, filming) == before  # what was copied is what counts
        assert stamp(film, filming) != before


def test_only_what_depends_on_an_edit_is_made_again(project: Path) -> None:
    folder = project / "renders" / "480p5-dark"
    arguments = ["render", "--scene", "Swatch", "--quality", "l", "--fps", "5"]

    def made() -> dict[str, int]:
        assert main([*arguments, "--out", str(project)], project / "scenes") == 0
        return {file.suffix: file.stat().st_ino for file in folder.iterdir()}

    def again(*files: str) -> set[str]:
        before = made()
        with edited(*(project / file for file in files)):
            after = made()
        made()
        return {suffix for suffix in after if after[suffix] != before[suffix]}

    made()
    drawn = (folder / "Swatch.png").read_bytes()
    (project / "scenes" / "swatch.py").touch()
    assert again("scenes/moving.py", "README.md") == set()
    assert again("lecture/captions.py") == {".vtt", ".srt", ".json"}
    assert again("lecture/walk.py") == {".png", ".json"}
    assert (folder / "Swatch.png").read_bytes() == drawn
    assert again("scenes/swatch.py") == {".mp4", ".vtt", ".srt", ".png", ".json"}
