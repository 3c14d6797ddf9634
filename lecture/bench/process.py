"""Runs a command and measures what it used, with all processes that it started."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import catalogue
from ..options import PROJECT, UserError

_MEGABYTE = 1e6


@dataclass(frozen=True)
class Cost:
    """What a command used, with its threads and children.

    `cpu` and `wall` are seconds, `peak_memory` the bytes of its largest process, `output`
    what it printed.
    """

    cpu: float
    wall: float
    peak_memory: int
    output: str

    def figures(self) -> dict[str, float]:
        """The numbers for the report."""
        return {
            "cpu_seconds": round(self.cpu, 2),
            "wall_seconds": round(self.wall, 2),
            "peak_megabytes": round(self.peak_memory / _MEGABYTE),
        }


def lecture(*arguments: object, scenes: Path | None = None) -> list[str]:
    """The command line of ``python -m lecture``, with the films of the folder `scenes`."""
    elsewhere = [sys.executable, "-m", f"{__package__}.elsewhere", scenes or catalogue.SCENES]
    return [*map(str, elsewhere), *map(str, arguments)]


def measure(command: Sequence[str], folder: Path = PROJECT) -> Cost:
    """Run `command` in `folder` and measure it; raises `UserError` if it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output)
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
