"""What `make recorder` keeps and shows, without a browser."""

from __future__ import annotations

import errno
import re
import subprocess
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_films import SMALL, command, main

from lecture.manifest import load_manifest
from lecture.options import Options, UserError, options_from
from lecture.recorder import takes as takes_module
from lecture.recorder.pictures import footage
from lecture.recorder.prompts import Prompt, prompts
from lecture.recorder.takes import TakeFolder
from lecture.shoot import shoot
from scenes.script.words import entries

RATE = 48_000
PAGE = Path(takes_module.__file__).with_name("page")


def sound(path: Path, hertz: float, seconds: float, rate: int = RATE, channels: int = 1) -> bytes:
    """A WAV file of a tone, written to `path`, as its bytes."""
    time = np.arange(round(seconds * rate)) / rate
    samples = np.repeat(np.rint(16_000 * np.sin(2 * np.pi * hertz * time)), channels)
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return path.read_bytes()


def heard(file: Path) -> tuple[float, float]:
    """The loudest frequency of a WAV file of 48 kHz, 16 bit, one channel; its seconds."""
    with wave.open(str(file)) as opened:
        assert opened.getparams()[:3] == (1, 2, RATE)
        samples = np.frombuffer(opened.readframes(opened.getnframes()), "<i2")
    strength = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(strength.argmax() * RATE / samples.size), samples.size / RATE


@pytest.fixture
def folder(tmp_path: Path) -> TakeFolder:
    return TakeFolder(SMALL("Swatch", voice=tmp_path / "my voice ü"))


@pytest.fixture
def tone(tmp_path: Path) -> Callable[..., bytes]:
    return lambda *args, **more: sound(tmp_path / "tone.wav", *args, **more)


class TestTakes:
    def test_a_take_lies_where_render_looks_for_it(self, folder: TakeFolder, tone) -> None:
        folder.keep("up", tone(440, 1.5))
        file = folder.folder / "Swatch" / "up.wav"
        assert heard(file) == pytest.approx((440, 1.5), abs=1)
        take = folder.recorded()["up"]
        assert (take.file, take.seconds, take.earlier) == (file, 1.5, False)

    @pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (16_000, 1), (96_000, 2)])
    def test_it_is_48_khz_whatever_the_browser_gives(
        self, folder: TakeFolder, tone, rate: int, channels: int
    ) -> None:
        folder.keep("new", tone(440, 2, rate, channels))
        hertz, seconds = heard(folder.place / "new.wav")
        assert hertz == pytest.approx(440, abs=1)
        assert seconds == pytest.approx(2, abs=0.01)

    def test_what_is_replaced_is_the_earlier_take_and_can_be_taken_again(
        self, folder: TakeFolder, tone
    ) -> None:
        for hertz in (300, 400, 500):
            folder.keep("up", tone(hertz, 1))
        assert folder.recorded()["up"].earlier
        place = folder.place
        assert heard(place / "up.wav")[0] == 500
        assert heard(place / "earlier" / "up.wav")[0] == 400
        folder.take_earlier("up")
        assert heard(place / "up.wav")[0] == 400
        assert heard(place / "earlier" / "up.wav")[0] == 500
        assert sorted(path.name for path in place.rglob("*")) == ["earlier", "up.wav", "up.wav"]

    def test_a_take_that_is_sent_twice_is_one(self, folder: TakeFolder, tone) -> None:
        folder.keep("up", tone(300, 1))
        folder.keep("up", tone(400, 1))
        folder.keep("up", tone(400, 1))
        assert heard(folder.place / "earlier" / "up.wav")[0] == 300

    @pytest.mark.parametrize("name", ["2.flac", "02.wav", "UP.wav"])
    def test_a_file_of_another_name_is_replaced_and_kept(
        self, folder: TakeFolder, tone, name: str
    ) -> None:
        old = folder.folder / "Swatch" / name
        sound(old, 300, 1)  # FFmpeg goes by what is in a file
        folder.keep("up", tone(400, 1))
        assert list(folder.recorded()) == ["up"]
        assert heard(folder.place / "up.wav")[0] == 400
        assert heard(folder.place / f"earlier/up{old.suffix}")[0] == 300
        folder.take_earlier("up")
        assert heard(folder.recorded()["up"].file)[0] == 300

    def test_takes_without_a_subfolder_stay_where_they_are(self, folder: TakeFolder, tone) -> None:
        sound(folder.folder / "01.wav", 300, 1)
        folder.keep("up", tone(400, 1))
        assert sorted(folder.recorded()) == ["new", "up"]
        assert (folder.folder / "up.wav").is_file()

    def test_what_is_no_sound_changes_nothing(self, folder: TakeFolder, tone) -> None:
        folder.keep("up", tone(300, 1))
        with pytest.raises(UserError, match="cannot be read as sound"):
            folder.keep("up", b"nothing of the kind")
        assert heard(folder.place / "up.wav")[0] == 300
        assert not folder.recorded()["up"].earlier

    @pytest.mark.parametrize("step", [1, 2, 3])
    def test_a_full_disk_loses_neither_take(
        self, folder: TakeFolder, tone, monkeypatch: pytest.MonkeyPatch, step: int
    ) -> None:
        """Whichever of the moves is the one that fails."""
        folder.keep("up", tone(300, 1))
        folder.keep("up", tone(400, 1))
        calls: list[object] = []

        def failing(real: Callable) -> Callable:
            def move(*paths: Path) -> object:
                calls.append(paths)
                if len(calls) == step:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return real(*paths)

            return move

        monkeypatch.setattr(takes_module.os, "replace", failing(takes_module.os.replace))
        monkeypatch.setattr(takes_module.shutil, "copyfile", failing(takes_module.shutil.copyfile))
        with pytest.raises(OSError, match="No space"):
            folder.keep("up", tone(500, 1))
        monkeypatch.undo()
        there = {heard(file)[0] for file in folder.place.rglob("*.wav")}
        assert 400 in there or 500 in there
        assert heard(folder.place / "up.wav")[0] in (400, 500)
        assert list(folder.place.glob(".*")) == []

    def test_each_language_has_a_folder_of_its_own(self, tmp_path: Path) -> None:
        one, other = (
            TakeFolder(SMALL("Swatch", out=tmp_path, settings=options_from(asked, "").settings))
            for asked in ({}, {"language": "de"})
        )
        assert one.place == tmp_path / "voice" / "Swatch"
        assert other.place == tmp_path / "voice" / "de" / "Swatch"
        assert one.mark != other.mark


