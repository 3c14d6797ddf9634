"""`make watch` on a small film: what its page has after edits, and which beats ran again."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import av
import pytest
from browser import chromium, page, window  # noqa: F401  # fixtures
from PIL import Image
from small_films import PROJECT, main

from lecture.loopback import ADDRESS
from lecture.options import Options
from lecture.watch.channel import News
from lecture.watch.page import Shown, serving
from lecture.watch.stands import told
from scenes.script.options import OptionError
from scenes.script.settings import Settings

FILM = '''
from pathlib import Path

from manim import Square

from scenes.stage.film import GrpoScene, beat

LOG = Path(__file__).with_name("ran")
SIDE = 20


class Edited(GrpoScene):
    def fill(self, colour):
        self.remove(*self.mobjects)
        self.add(Square(SIDE, stroke_width=0, fill_opacity=1, fill_color=colour))
        self.wait(0.6)

    @beat()
    def one(self):
        """One

        The first.
        """
        with LOG.open("a") as log:
            log.write("1")
        self.fill("#FF0000")

    @beat(hold=0.6)
    def two(self):
        """Two

        The second.
        """
        self.fill("#00FF00")
'''
PATIENCE = 60  # seconds; the tests run on every core
GREEN, BLUE, WHITE = (0, 255, 0), (0, 0, 255), (255, 255, 255)


class Watched:
    """A film that is watched, and what its page gets."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "edited.py"
        self.log = folder / "ran"
        self.file.write_text(FILM)
        self.out = folder / "out"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "lecture", "watch", "--scene=Edited", "--beat=2"]
        options = [f"--scenes={folder}", f"--out={self.out}", f"--port={self.port}"]
        self.process = subprocess.Popen(
            [*command, *options], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        self.address = f"http://127.0.0.1:{self.port}/"
        assert self.process.stdout.readline() == (
            f"watch: {self.address.rstrip('/')} (Ctrl-C ends it)\n"
        )
        self.state: dict = {}

    def get(self, name: str, host: str | None = None) -> tuple[int, bytes]:
        """Status and content of what the page asks for."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/{name}", headers={"Host": host} if host else {})
        with closing(connection), connection.getresponse() as answer:
            return answer.status, answer.read()

    def wait_for(self, what: str) -> None:
        """Wait until the page has another `what` than before: "still", "film" or "error"."""
        before, end = self.state.get(what), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            _, content = self.get(f"state?{self.state.get('number', 0)}")
            self.state = json.loads(content)
            if self.state.get(what) not in (None, "", before):
                return
        pytest.fail(f"no {what}: {self.state}")

    def edit(self, before: str, after: str) -> None:
        """Edit the film's file as an editor does, which moves another one into its place."""
        text = self.file.read_text()
        assert text.count(before) == 1
        beside = self.file.with_suffix(".new")
        beside.write_text(text.replace(before, after))
        os.replace(beside, self.file)

    def corner(self) -> tuple[int, ...]:
        """The colour of the last frame near its corner."""
        return Image.open(io.BytesIO(self.get("beat.png")[1])).convert("RGB").getpixel((9, 9))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    film = Watched(tmp_path)
    yield film
    film.process.send_signal(signal.SIGINT)
    film.process.communicate(timeout=PATIENCE)
    assert film.process.returncode == 0
    assert list((film.out / "renders").iterdir()) == []


def test_an_edit_is_seen_and_what_did_not_change_is_not_walked_again(watched: Watched) -> None:
    watched.wait_for("still")
    assert (watched.corner(), watched.log.read_text()) == (GREEN, "1")

    watched.edit("#00FF00", "#0000FF")
    watched.wait_for("still")
    assert (watched.corner(), watched.log.read_text()) == (BLUE, "1")
    watched.wait_for("film")
    with av.open(io.BytesIO(watched.get("beat.mp4")[1])) as film:
        red, green, blue = list(film.decode(video=0))[-1].to_ndarray(format="rgb24")[9, 9]
    assert blue > 240 and max(red, green) < 15

    watched.edit("@beat(hold=0.6)", "@beat(hold=0.8)")
    watched.wait_for("still")
    assert watched.log.read_text() == "1"

    watched.edit("#FF0000", "#FF00FF")  # of the beat before
    watched.wait_for("still")
    assert (watched.corner(), watched.log.read_text()) == (BLUE, "11")

    watched.edit("SIDE = 20", "SIDE = 1")  # which the beat before has read
    watched.wait_for("still")
    assert watched.corner() != BLUE
    assert watched.log.read_text() == "111"


def test_a_mistake_is_named_and_the_picture_stays_until_it_is_corrected(watched: Watched) -> None:
    watched.wait_for("still")
    watched.edit('self.fill("#00FF00")', 'self.fill("#00FF00"')
    watched.wait_for("error")
    assert "edited.py" in watched.state["error"]
    assert "SyntaxError" in watched.state["error"]
    assert watched.corner() == GREEN
    watched.edit('self.fill("#00FF00"', 'self.fil("#FFFFFF")')
    watched.wait_for("error")
    assert "fil" in watched.state["error"]
    watched.edit("self.fil(", "self.fill(")
    watched.wait_for("still")
    assert watched.corner() == WHITE
    assert watched.log.read_text() == "1"


def test_a_film_that_cannot_be_imported_is_taken_up_when_it_can(watched: Watched) -> None:
    watched.wait_for("still")
    watched.edit("from manim import Square", "from manim import Squar")
    watched.wait_for("error")
    assert "Squar" in watched.state["error"]
    watched.edit("from manim import Squar", "from manim import Square")
    watched.wait_for("still")
    assert watched.corner() == GREEN


def test_a_film_that_is_ready_when_something_else_is_saved_is_not_shown() -> None:
    shown = Shown()
    for kind in ("still", "film"):
        shown.heard(News(kind, ""))
    before = shown.after(0)["film"]
    shown.saved(time.time())
    shown.heard(News("film", ""))  # it was made of what was before
    assert shown.after(0)["film"] == before
    for kind in ("still", "film"):
        shown.heard(News(kind, ""))
    assert shown.after(0)["film"] != before
    assert str(shown.after(0)["line"]).startswith("Last frame 0.")


@pytest.mark.parametrize("content", ['ground = "#808080"', "ground = 1", None])
def test_a_palette_that_is_refused_is_told_in_a_line(content: str | None, tmp_path: Path) -> None:
    """As it is when the film begins anew after it was saved, or is gone."""
    palette = tmp_path / "mine.toml"
    if content:
        palette.write_text(content, encoding="utf-8")
    with pytest.raises(OptionError) as raised:
        _ = Settings(palette=palette).colours
    assert str(palette) in told(raised.value)
    assert "\n" not in told(raised.value)


def test_the_page_says_why_an_edit_takes_its_time() -> None:
    shown = Shown()

    def line() -> object:
        return shown.after(0)["line"]

    shown.heard(News("walking", "1 A start"))
    assert line() == "Runs up to it: 1 A start"
    shown.saved(time.time())
    shown.heard(News("walking", "1 A start"))
    assert line() == "Earlier beats are concerned and run again: 1 A start"
    shown.heard(News("anew", "line 3: class Other"))
    assert line() == "Begins anew: line 3: class Other"


def test_the_page_answers_this_machine_alone(watched: Watched) -> None:
    assert watched.get("", host="example.org")[0] == 403
    assert watched.get("../options.toml")[0] == 404
    assert watched.get("")[0] == 200


def test_a_page_that_was_closed_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    shown = Shown()
    with closing(socket.socket()) as free:
        free.bind((ADDRESS, 0))
        port = free.getsockname()[1]
    with serving(shown, Options("Swatch", beat=1, port=port), tmp_path):
        with socket.create_connection((ADDRESS, port)) as closed:
            closed.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            closed.sendall(f"GET /state?0 HTTP/1.1\r\nHost: {ADDRESS}:{port}\r\n\r\n".encode())
            waiting = _answering()
        shown.saved(time.time())
        for thread in waiting:
            thread.join(10)
    assert waiting
    assert capsys.readouterr().err == ""


def _answering() -> list[threading.Thread]:
    """The threads that answer pages, as soon as there is one."""
    # Of those listed some may not have begun yet.
    while not (
        found := [t for t in threading.enumerate() if "process_request" in t.name and t.is_alive()]
    ):
        time.sleep(0.01)
    return found


def test_the_page_shows_each_edit(watched: Watched, page) -> None:  # noqa: F811
    page.goto(watched.address)
    page.wait_for_function("document.querySelector('video').videoWidth == 854", timeout=60_000)
    before = page.eval_on_selector("video", "film => film.src")
    watched.edit("#00FF00", "#0000FF")
    page.wait_for_function(
        "before => ![before, ''].includes(document.querySelector('video').src)"
        " && document.querySelector('p').textContent.includes('film')",
        arg=before,
        timeout=60_000,
    )
    said = page.inner_text("p")
    assert said.startswith("Last frame ") and said.endswith(" s")
    page.click("button")
    assert page.is_visible("img") and not page.is_visible("video")
    page.goto("about:blank")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--scene=Swatch"], "beat: which one? Swatch has 1 New & <old>, 2 Up"),
        (["--scene=Swatch", "--beat=99"], "beat: Swatch has no beat 99; it has 2"),
    ],
)
def test_a_beat_that_is_not_there(
    asked: list[str], said: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["watch", *asked]) == 2
    assert said in capsys.readouterr().err


def test_a_port_in_use(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        asked = ["--scene=Swatch", "--beat=1", f"--port={port}", f"--out={tmp_path}"]
        assert main(["watch", *asked]) == 2
    assert f"PORT: {port} is in use" in capsys.readouterr().err
