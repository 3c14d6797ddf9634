"""`make farm` of the small films: its arguments are the folder and what is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from small_films import FILMS

from lecture import __main__ as command_line
from lecture import farm


def work(arguments: Sequence[str]) -> NoReturn:
    """Be the process that does what the `arguments` ask for."""
    out, *options = arguments
    farm.MAKE = (sys.executable, str(Path(__file__).with_name("small_make.py")), "render")
    sys.argv[1:] = ["farm", *options, f"--out={out}", f"--scenes={FILMS}"]
    command_line.run_and_exit()
