"""``%%manim`` in a notebook shows every film, the README's scene and a group of one's own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import av
import pytest

from lecture.catalogue import running_order

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")

# IPython keeps one shell a process, and Manim's magic changes its settings: a process of its own.
NOTEBOOK = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from manim import *")
for cell in json.load(sys.stdin):
    ended = shell.run_cell(cell)
    error = ended.error_before_exec or ended.error_in_exec
    print("CELL", f"{type(error).__name__}: {error}" if error else "done", flush=True)
"""


def run(folder: Path, *cells: str) -> list[str]:
    """How each cell ended, in a notebook of `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", NOTEBOOK],
        cwd=folder,
        env=os.environ | {"IPYTHONDIR": str(folder / "ipython")},
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        timeout=300,
    )
    ends = [line[5:] for line in done.stdout.splitlines() if line.startswith("CELL ")]
    assert len(ends) == len(cells), done.stderr[-2000:]
    return ends


def cell(scene: str, code: str, *options: str) -> str:
    return " ".join(["%%manim -ql -v WARNING --progress_bar none", *options, scene]) + f"\n{code}"


def films_in(folder: Path, scene: str) -> list[Path]:
    return sorted((folder / "media" / "jupyter").glob(f"{scene}@*"))


@pytest.fixture
def readme_s_scene() -> str:
    (code,) = re.findall(r"```python\n(from manim import FadeIn\n.*?)```", README, re.DOTALL)
    return code


def test_the_readme_s_scene_and_cell(tmp_path, readme_s_scene):
    """Twice: the second time Manim has its settings from the first."""
    assert run(tmp_path, *2 * [cell("Hello", readme_s_scene)]) == ["done", "done"]
    with av.open(str(films_in(tmp_path, "Hello")[-1])) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (854, 480, 15)
        assert stream.frames > 15


def test_every_film(tmp_path):
    """A still of each: the same way to the scene, without the minutes."""
    cells = [
        cell(scene, f"from scenes.{scene.lower()} import {scene}", "-s", "-n 0,1")
        for scene in running_order()
    ]
    assert run(tmp_path, *cells) == ["done"] * len(cells)
    assert len(list(tmp_path.rglob("media/jupyter/*.png"))) == len(cells)


def test_a_group_of_one_s_own_and_a_mistake_in_it(tmp_path, readme_s_scene):
    good = (PROJECT / "assets" / "groups" / "notebook_clips.toml").read_text("utf-8")
    (tmp_path / "mine.toml").write_text(good)
    (tmp_path / "bad.toml").write_text(good.replace("reward = ", "reward = true #", 1))
    asks = readme_s_scene.replace("self.play(", "raise Warning(self.table.scale)  # ")
    ends = run(
        tmp_path,
        cell("Hello", asks),
        "%env GRPO_GROUP=mine.toml",
        cell("Hello", asks),
        "%env GRPO_GROUP=bad.toml",
        cell("Hello", asks),
    )
    assert ends[::2] == [
        "Warning: std",
        "Warning: none",
        "UsageError: bad.toml: answers[1].reward: true and false are not numbers; "
        "write 1 instead of true",
    ]