class TestPrompts:
    def test_they_last_as_long_as_the_film_does(self, swatch: Path) -> None:
        manifest = load_manifest(swatch)
        told = prompts(SMALL("Swatch"))
        assert [(one.title, one.start, one.seconds) for one in told] == [
            (part.title, part.start / manifest.fps, part.frames / manifest.fps)
            for part in manifest.sections
        ]
        assert [one.key for one in told] == ["new", "up"]
        assert told[0].sentences == ["A < 0 & min: <b>kept</b> as it is."]  # it has no script
        assert all(one.still.startswith(b"\x89PNG") for one in told)

    def test_a_question_stands_as_long_as_in_the_film(self, tmp_path: Path) -> None:
        """Beat 2 of Clipping, whose plays may have a frame more than their time says."""
        options = replace(options_from({"quality": "l", "fps": "5"}, "Clipping"), out=tmp_path)
        told = prompts(options)[1]
        [take] = shoot(options, tmp_path / "raw", takes=lambda number: number == 2, bar=False)
        assert told.seconds == pytest.approx(take.frames / 5, abs=0.5)
        assert told.asked == pytest.approx([frame / 5 for frame in take.asked], abs=0.5)
        assert told.ask == entries("en")["clipping.rule.ask"]
        assert " ".join(told.sentences) == take.beat.script


@pytest.fixture(scope="module")
def told() -> list[Prompt]:
    """The prompts of the film Swatch."""
    return prompts(SMALL("Swatch"))


class TestFootage:
    def test_without_a_film_there_is_none(self, told: list[Prompt], tmp_path: Path) -> None:
        assert footage(SMALL("Swatch", out=tmp_path), told) == {}

    def test_a_film_of_this_look_shows_all_beats(self, told: list[Prompt], swatch: Path) -> None:
        out = swatch.parents[2]
        seen = footage(SMALL("Swatch", out=out), told)  # asked for at 1080p60
        assert {key: one.start for key, one in seen.items()} == {one.key: one.start for one in told}
        assert {one.file for one in seen.values()} == {swatch}
        assert footage(options_in(out, theme="light"), told) == {}

    def test_a_film_of_another_length_or_of_other_words_does_not(
        self, told: list[Prompt], swatch: Path
    ) -> None:
        longer, other = (
            [replace(one, **change) for one in told] for change in ({"seconds": 9}, {"title": "x"})
        )
        assert footage(SMALL("Swatch", out=swatch.parents[2]), longer) == {}
        assert footage(SMALL("Swatch", out=swatch.parents[2]), other) == {}

    def test_drafts_of_single_beats_do_as_well(self, told: list[Prompt], tmp_path: Path) -> None:
        arguments = ["--scene", "Swatch", "--beat", "2", "--out", str(tmp_path)]
        assert main(["draft", *arguments]) == 0
        seen = footage(SMALL("Swatch", out=tmp_path), told)
        draft = tmp_path / "renders" / "draft-dark" / "Swatch-beat02.mp4"
        assert {key: (one.file, one.start) for key, one in seen.items()} == {"up": (draft, 0)}


