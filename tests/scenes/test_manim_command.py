"""Films are Manim scenes: Manim's own command shows them, on a machine without LaTeX."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from lecture.catalogue import scene_names
from scenes.stage.theme import DARK

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("scene", scene_names())
def test_manim_s_command_makes_a_still(scene, tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRPO_")}
    # The working folder's packages are found as by an editable install; no program is.
    environment |= {"PYTHONPATH": str(PROJECT), "PATH": str(tmp_path), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "manim", "-ql", "-s", "--media_dir", str(tmp_path / "media")]
    done = subprocess.run(
        [*command, f"scenes/{scene.lower()}.py", scene],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    (picture,) = (tmp_path / "media").rglob("*.png")
    with Image.open(picture) as image:
        assert image.size == (854, 480)
        colors = image.convert("RGB").getcolors(maxcolors=1 << 20)
    most, ground = max(colors)
    assert "#{:02X}{:02X}{:02X}".format(*ground) == DARK.ground
    assert most < 0.95 * 854 * 480  # there is something on it
