"""The recorder's page in a real browser whose microphone hears a tone of 440 Hz."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import pytest
from browser import FLAGS, NAMES, fonts_of_the_machine, resize
from small_films import PROJECT, command

pytest.importorskip("starlette", reason="make recorder brings it")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

AXE = Path(os.environ.get("AXE") or PROJECT / ".venv/npm/node_modules/axe-core/axe.min.js")
RATE, TONE, LOUDNESS = 48_000, 440, 0.25
START = 120  # seconds
SIZES = [(1366, 650), (1024, 768), (820, 1180), (390, 844)]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A browser with a microphone that hears the tone, and whose user allows it."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium: install Debian's `chromium`")
    tone = tmp_path_factory.mktemp("microphone") / "tone.wav"
    # Ten whole seconds: it goes on without a click when it starts again.
    time_ = np.arange(10 * RATE) / RATE
    samples = np.rint(2**15 * LOUDNESS * np.sin(2 * np.pi * TONE * time_)).astype("<i2")
    with wave.open(str(tone), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    microphone = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={tone}",
        "--autoplay-policy=no-user-gesture-required",
    )
    with sync_api.sync_playwright() as playwright:
        flags = [*FLAGS, *microphone]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


class Server:
    """A recorder of the film Swatch at a port of its own, which can be stopped and started."""

    def __init__(self, out: Path, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.voice = out / "my voice" / "Swatch"
        self.address = f"http://127.0.0.1:{self.port}/"
        self.command = command(
            *("recorder", "--scene", "Swatch", "--out", out, "--voice", self.voice.parent),
            *("--port", self.port, *arguments),
        )
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return urlopen(f"{self.address}takes", timeout=10).close()
            except (URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError(self.process.communicate()[1])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        said, errors = self.process.communicate(timeout=30)
        assert (self.process.returncode, errors) == (0, "")
        assert said.splitlines()[-1] == f"recorder: {self.address[:-1]} (Ctrl-C ends it)"


@pytest.fixture(scope="module")
def server(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("recorder")
    shutil.copytree(swatch.parents[1], out / "renders")
    made = Server(out)
    yield made
    made.stop()


@pytest.fixture
def recorder(page, server: Server) -> Iterator:
    """The page, with nothing recorded."""
    shutil.rmtree(server.voice, ignore_errors=True)
    opened(page, server)
    yield page
    page.evaluate("location.hash = ''")


def opened(page, server: Server):
    page.goto(server.address)
    expect(page.locator("#steps li")).to_have_count(2)
    expect(page.locator("#done")).not_to_be_empty()
    return page


def speak(page, seconds: float, key: str = "r") -> None:
    """Record at least so long, by the keyboard alone, and stop."""
    page.keyboard.press(key)
    wait_until_spoken(page, seconds)
    page.keyboard.press("s")


def wait_until_spoken(page, seconds: float) -> None:
    page.wait_for_function(
        """least => document.body.dataset.phase === 'recording'
          && parseFloat(document.querySelector('#clock').textContent) >= least""",
        arg=seconds,
    )


def record(page, seconds: float, key: str = "r") -> None:
    """Speak, and wait until it is saved."""
    speak(page, seconds, key)
    expect(page.locator("#status")).to_contain_text("Saved: ")


def heard(file: Path) -> tuple[float, float, float]:
    """The loudest frequency of a take, its loudness (the root of its mean square), its seconds."""
    with wave.open(str(file)) as opened_file:
        assert opened_file.getparams()[:2] == (1, 2)
        rate = opened_file.getframerate()
        frames = opened_file.readframes(opened_file.getnframes())
    samples = np.frombuffer(frames, "<i2") / 2**15
    strength = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return (
        strength.argmax() * rate / samples.size,
        float(np.sqrt(np.mean(samples**2))),
        samples.size / rate,
    )


def length(page, number: int) -> str:
    """What the list says of the take of a beat."""
    return page.locator("#steps .length").nth(number - 1).inner_text()


def test_a_voice_is_recorded_by_the_keyboard_alone(recorder, server: Server) -> None:
    record(recorder, 1.5)
    hertz, loudness, seconds = heard(server.voice / "new.wav")
    with wave.open(str(server.voice / "new.wav")) as file:
        assert file.getframerate() == RATE
    assert hertz == pytest.approx(TONE, abs=1)
    assert loudness == pytest.approx(LOUDNESS / 2**0.5, rel=0.05)
    assert 1.45 <= seconds < 60  # the clock is rounded
    assert length(recorder, 1).startswith(f"{seconds:.1f} s of ")
    assert length(recorder, 2) == "2.6 s"

    recorder.keyboard.press("l")
    expect(recorder.locator("#status")).to_have_text("Your take, with the film. S stops.")
    recorder.wait_for_function("() => document.querySelector('#film').currentTime > 0.2")
    expect(recorder.locator("#status")).to_contain_text("A records it again")

    record(recorder, 0.7, "a")
    again = heard(server.voice / "new.wav")[2]
    assert 0.65 <= again < seconds
    assert heard(server.voice / "earlier" / "new.wav")[2] == seconds

    recorder.keyboard.press("n")
    expect(recorder.locator("#name")).to_have_text("Up")
    expect(recorder.locator("#script")).to_have_text("Then the other one.")
    record(recorder, 0.7)
    assert heard(server.voice / "up.wav")[0] == pytest.approx(TONE, abs=1)
    expect(recorder.locator("#done")).to_have_text("2 of 2 recorded")

    recorder.reload()
    expect(recorder.locator("#done")).to_have_text("2 of 2 recorded")
    expect(recorder.locator("#name")).to_have_text("Up")
    assert length(recorder, 1).startswith(f"{again:.1f} s of ")
    recorder.keyboard.press("b")
    recorder.keyboard.press("e")
    expect(recorder.locator("#status")).to_contain_text("This is the earlier take again")
    assert heard(server.voice / "new.wav")[2] == seconds


def test_next_while_recording_keeps_what_was_said(recorder, server: Server) -> None:
    recorder.locator("#record").click()
    wait_until_spoken(recorder, 0.8)
    recorder.locator("#next").click()
    expect(recorder.locator("#status")).to_contain_text("Saved: ")
    assert heard(server.voice / "new.wav")[2] > 0.7
    expect(recorder.locator("#done")).to_have_text("1 of 2 recorded")
    recorder.keyboard.press("r")
    expect(recorder.locator("body")).to_have_attribute("data-phase", "recording")
    recorder.keyboard.press("s")
    expect(recorder.locator("#trouble")).to_contain_text("shorter than half a second")
    assert not (server.voice / "up.wav").exists()


def test_a_recorder_that_was_stopped_loses_nothing(recorder, server: Server) -> None:
    server.stop()
    try:
        speak(recorder, 0.8)
        expect(recorder.locator("#trouble")).to_contain_text("The recorder does not answer.")
        assert length(recorder, 1).endswith("· not saved yet")
        with recorder.expect_download() as download:
            recorder.locator("#download").click()
        assert download.value.suggested_filename == "new.wav"
        assert heard(download.value.path())[0] == pytest.approx(TONE, abs=1)
    finally:
        server.start()
    expect(recorder.locator("#trouble")).to_be_empty(timeout=30_000)
    assert heard(server.voice / "new.wav")[0] == pytest.approx(TONE, abs=1)
    assert "not saved" not in length(recorder, 1)


def test_what_the_server_cannot_write_can_be_saved_later(recorder, server: Server) -> None:
    line = "Not saved: the disk is full."
    recorder.route("**/take/**", lambda route: route.fulfill(status=507, json={"error": line}))
    speak(recorder, 0.8)
    expect(recorder.locator("#trouble")).to_have_text(line)
    recorder.unroute("**/take/**")
    recorder.get_by_role("button", name="Save now").click()
    expect(recorder.locator("#trouble")).to_be_empty()
    assert heard(server.voice / "new.wav")[0] == pytest.approx(TONE, abs=1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NotAllowedError", "does not let this page hear the microphone"),
        ("NotFoundError", "There is no microphone."),
        ("NotReadableError", "cannot be opened"),
    ],
)
def test_without_a_microphone_a_line_says_what_to_do(recorder, name: str, said: str) -> None:
    recorder.evaluate(
        "name => { navigator.mediaDevices.getUserMedia = () => "
        "Promise.reject(new DOMException('', name)); }",
        name,
    )
    recorder.keyboard.press("r")
    expect(recorder.locator("#trouble")).to_contain_text(said)
    expect(recorder.locator("body")).to_have_attribute("data-phase", "idle")


def test_a_microphone_that_hears_nothing_replaces_no_take(recorder, server: Server) -> None:
    record(recorder, 0.7)
    before = (server.voice / "new.wav").read_bytes()
    recorder.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = async () =>
        new AudioContext().createMediaStreamDestination().stream; }"""
    )
    recorder.keyboard.press("m")
    speak(recorder, 0.8, "a")
    expect(recorder.locator("#trouble")).to_contain_text("nothing was heard")
    assert (server.voice / "new.wav").read_bytes() == before


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nothing_stands_in_the_way_of_any_reader(recorder, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make .venv/.kit brings it")
    record(recorder, 0.7)
    # Colours that still change are none that anybody reads.
    recorder.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    recorder.evaluate(AXE.read_text(encoding="utf-8"))
    found = recorder.evaluate("axe.run().then(done => done.violations)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut(recorder, width: int, height: int) -> None:
    recorder.keyboard.press("m")
    expect(recorder.locator("#switch")).to_have_attribute("aria-pressed", "true")
    recorder.evaluate(
        """() => {
          const ask = document.querySelector('#ask');
          ask.hidden = false;
          ask.querySelector('q').textContent = 'Does the policy learn, and how do we see it?';
          ask.querySelector('span').textContent = 'on the screen from 11.2 to 15.4 s; pause there';
        }"""
    )
    resize(recorder, width, height)
    cut = recorder.evaluate(
        """() => [...document.querySelectorAll(
          'button, #name, #clock, #script, #ask, #ask > *, #film')]
          .filter(each => each.getClientRects().length)
          .filter(each => each.scrollWidth > each.clientWidth + 1
            || each.getBoundingClientRect().right > innerWidth + 1)
          .map(each => each.outerHTML)"""
    )
    assert cut == []
    assert recorder.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert fonts_of_the_machine(recorder) == set()


def test_it_speaks_german(page, swatch: Path, tmp_path: Path) -> None:
    server = Server(tmp_path, "--language", "de")
    try:
        opened(page, server)
        assert page.evaluate("document.documentElement.lang") == "de"
        expect(page.locator("#done")).to_have_text("0 von 2 aufgenommen")
        expect(page.locator("#clock")).to_have_text("0,0 von 2,6 s")
        expect(page.locator("#moving code")).to_contain_text("SCENE=Swatch LANGUAGE=de")
    finally:
        server.stop()