def options_in(out: Path, **asked: str) -> Options:
    return SMALL("Swatch", out=out, settings=options_from(asked, "").settings)


class TestServer:
    @pytest.fixture
    def client(self, told: list[Prompt], tmp_path: Path) -> Iterator:
        testclient = pytest.importorskip("starlette.testclient", reason="make recorder brings it")
        pytest.importorskip("httpx", reason="httpx is not installed")
        from lecture.recorder.app import Recorder, app_of

        options = SMALL("Swatch", out=tmp_path)
        recorder = Recorder(options, told, TakeFolder(options))
        app = app_of(recorder, 8080, lambda: None)
        with testclient.TestClient(app, base_url="http://127.0.0.1:8080") as client:
            client.mark = recorder.takes.mark
            client.place = recorder.takes.place
            yield client

    def test_it_keeps_lists_and_plays_a_take(self, client, tone) -> None:
        made = client.put(f"/take/{client.mark}/up", content=tone(440, 1))
        assert made.status_code == 200
        assert made.json() == client.get("/takes").json()
        assert made.json()["takes"]["up"]["seconds"] == 1
        assert (
            client.get(f"/take/{client.mark}/up").content == (client.place / "up.wav").read_bytes()
        )

    @pytest.mark.parametrize("address", ["/take/other/up", "/take/{mark}/..", "/take/{mark}/x"])
    def test_no_other_film_s_page_and_no_other_beat_is_let_in(
        self, client, tone, address: str
    ) -> None:
        answer = client.put(address.format(mark=client.mark), content=tone(440, 1))
        assert answer.status_code in (404, 405, 409)
        assert not client.place.exists()

    def test_no_other_site_is_let_in(self, client, tone) -> None:
        for headers in ({"origin": "http://example.test"}, {"sec-fetch-site": "cross-site"}):
            address = f"/take/{client.mark}/up"
            answer = client.put(address, content=tone(440, 1), headers=headers)
            assert answer.status_code == 403
        assert not client.place.exists()

    @pytest.mark.parametrize(
        ("number", "said"),
        [(errno.ENOSPC, "the disk with .*voice is full"), (errno.EACCES, r"\(Permission denied\)")],
    )
    def test_what_cannot_be_written_is_one_line(
        self, client, tone, monkeypatch: pytest.MonkeyPatch, number: int, said: str
    ) -> None:
        assert client.put(f"/take/{client.mark}/up", content=tone(300, 1)).status_code == 200

        def fail(*_: object) -> None:
            raise OSError(number, "Permission denied", "voice/Swatch/up.wav")

        monkeypatch.setattr(takes_module, "_wav", fail)
        answer = client.put(f"/take/{client.mark}/up", content=tone(400, 1))
        assert answer.status_code == 507
        assert re.search(f"^Not saved: .*{said}", answer.json()["error"])
        assert "\n" not in answer.json()["error"]
        assert heard(client.place / "up.wav")[0] == 300

    def test_the_page_says_what_to_type(self, client) -> None:
        page = client.get("/").text
        assert "make draft SCENE=Swatch" in page
        assert re.search(r"make render SCENE=Swatch .*VOICE=\S+/voice<", page)


class TestCommand:
    def run(self, *arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            command("recorder", "--scene", "Swatch", *arguments),
            capture_output=True,
            text=True,
            timeout=120,
        )

    def test_a_voice_that_is_no_folder_is_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "voice").write_text("a file")
        done = self.run("--out", tmp_path, "--port", "8497")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert re.match(r"recorder: (Not a directory|File exists): .*/voice", done.stderr)

    def test_a_file_that_is_no_beat_s_is_named_before_anything_is_recorded(
        self, tmp_path: Path
    ) -> None:
        sound(tmp_path / "voice" / "Swatch" / "nothing.wav", 300, 1)
        done = self.run("--out", tmp_path, "--port", "8497")
        assert done.returncode == 2
        assert "Swatch has no such beat; name it by one of: 1 new, 2 up" in done.stderr

    def test_other_films_recordings_would_be_lost_to_them(self, tmp_path: Path) -> None:
        sound(tmp_path / "voice" / "turn.wav", 300, 1)  # a beat of the film Slow
        done = self.run("--out", tmp_path, "--port", "8497")
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "move them to a subfolder of the film's name" in done.stderr


def test_the_page_uses_all_its_words_and_no_others() -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in PAGE.iterdir())
    used = set(re.findall(r"\bwords\.(\w+)", sources)) | {"title"}
    used |= set(re.findall(r'"(\w+)"', re.search(r"const REASONS = .*", sources)[0]))
    known = {key for key in entries("en") if key.startswith("recorder.page.")}
    assert {f"recorder.page.{name}" for name in used} == known
