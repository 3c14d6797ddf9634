"""A voice made by a program: what it is given, what is kept, and how it fails."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from heard import RATE, heard, pitch, spans, told
from small_films import content, hidden, main
from sounds import record, tone
from warm import start as begin

from lecture.options import Options
from lecture.sentences import sentences
from lecture.voice import command, pauses
from lecture.voice.sound import read
from scenes.script.settings import Settings

SPOKEN = Path(__file__).with_name("spoken")
LOW = ("--scene", "Asking", "--quality", "l", "--fps", "5")
SCRIPTS = [
    "Here are two of them, as you can see. Which of them counts? The smaller one does.",
    "It goes on like this.",
    "So far, so good. And now?",
]

# Writes down what it was given, and speaks each sentence as a tone of 330 hertz.
PROGRAM = """
import json, math, struct, sys, wave
from pathlib import Path

text = sys.stdin.buffer.read().decode("utf-8")
with Path(__file__).with_name("asked.txt").open("a", encoding="utf-8") as book:
    book.write(json.dumps([text, *sys.argv[1:-1]]) + chr(10))
pass
def tone(count):
    waves = (4000 * math.sin(2 * math.pi * 330 * n / 16000) for n in range(count))
    return b"".join(struct.pack("<h", round(sample)) for sample in waves)

with wave.open(sys.argv[-1], "wb") as file:
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(16000)
    for part in text.split(". "):
        file.writeframes(tone(800 * len(part)) + bytes(2 * 8000))
