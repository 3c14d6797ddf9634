"""``python -m lecture`` with the films of another folder, which is the first argument."""

from __future__ import annotations

import sys
from pathlib import Path

from .. import catalogue
from ..__main__ import run_and_exit

if __name__ == "__main__":
    catalogue.SCENES = Path(sys.argv.pop(1))
    run_and_exit()
