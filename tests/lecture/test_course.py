"""`make course`: films joined without encoding again, and `make all` before it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import pytest
import srt
from heard import RATE, heard, pitch, spans
from small_films import main
from sounds import record, tone

from lecture.catalogue import SCENES, running_order
from lecture.options import UserError

LOW = ("--quality", "l")
ORDER = ("Swatch", "Moving", "Swatch")  # films/order.txt


def pictures(film: Path) -> list[str]:
    """A mark of each picture, as it is decoded."""
    with av.open(film) as container:
        frames = (frame.to_ndarray() for frame in container.decode(video=0))
        return [hashlib.sha256(frame.tobytes()).hexdigest() for frame in frames]


def packets(film: Path) -> list[bytes]:
    """The encoded pictures."""
    with av.open(film) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose films were missing, with all that it made."""
    out = tmp_path_factory.mktemp("course")
    assert main(["course", *LOW, "--out", str(out)]) == 0
    return out / "renders" / "480p15-dark"


def test_the_films_are_in_the_course_once() -> None:
    """Each has a folder; a scene of one's own needs none, and is in no course."""
    films = [file.stem for file in SCENES.glob("*.py") if file.with_suffix("").is_dir()]
    assert sorted(name.lower() for name in running_order()) == sorted(films)
    assert len(films) == 10


def test_it_shows_the_films_one_after_the_other(folder: Path) -> None:
    assert pictures(folder / "Course.mp4") == [
        mark for scene in ORDER for mark in pictures(folder / f"{scene}.mp4")
    ]


def test_nothing_is_encoded_again(folder: Path) -> None:
    assert packets(folder / "Course.mp4") == [
        packet for scene in ORDER for packet in packets(folder / f"{scene}.mp4")
    ]


def test_each_film_is_a_chapter(folder: Path) -> None:
    lengths = [len(pictures(folder / f"{scene}.mp4")) for scene in ORDER]
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    with av.open(folder / "Course.mp4") as course:
        found = [
            (c["metadata"]["title"], round(c["start"] * c["time_base"] * 15))
            for c in course.chapters()
        ]
        assert float(course.duration / av.time_base) == pytest.approx(sum(lengths) / 15, abs=1e-3)
    assert found == list(zip(ORDER, starts, strict=True))


def test_captions_follow_their_films(folder: Path) -> None:
    def cues(name: str) -> list[srt.Subtitle]:
        return list(srt.parse((folder / f"{name}.srt").read_text(encoding="utf-8")))

    first, second = cues("Swatch"), cues("Moving")
    length = len(pictures(folder / "Swatch.mp4")) / 15
    joined = cues("Course")
    assert [cue.content for cue in joined] == [cue.content for cue in [*first, *second, *first]]
    moved = joined[len(first)].start - second[0].start
    assert moved.total_seconds() == pytest.approx(length, abs=1e-3)
    vtt = (folder / "Course.vtt").read_text(encoding="utf-8")
    assert vtt.count("-->") == len(joined)


def test_films_that_are_there_are_not_made_again(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.glob("[SM]*.mp4")}
    assert main(["course", *LOW, "--out", str(folder.parents[1])]) == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_films_with_and_without_a_voice_are_joined(folder: Path, tmp_path: Path) -> None:
    """In its order: with, without, with."""
    record(tmp_path / "mine" / "Swatch" / "up.wav", tone(4.0, hertz=500))
    out = ("--out", str(folder.parents[1]), "--voice", str(tmp_path / "mine"))
    assert main(["course", *LOW, *out]) == 0
    (spoken,) = folder.parent.glob("480p15-dark-spoken-mine-*")
    assert heard(spoken / "Moving.mp4") is None
    (told,) = spans(heard(spoken / "Swatch.mp4"))
    lengths = [len(pictures(spoken / f"{scene}.mp4")) / 15 for scene in ORDER]
    sound = heard(spoken / "Course.mp4")
    assert sound.size / RATE == pytest.approx(sum(lengths), abs=0.03)
    assert spans(sound) == [
        pytest.approx([start + before for start in told], abs=0.01)
        for before in (0, lengths[0] + lengths[1])
    ]
    assert pitch(sound[-3 * RATE : -2 * RATE]) == pytest.approx(500, abs=3)
    assert heard(folder / "Course.mp4") is None


def test_a_film_of_another_format_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ("--out", str(tmp_path))
    assert main(["render", "--scene", "Moving", *LOW, "--fps", "5", *out]) == 0
    assert main(["render", "--scene", "Swatch", *LOW, *out]) == 0
    folder = tmp_path / "renders" / "480p15-dark"
    for path in (tmp_path / "renders" / "480p5-dark").iterdir():
        path.replace(folder / path.name)
    capsys.readouterr()
    assert main(["course", *LOW, *out]) == 2
    said = capsys.readouterr().err
    assert "Moving.mp4 is encoded unlike" in said
    assert "make render SCENE=Moving" in said
    assert not list(folder.glob("Course*"))


def test_a_wrong_name_in_the_order_is_named(tmp_path: Path) -> None:
    (tmp_path / "order.txt").write_text("Nonsense\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"order\.txt: there is no 'Nonsense'"):
        running_order(tmp_path)


def test_all_makes_every_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lecture.__main__.scene_names", lambda _: ["Moving", "Swatch"])
    assert main(["all", *LOW, "--fps", "5", "--out", str(tmp_path)]) == 0
    # They are made side by side: which is done first is chance.
    made = sorted(Path(line).name for line in capfd.readouterr().out.splitlines())
    assert made == ["Moving.mp4", "Swatch.mp4"]
    assert all((tmp_path / "renders" / "480p5-dark" / film).is_file() for film in made)
