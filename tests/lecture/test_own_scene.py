"""The README's section "A scene of your own", followed to the letter in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from lecture.walk import walk
from scenes.script.assets import PROJECT
from scenes.script.quantities import Quantity
from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene, Rest

README = (PROJECT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## A scene of your own\n")[2].partition("\n## ")[0]
FILES = dict(re.findall(r"`scenes/(\w+\.py)`.*?```python\n(.*?)```", SECTION, re.DOTALL))
COMMANDS = re.findall(r"^    make (\w+) SCENE=(\w+)", SECTION, re.MULTILINE)
NEEDED = ("scenes", "lecture", "grpo_core", "assets", "tests/scenes")
CACHES = shutil.ignore_patterns("__pycache__", "posters")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the README's scenes in it."""
    tree = tmp_path_factory.mktemp("own") / "project"
    for folder in NEEDED:
        shutil.copytree(PROJECT / folder, tree / folder, ignore=CACHES)
    for file in [*PROJECT.glob("*.*"), PROJECT / "Makefile", *(PROJECT / "tests").glob("*.py")]:
        if file.is_file():
            shutil.copy(file, tree / file.relative_to(PROJECT))
    for name, source in FILES.items():
        (tree / "scenes" / name).write_text(source, encoding="utf-8")
    return tree


def test_the_section_has_a_scene_of_ten_lines_and_one_of_three_beats() -> None:
    assert list(FILES) == ["hello.py", "rloo.py", "seed7.py"]
    body = FILES["hello.py"].partition("class")
    assert len([line for line in "".join(body).splitlines() if line.strip()]) == 10
    assert FILES["rloo.py"].count("@beat") == 3
    four = ["draft", "sheet", "audit", "test"]
    assert [(action, scene) for scene in ("Hello", "Rloo") for action in four] == COMMANDS


def test_the_new_quantity_is_rloo_s() -> None:
    """Rewards 1, 0, 1, 0; the advantage is G / (G - 1) times the distance from the mean."""
    names: dict[str, Any] = {"__name__": "rloo"}
    exec(compile(FILES["rloo.py"], "rloo.py", "exec"), names)
    told: dict[str, list[float]] = {}

    def note(film: GrpoScene, rest: Rest) -> None:
        told.update({name: list(values) for name, values in _by_name(film.taught)})

    walk(names["Rloo"], Settings(), on_rest=note)
    assert told["mean of the others"] == pytest.approx([1 / 3, 2 / 3, 1 / 3, 2 / 3])
    assert told["difference"] == pytest.approx([4 / 3 * (r - 0.5) for r in (1, 0, 1, 0)])


def _by_name(taught: list[Quantity]) -> Iterator[tuple[str, Iterator[float]]]:
    for name, group in groupby(taught, key=lambda quantity: quantity.name):
        yield name, (quantity.value for quantity in group)


def test_its_commands_pass(copy: Path) -> None:
    """What make calls; those of `lecture` in one process, which costs a third."""
    called = [[action, f"--scene={scene}"] for action, scene in COMMANDS if action != "test"]
    program = f"from lecture.__main__ import main; print([main(c) for c in {called!r}])"
    said = run(copy, "-c", program)
    assert said.splitlines()[-1] == str([0] * 6), said
    for scene in ("Hello", "Rloo"):
        run(copy, "-m", "pytest", "-q", f"--scene={scene}")
        assert (copy / "renders" / "draft-dark" / f"{scene}.mp4").is_file()
        assert (copy / "renders" / "sheets" / f"{scene}-dark.png").is_file()


def run(tree: Path, *arguments: str) -> str:
    """What Python says in that copy of the project."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return done.stdout
