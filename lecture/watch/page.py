"""The page on which a beat is watched: its last frame, its film, and what is wrong."""

from __future__ import annotations

import html
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

from scenes.script.words import language, say

from ..guard import own_hosts
from ..loopback import ADDRESS, check_free
from ..options import Options
from .channel import News

_TEMPLATE = Path(__file__).with_name("page.html")
_MADE = {"beat.png": "image/png", "beat.mp4": "video/mp4"}
_PATIENCE = 20  # seconds that a request of the page waits for news


class Shown:
    """What the page shows. `number` counts its changes; `still` and `film` theirs."""

    def __init__(self) -> None:
        self.is_over = False
        self._changed = threading.Condition()
        self._saved = 0.0  # when, as files have it
        self._after: dict[str, str] = {}  # how long after it what was there
        self._shown: dict[str, object] = {"number": 0, "error": "", "line": ""}

    def saved(self, when: float) -> None:
        """Something was saved: what is shown was made of what was before."""
        self._saved, self._after = when, {}
        self._tell(error="", line=say("watch.saved"))

    def heard(self, news: News | None) -> None:
        """What the film's processes tell; None when they have ended."""
        if news is None:
            self.is_over = True
            self._tell(error=say("watch.ended"), line="")
        elif news.kind == "error":
            self._tell(error=news.text, line="")
        elif news.kind == "walking":
            again = say("watch.again", beat=news.text) if self._saved else ""
            self._tell(line=again or say("watch.first", beat=news.text))
        elif news.kind == "anew":
            self._tell(line=say("watch.anew", why=news.text))
        elif news.kind == "still" or "still" in self._after:  # else a film of before the save
            self._after[news.kind] = f"{time.time() - self._saved:.1f}"
            self._tell(**{news.kind: time.monotonic()}, line=self._line(), error="")

    def after(self, number: int) -> dict[str, object]:
        """The state, as soon as it is not that of `number`, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown["number"] != number, _PATIENCE)
            return self._shown

    def _line(self) -> str:
        if not self._saved:
            return say("watch.there")
        if "film" in self._after:
            return say("watch.both", **self._after)
        return say("watch.still_there", **self._after)

    def _tell(self, **changed: object) -> None:
        with self._changed:
            number = int(str(self._shown["number"])) + 1
            self._shown = {**self._shown, **changed, "number": number}
            self._changed.notify_all()


@contextmanager
def serving(state: Shown, options: Options, folder: Path) -> Iterator[None]:
    """Within the block the page is served on the loopback address; raises `OptionError`.

    What is made of the beat is in the `folder`.
    """
    given = {"state": state, "folder": folder, "text": _page(options).encode()}
    check_free(options.port)
    server = ThreadingHTTPServer((ADDRESS, options.port), type("Handler", (_Handler,), given))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    state: Shown
    folder: Path
    text: bytes

    def do_GET(self) -> None:
        """Answer this machine's own page; a foreign name may lead here, too."""
        path, _, asked = self.path.partition("?")
        name = path.removeprefix("/")
        if self.headers.get("Host") not in own_hosts(self.server.server_address[1]):
            self.send_error(403)
        elif not name:
            self._send("text/html; charset=utf-8", self.text)
        elif name == "state":
            state = self.state.after(int(asked) if asked.isdecimal() else 0)
            self._send("application/json", json.dumps(state).encode())
        elif name in _MADE and (self.folder / name).is_file():
            self._send(_MADE[name], (self.folder / name).read_bytes())
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Nothing: the terminal is the user's."""

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        with suppress(ConnectionError):  # a page that was closed or opened anew waits no more
            self.end_headers()
            self.wfile.write(content)


def _page(options: Options) -> str:
    said = {
        "title": say("watch.title", scene=options.scene, beat=options.beat),
        "last": say("watch.last"),
        "still": say("watch.freeze"),
        "play": say("watch.play"),
        "gone": say("watch.gone"),
    }
    escaped = {name: html.escape(text) for name, text in said.items()}
    ground = options.settings.colours.ground
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(escaped, language=language(), ground=ground)
