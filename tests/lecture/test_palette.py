"""A film in colours of its own: its pictures, its folder, what goes with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from small_films import main

from lecture import filming
from lecture.manifest import load_manifest
from lecture.options import Options
from lecture.stamp import stamp
from scenes.script.settings import Settings

ROSE = (255, 160, 200)


@pytest.fixture
def rose(tmp_path: Path) -> Path:
    file = tmp_path / "rose.toml"
    file.write_text('ground = "#201018"\nnew = "#FFA0C8"\n', encoding="utf-8")
    return file


def test_a_film_is_painted_in_it_and_lies_in_a_folder_of_its_own(
    rose: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    asked = ["--scene=Swatch", "--quality=l", f"--palette={rose}", f"--out={tmp_path}"]
    assert main(["render", *asked]) == 0
    film = Path(capsys.readouterr().out.strip())
    assert film.parent.name.startswith("480p15-dark-rose-")
    assert Image.open(film.with_suffix(".png")).convert("RGB").getpixel((9, 9)) == ROSE
    told = load_manifest(film)
    assert (told.colours.ground, told.colours.new, told.theme) == ("#201018", "#FFA0C8", "dark")
    assert json.loads(film.with_suffix(".json").read_text())["palette"]["new"] == "#FFA0C8"


def test_another_colour_is_another_film(rose: Path) -> None:
    def now() -> tuple[str, str]:
        options = Options("KL", settings=Settings(palette=rose))
        return options.variant, stamp(options, filming)

    before = now()
    rose.write_text('new = "#FFA0D0"\n', encoding="utf-8")
    assert all(one != other for one, other in zip(before, now(), strict=True))


def refusals(palette: Path, capsys: pytest.CaptureFixture) -> list[str]:
    """The lines that say why no film is made in `palette`; beside it nothing is made."""
    folder = palette.parent
    asked = ["--scene=Swatch", "--quality=l", f"--palette={palette}", f"--out={folder}"]
    assert main(["render", *asked]) == 2
    assert list(folder.iterdir()) == [palette]
    return capsys.readouterr().err.splitlines()


def test_a_palette_that_cannot_be_read_is_refused_before_anything_is_made(
    rose: Path, capsys: pytest.CaptureFixture
) -> None:
    rose.write_text('ground = "#FFFFFF"\n', encoding="utf-8")
    (line,) = refusals(rose, capsys)
    assert line.startswith(f"render: {rose}: ")


def test_each_refusal_of_a_file_is_a_line(rose: Path, capsys: pytest.CaptureFixture) -> None:
    rose.write_text('text = "#777777"\nnew = "#333333"\n', encoding="utf-8")
    assert [line.split(": ")[:3] for line in refusals(rose, capsys)] == [
        ["render", str(rose), role] for role in ("new", "text")
    ]
