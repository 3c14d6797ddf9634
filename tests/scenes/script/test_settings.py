"""Settings reach a scene of Manim's own command by the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenes.script.options import OptionError
from scenes.script.settings import WORKED_GROUP, Settings, from_environment


@pytest.mark.parametrize(
    ("variables", "settings"),
    [
        ({"GRPO_THEME": "light", "GRPO_LANGUAGE": "de"}, Settings(theme="light", language="de")),
        (
            {"GRPO_GROUP": "/a folder/with = signs/größe.toml"},
            Settings(group=Path("/a folder/with = signs/größe.toml")),
        ),
        (
            {"GRPO_EPSILON": "-0", "GRPO_EPSILON_HIGH": "0.28", "GRPO_BETA": "1e-300"},
            Settings(epsilon=0.0, epsilon_high=0.28, beta=1e-300),
        ),
    ],
)
def test_variables_become_settings(variables, settings):
    assert from_environment(variables) == settings


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("GRPO_THEME", "blue", "'blue' is unknown; use one of dark, light"),
        ("GRPO_EPSILON_HIGH", "wide", "'wide' is not a number; give one of 0 or more"),
        ("GRPO_BETA", "-1", "-1 is out of range; give a number of 0 or more"),
    ],
)
def test_a_variable_that_does_not_do_is_named_with_the_remedy(variable, value, said):
    with pytest.raises(OptionError) as refused:
        from_environment({variable: value})
    assert str(refused.value) == f"{variable}: {said}"


def test_an_empty_environment_is_the_worked_group_in_dark():
    for environment in ({}, {"GRPO_THEME": "", "GRPO_EPSILON": "", "GRPO_GROUP": ""}):
        settings = from_environment(environment)
        assert (settings.theme, settings.group) == ("dark", WORKED_GROUP)
        assert settings.table().eps_low == 0.2


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
