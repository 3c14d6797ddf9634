"""Fonts for the letters of a text: brought from a package when they are first needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from scenes.script.assets import PROJECT
from scenes.script.glyphs import extra_for, look_again

_WHAT = {"fonts": "scripts and signs", "cjk": "Chinese, Japanese and Korean"}
# A machine without network shall not wait long: the film is made all the same.
_IMPATIENT = {
    "PIP_RETRIES": "1",
    "PIP_TIMEOUT": "10",
    "UV_HTTP_RETRIES": "1",
    "UV_HTTP_TIMEOUT": "10",
}


def bring_fonts(texts: Iterable[str]) -> None:
    """Install the font packages that `texts` need, and say so.

    Only into the project's own .venv, as make does. Where that fails, the log of the set-up
    has the reason, and what has no font is drawn as its code in a box.
    """
    texts = tuple(texts)
    set_up = PROJECT / "bootstrap.sh"
    if sys.prefix != str(PROJECT / ".venv") or not set_up.is_file():
        return
    while extra := extra_for(texts):
        lack = f"These texts need a font for {_WHAT[extra]}"
        if shutil.which("sh") is None:  # Windows
            by_hand = f"-m pip install --require-hashes -r extras/{extra}.lock"
            print(f"{lack}: {sys.executable} {by_hand}", file=sys.stderr, flush=True)
            return
        print(f"{lack}: bringing it, once (extras/{extra}.lock)", file=sys.stderr, flush=True)
        command = ["sh", str(set_up), "extra", extra]
        environment = os.environ | _IMPATIENT
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        look_again()
        if extra_for(texts) == extra:
            return
