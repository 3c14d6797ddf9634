"""Nothing of the user's outside the project changes a film: no file, no variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import BROKEN, HOSTILE, home
from small_films import FILMS, PROJECT, content
from test_faults import LOW, PATIENCE

# The flags are the Makefile's, which tests/setup holds it to.
AS_MAKE = (sys.executable, "-I", "-X", "utf8")
MANIM = (sys.executable, "-m", "manim", "-ql", "--fps", "5", "--media_dir")
SMALL = Path(__file__).with_name("small_films.py")


def rendered(out: Path, folder: Path, *, without: tuple[str, ...] = (), **variables: str) -> dict:
    """The files of Swatch, rendered as `make` has it done, with `variables` in the environment."""
    environment = {name: value for name, value in os.environ.items() if name not in without}
    done = subprocess.run(
        [*AS_MAKE, str(SMALL), "render", "--scene", "Swatch", *LOW, "--out", str(out)],
        cwd=folder,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return content(out / "renders")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The files of Swatch from an empty home."""
    folder = tmp_path_factory.mktemp("plain")
    return rendered(folder / "out", PROJECT, HOME=str(folder))


@pytest.mark.parametrize("settings", [HOSTILE, BROKEN], ids=["hostile", "broken"])
def test_a_manim_cfg_in_the_home_changes_nothing(settings: str, plain: dict, tmp_path: Path):
    there = home(tmp_path / "home", settings)
    assert rendered(tmp_path / "out", PROJECT, HOME=there, XDG_CONFIG_HOME=there) == plain


def test_no_variable_changes_a_film(plain: dict, tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('this is not numpy')")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('nor is this site')")
    variables = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONHOME": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "numpy.py"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONSAFEPATH": "1",
        "PYTHONWARNINGS": "error",
        "PYTHONINSPECT": "1",
        "PYTHONNOUSERSITE": "",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONHASHSEED": "7",
        "PYTHONDEVMODE": "1",
        "LC_ALL": "C",
        "GRPO_THEME": "light",
        "HOME": "/proc/nowhere",
        "TMPDIR": "/proc/nowhere",
    }
    assert rendered(tmp_path / "out", PROJECT, **variables) == plain


def test_without_a_home_and_a_language_it_is_the_same(plain: dict, tmp_path: Path) -> None:
    without = ("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")
    assert rendered(tmp_path / "out", PROJECT, without=without) == plain


def by_manim(folder: Path, there: str) -> dict:
    """The film of Swatch and its segments as Manim's own command makes them."""
    (folder / "media").mkdir(parents=True)
    done = subprocess.run(
        [*MANIM, str(folder / "media"), str(FILMS / "swatch.py"), "Swatch"],
        cwd=PROJECT,
        env=os.environ | {"HOME": there, "PYTHONPATH": str(PROJECT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    made = content(folder / "media")
    return {name: data for name, data in made.items() if name.endswith(".mp4")}


def test_manim_s_own_command_makes_the_same_film_from_any_home(tmp_path: Path) -> None:
    alike = by_manim(tmp_path / "plain", str(tmp_path))
    assert any(name.endswith("Swatch.mp4") for name in alike)
    hostile = home(tmp_path / "home", HOSTILE)
    assert by_manim(tmp_path / "hostile", hostile) == alike
