"""The baseline: the same equation told in the plain way, with the library's defaults."""

from __future__ import annotations

import sys
from pathlib import Path

import av

from ..options import Options
from .process import measure as measured

FILE = Path(__file__).with_name("plain_equation.py")
SCENE = "PlainEquation"


def measure(options: Options, out: Path) -> dict:
    """The figures of the plain film at the size and frame rate of `options`.

    It is made by Manim's own command in the folder `out`, where no `manim.cfg` of ours is.
    """
    out.mkdir(parents=True)
    width, height = options.size
    command = [sys.executable, "-m", "manim", "render", str(FILE), SCENE]
    command += ["--resolution", f"{width},{height}", "--fps", str(options.frame_rate)]
    command += ["--media_dir", str(out / "media"), "--progress_bar", "none"]
    cost = measured([*command, "--verbosity", "ERROR", "--silent"], out)
    (film,) = out.rglob(f"{SCENE}.mp4")
    with av.open(film) as container:
        seconds = container.streams.video[0].frames / options.frame_rate
    return {"film_seconds": round(seconds, 3), "cold": cost.figures()}
