"""Which papers and programs the films rest on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from lecture import sources as table
from lecture.catalogue import running_order
from lecture.options import PROJECT
from lecture.sources import SOURCES, cited_by, sources, sources_of
from scenes.script.assets import AssetError
from scenes.script.words import entries

FILMS = running_order()


def cited_in_assets() -> set[str]:
    """Every `source` of a fact, a claim or a system."""
    files = [PROJECT / "assets" / f"{name}.toml" for name in ("facts", "r1_facts", "systems")]
    lines = "\n".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r'^source = "(.*)"$', lines, re.MULTILINE))


def test_every_source_of_a_fact_is_in_the_table_once() -> None:
    cited = cited_in_assets()
    assert len(cited) > 10
    found = {
        text: [entry.title for entry in sources() if any(name in text for name in entry.cited)]
        for text in cited
    }
    assert {text: titles for text, titles in found.items() if len(titles) != 1} == {}


def test_every_source_is_some_film_s_or_some_fact_s() -> None:
    cited = " ".join(cited_in_assets())
    idle = [
        entry.title
        for entry in sources()
        if not entry.films and not any(name in cited for name in entry.cited)
    ]
    assert idle == []
    assert {film for entry in sources() for film in entry.films} <= set(FILMS)
    assert all(re.match(r"https?://[\w.]+/\S+$", entry.address) for entry in sources())


def test_arxiv_numbers_are_those_of_the_addresses() -> None:
    for entry in sources():
        for name in entry.cited:
            if number := re.search(r"arXiv (\S+)", name):
                assert entry.address.endswith(number[1])


@pytest.mark.parametrize("film", FILMS)
def test_a_film_has_the_sources_of_what_it_names(film: str) -> None:
    """Against a plain search: the film's own folder names tables of the facts in quotes."""
    facts = tomllib.loads((PROJECT / "assets" / "facts.toml").read_text("utf-8"))
    own = "".join(f.read_text("utf-8") for f in (PROJECT / "scenes" / film.lower()).glob("*.py"))
    named = [name for name in facts if re.search(rf'"{name}\.', own)]
    wanted = {entry["source"] for name in named for entry in facts[name].values()}
    found = {entry.source for entry in cited_by(film)}
    assert {source for source in wanted if source not in found} == set()
    assert 2 <= len(sources_of(film)) <= len(sources())


def test_what_films_rest_on() -> None:
    titles = {film: " ".join(entry.title for entry in sources_of(film)) for film in FILMS}
    assert "Proximal Policy" in titles["Clipping"]
    assert "Approximating KL" in titles["KL"]
    assert "Nature" not in titles["Clipping"]
    assert "OpenRLHF" in titles["Variants"]
    assert "OpenRLHF" not in titles["Tokens"]


def test_a_film_of_somebody_s_own_has_those_that_it_names(tmp_path: Path) -> None:
    text = 'from scenes.stage.film import GrpoScene\nHIGH = fact("dapo.epsilon_high")\n'
    (tmp_path / "mine.py").write_text(f"{text}class Mine(GrpoScene): pass\n", "utf-8")
    assert [entry.cited[0] for entry in sources_of("Mine", tmp_path)] == ["arXiv 2503.14476"]


def test_a_mistake_in_the_table_is_named(tmp_path: Path, monkeypatch) -> None:
    wrong = tmp_path / "sources.toml"
    wrong.write_text(SOURCES.read_text("utf-8").replace("address = ", "adress = ", 1), "utf-8")
    monkeypatch.setattr(table, "SOURCES", wrong)
    table.sources.cache_clear()
    with pytest.raises(AssetError, match=r"sources\.toml: line \d+: ppo: its fields are address"):
        table.sources()
    table.sources.cache_clear()


def test_readme_promises_what_the_decks_do() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| (\w+) \| \d+ min[^|]*\| (.*) \|$", text, re.MULTILINE))
    assert list(listed) == FILMS
    assert {film: entries("en")[f"promise.{film.lower()}"] for film in FILMS} == listed
