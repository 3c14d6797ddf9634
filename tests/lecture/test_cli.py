"""What `make` relies on: the list of actions, and posters."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageColor
from small_films import PROJECT, SMALL

from lecture import posters
from lecture.__main__ import ACTIONS, main
from scenes.stage.theme import DARK, LIGHT


def test_every_action_is_listed_as_make_lists_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = " ".join(capsys.readouterr().out.split())
    told = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True)
    lines = [line.split(maxsplit=1) for line in told.stdout.splitlines() if line.startswith("  ")]
    said = {name: " ".join(words.split()) for name, words in lines}
    for action in ACTIONS:
        assert f"{action} {said[action]}" in listed


def test_posters_are_drawn_in_both_themes(tmp_path: Path) -> None:
    paths = posters.posters(SMALL("Swatch"), tmp_path)
    assert [path.name for path in paths] == ["Swatch-dark.png", "Swatch-light.png"]
    for path, theme in zip(paths, (DARK, LIGHT), strict=True):
        with Image.open(path) as image:
            assert image.size == (960, 540)
            assert image.getcolors() == [(960 * 540, ImageColor.getrgb(theme.new))]
