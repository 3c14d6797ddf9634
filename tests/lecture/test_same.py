"""`make same` tells exactly the rests that a change of the code changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lecture import same
from lecture.__main__ import main
from lecture.options import UserError

MINI = """
from manim import Square

from scenes.stage.film import GrpoScene, beat


class Mini(GrpoScene):
    @beat(hold=0.4)
    def one(self) -> None:
        '''One

        A square.
        '''
        self.square = Square(1, color="#56B4E9")
        self.add(self.square)
        self.wait(1)

    @beat(hold=0.4)
    def two(self) -> None:
        '''Two

        It moves.
        '''
        self.square.shift([1, 0, 0])
"""


def test_rests_that_are_not_as_they_were_are_told_with_what_became_of_them():
    before = {"a": (1.0, "p"), "b": (2.0, "q"), "c": (3.0, "r"), "d": (4.0, "s")}
    after = {"a": (1.0, "p"), "b": (2.0, "Q"), "c": (3.2, "r"), "e": (5.0, "t")}
    assert same.differing(before, after) == {
        "b": "another picture",
        "c": "at 3.2 s, was at 3.0 s",
        "d": "is gone",
        "e": "is new",
    }


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    tree = tmp_path_factory.mktemp("same") / "tree"
    for part in ("scenes", "lecture", "grpo_core", "assets/words", "assets/groups"):
        shutil.copytree(same.PROJECT / part, tree / part)
    for file in ("assets/facts.toml", "assets/r1_facts.toml", "manim.cfg", "options.toml"):
        shutil.copy(same.PROJECT / file, tree / file)
    return tree


def test_a_moved_square_is_another_picture_and_a_longer_wait_another_second(tree: Path):
    old = _rests(tree, MINI)
    assert old == _rests(tree, MINI)
    moved = same.differing(old, _rests(tree, MINI.replace("[1, 0, 0]", "[1, 0.2, 0]")))
    assert sorted(moved) == ["worked-dark-beat02-rest1", "worked-light-beat02-rest1"]
    assert set(moved.values()) == {"another picture"}
    later = same.differing(old, _rests(tree, MINI.replace("wait(1)", "wait(2)")))
    assert later["worked-dark-beat02-rest1"].startswith("at ")


def _rests(tree: Path, source: str) -> same.Rests:
    """What the program draws of the film `source` in the copy `tree` of the project."""
    (tree / "scenes/mini.py").write_text(source)
    out = tree.with_name("drawn")
    out.mkdir(exist_ok=True)
    command = [sys.executable, "-I", str(same.PROGRAM), str(tree), "Mini", str(out)]
    subprocess.run([*command, str(same.GROUPS[0])], check=True)
    return same.read_rests(out)


def test_a_mistake_in_a_film_is_told_from_its_own_line_on(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture
):
    (tree / "scenes/mini.py").write_text(MINI.replace("Square(1,", "Square(one,"))
    with pytest.raises(UserError, match=r"^Mini cannot be drawn as it is at that revision"):
        same._drawn(tmp_path, tree, "Mini")
    first, place, *_, last = capsys.readouterr().err.splitlines()
    assert first.startswith(f'  File "{tree}/scenes/mini.py", line ')
    assert "Square(one," in place
    assert last == "NameError: name 'one' is not defined"


def test_an_unknown_revision_is_one_line(capsys: pytest.CaptureFixture, tmp_path: Path):
    assert main(["same", "--scene=KL", "--revision=no-such", f"--out={tmp_path}"]) == 2
    told = capsys.readouterr().err
    assert "'no-such'" in told and told.count("\n") == 1
