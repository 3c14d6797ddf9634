"""Films are Manim scenes: Manim's own command shows them, on a machine without LaTeX."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from lecture.catalogue import running_order
from scenes.script.settings import WORKED_GROUP
from scenes.stage.theme import DARK

PROJECT = Path(__file__).parents[2]


def manim(scene: str, folder: Path, *more: str, **variables: str) -> subprocess.CompletedProcess:
    """What Manim's command answers when it is asked for a still of `scene`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRPO_")}
    # The working folder's packages are found as by an editable install; no program is.
    environment |= {"PYTHONPATH": str(PROJECT), "PATH": str(folder), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "manim", "-ql", "-s", "--media_dir", str(folder / "media")]
    return subprocess.run(
        [*command, *more, f"scenes/{scene.lower()}.py", scene],
        cwd=PROJECT,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )


# One film to its end; all others only until something is seen: other tests walk them whole.
@pytest.mark.parametrize("scene", running_order())
def test_manim_s_command_makes_a_still(scene, tmp_path):
    done = manim(scene, tmp_path, *(() if scene == "Levels" else ("-n", "0,3")))
    assert done.returncode == 0, done.stderr[-2000:]
    (picture,) = (tmp_path / "media").rglob("*.png")
    with Image.open(picture) as image:
        assert image.size == (854, 480)
        colors = image.convert("RGB").getcolors(maxcolors=1 << 20)
    pixels = {"#{:02X}{:02X}{:02X}".format(*color): count for count, color in colors}
    # Our ground, not Manim's black, and something on it.
    assert 0.1 < pixels.get(DARK.ground, 0) / (854 * 480) < 0.995


def test_a_group_that_cannot_be_used_gets_one_line(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        WORKED_GROUP.read_text("utf-8").replace("old = 0.20", "old = 1.20"), encoding="utf-8"
    )
    done = manim("Clipping", tmp_path, GRPO_GROUP=str(file), PYTHONUTF8="1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file}: answers[1].old: 1.2 is not the probability")
    assert not list((tmp_path / "media").rglob("*.png"))
