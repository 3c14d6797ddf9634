"""One film by several processes: frame for frame the film of one, whoever of them dies."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

import av
import pytest
from small_films import hidden
from warm import start

from lecture import film_workers
from lecture.film_workers import Claims

MOVING = ("render", "--scene", "Many", "--quality", "l")


def pictures(film: Path) -> list[str]:
    """The hash of each decoded frame."""
    with av.open(film) as container:
        return [
            hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest()
            for frame in container.decode(video=0)
        ]


def filmed(out: Path) -> Path:
    return out / "renders" / "480p15-dark" / "Many.mp4"


def finished(process) -> None:
    _, errors = process.communicate(timeout=180)
    assert process.returncode == 0, errors


@pytest.fixture(scope="module")
def by_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film as one process makes it."""
    out = tmp_path_factory.mktemp("one")
    finished(start(*MOVING, "--out", out, "--jobs", "1"))
    return filmed(out)


def test_the_film_of_three_processes_is_the_film_of_one(by_one: Path, tmp_path: Path) -> None:
    finished(start(*MOVING, "--out", tmp_path, "--jobs", "3"))
    assert pictures(filmed(tmp_path)) == pictures(by_one)
    for suffix in (".vtt", ".srt", ".png"):
        made = filmed(tmp_path).with_suffix(suffix).read_bytes()
        assert made == by_one.with_suffix(suffix).read_bytes(), suffix
    assert hidden(tmp_path) == []


def test_what_a_killed_helper_had_taken_is_made_by_another(by_one: Path, tmp_path: Path) -> None:
    process = start(*MOVING, "--out", tmp_path, "--jobs", "2")
    helper = wait_for(lambda: helpers_of(process.pid))[0]
    wait_for(lambda: claims_below(tmp_path) >= 2)
    os.kill(helper, signal.SIGKILL)
    finished(process)
    assert pictures(filmed(tmp_path)) == pictures(by_one)


def test_helpers_end_with_a_killed_parent(tmp_path: Path) -> None:
    process = start(*MOVING, "--out", tmp_path, "--jobs", "2")
    helper = wait_for(lambda: helpers_of(process.pid))[0]
    wait_for(lambda: claims_below(tmp_path) >= 2)
    process.kill()
    process.communicate(timeout=60)
    wait_for(lambda: not is_running(helper))


def test_a_beat_is_claimed_once(tmp_path: Path) -> None:
    first, second = Claims(tmp_path), Claims(tmp_path)
    assert first(1)
    assert not second(1)
    assert second(2)
    assert not first(2)


def test_one_process_a_core_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system cannot bind a process to a core")
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert CORES() == 1
    finally:
        os.sched_setaffinity(0, allowed)


CORES = film_workers.cores  # before the tests' fixture puts 1 there


def wait_for(found, seconds: float = 60):
    """What `found` returns as soon as it is something."""
    for _ in range(int(seconds / 0.05)):
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come")


def claims_below(out: Path) -> int:
    return len(list(out.rglob("claims/*")))


def helpers_of(process: int) -> list[int]:
    """The helpers that `process` has started."""
    children = Path(f"/proc/{process}/task/{process}/children")
    if not children.exists():
        pytest.skip("this system does not tell a process's children")
    numbers = [int(number) for number in children.read_text().split()]
    return [n for n in numbers if "spawn_main" in Path(f"/proc/{n}/cmdline").read_text()]


def is_running(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
