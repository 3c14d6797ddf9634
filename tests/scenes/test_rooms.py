"""Which room of the house may use which: the arrows point one way."""

from __future__ import annotations

from pathlib import Path

import pytest

from lecture.imports import imported_by

PROJECT = Path(__file__).resolve().parents[2]
# The engine, which runs a film and draws it: what lecture may ask of the stage.
ENGINE = {
    "__init__",
    "camera",
    "damage",
    "encoding",
    "film",
    "renderer",
    "theme",
    "typeset",
    "x264",
}
# Which rooms a room may use besides its own, grpo_core and script; those two need less.
USES = {
    "grpo_core": set(),
    "lab": set(),
    "lab.training": {"lab", "lecture"},
    "script": set(),
    "stage": set(),
    "a film": {"stage", "lab"},
    "lecture": {"stage"},
    "explorer": {"lecture", "lab"},
    "extras": {"explorer"},
}


def room(file: Path) -> str:
    """The room of a module; a film's is its folder, or its entry file."""
    top, *rest = file.relative_to(PROJECT).with_suffix("").parts
    if top == "lab" and rest[0] == "training":
        return "lab.training"
    if top != "scenes" or rest[0] in ("script", "stage"):
        return rest[0] if top == "scenes" else top
    return "script" if rest == ["__init__"] else "a film"


def folder(file: Path) -> str:
    return file.relative_to(PROJECT).with_suffix("").parts[1]


def allowed(user: Path, used: Path) -> bool:
    here, there = room(user), room(used)
    if here == there:
        return here != "a film" or folder(user) == folder(used)
    if here == "lecture" and there == "stage":
        return used.stem in ENGINE
    common = {"grpo_core": set(), "lab": {"grpo_core"}}.get(here, {"grpo_core", "script"})
    return there in USES[here] | common


@pytest.mark.parametrize("part", ["grpo_core", "lab", "scenes", "lecture", "explorer", "extras"])
def test_arrows_point_one_way(part: str) -> None:
    """A scene of one's own, a file without a folder, may derive from any film."""
    files = sorted((PROJECT / part).rglob("*.py"))
    own = [
        file for file in (PROJECT / "scenes").glob("[!_]*.py") if not file.with_suffix("").is_dir()
    ]
    files = [file for file in files if file not in own]
    arrows = [(file, used) for file in files for used in imported_by(file, PROJECT)]
    assert [f"{a} uses {b}" for a, b in arrows if not allowed(a, b)] == []
