"""Long work says how far it is: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import errno
import io
import os
import pty
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_films import main

from lecture import progress
from lecture.progress import Progress, tells_progress

LOW = ("--scene", "Swatch", "--quality", "l")
LOOK = ("--scene", "Swatch")
# What is asked for, and the name that the work has.
ACTIONS = {
    "render": (("render", *LOW, "--fps", "5"), "Swatch"),
    "handout": (("handout", *LOOK), "handout"),
    "captions": (("captions", *LOW, "--captions", "burned"), "Swatch-captioned"),
    "gif": (("gif", *LOW), "Swatch.gif"),
    "slides": (("slides", *LOW), "slides"),
    "gallery": (("gallery", "--quality", "l"), "gallery"),
    "still": (("still", *LOW), "stills Swatch"),
    "sheet": (("sheet", *LOOK), "sheet Swatch"),
}


class Terminal:
    """A terminal that stands for stderr; `said` is what was written to it."""

    def __init__(self) -> None:
        self._ours, theirs = pty.openpty()
        self.stderr = open(theirs, "w", encoding="utf-8")  # noqa: SIM115

    @property
    def said(self) -> str:
        self.stderr.flush()
        os.set_blocking(self._ours, False)
        parts = []
        try:
            while part := os.read(self._ours, 65536):
                parts.append(part)
        except BlockingIOError:
            pass
        return b"".join(parts).decode()

    def close(self) -> None:
        self.stderr.close()
        os.close(self._ours)


@contextmanager
def terminal() -> Iterator[Terminal]:
    """A block in which stderr is a terminal: pytest sets it anew when a test begins."""
    made = Terminal()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stderr", made.stderr)
            yield made
    finally:
        made.close()


@pytest.fixture
def out(swatch: Path, tmp_path: Path) -> list[str]:
    """Where the film Swatch is, as an argument."""
    folder = tmp_path / "renders" / swatch.parent.name
    shutil.copytree(swatch.parent, folder)
    return ["--out", str(tmp_path)]


@pytest.mark.parametrize("name", ACTIONS)
def test_a_terminal_is_told_how_far_it_is(name: str, out: list[str]) -> None:
    if name in ("slides", "gallery"):
        pytest.importorskip("manim_slides", reason="the kit is not installed")
    arguments, said = ACTIONS[name]
    with terminal() as ours:
        assert main([*arguments, *out]) == 0
        shown = ours.said
    assert f"{said} " in shown
    assert "%|" in shown
    assert "Generating" not in shown  # manim-slides' own


@pytest.mark.parametrize("name", ACTIONS)
def test_a_log_has_nothing_of_what_is_done_soon(
    name: str, out: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    if name in ("slides", "gallery"):
        pytest.importorskip("manim_slides", reason="the kit is not installed")
    arguments, _ = ACTIONS[name]
    assert main([*arguments, *out]) == 0
    told = [line for line in capfd.readouterr().err.splitlines() if "without this film" not in line]
    assert told == []


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log gets every line that it could get."""
    monkeypatch.setattr(progress, "LULL", 1e-9)


@pytest.mark.usefixtures("hasty")
def test_a_log_has_whole_lines(capfd: pytest.CaptureFixture[str]) -> None:
    with Progress("a: work", 2) as work:
        work.step("first")
        work.note("second")
    lines = capfd.readouterr().err.split("\n")
    assert lines == [
        "a: work: 1 of 2 [00:00, first]",
        "a: work: 1 of 2 [00:00, second]",
        "",
    ]
    assert all(map(tells_progress, lines[:-1]))
    assert not tells_progress("render: no room: 3 of 4 [1, 2]")


@pytest.mark.usefixtures("hasty")
def test_a_long_render_says_in_a_log_how_far_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", *LOW, "--fps", "5", "--out", str(tmp_path)]) == 0
    shown = capfd.readouterr()
    assert shown.out.splitlines() == [str(tmp_path / "renders" / "480p5-dark" / "Swatch.mp4")]
    assert "\r" not in shown.err
    lines = shown.err.splitlines()
    assert any(re.fullmatch(r"Swatch: 1 of 2 \[00:\d\d, [\d.]+ s of film\]", x) for x in lines)


class Full(io.StringIO):
    """A log on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("hasty")
def test_a_log_that_cannot_be_written_ends_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    with Progress("work", 2) as work:
        work.step("first")


def test_the_bar_is_gone_in_the_end() -> None:
    with terminal() as ours:
        with Progress("work", 2) as work:
            work.step("first")
        shown = ours.said
    assert "work" in shown
    assert shown.endswith("\r")
    assert shown.split("\r")[-2].strip() == ""


def test_without_any_stderr_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with Progress("work", 2) as work:
        work.step()
        work.reach(2)
