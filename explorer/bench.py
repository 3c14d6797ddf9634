"""How long it takes from a slider's move to the new J, measured over a real connection, and
how long the lab's model takes for a group.

``python -m explorer.bench`` prints it as JSON; `make bench` asks for it.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

import numpy as np

from grpo_core import WorkedGroup
from lab.group import group_of, lab_sample
from lab.store import load_model, steps_in
from lecture.options import PROJECT

from .link import encode
from .session import Session

_START = 60.0  # seconds that a server may take to answer
_ANSWER = 10.0  # seconds that a move may take
_TABLE = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.S)
_CLIENT = re.compile(r"'client_id': '([0-9a-f-]+)'")
_RESULT = re.compile(r'class="sum result".*?<output class="much">([^<]+)<', re.S)


def measure(size: int = 8, moves: int = 60) -> dict[str, Any]:
    """Start an explorer, move the slider of one answer again and again, and stop it.

    Each move waits for the message that brings the new J; what the browser needs to draw it
    is not counted.

    Args:
        size: G of the group that is looked at.
        moves: how many, at least 2.

    Returns:
        ``answers``, ``moves``, ``median_ms`` and ``p90_ms``.

    Raises:
        ImportError: NiceGUI is not installed (``make explore`` brings it).
        RuntimeError: the explorer does not start or does not answer.
    """
    port = _free_port()
    command = [sys.executable, "-m", "explorer", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL) as server:
        try:
            page = _page(server, f"http://127.0.0.1:{port}/?s={encode(_session(size))}")
            times = asyncio.run(_times(port, page, moves))
        finally:
            server.terminate()
    return {
        "answers": size,
        "moves": moves,
        "median_ms": round(1e3 * statistics.median(times), 1),
        "p90_ms": round(1e3 * statistics.quantiles(times, n=10)[-1], 1),
    }


def measure_lab(moves: int = 9) -> dict[str, Any]:
    """Let the lab's model answer as the explorer's dialog does; its first answer is from a file.

    Returns:
        Medians ``lab_first_answer_ms`` and ``lab_group_of_16_ms``, the latter with the
        probabilities under all policies; nothing where there are no weights.

    Raises:
        ImportError: NiceGUI is not installed.
    """
    from .lab_dialog import weights_folder

    folder = weights_folder()
    steps = steps_in(folder)
    if not steps:
        return {}
    asked, new = "17x24", steps[min(1, len(steps) - 1)]
    first = _median_ms(moves, lambda: load_model(steps[0], folder).sample(asked, 1))
    group = _median_ms(
        moves, lambda: group_of(lab_sample(asked, steps[0], 16, folder=folder), new, folder)
    )
    return {"lab_first_answer_ms": first, "lab_group_of_16_ms": group}


def _median_ms(times: int, act: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return round(1e3 * statistics.median(taken), 1)


def _session(size: int) -> Session:
    random = np.random.default_rng(size)
    rows = np.log(random.dirichlet(np.full(size, 4.0), 3))
    texts = [f"answer {n}" for n in range(1, size + 1)]
    return Session.of(WorkedGroup("bench", texts, np.arange(size) % 2, *rows))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _page(server: subprocess.Popen, address: str) -> str:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=_ANSWER) as response:
                return response.read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("the explorer does not answer; try make explore")


async def _times(port: int, page: str, moves: int) -> list[float]:
    """Seconds from each move to its J."""
    import socketio

    results: asyncio.Queue[str] = asyncio.Queue()
    client, (element, listener) = _CLIENT.search(page)[1], _edit_listener(page)
    wire = socketio.AsyncClient(reconnection=False)

    @wire.on("update")
    def updated(message: dict) -> None:
        if found := _RESULT.search(json.dumps(message).replace('\\"', '"')):
            results.put_nowait(found[1])

    names = ("tab_id", "old_tab_id", "document_id")
    query = {"client_id": client, "next_message_id": 0, "implicit_handshake": "true"}
    query |= {name: str(uuid4()) for name in names}
    await wire.connect(
        f"http://127.0.0.1:{port}?{urlencode(query)}",
        socketio_path="/_nicegui_ws/socket.io",
        transports=["websocket"],
    )
    times, seen = [], ""
    try:
        for move in range(moves):
            change = {"index": 0, "field": "new", "value": f"{0.05 + 0.01 * (move % 40):.2f}"}
            event = {"id": element, "client_id": client, "listener_id": listener}
            start = time.perf_counter()
            await wire.emit("event", {**event, "args": [json.dumps(change)]})
            while (result := await asyncio.wait_for(results.get(), _ANSWER)) == seen:
                pass
            times.append(time.perf_counter() - start)
            seen = result
    except TimeoutError:
        raise RuntimeError("the explorer does not answer a move of a slider") from None
    finally:
        await wire.disconnect()
    return times


def _edit_listener(page: str) -> tuple[int, str]:
    """The element that is the group's table, and its listener for changes."""
    raw = _TABLE.search(page)[1]
    for escaped, plain in (("&gt;", ">"), ("&lt;", "<"), ("&#96;", "`"), ("&#36;", "$")):
        raw = raw.replace(escaped, plain)
    for key, element in json.loads(raw.replace("&amp;", "&")).items():
        for event in element.get("events", []):
            if event["type"] == "edit":
                return int(key), event["listener_id"]
    raise RuntimeError("the explorer's page has no table")


if __name__ == "__main__":
    try:
        print(json.dumps(measure() | measure_lab()))
    except (ImportError, RuntimeError) as error:
        sys.exit(str(error))
