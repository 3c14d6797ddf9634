"""A slip in a file of ours is told with that file, its line and the remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grpo_core import evaluate_group, load_group
from lecture.__main__ import main
from scenes.levels.level_lines import level_line
from scenes.script import facts, words
from scenes.script.assets import AssetError
from scenes.script.facts import claim, fact, name_of
from scenes.script.settings import WORKED_GROUP

CLAIM = 'drift = "drift"'

# What is changed in which file, and what the one line says of it.
SLIPS = {
    "no quote": ("en", CLAIM, CLAIM[:-1], "this is not TOML"),
    "twice": ("en", CLAIM, 'drift = "a"\ndrift = "b"', "this is not TOML"),
    "no text": ("de", 'title = "In Worten"', "title = 3", "levels.words.title: 3 is not text"),
    "a list": ("en", CLAIM, 'drift = ["a"]', "is not text; put it in quotes"),
    "a place": ("de", "und {count} weitere", "und {zahl} weitere", "no value for {zahl}; write"),
    "a brace": ("de", "und {count} weitere", "und {count weitere", "write places as {name}"),
    "no such part": ("de", "](answers)", "](antworten)", "no part (antworten); the parts are"),
    "no break": ("de", "[Frag](question) | ", "[Frag](question) ", "say by one | where"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The words, where a test may change them."""
    copy = shutil.copytree(words.WORDS, tmp_path / "words")
    monkeypatch.setattr(words, "WORDS", copy)
    yield copy
    words.entries.cache_clear()
    words._check.cache_clear()


def slip(file, old: str, new: str) -> int:
    """Change a file and return the line of the change."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    facts._tables.cache_clear()
    words.entries.cache_clear()
    words._check.cache_clear()
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("case", SLIPS)
def test_words(folder, case):
    code, old, new, said = SLIPS[case]
    table = evaluate_group(load_group(WORKED_GROUP))
    line = slip(folder / f"{code}.toml", old, new)
    with pytest.raises(AssetError) as caught:
        words.use_language(code)
        for level in (0, 1):
            level_line(table, 0, level, 0)
    message = str(caught.value)
    assert message.startswith(f"{folder / code}.toml: line {line + (case == 'twice')}: "), message
    assert said in message
    assert len(message.splitlines()) == 1


def test_a_place_that_english_itself_has_wrong_is_told_when_it_is_said(folder):
    line = slip(folder / "en.toml", "and {count} more", "and {cuont} more")
    with pytest.raises(
        AssetError, match=rf"en\.toml: line {line}: stage\.telling\.more: its places"
    ):
        words.say("stage.telling.more", count=3)


def test_a_key_that_is_gone(folder):
    text = (folder / "en.toml").read_text(encoding="utf-8")
    heading = text[: text.index("[equation.row]")].count("\n") + 1
    slip(folder / "en.toml", f"{CLAIM}\n", "")
    gone = "equation.row.drift"
    with pytest.raises(AssetError, match=rf"en\.toml: line {heading}: {gone}: missing"):
        words.say(gone)


def test_a_file_that_is_no_text(folder):
    (folder / "en.toml").write_bytes(b'language = "x"\nx = "\xe9"\n')
    words.entries.cache_clear()
    with pytest.raises(AssetError, match=r"en\.toml: line 2: this is not UTF-8 text; save"):
        words.say("language")


def test_make_says_it_in_one_line_and_blames_no_group(folder, tmp_path, capsys):
    slip(folder / "en.toml", CLAIM, CLAIM[:-1])
    assert main(["render", "--scene", "Levels", "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"render: {folder / 'en.toml'}: line ")
    assert "group" not in line
    assert not (tmp_path / "out").exists()


@pytest.fixture
def numbers(tmp_path, monkeypatch):
    for name in ("FACTS", "R1_FACTS"):
        copy = Path(shutil.copy(getattr(facts, name), tmp_path))
        monkeypatch.setattr(facts, name, copy)
    yield {"facts": facts.FACTS, "r1": facts.R1_FACTS}
    facts._tables.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new", "read", "said"),
    [
        ("facts", "value = 0.28", 'value = "0.28"', fact, "dapo.epsilon_high.value: missing, un"),
        ("facts", "[dapo.epsilon_high]", "[dapo.epsilon]", fact, "dapo.epsilon_high: missing; a"),
        ("facts", "value = 0.28", "valeu = 0.28", fact, "dapo.epsilon_high.value: missing"),
        ("r1", "[claims.grpo]", "[claims.grop]", claim, "claims.grpo: missing; a film shows it"),
        ("r1", "value = 15.6", "value = 15,6", fact, "this is not TOML"),
    ],
)
def test_facts(numbers, file, old, new, read, said):
    slip(numbers[file], old, new)
    name = {claim: "grpo"}.get(read, "pipeline.aime_base" if file == "r1" else "dapo.epsilon_high")
    with pytest.raises(AssetError) as caught:
        read(name)
    message = str(caught.value)
    assert str(numbers[file]) in message
    assert said in message
    assert len(message.splitlines()) == 1


def test_a_fact_is_checked_before_the_film_comes_to_it(numbers, capsys):
    line = slip(numbers["r1"], "value = 79.8", 'value = "79.8"')
    assert main(["draft", "--scene", "Levels"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert f"{numbers['r1']}: line {line}: pipeline.aime_r1.value: missing, un" in said


def test_a_name_that_is_no_text(numbers):
    slip(numbers["r1"], "[names]\n", "[names]\nnothing = 3\n")
    with pytest.raises(AssetError, match=r"line \d+: names\.nothing: 3 is not text"):
        name_of("nothing")
