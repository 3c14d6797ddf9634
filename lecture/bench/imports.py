"""How long the two packages that need numpy alone take to import, numpy included."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from ..options import PROJECT

PACKAGES = ("grpo_core", "lab")
_RUNS = 5
_TIMED = "from time import perf_counter as now; start = now(); import {}; print(now() - start)"


def measure() -> dict[str, int]:
    """Of each package the median milliseconds, each time in a new process."""
    return {package: round(1000 * median(map(_seconds, [package] * _RUNS))) for package in PACKAGES}


def _seconds(package: str) -> float:
    command = [sys.executable, "-c", _TIMED.format(package)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return float(done.stdout)
