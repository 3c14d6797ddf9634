"""`python -m explorer [--port N]`, which `make explore` calls."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Sequence
from typing import NoReturn

from scenes.script.assets import AssetError
from scenes.script.options import OPTIONS, OptionError, Parser, add_options
from scenes.script.systems import systems

MISTAKE = 2
# What is imported first of what the extra brings, by the package that brings it.
_EXTRA = {"nicegui": "NiceGUI", "fastapi": "NiceGUI", "fontTools": "fontTools"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Check what is asked for, then serve the explorer until it is interrupted."""
    port = _port(arguments)
    _check_free(port)
    try:
        systems()
    except AssetError as error:
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
    try:
        return OPTIONS["port"].value(parser.parse_args(arguments).port, "PORT")
    except OptionError as error:
        _refuse(str(error))


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            other = port + 1 if port < 65535 else port - 1
            _refuse(f"PORT: {port} is in use; choose another, such as PORT={other}")


def _refuse(message: str) -> NoReturn:
    print(f"explore: {message}", file=sys.stderr)
    sys.exit(MISTAKE)


if __name__ in ("__main__", "__mp_main__"):
    main()
