"""A folder of recordings: which file is which beat's, and what is wrong with a folder."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from small_films import FILMS
from sounds import record, silence, tone

from lecture.options import UserError
from lecture.voice import folder, sound

# films/swatch.py has the beats `new` and `up`, films/moving.py `move` and `home`.


def lay(place: Path, *names: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        (place / name).write_bytes(b"sound")
    return place


def found(place: Path, scene: str = "Swatch") -> dict[int, str]:
    files = folder.recordings(place, scene, FILMS)
    return {number: str(file.relative_to(place)) for number, file in files.items()}


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.wav", "2.wav"), ("01.flac", "up.MP3"), ("New.m4a", "0002.m4a"), ("new.WAV", "up.flac")],
)
def test_a_file_is_named_by_number_or_key(tmp_path: Path, first: str, second: str) -> None:
    assert found(lay(tmp_path, second, first)) == {1: first, 2: second}


def test_what_is_missing_is_missing(tmp_path: Path) -> None:
    assert found(lay(tmp_path, "up.wav")) == {2: "up.wav"}
    assert found(lay(tmp_path / "empty")) == {}


def test_other_files_do_not_count(tmp_path: Path) -> None:
    lay(tmp_path, "new.wav", "notes.txt", ".02.wav", "._up.wav", "cover.jpg", "new.wav~")
    (tmp_path / "old takes").mkdir()
    assert found(tmp_path) == {1: "new.wav"}


def test_a_film_s_subfolder_is_taken(tmp_path: Path) -> None:
    lay(tmp_path / "Swatch", "02.wav")
    lay(tmp_path / "moving", "home.wav")
    assert found(tmp_path) == {2: "Swatch/02.wav"}
    assert found(tmp_path, "Moving") == {2: "moving/home.wav"}


def test_where_other_films_have_subfolders_a_film_without_one_is_silent(tmp_path: Path) -> None:
    lay(tmp_path, "01.wav")
    lay(tmp_path / "Moving", "01.wav")
    assert found(tmp_path) == {}


def test_one_folder_may_hold_the_beats_of_several_films_by_their_keys(tmp_path: Path) -> None:
    lay(tmp_path, "new.wav", "home.wav")
    assert found(tmp_path) == {1: "new.wav"}
    assert found(tmp_path, "Moving") == {2: "home.wav"}


@pytest.mark.parametrize("name", ["3.wav", "0.wav", "news.wav", "1b.wav", "²." + "wav", "-1.wav"])
def test_a_name_that_is_no_beat_s_is_told(tmp_path: Path, name: str) -> None:
    file = lay(tmp_path / "Swatch", "1.wav", name) / name
    said = f"{file}: Swatch has no such beat; name it by one of: 1 new, 2 up"
    with pytest.raises(UserError, match=re.escape(said)):
        found(tmp_path)


def test_another_film_s_beat_in_a_film_s_subfolder_is_told(tmp_path: Path) -> None:
    lay(tmp_path / "Swatch", "home.wav")
    with pytest.raises(UserError, match="Swatch has no such beat"):
        found(tmp_path)


def test_two_files_of_one_beat_are_told(tmp_path: Path) -> None:
    lay(tmp_path, "02.wav", "up.mp3")
    said = r"up\.mp3: beat 2 \(up\) has a second file, 02\.wav; keep one of them"
    with pytest.raises(UserError, match=said):
        found(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"voice: there is no folder .*gone"):
        found(tmp_path / "gone")
    with pytest.raises(UserError, match="there is no folder"):
        found(lay(tmp_path, "1.wav") / "1.wav")


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a"])
@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_each_kind_of_file_is_read(tmp_path: Path, suffix: str, rate: int, channels: int) -> None:
    """A tone after half a second of silence, of 1.5 s in all; MP3 and AAC round to their blocks."""
    samples = np.concatenate([silence(0.5, rate), tone(1.0, hertz=880, rate=rate)])
    file = record(tmp_path / f"1{suffix}", samples, rate=rate, channels=channels)
    heard = sound.read(file)
    assert heard.dtype == np.float32 and heard.ndim == 1
    assert heard.size / sound.RATE == pytest.approx(1.5, abs=0.06)
    assert sound.seconds(file) == heard.size / sound.RATE
    begins = np.flatnonzero(np.abs(heard) > 0.1)[0] / sound.RATE
    assert begins == pytest.approx(0.5, abs=0.01)
    middle = heard[int(0.75 * sound.RATE) : int(1.25 * sound.RATE)]
    assert np.argmax(np.abs(np.fft.rfft(middle))) * 2 == pytest.approx(880, abs=2)  # bins of 2 Hz
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.2 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_file_without_sound_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "01.wav"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"01\.wav cannot be read as sound \(.+\); record it again"):
        sound.read(file)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read as sound"):
        sound.read(tmp_path / "gone.wav")


def test_a_picture_is_no_sound(swatch: Path) -> None:
    with pytest.raises(UserError, match="there is no sound in it"):
        sound.read(swatch)
