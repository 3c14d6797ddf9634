"""Files of the packages that browsers need, which npm brings: reveal.js, media-chrome."""

from __future__ import annotations

import sys
from pathlib import Path

from .options import UserError

MODULES = Path(sys.prefix) / "npm" / "node_modules"


def npm_file(path: str, target: str) -> Path:
    """The file `path` ("reveal.js/dist/reveal.css") of an npm package.

    Raises `UserError` if it is not there, with `target` of make, which brings it.
    """
    file = MODULES / path
    if not file.is_file():
        raise UserError(f"{path.split('/')[0]} is not installed; make {target} brings it")
    return file
