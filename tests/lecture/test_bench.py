"""The benchmark: what it measures is there, and its ratios come from the raw figures.

No time is asserted: another process on the machine would make the test fail.
"""

from __future__ import annotations

import ast
import json
import shutil
import sys
from pathlib import Path

import pytest
from manim import tempconfig
from small_films import FILMS, SMALL

from grpo_core import load_group
from lecture import bench
from lecture.bench import films, groups, imports, plain_equation, watching
from lecture.bench.edit import HOLD, edited_copy
from lecture.bench.process import measure
from lecture.bench.ratios import ratios
from lecture.bench.table import table
from lecture.catalogue import film_file
from lecture.options import Options, UserError
from lecture.quiet import without_output

# -- a run with two small films -------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What `make bench` writes for the films Swatch and Many, with what it printed."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "films").mkdir()
    for name in ("swatch", "many"):
        shutil.copy(FILMS / f"{name}.py", folder / "films")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "SIZES", (2, 3))
        patch.setattr(groups, "FILM", "Swatch")
        patch.setattr(bench, "BESIDE", "Many")
        patch.setattr(bench, "_explorer", lambda: {"not_measured": "in a test"})
        patch.setattr(imports, "_RUNS", 1)
        patch.setattr(watching, "EDITS", 2)
        asked = {"quality": "l", "out": folder, "scenes": folder / "films"}
        films = [Options(name, **asked) for name in ("Swatch", "Many")]
        assert bench.run(films) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["films", "renders"]
    return json.loads((folder / "renders" / "bench.json").read_text(encoding="utf-8"))


def test_each_film_has_its_figures(report: dict) -> None:
    assert list(report["scenes"]) == ["Swatch", "Many"]
    for name, film in report["scenes"].items():
        assert ("manims_own" in film) == (name == "Many")
        for run in {"cold", "unchanged", "edited", "manims_own"} & set(film):
            assert film[run]["cpu_seconds"] > 0
            assert film[run]["wall_seconds"] > 0
            assert 50 < film[run]["peak_megabytes"] < 1000
    assert set(report) >= {"date", "machine", "cores", "versions", "quality", "all", "groups"}
    assert report["imports_ms"].keys() == {"grpo_core", "lab"}
    assert min(report["imports_ms"].values()) > 0
    watch = report["watch"]
    assert (watch["scene"], watch["beat"], watch["edits"]) == ("Swatch", 1, 2)
    assert 0 < watch["still_seconds"] < watch["film_seconds"]
    assert "plain" not in report  # it is compared with Equation only


def test_the_frames_that_are_encoded_alone_are_the_film_s(report: dict) -> None:
    for film in report["scenes"].values():
        assert film["encoding"]["frames"] == film["film_seconds"] * 15
        # Every frame of the film anew: the same size but for the containers of segments.
        assert film["encoding"]["bytes"] == pytest.approx(film["film_bytes"], rel=0.15, abs=4000)
    swatch, many = (report["scenes"][name]["encoding"] for name in ("Swatch", "Many"))
    assert swatch["still_frames"] == swatch["frames"]  # nothing moves in it
    # Three movements of 2 s and two glides of 1.6 s.
    assert many["frames"] - many["still_frames"] == 15 * (3 * 2 + 2 * 1.6)


def test_the_edited_beat_stands_longer(report: dict) -> None:
    many = report["scenes"]["Many"]["edited"]
    assert many["beat"] == 3
    assert many["beat_seconds"] == pytest.approx(1.6 + HOLD)
    assert many["added_seconds"] == pytest.approx(HOLD - 1.6)


def test_the_ratios_are_those_of_the_raw_figures(report: dict) -> None:
    told = report["ratios"]
    assert told == ratios(report)
    many, parts = report["scenes"]["Many"], report["scenes"].values()
    cold = many["cold"]["cpu_seconds"]
    assert told["scenes"]["Many"]["cpu_per_film_second"] == pytest.approx(cold / 17.2, abs=1e-3)
    wall = report["all"]["wall_seconds"] / sum(film["cold"]["wall_seconds"] for film in parts)
    assert told["all"]["wall_to_parts"] == pytest.approx(wall, abs=1e-3)
    assert told["groups"]["2"] == {"cpu": 1, "cpu_per_film_second": 1, "outlines": 1}


def test_who_stops_it_keeps_the_figures_so_far(tmp_path: Path, monkeypatch) -> None:
    def stop(*_: object) -> dict:
        raise KeyboardInterrupt

    monkeypatch.setattr(films, "measure_film", lambda options, *_, **__: {"of": options.scene})
    monkeypatch.setattr(groups, "measure", stop)
    with pytest.raises(KeyboardInterrupt):
        bench.run([Options(name, out=tmp_path) for name in ("Levels", "KL")])
    report = json.loads((tmp_path / "renders" / "bench.json").read_text(encoding="utf-8"))
    assert report["scenes"] == {"Levels": {"of": "Levels"}, "KL": {"of": "KL"}}
    assert report["cores"] >= 1
    assert "groups" not in report


# -- ratios and table of figures that can be checked by hand ---------------------------


def cost(cpu: float, wall: float = 1.0) -> dict:
    return {"cpu_seconds": cpu, "wall_seconds": wall, "peak_megabytes": 100}


