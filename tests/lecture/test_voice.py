"""A film with a voice: what is heard when, how loud, and what of it is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
import srt
from heard import RATE, frames, heard, pitch, spans, told
from scipy.signal import resample_poly
from small_films import content, hidden, main
from sounds import record, silence, tone
from warm import start as begin

from lecture.deck_films import cut_steps
from lecture.manifest import load_manifest
from lecture.options import PROJECT, Options
from lecture.shape.layout import layout_of
from scenes.script.settings import Settings

SPOKEN = Path(__file__).with_name("spoken")
ASKING = ("--scene", "Asking", "--quality", "l")
FPS = 15
FRAME = 1 / FPS


def said(*hertz_and_seconds: tuple[float, float], pause: float = 0.5) -> np.ndarray:
    """Sentences as tones of a pitch, with pauses between them, after which nothing comes."""
    parts = [
        part for hertz, s in hertz_and_seconds for part in (tone(s, hertz=hertz), silence(pause))
    ]
    return np.concatenate(parts[:-1])


CHOICE = said((300, 3.0), (500, 1.8), (700, 1.6))  # two sentences and the answer
PLAIN = said((900, 9.0))
LAST = said((400, 1.5), (600, 6.0), pause=0.4)


def make(out: Path, action: str, *more: str | Path) -> int:
    return main([action, *ASKING, "--out", str(out), *map(str, more)], SPOKEN)


def segments(out: Path) -> dict[Path, int]:
    found = [path for path in (out / "media").rglob("*.mp4") if not path.name.startswith(".")]
    return {path: path.stat().st_mtime_ns for path in found}


@dataclass(frozen=True)
class Made:
    """A film without and with a voice, and the segments before and after the second."""

    out: Path
    folder: Path
    silent: Path
    film: Path
    before: dict[Path, int]
    after: dict[Path, int]

    @property
    def starts(self) -> list[float]:
        return [section["start"] / FPS for section in told(self.film)["sections"]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    out = tmp_path_factory.mktemp("voice")
    folder = out / "Ännas voice {1}"
    record(folder / "Asking" / "choice.flac", CHOICE)
    record(folder / "Asking" / "02.wav", 0.1 * PLAIN)  # a soft one
    record(folder / "Asking" / "3.wav", LAST)
    assert make(out, "render") == 0
    before = segments(out)
    assert make(out, "render", "--voice", folder) == 0
    (silent,) = (out / "renders" / "480p15-dark").glob("*.mp4")
    (film,) = (out / "renders").glob("480p15-dark-spoken-*/*.mp4")
    return Made(out, folder, silent, film, before, segments(out))


def test_a_film_without_a_voice_has_no_sound(made: Made) -> None:
    assert heard(made.silent) is None


def test_the_voice_of_a_beat_begins_with_it(made: Made) -> None:
    sound = heard(made.film)
    assert sound.size / RATE == pytest.approx(frames(made.film) * FRAME, abs=0.03)
    begun = [start for start, _ in spans(sound)]
    for start, hertz in zip(made.starts, (300, 900, 400), strict=True):
        nearest = min(begun, key=lambda one: abs(one - start))
        assert nearest == pytest.approx(start, abs=FRAME)
        first = round((start + 0.1) * RATE)
        assert pitch(sound[first : first + RATE]) == pytest.approx(hertz, abs=3)


def test_a_beat_is_held_until_its_voice_has_ended(made: Made) -> None:
    ends = [*made.starts[1:], frames(made.film) * FRAME]
    long = [end for _, end in spans(heard(made.film))]
    assert min(abs(one - (made.starts[1] + 9.0)) for one in long) < 2 * FRAME
    for end in ends:
        assert 0.3 < end - max(one for one in long if one < end) < 1.0


def test_pictures_are_not_filmed_again(made: Made) -> None:
    """One hold is longer in each beat, or two where a question waits for the voice as well."""
    assert {path: made.after[path] for path in made.before} == made.before
    assert 1 <= len(made.after) - len(made.before) <= 4
    before, after = (told(film)["sections"] for film in (made.silent, made.film))
    grown = [b["frames"] - a["frames"] for a, b in zip(before, after, strict=True)]
    assert all(more >= 0 for more in grown) and grown[1] > 60


def test_a_question_is_asked_before_its_pause_and_answered_with_its_picture(made: Made) -> None:
    """The recording's own pause of half a second has made way for the film's two seconds."""
    sound, (asking, *_) = heard(made.film), told(made.film)["sections"]
    one, two, three = spans(sound)[:3]
    assert [pitch(sound[int(a * RATE) : int(b * RATE)]) for a, b in (one, two, three)] == [
        pytest.approx(hertz, abs=3) for hertz in (300, 500, 700)
    ]
    assert one == (pytest.approx(0, abs=FRAME), pytest.approx(3.0, abs=0.02))
    assert two == (pytest.approx(3.5, abs=0.02), pytest.approx(5.3, abs=0.02))
    answer = asking["asked"][1] / FPS
    assert 2.0 < answer - 5.3 < 2.5
    # So much of the pause before the answer stays, lest a consonant be cut.
    assert three[0] == pytest.approx(answer + 0.15, abs=0.05)


def test_a_question_that_ends_a_long_script_is_held_where_a_sentence_ends(made: Made) -> None:
    """The voice goes on with the answer's picture, and ends with the beat."""
    last, start = told(made.film)["sections"][2], made.starts[2]
    silent = told(made.silent)["sections"][2]
    assert 0 <= last["asked"][1] - silent["asked"][1] <= 0.4 * FPS
    (one, two) = [span for span in spans(heard(made.film)) if span[0] >= start - FRAME]
    assert one == (pytest.approx(start, abs=FRAME), pytest.approx(start + 1.5, abs=FRAME))
    assert two[0] - start - last["asked"][1] / FPS == pytest.approx(0.15, abs=0.05)
    assert two[1] - two[0] == pytest.approx(6.0, abs=0.05)


