"""`make test SCENE=Clipping`: the tests that concern one scene, the house's or a user's own.

These are the tests of every film asked of this one, those in the folder of its name, those of
the pictures and of the engine that its file reaches, and those that read its sources: what a
minute has room for. The many groups of `test_matrix` are left to `make test`, and so is the
engine, where the scene is a user's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lecture.catalogue import SCENES, checked_scene, running_order, scene_names
from lecture.imports import reached_from
from lecture.options import PROJECT, UserError

TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """The scene comes as `--scene NAME`."""
    parser.addoption("--scene", default="", help="run the tests that concern this scene")


def pytest_configure(config: pytest.Config) -> None:
    """A name that is no scene's ends in one line."""
    if name := config.getoption("scene"):
        try:
            checked_scene(name)
        except UserError as error:
            raise pytest.UsageError(str(error)) from None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Tests of other scenes and things are not even read: they may need more than this one."""
    if not (scene := config.getoption("scene")) or not collection_path.is_relative_to(TESTS):
        return None
    first, second = [*collection_path.relative_to(TESTS).parts, "", ""][:2]
    others = {name.lower() for name in scene_names()} - {scene.lower()}
    return True if first not in ("", "scenes") or second in others else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of what was found only the tests of the scene stay."""
    if scene := config.getoption("scene"):
        others = [item for item in items if not concerns(item, scene)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def concerns(item: pytest.Item, scene: str) -> bool:
    """Whether what a test asks is of `scene`."""
    if item.get_closest_marker("slow"):
        return False
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "scene" in params:
        return params["scene"] == scene
    if "file" in params:
        return params["file"] in sources(scene)
    if item.path.parent.name == scene.lower():
        return True
    return any(item.path.stem == f"test_{file.stem}" for file in sources(scene))


@cache
def sources(scene: str) -> frozenset[Path]:
    """The files below ``scenes`` that the scene's own reaches; its own alone, if a user's."""
    entry = SCENES / f"{scene.lower()}.py"
    if scene not in running_order():
        return frozenset([entry, *entry.with_suffix("").glob("*.py")])
    return frozenset(f for f in reached_from([entry], PROJECT) if f.is_relative_to(SCENES))
