"""`make all`: films side by side; one that cannot be made, or an end, costs no other."""

from __future__ import annotations

import os
import re
import shutil
import signal
from pathlib import Path

import pytest
from small_films import FILES, content, hidden, lay_old_film
from small_films import FILMS as ALL_FILMS
from test_faults import finished_segments
from test_film_workers import helpers_of, is_running, wait_for
from test_render import film_frames
from warm import Process, start

FILMS = ("Broken", "Slow", "Swatch")
ALL = ("all", "--quality", "l", "--fps", "5", "--jobs", "2")
PATIENCE = 400

pytestmark = pytest.mark.slow


def folder(out: Path) -> Path:
    return out / "renders" / "480p5-dark"


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], int, str]:
    """The folder, what lay there before, the exit code and stderr of `make all`."""
    out = tmp_path_factory.mktemp("all")
    old = lay_old_film(folder(out), "Broken")
    process = start_all(out)
    _, errors = process.communicate(timeout=PATIENCE)
    return out, old, process.returncode, errors


def test_one_that_fails_keeps_no_other_from_being_made(ended) -> None:
    out, old, code, errors = ended
    assert code == 1
    assert "a mistake in the scene" in errors
    made = content(folder(out))
    assert {name: made[name] for name in old} == old
    for scene in FILMS[1:]:
        assert film_frames(folder(out) / f"{scene}.mp4") > 20
        assert {f"{scene}.{suffix}" for suffix in FILES} <= set(made)
    assert hidden(out) == []


def test_the_next_run_makes_only_what_is_missing(ended) -> None:
    out, *_ = ended
    lost = folder(out) / "Swatch.mp4"
    was = {path: path.stat().st_ino for path in folder(out).iterdir()}
    data = lost.read_bytes()
    lost.unlink()
    process = start_all(out)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    now = {path: path.stat().st_ino for path in folder(out).iterdir()}
    assert lost.read_bytes() == data
    assert {path for path in was if was[path] != now[path]} == set(folder(out).glob("Swatch.*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_end_leaves_old_films_and_no_process(tmp_path: Path, number: signal.Signals) -> None:
    process, old = begun(tmp_path)
    family = helpers_of(process.pid)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # what Ctrl-C does: the whole family gets it
    else:
        process.send_signal(number)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, errors
    assert "all: interrupted" in errors
    # Broken may have been telling its mistake; no other film has a traceback.
    assert not re.search(r"Process (?!Broken)\w+:", errors)
    assert [helper for helper in family if is_running(helper)] == []
    unchanged(tmp_path, old)
    assert hidden(tmp_path) == [], errors


def test_killed_it_leaves_old_films_and_no_process(tmp_path: Path) -> None:
    process, old = begun(tmp_path)
    family = helpers_of(process.pid)
    process.kill()
    process.communicate(timeout=PATIENCE)
    wait_for(lambda: not any(map(is_running, family)), PATIENCE)
    unchanged(tmp_path, old)


def test_a_killed_film_is_named_and_the_others_are_made(tmp_path: Path) -> None:
    process, old = begun(tmp_path)
    victim = helpers_of(process.pid)[-1]
    os.kill(victim, signal.SIGKILL)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    (line,) = [line for line in errors.splitlines() if "ended by SIGKILL" in line]
    killed = line.split("render ")[-1].split(":")[0]
    assert killed in FILMS
    for scene in set(FILMS[1:]) - {killed}:
        assert film_frames(folder(tmp_path) / f"{scene}.mp4") > 20
    lost = {name: data for name, data in old.items() if name.startswith(f"{killed}.")}
    assert lost.items() <= content(folder(tmp_path)).items()


def start_all(out: Path, **options) -> Process:
    """`make all` of `FILMS`, begun."""
    scenes = out / "scenes"
    scenes.mkdir(exist_ok=True)
    for scene in FILMS:
        shutil.copy(ALL_FILMS / f"{scene.lower()}.py", scenes)
    return start(*ALL, "--scenes", scenes, "--out", out, **options)


def begun(out: Path) -> tuple[Process, dict[str, bytes]]:
    """`make all` at work on its first films, and the old films that lie there."""
    folder(out).mkdir(parents=True)
    for scene in FILMS:
        for suffix in FILES:
            (folder(out) / f"{scene}.{suffix}").write_bytes(f"old {scene}".encode())
    old = content(folder(out))
    process = start_all(out, process_group=0)
    wait_for(lambda: finished_segments(out / "media"), PATIENCE)
    assert process.poll() is None
    return process, old


def unchanged(out: Path, old: dict[str, bytes]) -> None:
    """Each film is the old one or a whole new one, with all that belongs to it."""
    for scene in FILMS:
        film = folder(out) / f"{scene}.mp4"
        if film.read_bytes() == old[film.name]:
            continue
        assert film_frames(film) > 20
