"""`make words`: a translator's file, begun, filled, and brought up to date."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from lecture.__main__ import main
from lecture.catalogue import docstrings
from scenes.script import words
from scenes.script.words import ENGLISH, entries, in_english, say, translated, use_language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The words files in a folder where more may come."""
    folder = Path(shutil.copytree(words.WORDS, tmp_path / "words"))
    for module in ("scenes.script.words", "lecture.words_file"):
        monkeypatch.setattr(f"{module}.WORDS", folder)
    caches = (words.entries, words._check)
    for cache in caches:
        cache.cache_clear()
    yield folder
    use_language(ENGLISH)
    for cache in caches:
        cache.cache_clear()


def flat(table: dict, above: str = "") -> dict[str, str]:
    found = {}
    for key, value in table.items():
        inner = flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
        found |= inner
    return found


def asked_for(*arguments: str) -> int:
    entries.cache_clear()
    return main(["words", *arguments])


def test_a_new_file_has_all_keys_that_german_has_empty_under_their_english(folder, capsys):
    assert asked_for("--language", "fr") == 0
    text = (folder / "fr.toml").read_text(encoding="utf-8")
    found = flat(tomllib.loads(text))
    assert found.keys() == entries("de").keys()
    assert {key for key, said in found.items() if said} == {"language", "decimal_mark"}
    title, caption = next(iter(docstrings("KL").values())), say("kl.samples.ask")
    assert f'# {title}\ntitle = ""' in text
    assert f'# {caption}\nask = ""' in text
    total = len(found)
    assert f"{total - 2} of {total} are still to be translated" in capsys.readouterr().out


def test_what_is_translated_stays_with_its_comments(folder, capsys):
    """A file with a film's word, a remark, and none of all others."""
    own = '# Moi\nlanguage = "Français"\n\n[kl.samples]\nask = "Combien ?"  # à revoir\n'
    (folder / "fr.toml").write_text(own, encoding="utf-8")
    assert asked_for("--language", "fr") == 0
    text = (folder / "fr.toml").read_text(encoding="utf-8")
    assert text.startswith('# Moi\nlanguage = "Français"\n')
    assert 'ask = "Combien ?"  # à revoir\n' in text
    found = flat(tomllib.loads(text))
    assert found.keys() == entries("de").keys()
    assert asked_for("--language", "fr") == 0
    assert (folder / "fr.toml").read_text(encoding="utf-8") == text


def test_what_is_empty_is_said_in_english(folder):
    assert asked_for("--language", "fr") == 0
    english = say("kl.samples.ask")
    entries.cache_clear()
    use_language("fr")
    assert say("kl.samples.ask") == english
    assert translated("section 4.1") == "section 4.1"
    assert in_english("fr") > 500
    assert in_english("de") == 0


@pytest.mark.parametrize("code", ["", "en", "french", "../fr", "FR"])
def test_no_other_language_is_told_in_one_line(folder, code, capsys):
    before = sorted(folder.iterdir())
    assert asked_for("--language", code) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "language" in line and "such as fr" in line
    assert sorted(folder.iterdir()) == before


def test_a_film_in_a_half_finished_language_says_so(folder, tmp_path, capsys):
    assert asked_for("--language", "fr") == 0
    entries.cache_clear()
    assert main(["worksheet", "--language", "fr", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "texts are still in English; make words LANGUAGE=fr" in told.err
    (left,) = re.findall(r"(\d+) of \d+ are still to be translated", told.out)
    assert f"fr: {left} texts" in told.err  # as many as the file was said to lack
