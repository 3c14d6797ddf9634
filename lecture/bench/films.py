"""What a film costs: made from nothing, made again, edited, and its frames encoded alone."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from ..manifest import Manifest, load_manifest
from ..options import Options
from .edit import edited_copy
from .encode import encode_alone
from .process import Cost, lecture, measure


def measure_film(options: Options, out: Path, *, beside: bool) -> dict:
    """The figures of one film, made in the folder `out` by one process at a time.

    It is made in Manim's own way, too, if it is to stand `beside` that.
    """
    cold, film = _render(options, out)
    told = load_manifest(film)
    unchanged, _ = _render(options, out)
    found = {
        "film_seconds": round(told.frames / told.fps, 3),
        "film_bytes": film.stat().st_size,
        "cold": cold.figures(),
        "unchanged": unchanged.figures(),
        "encoding": encode_alone(options, out),
    }
    if beside:
        found["manims_own"] = _in_manims_own_way(options, out / "manims-own").figures()
    return found | {"edited": _edited(options, out, told)}


def measure_all(options: Options, out: Path) -> dict[str, float]:
    """What all films cost together, made from nothing as `make all` does."""
    return measure(lecture(options, "all", "--quality", options.quality, "--out", out)).figures()


def _render(options: Options, out: Path) -> tuple[Cost, Path]:
    arguments = ("--scene", options.scene, "--quality", options.quality, "--out", out)
    cost = measure(lecture(options, "render", *arguments, "--jobs", 1))
    return cost, Path(cost.output.splitlines()[-1])


def _in_manims_own_way(options: Options, out: Path) -> Cost:
    told = (options.scene, options.quality, options.scenes, out)
    return measure([sys.executable, "-m", "lecture.bench.manims_own", *map(str, told)])


def _edited(options: Options, out: Path, before: Manifest) -> dict:
    """The film with a longer hold at the end of its middle beat."""
    number = (len(before.sections) + 1) // 2
    scenes = edited_copy(options, number, out / "scenes")
    cost, film = _render(replace(options, scenes=scenes), out)
    after = load_manifest(film).sections[number - 1].frames
    return {
        **cost.figures(),
        "beat": number,
        "beat_seconds": round(after / before.fps, 3),
        "added_seconds": round((after - before.sections[number - 1].frames) / before.fps, 3),
    }
