"""`make farm` of the small films: `small_farm.py OUT --scene …`."""

from __future__ import annotations

import sys
from pathlib import Path

from small_films import FILMS

from lecture import __main__ as command_line
from lecture import farm

if __name__ == "__main__":
    out, *options = sys.argv[1:]
    farm.MAKE = (sys.executable, str(Path(__file__).with_name("small_make.py")), out, "render")
    sys.argv[1:] = ["farm", *options, f"--out={out}", f"--scenes={FILMS}"]
    command_line.run_and_exit()
