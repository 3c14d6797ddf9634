"""How long after an edit `make watch` shows what it makes of a film."""

from __future__ import annotations

import ast
import json
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

from ..catalogue import beat_keys, film_file
from ..files import write_whole
from ..loopback import ADDRESS
from ..options import PROJECT, Options
from .process import lecture

FILM, BEAT = "KL", 7  # what is watched where the films of the course are measured
EDITS = 10
_PAUSE = 0.2  # seconds by which each edit makes the beat's last pause longer


def measure(options: Options, number: int, folder: Path) -> dict:
    """Median seconds from saving an edit of beat `number` to its last frame, and to its film.

    The film is a copy in `folder`; nobody edits the house's.
    """
    scenes = folder / "scenes"
    edits = _edits(options, number, scenes)
    next(edits)
    port = _free_port()
    asked = ["--scene", options.scene, "--beat", number, "--port", port, "--out", folder]
    command = lecture(replace(options, scenes=scenes), "watch", *asked)
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()  # its address: from here on it answers
        page = _Page(port)
        page.wait_for("film")
        taken = [_taken(page) for _ in islice(edits, EDITS)]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
    still, film = (round(statistics.median(seconds), 2) for seconds in zip(*taken, strict=True))
    asked_of = {"scene": options.scene, "beat": number, "edits": EDITS}
    return {**asked_of, "still_seconds": still, "film_seconds": film}


def _edits(options: Options, number: int, folder: Path) -> Iterator[None]:
    """Write the film into `folder`; then again and again with a longer pause in its beat."""
    source = film_file(options.scene, options.scenes)
    copy = folder / source.relative_to(options.scenes)
    text = source.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    key = beat_keys(options.scene, options.scenes)[number - 1]
    (method,) = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name == key
    )
    folder.mkdir(parents=True)
    (folder / f"{options.scene.lower()}.py").touch()  # the entry, from which it is known
    write_whole(copy, text.encode())
    yield
    for count in range(1, EDITS + 1):
        pause = f"        self.wait({count * _PAUSE:.1f})\n"
        edited = [*lines[: method.end_lineno], pause, *lines[method.end_lineno :]]
        write_whole(copy, "".join(edited).encode())
        yield


def _taken(page: _Page) -> tuple[float, float]:
    """Seconds from now, when an edit was saved, to the last frame and to the film."""
    saved = time.monotonic()
    page.wait_for("still")
    still = time.monotonic() - saved
    page.wait_for("film")
    return still, time.monotonic() - saved


class _Page:
    """What a browser would ask for."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(ADDRESS, port)
        self._state: dict = {}

    def wait_for(self, what: str) -> None:
        """Wait until there is another `what`: "still" or "film"."""
        before = self._state.get(what)
        while self._state.get(what) == before:
            self._connection.request("GET", f"/state?{self._state.get('number', 0)}")
            self._state = json.loads(self._connection.getresponse().read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]