def test_it_is_as_loud_as_speech_on_the_web(made: Made) -> None:
    """By BS.1770 as pyloudnorm has it, and peaks at four times the rate by SciPy."""
    sound = heard(made.film)
    assert pyloudnorm.Meter(RATE).integrated_loudness(sound) == pytest.approx(-16, abs=0.5)
    peak = np.abs(resample_poly(sound, 4, 1)).max()
    assert 20 * np.log10(peak) < -1


def test_a_soft_recording_is_as_loud_as_the_others(made: Made) -> None:
    sound = heard(made.film)
    meter = pyloudnorm.Meter(RATE)
    loud = [
        meter.integrated_loudness(sound[round(a * RATE) : round(b * RATE)])
        for a, b in ((0.1, 2.9), (made.starts[1] + 0.1, made.starts[1] + 8.0))
    ]
    assert loud[0] == pytest.approx(loud[1], abs=1.0)


def test_captions_say_each_sentence_while_it_is_heard(made: Made) -> None:
    cues = list(srt.parse(made.film.with_suffix(".srt").read_text(encoding="utf-8")))
    first = [cue for cue in cues if cue.start.total_seconds() < made.starts[1] - FRAME]
    assert [" ".join(cue.content.split()) for cue in first] == [
        "Here are two of them, as you can see.",
        "Which of them counts?",
        "The smaller one does.",
    ]
    times = spans(heard(made.film))[:3]
    for cue, (start, end) in zip(first, times, strict=True):
        assert cue.start.total_seconds() == pytest.approx(start, abs=0.2)
        assert cue.end.total_seconds() >= end - 0.2
    vtt = made.film.with_suffix(".vtt").read_text(encoding="utf-8")
    assert "<c.ask>Which of them counts?</c>" in vtt


def test_captions_are_written_again_from_the_table(made: Made) -> None:
    files = [made.film.with_suffix(suffix) for suffix in (".srt", ".vtt")]
    before = [file.read_bytes() for file in files]
    assert make(made.out, "captions", "--voice", made.folder) == 0
    assert [file.read_bytes() for file in files] == before


