"""The container's recipe, read as far as it can be without a container runtime."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
RECIPE = (PROJECT / "Containerfile").read_text(encoding="utf-8")
IGNORED = (PROJECT / ".dockerignore").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
WORKBENCH = json.loads((PROJECT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))


@dataclass
class Stage:
    """A part of the recipe: what it starts from, and its instructions with their words."""

    name: str
    start: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        return [words for name, words in self.steps if name == instruction]


def read(recipe: str) -> tuple[dict[str, str], dict[str, Stage]]:
    """Arguments before the first stage, and the stages by their names."""
    text = re.sub(r"^#.*\n", "", recipe, flags=re.M)
    given: dict[str, str] = {}
    stages: dict[str, Stage] = {}
    for line in re.sub(r"\\\n\s*", "", text).split("\n"):
        instruction, _, words = line.strip().partition(" ")
        if instruction == "FROM":
            start, name = re.fullmatch(r"(\S+) AS (\w+)", words).groups()
            stages[name] = Stage(name, start)
        elif instruction and not stages:
            given.update([words.split("=", 1)])
        elif instruction:
            [*stages.values()][-1].steps.append((instruction, words))
    return given, stages


GIVEN, STAGES = read(RECIPE)
LAST = [*STAGES.values()][-1]
SHELL = [(stage.name, words) for stage in STAGES.values() for words in stage.all("RUN")]
KNOWN = {"RUN", "COPY", "WORKDIR", "USER", "ENV", "ARG", "ENTRYPOINT", "CMD"}


def copied(stage: Stage) -> list[str]:
    """What a stage takes out of the project."""
    lines = [words.split() for words in stage.all("COPY") if not words.startswith("--from=")]
    return [source for *sources, _ in lines for source in sources]


def line_of(stage: Stage) -> list[Stage]:
    """The stages that `stage` is built on, from the first."""
    below = STAGES.get(stage.start)
    return [*(line_of(below) if below else ()), stage]


def test_every_instruction_is_one_that_is_meant():
    assert {name for stage in STAGES.values() for name, _ in stage.steps} <= KNOWN


def test_a_stage_starts_from_one_before_it_or_from_a_base_with_a_tag():
    before: set[str] = set()
    for stage in STAGES.values():
        assert stage.start in before or stage.start.strip("${}") in GIVEN
        before.add(stage.name)
    for image in GIVEN.values():
        assert re.fullmatch(r"[a-z]+:[\w.-]+", image) and not image.endswith(":latest")


def test_nobody_is_root_where_films_are_made():
    users = [words for stage in line_of(LAST) for words in stage.all("USER")]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    assert LAST.steps[-3:] == [
        ("USER", users[-1]),
        ("ENTRYPOINT", '["make"]'),
        ("CMD", '["help"]'),
    ]


def test_what_a_caller_gets_has_no_compiler():
    """Two stages that share no more than the base: the set-up's tools stay in the first."""
    assert "workbench" not in {stage.name for stage in line_of(LAST)}
    told = [words for stage in line_of(LAST) for words in stage.all("RUN")]
    assert not re.search(r"gcc|-dev\b|bootstrap", " ".join(told))
    assert LAST.all("COPY") == ["--from=build /grpo /grpo"]


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_what_is_copied_is_there(stage):
    for source in copied(stage):
        assert (PROJECT / source).exists()
        assert source == "." or source not in IGNORED.split()


def test_the_set_up_has_all_that_it_waits_for():
    needed = re.search(r"^\.venv/\.stamp: (.*)$", MAKEFILE, re.M)[1].split()
    assert {*needed, "Makefile", "options.toml", "LICENSE"} <= set(copied(STAGES["build"]))


@pytest.mark.parametrize(("stage", "words"), SHELL)
def test_apt_leaves_no_lists_and_brings_only_what_is_named(stage, words):
    if "apt-get" in words:
        assert "apt-get update && apt-get install --yes --no-install-recommends" in words
        assert "rm -rf /var/lib/apt/lists/*" in words


def test_extras_have_locks():
    [extras] = re.findall(r'EXTRAS="([\w ]+)"', RECIPE)
    for extra in extras.split():
        assert (PROJECT / "extras" / f"{extra}.lock").exists()


def plain(pattern: str) -> str:
    """A pattern of either kind of file, without what says how deep it holds."""
    return pattern.removeprefix("**/").strip("/")


def test_what_git_does_not_keep_stays_out():
    kept_out = {plain(line) for line in IGNORED.splitlines() if line[:1] != "#"}
    for line in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            assert plain(line) in kept_out
    assert ".git" in kept_out


def test_the_workbench_is_one_of_the_recipe_s_stages():
    build = WORKBENCH["build"]
    folder = PROJECT / ".devcontainer"
    assert (folder / build["dockerfile"]).resolve() == PROJECT / "Containerfile"
    assert (folder / build["context"]).resolve() == PROJECT
    stage = STAGES[build["target"]]
    user = WORKBENCH["remoteUser"]
    assert stage.all("USER")[-1] == user
    assert re.search(rf"useradd .*\b{user}\b", " ".join(stage.all("RUN")))


def test_the_workbench_calls_what_make_has():
    """Keys as in the schema of containers.dev."""
    schema = "name build remoteUser postCreateCommand forwardPorts portsAttributes customizations"
    assert set(WORKBENCH) == set(schema.split())
    tool, target = WORKBENCH["postCreateCommand"].split()
    assert tool == "make" and re.search(rf"^{target}:", MAKEFILE, re.M)
    [port] = WORKBENCH["forwardPorts"]
    options = (PROJECT / "options.toml").read_text(encoding="utf-8")
    assert f'default = "{port}"' in options.partition("[port]")[2].partition("\n\n")[0]


def test_a_build_takes_its_packages_from_where_it_is_told():
    """An argument that is not given stays unset, as an empty index would be none."""
    steps = STAGES["build"].steps
    first = next(n for n, (name, words) in enumerate(steps) if name == "RUN" and "make" in words)
    before = {words for name, words in steps[:first] if name == "ARG"}
    assert {"PIP_INDEX_URL", "NPM_CONFIG_REGISTRY"} <= before
