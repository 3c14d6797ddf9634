"""What `make` relies on: the list of actions, and posters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageColor
from small_films import SMALL

from lecture import posters
from lecture.__main__ import main
from scenes.stage.theme import DARK, LIGHT


def test_every_action_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    actions = ("render", "all", "course", "draft", "still", "sheet", "audit", "posters", "bench")
    for action in actions:
        assert action in listed


def test_posters_are_drawn_in_both_themes(tmp_path: Path) -> None:
    paths = posters.posters(SMALL("Swatch"), tmp_path)
    assert [path.name for path in paths] == ["Swatch-dark.png", "Swatch-light.png"]
    for path, theme in zip(paths, (DARK, LIGHT), strict=True):
        with Image.open(path) as image:
            assert image.size == (960, 540)
            assert image.getcolors() == [(960 * 540, ImageColor.getrgb(theme.new))]
