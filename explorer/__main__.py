"""`python -m explorer [--port N]`, which `make explore` calls."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from lecture.loopback import check_free
from scenes.script.assets import AssetError
from scenes.script.options import OPTIONS, OptionError, Parser, add_options
from scenes.script.systems import systems

MISTAKE = 2
# What is imported first of what the extra brings, by the package that brings it.
_EXTRA = {"nicegui": "NiceGUI", "fastapi": "NiceGUI", "fontTools": "fontTools"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Check what is asked for, then serve the explorer until it is interrupted."""
    try:
        port = _port(arguments)
        check_free(port)
        systems()
    except (OptionError, AssetError) as error:
        _refuse(str(error))
    try:
        from .app import serve
    except ModuleNotFoundError as error:
        package = _EXTRA.get(str(error.name).split(".")[0])
        if package is None:
            raise
        _refuse(f"{package} is not installed; run make explore, which brings it")
    with contextlib.suppress(KeyboardInterrupt):
        serve(port)


def _port(arguments: Sequence[str] | None) -> int:
    parser = Parser(prog="explore", description=__doc__)
    add_options(parser, "explore", default=OPTIONS["port"].default)
    return OPTIONS["port"].value(parser.parse_args(arguments).port, "PORT")


def _refuse(message: str) -> NoReturn:
    print(f"explore: {message}", file=sys.stderr)
    sys.exit(MISTAKE)


if __name__ in ("__main__", "__mp_main__"):
    main()
