"""What `make` relies on: the list of actions, posters and the benchmark."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageColor
from small_films import command

from lecture import bench, posters
from lecture.__main__ import main
from lecture.options import Options, UserError
from scenes.stage.theme import DARK, LIGHT


def test_every_action_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    actions = ("render", "all", "course", "draft", "still", "sheet", "audit", "posters", "bench")
    for action in actions:
        assert action in listed


def test_posters_are_drawn_in_both_themes(films: None, tmp_path: Path) -> None:
    paths = posters.posters(Options("Swatch"), tmp_path)
    assert [path.name for path in paths] == ["Swatch-dark.png", "Swatch-light.png"]
    for path, theme in zip(paths, (DARK, LIGHT), strict=True):
        with Image.open(path) as image:
            assert image.size == (960, 540)
            assert image.getcolors() == [(960 * 540, ImageColor.getrgb(theme.new))]


def test_a_process_is_measured_with_its_memory() -> None:
    program = "import time; held = b'x' * 500_000_000\nwhile time.process_time() < 2: pass"
    cost = bench.measure([sys.executable, "-c", program])
    assert 2 <= cost.cpu < 3
    assert cost.wall >= 1.9
    assert 500e6 < cost.peak_memory < 600e6


def test_a_failed_process_is_not_measured() -> None:
    with pytest.raises(UserError, match="exit code 3"):
        bench.measure([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_benchmark_is_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "LECTURE", command())
    assert bench.run(Options("Slow", quality="l", out=tmp_path)) == 0
    table = capsys.readouterr().out
    report = json.loads((tmp_path / "renders" / "bench.json").read_text(encoding="utf-8"))
    assert report["film_seconds"] > 12
    assert 0 < report["unchanged"]["cpu_seconds"] < report["cold"]["cpu_seconds"]
    assert 50 < report["cold"]["peak_megabytes"] < 1000
    assert str(report["cpu_per_film_second"]) in table
