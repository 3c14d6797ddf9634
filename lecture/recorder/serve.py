"""`make recorder`: prepares a film's prompts, then serves the page until it is interrupted."""

from __future__ import annotations

import contextlib
from importlib.util import find_spec

from ..loopback import ADDRESS, check_free
from ..options import Options, UserError, shown
from .prompts import prompts
from .takes import TakeFolder

_NEEDS = ("starlette", "uvicorn", "jinja2", "fontTools")
_PATIENCE = 1  # second in which a browser may take what it has asked for


def run(options: Options) -> int:
    """Serve the recorder's page of a film on the loopback address."""
    for package in _NEEDS:
        if not find_spec(package):
            raise UserError(f"{package} is not installed; make recorder brings it")
    check_free(options.port)
    takes = TakeFolder(options)
    takes.check()
    told = prompts(options)
    with contextlib.suppress(KeyboardInterrupt):
        _serve(options, told, takes)
    return 0


def _serve(options: Options, told: list, takes: TakeFolder) -> None:
    import uvicorn

    from .app import Recorder, app_of

    def begin() -> None:
        print(f"recorder: takes go to {shown(takes.place)}")
        print(f"recorder: http://{ADDRESS}:{options.port} (Ctrl-C ends it)", flush=True)

    uvicorn.run(
        app_of(Recorder(options, told, takes), options.port, begin),
        host=ADDRESS,
        port=options.port,
        log_level="error",
        timeout_graceful_shutdown=_PATIENCE,
    )
