"""`make bench`: what films cost, measured in one run and told as ratios.

Everything is made in a folder of its own by the commands that a user has; what is there
already is neither used nor touched.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ..cores import cores
from ..files import publish, workshop
from ..options import PROJECT, Options
from ..progress import Progress
from . import films, groups, imports, plain, watching
from .ratios import ratios
from .table import table

LIBRARIES = ("manim", "av", "numpy", "typst")
LINE_BY_LINE = "Equation"  # the film that the plain one is compared with
# Of several films, the one that is made in Manim's own way, too, which takes minutes.
BESIDE = "Clipping"


def run(asked: Sequence[Options]) -> int:
    """Measure the films that `asked` names; print a table and write ``renders/bench.json``.

    What is measured is written at once: who stops it half-way keeps the figures so far.
    """
    out, names = asked[0].out, [options.scene for options in asked]
    report = {**_circumstances(), "quality": asked[0].quality, "scenes": {}}
    stages = len(names) + 3 + (len(names) > 1) + (LINE_BY_LINE in names)
    with (
        tempfile.TemporaryDirectory(prefix="grpo-bench-") as folder,
        Progress("bench", stages) as progress,
    ):
        for found in _measured(asked, Path(folder), names, progress):
            report |= found
            _write(report, out / "renders")
    report["ratios"] = ratios(report)
    print(table(report))
    _write(report, out / "renders")
    return 0


def _write(report: dict, folder: Path) -> None:
    with workshop(folder, "bench") as work:
        text = json.dumps(report, indent=2) + "\n"
        (work / "bench.json").write_text(text, encoding="utf-8")
        publish([work / "bench.json"], folder)


def _measured(
    asked: Sequence[Options], folder: Path, names: Sequence[str], progress: Progress
) -> Iterator[dict]:
    """The parts of the report, as they come; the longest is the last."""
    scenes: dict = {}
    for options in asked:
        progress.step(options.scene)
        beside = options.scene == BESIDE or len(names) == 1
        scenes[options.scene] = films.measure_film(options, folder / "alone", beside=beside)
        yield {"scenes": scenes}
    if LINE_BY_LINE in names:
        progress.step("the plain film")
        yield {"plain": plain.measure(asked[0], folder / "plain")}
    progress.step("groups")
    richest = replace(asked[0], scene=groups.FILM) if len(names) > 1 else asked[0]
    yield {"groups": groups.measure(richest, folder / "groups")}
    progress.step("watch")
    yield {"watch": _watched(asked, folder / "watch")}
    progress.step("explorer")
    yield {"explorer": _explorer(), "imports_ms": imports.measure()}
    if len(names) > 1:
        progress.step("all at once")
        yield {"all": films.measure_all(asked[0], folder / "together")}


def _watched(asked: Sequence[Options], folder: Path) -> dict:
    """The course's film, or the first beat of the only one that is asked for."""
    known = {options.scene: options for options in asked}
    if watching.FILM in known:
        return watching.measure(known[watching.FILM], watching.BEAT, folder)
    return watching.measure(asked[0], 1, folder)


def _explorer() -> dict:
    command = [sys.executable, "-m", "explorer.bench"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    if done.returncode:
        return {"not_measured": done.stderr.strip().splitlines()[-1]}
    return json.loads(done.stdout)


def _circumstances() -> dict:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "cores": cores(),
        # Times of a busy machine are worth little, and its CPU seconds are longer, too.
        "load_at_start": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": {"python": platform.python_version(), **{n: version(n) for n in LIBRARIES}},
    }
