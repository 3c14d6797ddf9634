"""A user's mistake: one clear line that names it, exit code 2, and nothing made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_films import FILMS, PROJECT, command, content, lay_old_film, main

from lecture.options import Options

GROUP = """
question = "q"
[[answers]]
text = "a"
reward = 1
old = 0.5
new = 1.5
ref = 0.5
[[answers]]
text = "b"
reward = 0
old = 0.5
new = 0.5
ref = 0.5
"""

# What is typed after `make render SCENE=Swatch`, and what the answer must name.
MISTAKES = [
    ("--quality 4k", ["quality", "'4k'", "l, m, h, k"]),
    ("--fps 0", ["fps", "'0'", "whole number"]),
    ("--fps 4", ["fps", "'4'", "5 to 240"]),
    ("--fps 241", ["fps", "'241'", "5 to 240"]),
    ("--fps 29.97", ["fps", "'29.97'", "whole number"]),
    ("--fps fast", ["fps", "'fast'", "whole number"]),
    ("--theme blue", ["theme", "'blue'", "dark, light"]),
    ("--epsilon=-0.1", ["epsilon", "-0.1", "0 or more"]),
    ("--epsilon a.bit", ["epsilon", "'a.bit'", "not a number"]),
    ("--epsilon-high nan", ["epsilon_high", "nan", "0 or more"]),
    ("--beta inf", ["beta", "inf", "0 or more"]),
    ("--beta=-1e-9", ["beta", "-1e-9", "0 or more"]),
    ("--group no/such.toml", ["no/such.toml", "no such file"]),
    ("--group tests", ["tests", "folder"]),
    ("--group /dev/zero", ["/dev/zero", "a pipe or a device", ".toml"]),
    (f"--fps {'9' * 5000}", ["fps", "5 to 240"]),
    (f"--jobs {'9' * 5000}", ["jobs", "whole number"]),
    ("--out some/{folder}", ["out", "some/{folder}", "braces"]),
    ("--out no/such/folder", ["out", "no/such that folder", "'no/such/folder'", "make"]),
    ("--beat 2", ["beat", "make draft", "SHAPE"]),
    ("--qualty l", ["--qualty"]),
    ("--quality", ["--quality"]),
]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, scenes: Path = FILMS) -> str:
    """The only line that the mistake gets, on stderr."""
    assert main(arguments, scenes) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    (line,) = shown.err.splitlines()
    return line


@pytest.mark.parametrize(("typed", "named"), MISTAKES)
def test_a_wrong_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, named: list[str]
) -> None:
    line = answer(
        capsys, "render", "--scene", "Swatch", "--out", str(tmp_path / "out"), *typed.split()
    )
    assert all(part in line for part in named), line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("action", ["render", "draft", "still", "sheet"])
def test_no_scene(capsys: pytest.CaptureFixture[str], action: str) -> None:
    line = answer(capsys, action)
    assert line.startswith(action)
    assert "Broken, Many, Moving, Slow, Swatch" in line


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"class Own(GrpoScene):\n    def x(self:\n", "own.py: line 2: "),
        (b"# \xe9\n", "own.py: "),
        (b"x = 1\0\n", "own.py: "),
    ],
)
def test_a_scene_file_that_is_no_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch, content: bytes, named: str
) -> None:
    """Whatever film is asked for."""
    (tmp_path / "swatch.py").write_text((FILMS / "swatch.py").read_text())
    (tmp_path / "own.py").write_bytes(content)
    given = ["--scene", "Swatch", "--out", str(tmp_path)]
    line = answer(capsys, "render", *given, scenes=tmp_path)
    assert f"{tmp_path}/{named}" in line
    assert "correct it, or move it away" in line


@pytest.mark.parametrize("name", ["Swtch", "swatch", "Rotate", "../Swatch"])
def test_an_unknown_scene(capsys: pytest.CaptureFixture[str], name: str) -> None:
    line = answer(capsys, "render", "--scene", name)
    assert repr(name) in line
    assert "Broken, Many, Moving, Slow, Swatch" in line


@pytest.mark.parametrize(
    ("action", "typed", "said"),
    [
        ("draft", "--alpha=1", "alpha: make draft takes no ALPHA; it is for make render"),
        ("watch", "--shape=tall", "shape: make watch takes no SHAPE; it is for make render, all"),
        ("watch", "--voice=mine", "voice: make watch takes no VOICE; it is for make render, all"),
        ("still", "--fps=5", "fps: make still takes no FPS"),
        ("sheet", "--quality=l", "quality: make sheet takes no QUALITY"),
    ],
)
def test_an_option_of_other_commands(
    capsys: pytest.CaptureFixture[str], action: str, typed: str, said: str
) -> None:
    line = answer(capsys, action, "--scene", "Swatch", "--beat", "1", typed)
    assert said in line
    assert ("it is for" in line) == ("it is for" in said)


def test_an_unknown_action(capsys: pytest.CaptureFixture[str]) -> None:
    line = answer(capsys, "rendr")
    assert "'rendr'" in line
    assert "draft" in line


@pytest.mark.parametrize("action", ["draft", "still", "sheet"])
@pytest.mark.parametrize("beat", ["0", "3", "-1", "two"])
def test_a_beat_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str, beat: str
) -> None:
    line = answer(
        capsys, action, "--scene", "Swatch", f"--beat={beat}", "--out", str(tmp_path / "out")
    )
    assert "beat" in line
    assert beat in line
    assert not (tmp_path / "out").exists()


def test_a_bad_group_file_is_named_with_its_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GROUP)
    line = answer(capsys, "render", "--scene", "Swatch", "--group", str(file))
    assert str(file) in line
    assert "answers[1].new" in line


def test_a_group_file_that_goes_while_the_film_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    """Its check has passed; the old film stays."""
    file = tmp_path / "mine.toml"
    file.write_text(GROUP.replace("1.5", "0.5"))
    checked = Options.look.fget

    def gone(self: Options) -> str:
        look = checked(self)
        file.unlink(missing_ok=True)
        return look

    monkeypatch.setattr(Options, "look", property(gone))
    given = ["--scene", "Swatch", "--group", str(file), "--out", str(tmp_path / "out")]
    line = answer(capsys, "draft", *given)
    assert f"{file}: there is no such file" in line
    assert not list((tmp_path / "out").rglob("*.mp4"))


@pytest.mark.parametrize("action", ["draft", "still"])
def test_a_text_that_no_font_can_draw_is_named_and_refuses_no_film(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch, action: str
) -> None:
    monkeypatch.delenv("FILMS_CHARACTERS_NAMED", raising=False)  # said once, in all processes
    file = tmp_path / "mine.toml"
    text = GROUP.replace("new = 1.5", "new = 0.5").replace(
        'text = "b"', 'text = "b \\u0007\\uE000"'
    )
    file.write_text(text, encoding="utf-8")
    given = ["--scene", "Swatch", "--beat", "1", "--group", str(file), "--out", str(tmp_path)]
    assert main([action, *given]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if str(file) in line]
    assert lines == [f"{file}: no font here has U+0007, U+E000: drawn as the code in a box"]
    assert "FILMS_CHARACTERS_NAMED" in os.environ
    monkeypatch.delenv("FILMS_CHARACTERS_NAMED")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["render", "--scene", "Nope"], "'Nope'"),
        (
            ["draft", "--scene", "Clipping", "--beat", "99"],
            "Clipping has no beat 99; it has 13: 1 ",
        ),
    ],
)
def test_the_answer_comes_before_manim_is_loaded(typed: list[str], named: str) -> None:
    program = (
        "import sys; from lecture.__main__ import main;"
        f"main({typed}); sys.exit('manim' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert named in done.stderr


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "renders").write_text("a file")
    arguments = ("render", "--scene", "Swatch", "--quality", "l", "--out", tmp_path)
    done = subprocess.run(command(*arguments), cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / "renders") in line
    assert (tmp_path / "renders").read_text() == "a file"


def test_a_folder_where_the_film_should_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    old = lay_old_film(folder, "Swatch")
    (folder / "Swatch.mp4").unlink()
    (folder / "Swatch.mp4").mkdir()
    del old["Swatch.mp4"]
    assert main(["render", "--scene", "Swatch", "--quality", "l", "--out", str(tmp_path)]) == 1
    assert str(folder / "Swatch.mp4") in capsys.readouterr().err
    assert content(folder) == old
