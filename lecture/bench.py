"""`make bench`: what a film costs, made from nothing and made again unchanged."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import av

from .files import publish, workshop
from .options import PROJECT, Options, UserError

MEGABYTE = 1e6
LECTURE = [sys.executable, "-m", "lecture"]
LIBRARIES = ("manim", "av", "numpy", "typst")


@dataclass(frozen=True)
class Cost:
    """What a process used, with all its threads: seconds and bytes."""

    cpu: float
    wall: float
    peak_memory: int
    output: str


def run(options: Options) -> int:
    """Print the costs of a film as a table and write ``renders/bench.json``."""
    with tempfile.TemporaryDirectory(prefix="grpo-bench-") as out:
        command = [*LECTURE, "render", "--scene", options.scene, "--quality", options.quality]
        command += ["--out", out]
        cold = measure(command)
        again = measure(command)
        film = Path(cold.output.splitlines()[-1])
        report = _report(options, film, cold, again)
    print(_table(report))
    with workshop(options.out / "renders", "bench") as work:
        (work / "bench.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        publish([work / "bench.json"], options.out / "renders")
    return 0


def measure(command: Sequence[str]) -> Cost:
    """Run `command` and measure it; raises `UserError` if it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=output)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            raise UserError(f"{' '.join(command)} ended with exit code {process.returncode}")
        output.seek(0)
        # Linux counts kilobytes, macOS bytes.
        unit = 1 if sys.platform == "darwin" else 1024
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(cpu, wall, usage.ru_maxrss * unit, output.read())


def _report(options: Options, film: Path, cold: Cost, again: Cost) -> dict:
    with av.open(film) as container:
        seconds = container.duration / av.time_base
    return {
        "scene": options.scene,
        "quality": options.quality,
        "film_seconds": round(seconds, 2),
        "film_megabytes": round(film.stat().st_size / MEGABYTE, 2),
        "cold": _rounded(cold),
        "unchanged": _rounded(again),
        "cpu_per_film_second": round(cold.cpu / seconds, 3),
        "unchanged_cpu_share": round(again.cpu / cold.cpu, 3),
        "unchanged_wall_share": round(again.wall / cold.wall, 3),
        "machine": f"{platform.platform()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version(), **{n: version(n) for n in LIBRARIES}},
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _rounded(cost: Cost) -> dict[str, float]:
    return {
        "cpu_seconds": round(cost.cpu, 2),
        "wall_seconds": round(cost.wall, 2),
        "peak_megabytes": round(cost.peak_memory / MEGABYTE),
    }


def _table(report: dict) -> str:
    rows = [("", "cold", "unchanged")]
    for name in report["cold"]:
        label = name.replace("_", " ")
        rows.append((label, str(report["cold"][name]), str(report["unchanged"][name])))
    rows.append(("CPU s per film s", str(report["cpu_per_film_second"]), ""))
    rows.append(("CPU share", "1", str(report["unchanged_cpu_share"])))
    rows.append(("wall share", "1", str(report["unchanged_wall_share"])))
    head = "{scene}, quality {quality}: {film_seconds} s of film, {film_megabytes} MB"
    lines = [f"{label:<18}{cold:>10}{again:>12}" for label, cold, again in rows]
    return "\n".join([head.format(**report), *lines, report["machine"]])
