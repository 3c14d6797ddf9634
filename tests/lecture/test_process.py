"""However a process is ended, and wherever its words go: one line, and nothing is left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_films import PROJECT, command, hidden
from test_film_workers import claims_below, wait_for
from warm import start

DRAFT = ("draft", "--scene", "Swatch", "--quality", "l", "--fps", "5", "--beat", "1", "--out")
UNTOLD = "draft: standard output cannot be written ("


def in_shell(words: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """What the shell answers to a command line that ends with the redirections `words`."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {words}', "sh", *command(*arguments)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def last_line(errors: str) -> str:
    """The complaint below the progress bar."""
    assert "Traceback" not in errors
    return errors.replace("\r", "\n").splitlines()[-1]


@pytest.mark.parametrize("output", [">/dev/full", ">&-"])
def test_output_that_takes_nothing_is_named_and_the_film_is_there(output: str, tmp_path: Path):
    if "full" in output and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = in_shell(output, *DRAFT, tmp_path)
    assert done.returncode == 1
    assert last_line(done.stderr).startswith(UNTOLD)
    assert "folder" not in last_line(done.stderr)
    assert list(tmp_path.rglob("Swatch-beat01.mp4"))


@pytest.mark.parametrize("errors", ["2>&-", "2>/dev/full"])
def test_without_standard_error_a_film_is_made(errors: str, tmp_path: Path) -> None:
    done = in_shell(errors, *DRAFT, tmp_path)
    assert done.returncode == 0
    assert Path(done.stdout.strip()).is_file()
    done = in_shell(errors, *DRAFT, tmp_path, "--theme", "pink")
    assert (done.returncode, done.stdout) == (2, "")


def test_what_is_typed_cannot_steer_the_terminal(tmp_path: Path) -> None:
    done = in_shell("", *DRAFT, tmp_path, "--group", f"{tmp_path}/\x1b[31m\x07\u202ered.toml")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.isprintable()
    assert r"\x1b[31m\x07\u202ered.toml" in line


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_behind(number: int, times: int, tmp_path: Path) -> None:
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(temporary)}
    arguments = ("render", "--scene", "Many", "--quality", "l", "--jobs", "2", "--out", out)
    process = start(*arguments, env=environment)
    wait_for(lambda: claims_below(out) >= 2 and list(temporary.iterdir()))
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.1)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert last_line(errors) == "render: interrupted; nothing was changed"
    assert hidden(out) == []
    assert list(temporary.iterdir()) == []


def test_what_nohup_has_ignored_stays_ignored() -> None:
    script = (
        "import os, signal; from lecture.process import run_and_leave\n"
        "run_and_leave(lambda: os.kill(os.getpid(), signal.SIGHUP) or print('went on') or 0)"
    )
    done = subprocess.run(
        ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-c", script],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "went on\n", "")
