"""`make test SCENE=` runs what concerns that scene, and nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import one_scene
import pytest

TESTS = Path(__file__).parent


def a_test(place: str, marked: str = "", **params: object) -> SimpleNamespace:
    """What pytest has of a test in a file below ``tests``, with its mark and its parameters."""
    found = SimpleNamespace(path=TESTS / place, get_closest_marker=lambda name: name == marked)
    if params:
        found.callspec = SimpleNamespace(params=params)
    return found


def named(test: SimpleNamespace) -> str:
    """A name that is the same in every process, as pytest-xdist needs it."""
    params = getattr(test, "callspec", SimpleNamespace(params={})).params.values()
    return "-".join([test.path.stem, *map(str, params)])


@pytest.mark.parametrize(
    "test",
    [
        a_test("scenes/test_audit.py", scene="Clipping", theme="light"),
        a_test("scenes/clipping/test_any.py"),
        a_test("scenes/clipping/test_any.py", name="decimals"),
        a_test("scenes/stage/test_cards.py"),  # drawn in it
        a_test("scenes/stage/test_film.py"),  # the engine
        a_test("scenes/test_numbers.py", file=one_scene.SCENES / "clipping" / "film.py"),
    ],
    ids=named,
)
def test_what_concerns_clipping(test: SimpleNamespace) -> None:
    assert one_scene.concerns(test, "Clipping")


@pytest.mark.parametrize(
    "test",
    [
        a_test("scenes/test_audit.py", scene="KL", theme="light"),
        a_test("scenes/clipping/test_any.py", scene="KL"),
        a_test("scenes/kl/test_any.py"),
        a_test("scenes/test_matrix.py", marked="slow", scene="Clipping"),
        a_test("scenes/levels/test_level_pictures.py"),  # a picture of other films
        a_test("scenes/test_numbers.py", file=one_scene.SCENES / "kl" / "film.py"),
        a_test("scenes/test_statements.py", sentence="GRPO has no critic."),
        a_test("lecture/test_walk.py"),
    ],
    ids=named,
)
def test_what_does_not_concern_clipping(test: SimpleNamespace) -> None:
    assert not one_scene.concerns(test, "Clipping")


def test_only_tests_of_the_scene_and_of_all_scenes_are_read() -> None:
    asked = SimpleNamespace(getoption=lambda name: "Clipping")
    rooms = ("", "scenes", "scenes/stage", "scenes/clipping", "scenes/kl", "lecture", "browser.py")
    read = [room for room in rooms if not one_scene.pytest_ignore_collect(TESTS / room, asked)]
    assert read == ["", "scenes", "scenes/stage", "scenes/clipping"]
