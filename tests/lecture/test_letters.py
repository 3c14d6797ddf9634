"""Fonts for other scripts are brought when a text needs them; without a network it goes on."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lecture import letters, page_fonts
from lecture.options import checked
from scenes.script import fonts, glyphs
from scenes.script.settings import Settings

NEEDS_NOTO = "हिन्दी"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A project without fonts, whose set-up notes what it is asked for; "sh" runs the script."""
    monkeypatch.setattr(letters, "PROJECT", tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    have, brought = fonts.font_files, tmp_path / "brought"
    monkeypatch.setattr(fonts, "font_files", lambda p: have(p) if brought.exists() else [])
    glyphs.look_again()
    yield tmp_path
    monkeypatch.undo()
    glyphs.look_again()


def set_up(project: Path, *lines: str) -> None:
    script = '#!/bin/sh\ncd "$(dirname "$0")"\necho "$@" >>asked\n'
    (project / "bootstrap.sh").write_text(script + "\n".join(lines))


def test_a_font_is_brought_once_and_said_in_a_line(project, capsys):
    pytest.importorskip(fonts.NOTO, reason="`make fonts` brings the fonts of other scripts")
    set_up(project, "touch brought")
    assert glyphs.missing_glyphs(NEEDS_NOTO)
    letters.bring_fonts(["plain", NEEDS_NOTO])
    letters.bring_fonts([NEEDS_NOTO])
    assert (project / "asked").read_text().splitlines() == ["extra fonts"]
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("These texts need a font") and "extras/fonts.lock" in line
    assert not glyphs.missing_glyphs(NEEDS_NOTO)


def test_without_a_network_it_is_tried_once_and_nothing_fails(project, capsys):
    set_up(project, "echo no network; exit 1")
    letters.bring_fonts([NEEDS_NOTO, "四"])
    assert (project / "asked").read_text().splitlines() == ["extra fonts"]
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert glyphs.missing_glyphs(NEEDS_NOTO)  # drawn as codes


@pytest.mark.parametrize("text", ["408, I think", "Köln, ελληνικά, русский", "\ue000"])
def test_nothing_is_brought_that_would_not_help(project, text):
    set_up(project)
    letters.bring_fonts([text])
    assert not (project / "asked").exists()


def test_without_a_shell_the_line_to_type_is_said(project, monkeypatch, capsys):
    """Windows has none."""
    set_up(project, "touch brought")
    monkeypatch.setenv("PATH", "")
    letters.bring_fonts([NEEDS_NOTO])
    assert not (project / "asked").exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("-m pip install --require-hashes -r extras/fonts.lock")


def test_nothing_is_installed_into_another_environment(project, monkeypatch):
    set_up(project)
    monkeypatch.setattr(sys, "prefix", "/usr")
    letters.bring_fonts([NEEDS_NOTO])
    assert not (project / "asked").exists()


def test_a_page_asks_for_the_font_of_ideographs_and_gets_it(project, monkeypatch):
    pytest.importorskip(fonts.CJK, reason="make .venv/.cjk brings this font")
    set_up(project, "touch brought")
    monkeypatch.setattr(page_fonts, "font_files", lambda package: fonts.font_files(package))
    page_fonts._fonts.cache_clear()
    font = page_fonts.served_font("cjk")
    page_fonts._fonts.cache_clear()
    assert (project / "asked").exists()  # nothing was there before
    with TTFont(io.BytesIO(font)) as whole:
        assert {ord("四"), ord("か"), ord("한")} <= set(whole.getBestCmap())


@pytest.mark.parametrize(("language", "is_asked"), [("en", False), ("de", False), ("zh", True)])
def test_a_film_asks_for_the_letters_that_its_language_shows(
    project: Path, language: str, is_asked: bool
) -> None:
    """What stands in a comment of its words is not shown."""
    set_up(project)
    checked(Settings(language=language))
    assert (project / "asked").exists() == is_asked