def film(cold: float, wall: float, seconds: float) -> dict:
    return {
        "film_seconds": seconds,
        "cold": cost(cold, wall),
        "unchanged": cost(3),
        "encoding": {"cpu_seconds": 40},
        "manims_own": cost(240),
        "edited": {**cost(15), "beat": 2, "beat_seconds": 22, "added_seconds": 10},
    }


FIGURES = {
    "date": "2026-01-01",
    "machine": "a machine",
    "cores": 2,
    "load_at_start": 0.1,
    "quality": "h",
    "scenes": {"Equation": film(60, 50, 100), "Other": film(120, 70, 50)},
    "all": cost(150, 90),
    "plain": {"film_seconds": 80, "cold": cost(96)},
    "groups": {
        "scene": "Other",
        "quality": "l",
        "sizes": {
            "4": {**cost(10), "film_seconds": 100, "outlines": 50},
            "8": {**cost(15), "film_seconds": 120, "outlines": 75},
        },
    },
    "watch": {
        "scene": "Other",
        "beat": 3,
        "edits": 10,
        "still_seconds": 0.8,
        "film_seconds": 2.5,
    },
    "explorer": {"answers": 8, "moves": 60, "median_ms": 31.5, "p90_ms": 48.0},
    "imports_ms": {"grpo_core": 120, "lab": 140},
}


def test_ratios_by_hand() -> None:
    assert ratios(FIGURES) == {
        "scenes": {
            "Equation": {
                "cpu_per_film_second": 0.6,
                "to_encoding": 1.5,
                "to_manims_own": 0.25,  # 60 / 240
                "unchanged": 0.05,
                "edited": 0.25,
                "edited_beat": 0.2,  # 22 of 110 s
            },
            "Other": {
                "cpu_per_film_second": 2.4,  # 120 / 50
                "to_encoding": 3.0,
                "to_manims_own": 0.5,
                "unchanged": 0.025,  # 3 / 120
                "edited": 0.125,  # 15 / 120
                "edited_beat": 0.367,  # 22 / 60
            },
        },
        "all": {"wall_to_parts": 0.75, "cores_busy": 0.833},  # 90 / 120; 150 / (2 x 90)
        "film_to_plain": 0.5,  # .6 / 1.2
        "groups": {
            "4": {"cpu": 1.0, "cpu_per_film_second": 1.0, "outlines": 1.0},
            "8": {"cpu": 1.5, "cpu_per_film_second": 1.25, "outlines": 1.5},
        },
    }


def test_the_table_holds_the_ratios() -> None:
    lines = table(FIGURES | {"ratios": ratios(FIGURES)}).splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line}
    assert rows["Equation"] == ["0.6", "1.5", "0.25", "0.05", "0.25", "0.2"]
    assert rows["8"] == ["1.5", "1.25", "1.5"]
    assert "last frame 0.8 s after saving, film 2.5 s (medians of 10)" in lines[-5]
    assert "explorer: 31.5 ms" in lines[-3]
    assert lines[-2] == "imports: grpo_core 120 ms, lab 140 ms"
    assert "2 cores, load 0.1" in lines[-1]


# -- its parts ------------------------------------------------------------------------


def test_a_process_is_measured_with_its_memory() -> None:
    program = "import time; held = b'x' * 500_000_000\nwhile time.process_time() < 2: pass"
    used = measure([sys.executable, "-c", program])
    assert 2 <= used.cpu < 3
    assert used.wall >= 1.9
    assert 500e6 < used.peak_memory < 600e6


def test_the_memory_of_who_measures_does_not_count() -> None:
    held = b"x" * 300_000_000
    assert measure([sys.executable, "-c", "pass"]).peak_memory < 100e6 < len(held)


def test_the_processes_that_it_starts_count() -> None:
    spin = "import time\nwhile time.process_time() < 1: pass"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spin!r}])"
    assert measure([sys.executable, "-c", program]).cpu >= 1


def test_a_failed_process_is_not_measured() -> None:
    with pytest.raises(UserError, match="exit code 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"])


def test_an_edit_changes_one_beat_s_hold_and_nothing_else(tmp_path: Path) -> None:
    for name, number in (("Clipping", 6), ("Many", 3), ("KL", 12)):
        options = SMALL(name) if name == "Many" else Options(name)
        source = film_file(name, options.scenes)
        copy = edited_copy(options, number, tmp_path / name)
        made = copy / source.relative_to(options.scenes)
        before, after = source.read_text().splitlines(), made.read_text().splitlines()
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        assert len(changed) == 1
        assert changed[0][0].lstrip().startswith("@beat(")
        assert f"hold={HOLD}" in changed[0][1]


def test_a_group_is_seeded_and_whole(tmp_path: Path) -> None:
    one, two = (groups.write_group(16, tmp_path / name) for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    group = load_group(one)
    assert len(group.texts) == 16
    for logp in (group.old_logp, group.new_logp, group.ref_logp):
        assert sum(2.718281828459045**logp) == pytest.approx(1)


def test_the_plain_film_owes_us_nothing_and_plays_without_latex(monkeypatch) -> None:
    tree = ast.parse(Path(plain_equation.__file__).read_text(encoding="utf-8"))
    imports = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imports == ["manim"]
    monkeypatch.setenv("PATH", "/nonexistent")
    with without_output(), tempconfig({"frame_rate": 5}):
        film = plain_equation.PlainEquation(skip_animations=True)
        film.render()
    assert film.time > 60
