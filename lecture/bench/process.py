"""Runs a command and measures what it used, with all processes that it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..options import PROJECT, Options, UserError

_MEGABYTE = 1e6
_STOPWATCH = Path(__file__).with_name("stopwatch.py")


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


def lecture(options: Options, *arguments: object) -> list[str]:
    """The command line of ``python -m lecture``, with the films that `options` are of."""
    command = [sys.executable, "-m", "lecture", *arguments, "--scenes", options.scenes]
    return [*map(str, command)]


def measure(command: Sequence[str], folder: Path = PROJECT) -> Cost:
    """Run `command` in `folder` and measure it; raises `UserError` if it fails."""
    with tempfile.TemporaryDirectory(prefix="grpo-bench-") as place:
        report = Path(place) / "used.json"
        process = subprocess.Popen(
            [sys.executable, "-I", str(_STOPWATCH), str(report), *command],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            process_group=0,
        )
        try:
            output, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
        used = json.loads(report.read_text(encoding="utf-8"))
    if code := used.pop("exit_code"):
        raise UserError(f"{' '.join(command)} ended with exit code {code}")
    return Cost(**used, output=output)