def test_chapters_and_pictures_fit(made: Made) -> None:
    with av.open(made.film) as film:
        chapters = [float(c["start"] * c["time_base"]) for c in film.chapters()]
    assert chapters == pytest.approx(made.starts, abs=1e-3)
    assert frames(made.film) == sum(section["frames"] for section in told(made.film)["sections"])


def test_it_is_made_again_only_when_a_voice_has_changed(made: Made, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    record(folder / "2.wav", PLAIN)

    def film() -> tuple[int, bytes]:
        assert make(made.out, "render", "--voice", folder) == 0
        (path,) = (made.out / "renders").glob("480p15-dark-spoken-mine-*/Asking.mp4")
        return path.stat().st_mtime_ns, path.read_bytes()

    first = film()
    (folder / "notes.txt").touch()
    record(folder / "2.wav", PLAIN)  # of the same content
    assert film() == first
    record(folder / "2.wav", said((250, 6.0)))
    assert film()[1] != first[1]


def test_beats_without_a_voice_keep_their_captions(made: Made, tmp_path: Path) -> None:
    record(tmp_path / "v" / "2.wav", said((250, 2.0)))
    assert make(made.out, "render", "--voice", tmp_path / "v") == 0
    (film,) = (made.out / "renders").glob("480p15-dark-spoken-v-*/Asking.srt")
    texts = [" ".join(cue.content.split()) for cue in srt.parse(film.read_text(encoding="utf-8"))]
    assert texts == [
        *("Which one counts?", "The smaller one counts."),
        "It goes on like this.",
        *("And now?", "What comes now?"),
    ]


def test_a_silent_recording_leaves_the_caption(made: Made, tmp_path: Path) -> None:
    record(tmp_path / "mute" / "2.wav", silence(9.0))
    assert make(made.out, "render", "--voice", tmp_path / "mute") == 0
    (film,) = (made.out / "renders").glob("480p15-dark-spoken-mute-*/Asking.mp4")
    assert not spans(heard(film))
    assert told(film)["sections"][1]["frames"] >= 9 * FPS
    assert "On it goes." in film.with_suffix(".srt").read_text(encoding="utf-8")


def test_a_film_that_has_no_recording_stays_silent(made: Made, tmp_path: Path, capsys) -> None:
    (tmp_path / "none").mkdir()
    assert make(made.out, "render", "--voice", tmp_path / "none") == 0
    said = f"voice: {tmp_path}/none has no recording of Asking: it stays silent\n"
    assert capsys.readouterr().err == said
    (film,) = (made.out / "renders").glob("480p15-dark-spoken-none-*/Asking.mp4")
    assert heard(film) is None
    assert frames(film) == frames(made.silent)


def test_a_draft_of_a_beat_has_its_voice(made: Made) -> None:
    assert make(made.out, "draft", "--voice", made.folder, "--beat", "2") == 0
    (film,) = (made.out / "renders").glob("draft-dark-spoken-*/Asking-beat02.mp4")
    ((start, end),) = spans(heard(film))
    assert (start, end) == (pytest.approx(0, abs=FRAME), pytest.approx(9.0, abs=0.05))
    assert {
        path: time for path, time in segments(made.out).items() if path in made.after
    } == made.after


def test_a_film_with_burned_in_captions_is_heard(made: Made) -> None:
    assert make(made.out, "captions", "--voice", made.folder, "--captions", "burned") == 0
    assert np.array_equal(heard(made.film.with_stem("Asking-captioned")), heard(made.film))


def test_in_another_shape_each_sentence_stands_while_it_is_heard(made: Made) -> None:
    """The first beat's three sentences are three pictures of the box for lines."""
    assert make(made.out, "render", "--voice", made.folder, "--shape", "tall") == 0
    tall = made.film.with_stem("Asking-tall")
    assert np.array_equal(heard(tall), heard(made.film))
    box = layout_of("tall", 480).line
    with av.open(tall) as film:
        lines = [
            frame.to_ndarray()[box.top : box.top + box.height].astype(int)
            for frame in film.decode(video=0)
        ]
    assert len(lines) == frames(made.film)
    first = lines[: round(made.starts[1] * FPS)]
    other = [n for n, (a, b) in enumerate(pairwise(first), 1) if np.abs(a - b).max() > 100]
    begun = [start for start, _ in spans(heard(tall))[:3]]
    assert begun[0] == pytest.approx(0, abs=FRAME)
    assert [n * FRAME for n in other] == pytest.approx(begun[1:], abs=0.2)


def test_a_beat_in_another_shape_has_its_voice(made: Made, tmp_path: Path) -> None:
    """It is filmed alone: nothing else is there."""
    assert make(tmp_path, "render", "--voice", made.folder, "--shape", "square", "--beat", "2") == 0
    (film,) = (tmp_path / "renders").glob("480p15-dark-spoken-*/Asking-square-beat02.mp4")
    ((start, end),) = spans(heard(film))
    assert (start, end) == (pytest.approx(0, abs=FRAME), pytest.approx(9.0, abs=0.05))


def test_a_beat_without_its_ground_has_its_voice(made: Made) -> None:
    assert make(made.out, "render", "--voice", made.folder, "--alpha", "1", "--beat", "1") == 0
    expected = spans(heard(made.film))[:3]
    for suffix, codec in ((".mov", "aac"), (".webm", "opus")):
        film = made.film.with_name(f"Asking-beat01{suffix}")
        found = spans(heard(film, codec))
        assert np.array(found) == pytest.approx(np.array(expected), abs=0.05)


def test_a_deck_s_steps_are_heard_as_in_the_film(made: Made, tmp_path: Path) -> None:
    """The deck waits after two questions, and an answer's step begins with its voice."""
    manifest = load_manifest(made.film)
    steps = cut_steps(made.film, manifest.steps, tmp_path)
    assert len(steps) == 5
    sound = heard(made.film)
    for step, part_of in zip(steps, manifest.steps, strict=True):
        first, size = (round(n / FPS * RATE) for n in (part_of.start, part_of.frames))
        part = heard(step)
        assert abs(part.size - size) < 2048
        size = min(size, part.size)
        assert np.abs(part[:size] - sound[first : first + size]).max() < 0.01
        assert frames(step) == part_of.frames
    assert [said.text for said in manifest.steps[1].spoken] == ["The smaller one does."]
    assert manifest.steps[1].spoken[0].start < 5


def test_mistakes_cost_nothing(made: Made, tmp_path: Path, capsys) -> None:
    (tmp_path / "01.wav").write_bytes(b"no sound")
    before = content(made.out / "renders")
    assert make(made.out, "render", "--voice", tmp_path) == 2
    assert make(made.out, "render", "--voice", tmp_path / "gone") == 2
    one, two = capsys.readouterr().err.splitlines()
    assert one.startswith(f"render: {tmp_path}/01.wav cannot be read as sound")
    assert two.startswith(f"render: voice: there is no folder {tmp_path}/gone")
    assert content(made.out / "renders") == before


def test_two_renders_at_once(tmp_path: Path) -> None:
    record(tmp_path / "a voice" / "plain.wav", PLAIN)
    arguments = ("render", *ASKING, "--out", tmp_path, "--voice", tmp_path / "a voice")
    both = [begin(*arguments, f"--scenes={SPOKEN}") for _ in range(2)]
    results = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], results
    assert spans(heard(Path(results[0][0].strip())))
    assert hidden(tmp_path) == []


@pytest.mark.parametrize(
    ("voice", "command", "name"),
    [
        (None, None, ""),
        ("anna", None, "-spoken-anna"),
        ("voices/anna", None, "-spoken-anna-"),
        ("an a", None, "-spoken-an_a-"),
        ("/elsewhere/anna", None, "-spoken-anna-"),
        ("anna", "espeak-ng", "-spoken-anna-"),
        (None, "espeak-ng", "-spoken-"),
    ],
)
def test_a_voice_s_folder(voice: str | None, command: str | None, name: str) -> None:
    folder = PROJECT / voice if voice else None
    options = Options("KL", voice=folder, voice_command=command, settings=Settings())
    assert options.pictures == "1080p60-dark"
    mark = options.variant.removeprefix(f"1080p60-dark{name}")
    assert len(mark) == (6 if name.endswith("-") else 0)