"""


def speaker(folder: Path, program: str = PROGRAM) -> str:
    """A command that speaks."""
    file = folder / "the speaker.py"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(program, encoding="utf-8")
    return f"{sys.executable} '{file}'"


def asked(folder: Path) -> list[list[str]]:
    book = folder / "asked.txt"
    return [json.loads(line) for line in book.read_text(encoding="utf-8").splitlines()]


def make(out: Path, *more: str | Path) -> int:
    return main(["render", *LOW, "--out", str(out), *map(str, more)], SPOKEN)


def film_in(out: Path) -> Path:
    (film,) = (out / "renders").glob("480p5-dark-spoken-*/Asking.mp4")
    return film


def test_it_is_called_once_a_beat_and_what_it_said_is_kept(tmp_path: Path) -> None:
    said = ("--voice-command", speaker(tmp_path / "a") + " --voice {language}")
    assert make(tmp_path, *said) == 0
    expected = [[f"{text}\n", "--voice", "en"] for text in SCRIPTS]
    assert asked(tmp_path / "a") == expected
    film = film_in(tmp_path)
    sound, starts = heard(film), [part["start"] / 5 for part in told(film)["sections"]]
    for start in starts:
        assert min(abs(one - start) for one, _ in spans(sound)) < 0.2
    assert pitch(sound[:RATE]) == pytest.approx(330, abs=3)
    film.unlink()
    assert make(tmp_path, *said) == 0
    assert asked(tmp_path / "a") == expected
    assert hidden(tmp_path) == []


def test_another_command_or_language_is_another_voice(tmp_path: Path) -> None:
    said = speaker(tmp_path)
    for language, more in (("en", ""), ("en", " -x"), ("de", ""), ("en", "")):
        settings = Settings(language=language)
        options = Options("Asking", out=tmp_path, voice_command=said + more, settings=settings)
        assert command.spoken({1: "Hello."}, options)[1].is_file()
    assert asked(tmp_path) == [["Hello.\n"], ["Hello.\n", "-x"], ["Hello.\n"]]


def test_recordings_come_first(tmp_path: Path) -> None:
    record(tmp_path / "mine" / "plain.wav", tone(3.0, hertz=900))
    said = ("--voice", tmp_path / "mine", "--voice-command", speaker(tmp_path / "a"))
    assert make(tmp_path, *said) == 0
    assert [text for (text,) in asked(tmp_path / "a")] == [f"{SCRIPTS[n]}\n" for n in (0, 2)]
    film = film_in(tmp_path)
    start = round((told(film)["sections"][1]["start"] / 5 + 0.5) * RATE)
    assert pitch(heard(film)[start : start + RATE]) == pytest.approx(900, abs=3)


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        (
            "import sys; print('one', file=sys.stderr); sys.exit('no voice named x')",
            "beat 1: it ended with code 1: no voice named x",
        ),
        ("import os; os.kill(os.getpid(), 9)", "beat 1: it ended with code -9"),
        ("", "beat 1: it wrote no file"),
        (
            "import sys; open(sys.argv[-1], 'w').write('hello')",
            "beat 1: what it wrote is no sound",
        ),
    ],
)
def test_a_program_that_fails_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], program: str, complaint: str
) -> None:
    said = speaker(tmp_path / "a", program)
    assert make(tmp_path, "--voice-command", said) == 2
    assert capsys.readouterr().err == f"render: voice_command: {said}: {complaint}\n"
    assert not list((tmp_path / "renders").rglob("*.mp4"))
    assert not list((tmp_path / "media").rglob("*.wav"))
    assert hidden(tmp_path) == []


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("no-such-speaker -w", "voice_command: 'no-such-speaker' cannot be started: No such file"),
        ("'open quote", 'voice_command: "\'open quote" cannot be read as a list'),
        (" ", "voice_command: it is empty; give a program that speaks"),
    ],
)
def test_a_command_that_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, complaint: str
) -> None:
    assert make(tmp_path, "--voice-command", typed) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"render: {complaint}")


def test_a_killed_run_can_be_repeated(tmp_path: Path) -> None:
    """It is killed while the program speaks, whose file is half there."""
    half = "import time; open(sys.argv[-1], 'wb').write(b'RIFF'); time.sleep(60)"
    slow = PROGRAM.replace("pass\n", f"if len(text) < 40: {half}\n")
    said = speaker(tmp_path / "a", slow)
    arguments = ("render", *LOW, "--out", tmp_path, f"--scenes={SPOKEN}", "--voice-command", said)
    process = begin(*arguments)
    while len(asked(tmp_path / "a") if (tmp_path / "a" / "asked.txt").exists() else []) < 2:
        assert process.poll() is None, process.communicate()
    process.kill()
    process.communicate(timeout=30)
    speaker(tmp_path / "a")
    assert make(tmp_path, "--voice-command", said) == 0
    assert len(asked(tmp_path / "a")) == 4  # the first beat's voice was kept
    assert hidden(tmp_path) == []


def test_two_runs_at_once(tmp_path: Path) -> None:
    said = speaker(tmp_path / "a")
    arguments = ("render", *LOW, "--out", tmp_path, f"--scenes={SPOKEN}", "--voice-command", said)
    both = [begin(*arguments) for _ in range(2)]
    results = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], results
    assert spans(heard(film_in(tmp_path)))
    assert hidden(tmp_path) == []


CORNERS = (
    "Better or worse, likelier or rarer: four corners. In which does the lamp stay on? "
    "Far enough the right way: let go. The wrong way, however far: always pushed back."
)
STEP = (
    "One far too long step leaps past the bound; its own push is off. Others still push, shrink "
    "and make room, until one after another their lamps go out. Without clipping, nothing else "
    "is left."
)
ESPEAK = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="espeak-ng is not installed: apt-get install espeak-ng"
)


@ESPEAK
def test_espeak_ng_speaks_a_film(tmp_path: Path) -> None:
    assert make(tmp_path, "--voice-command", "espeak-ng -v {language} --stdin -w") == 0
    film = film_in(tmp_path)
    sections, sound = told(film)["sections"], heard(film)
    for section in sections:
        start, end = (section["start"] + n for n in (0, section["frames"]))
        part = sound[round(start / 5 * RATE) : round(end / 5 * RATE)]
        assert np.abs(part[: RATE // 2]).max() > 0.05  # it begins with the beat
        assert np.abs(part[-RATE // 10 :]).max() < 0.02  # and has ended before the next
    assert [said[0] for said in sections[0]["spoken"]] == sentences(SCRIPTS[0])
    assert content(tmp_path / "media" / "voice").keys()


@ESPEAK
@pytest.mark.parametrize("script", [SCRIPTS[0], CORNERS, STEP])
def test_sentences_are_found_in_a_spoken_text(tmp_path: Path, script: str) -> None:
    """Each sentence spoken alone tells how long it is; together they are told by their pauses."""

    def spoken(text: str) -> np.ndarray:
        options = Options("Asking", out=tmp_path, voice_command="espeak-ng -v en --stdin -w")
        samples = read(command.spoken({1: text}, options)[1])
        heard = pauses.speech_of(samples)
        return samples[round(heard[0].start * RATE) : round(heard[-1].end * RATE)]

    parts = [spoken(text) for text in sentences(script)]
    ends = np.cumsum([part.size / RATE + 0.4 for part in parts]) - 0.4
    pause = np.zeros(round(0.4 * RATE), np.float32)
    whole = np.concatenate([part for one in parts for part in (one, pause)][:-1])
    found = pauses.breaks(pauses.speech_of(whole), list(map(len, sentences(script))))
    assert [one.start for one in found] == pytest.approx(list(ends[:-1]), abs=0.1)
    assert [one.end for one in found] == pytest.approx(list(ends[:-1] + 0.4), abs=0.1)
