"""Settings reach a scene by the environment, and come out as they went in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scenes.script.settings import WORKED_GROUP, Settings, from_environment

ASKED = [
    Settings(),
    Settings(theme="light"),
    Settings(group=Path("/a folder/with = signs/größe.toml")),
    Settings(epsilon=0.0, epsilon_high=0.28, beta=0.0),
    Settings(epsilon=0.1 + 0.2, beta=1e-300),
]


@pytest.mark.parametrize("settings", ASKED)
def test_round_trip(settings):
    variables = settings.environment()
    assert all(type(value) is str for value in variables.values())
    assert from_environment(variables) == settings


def test_an_empty_environment_is_the_worked_group_in_dark():
    for environment in ({}, {"GRPO_THEME": "", "GRPO_EPSILON": "", "GRPO_GROUP": ""}):
        settings = from_environment(environment)
        assert (settings.theme, settings.group) == ("dark", WORKED_GROUP)
        assert settings.table().eps_low == 0.2


def test_within_the_block_the_environment_says_these_settings(monkeypatch):
    monkeypatch.setenv("GRPO_BETA", "0.5")
    monkeypatch.setenv("GRPO_THEME", "dark")
    before = dict(os.environ)
    for settings in ASKED:
        with settings.in_environment():
            assert from_environment() == settings
        assert dict(os.environ) == before


def test_an_error_in_the_block_restores_the_environment(monkeypatch):
    monkeypatch.setenv("GRPO_BETA", "0.5")
    before = dict(os.environ)
    with pytest.raises(ZeroDivisionError), Settings(epsilon=0.3).in_environment():
        raise ZeroDivisionError
    assert dict(os.environ) == before


def test_overrides_win_over_the_file():
    table = Settings(epsilon=0.1, beta=0.0).table()
    assert (table.eps_low, table.eps_high, table.beta) == (0.1, 0.1, 0.0)
    table = Settings(epsilon_high=0.28).table()
    assert (table.eps_low, table.eps_high, table.beta) == (0.2, 0.28, 0.04)


@pytest.mark.parametrize(
    ("old", "new"),
    [('text = "418"', 'text = "418 \ue000"'), ('question = "', 'question = "\ue000')],
)
def test_what_no_font_has_is_told_once_and_refuses_no_film(tmp_path, monkeypatch, capsys, old, new):
    monkeypatch.setenv("FILMS_CHARACTERS_NAMED", "")
    file = tmp_path / "mine.toml"
    file.write_text(WORKED_GROUP.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert Settings(group=file).table().group.size == 4
    Settings(group=file).table()
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"{file}: no font here has U+E000: drawn as the code in a box"
