"""Where our pages are served: an address of this machine that no other one reaches."""

from __future__ import annotations

import socket

from scenes.script.options import OptionError

ADDRESS = "127.0.0.1"
_LAST = 65535


def check_free(port: int) -> None:
    """Raise `OptionError` with another port if this one is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            other = port + 1 if port < _LAST else port - 1
            raise OptionError(
                f"PORT: {port} is in use; choose another, such as PORT={other}"
            ) from None
