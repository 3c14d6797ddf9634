"""Pages for readers name what is there, and files for machines are as their schemas ask."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from test_setup import MAKEFILE, TARGETS

from lecture.catalogue import running_order

PROJECT = Path(__file__).resolve().parents[2]
FORMS = sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PAGES = [
    *(
        PROJECT / f"{name}.md"
        for name in ("README", "CONTRIBUTING", "CHANGELOG", "figures", "windows", "farm")
    ),
    *(form for form in FORMS if form.stem != "config"),
]
ROOMS = [folder.name for folder in PROJECT.iterdir() if folder.is_dir() and folder.name[0] != "."]
MADE = {"renders", "media", "gallery", "voice"}  # rooms that a user's own work leaves behind
VARIABLES = {name.upper() for name in tomllib.loads((PROJECT / "options.toml").read_text("utf-8"))}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """What stands as code: in backquotes, and in indented or fenced blocks."""
    blocks = re.findall(r"^    +\S.*$", text, re.M)
    blocks += re.findall(r"```\w*\n(.*?)```", text, re.S)
    return [*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))]


def calls(text: str) -> list[tuple[str, str]]:
    """Each call of make in a page: its target, and what follows on its line."""
    lines = [line for block in code(text) for line in block.splitlines()]
    found = [re.match(r"\s*(?:.*&& )?make ([a-z-]+)(.*)", line.split("#")[0]) for line in lines]
    return [(call[1], call[2]) for call in found if call]


@pages
def test_targets_and_variables_are_make_s(page):
    for target, words in calls(read(page)):
        assert target in TARGETS
        assert set(re.findall(r"\b([A-Z_]+)=", words)) <= VARIABLES


@pages
def test_films_are_there_or_made_on_the_page(page):
    text = read(page)
    shown = "".join(read(PROJECT / "README.md") + text)
    for _, words in calls(text):
        for quoted, plain in re.findall(r'\bSCENE=(?:"([^"]*)"|(\w+))', words):
            for scene in (quoted or plain).split():
                assert scene in running_order() or re.search(rf"class {scene}\b|`{scene}`", shown)


@pages
def test_paths_are_there(page):
    """Those that begin with a folder of ours; what is made, or a reader makes, has others."""
    text = read(page)
    made = re.findall(r"[Ss]ave (?:this|its ten lines) as `([^`]+)`|in `(scenes/\w+\.py)`", text)
    made = {path for pair in made for path in pair} | {"assets/words/fr.toml"}
    for path in re.findall(r"(?<![\w/.-])((?:\.?[\w-]+/)+[\w.-]*)", " ".join(code(text))):
        if path.split("/")[0] in {*ROOMS, ".github", ".devcontainer"} - MADE:
            assert path in made or (PROJECT / path).exists(), path


@pages
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\(([^)#]+)\)", read(page)):
        if "://" not in target:
            assert (page.parent / target).is_file()


def by_schema(kind: str, *files: Path) -> None:
    """The schema comes with the package: nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation():
    file = PROJECT / "CITATION.cff"
    by_schema("citation-file-format", file)
    project = tomllib.loads(read(PROJECT / "pyproject.toml"))["project"]
    assert re.search(r"^version: (.*)$", read(file), re.M)[1] == project["version"]
    assert re.search(r"^license: (.*)$", read(file), re.M)[1] == project["license"]
    [owner] = re.findall(r"\(c\) \d{4} the (.*)", read(PROJECT / "LICENSE"))
    assert f"name: The {owner}\n" in read(file)


def test_the_issue_forms():
    assert {form.stem for form in FORMS} == {
        *("config", "new-film", "set-up-failed", "unreadable-picture", "wrong-number"),
    }
    by_schema("github-issue-forms", *(form for form in FORMS if form.stem != "config"))
    by_schema("github-issue-config", *(form for form in FORMS if form.stem == "config"))


def test_the_changelog_goes_back_day_by_day():
    days = re.findall(r"^## (.*)$", read(PROJECT / "CHANGELOG.md"), re.M)
    assert days == sorted(days, reverse=True) == [date.fromisoformat(d).isoformat() for d in days]


def test_contributing_is_a_page():
    """About as much as fits on two sides of paper."""
    assert len(read(PROJECT / "CONTRIBUTING.md").split()) < 900


def test_python_s_command_on_windows_is_make_s():
    """What the page writes for `make render` is what the Makefile calls, with its options."""
    text = read(PROJECT / "windows.md")
    typed, called = "make render SCENE=Clipping QUALITY=m", "--scene Clipping --quality m"
    assert typed in text and f"-m lecture render {called}" in text
    assert "exec $(RUN) -m lecture" in MAKEFILE and "-X utf8" in text and "-X utf8" in MAKEFILE
