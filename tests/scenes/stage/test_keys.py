"""The keys of segments are Manim's own: what was filmed before is found again."""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from manim import BLUE, UP, Dot, FadeIn, MathTypst, Square, VGroup
from manim.utils import hashing

from scenes.stage import keys, patches

patches.apply()


@pytest.fixture(scope="module")
def manims() -> ModuleType:
    """Manim's module as it is without any patch but that for the order of names."""
    spec = importlib.util.spec_from_file_location("plain_hashing", str(hashing.__file__))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.inspect = hashing.inspect
    return module


def _circle() -> list[Any]:
    ring: list[Any] = [1, "AP"]
    ring.append({"back": ring})
    return ring


def _mobjects() -> dict[str, Any]:
    square, words = Square(color=BLUE), MathTypst("rho = 1")
    group = VGroup(square, Dot(), VGroup(Dot()))
    fade = FadeIn(group, shift=UP)
    fade.begin()
    return {"of": fade, "group": group, "words": words, "again": words}


THINGS = [
    {"a": 1, "b": 2.5, "c": "text", "d": None, "e": True, "f": "AP", "g": np.float64(0.1)},
    [1, (2, [3, {"x": (4,)}]), {5: 6, True: 7, None: 8, (9, 10): 11, 1.5: 12}],
    {"pixel_array": np.ones(3), "original_id": "7", "background": [1], "kept": [2, 2]},
    {"same": (shared := [1, 2]), "other": shared, "third": {"inner": shared}},
    {"bytes": b"x", "set": {1}, "complex": 1j, "type": Dot, "path": Path("a/b")},
    {"functions": [np.sin, len, partial(max, 1), lambda: shared, _circle]},
    _circle(),
    _mobjects(),
    "AP",
    7,
]


@pytest.mark.parametrize("thing", THINGS, ids=range(len(THINGS)))
@pytest.mark.parametrize("pictures", [False, True])
def test_what_stands_for_a_thing_is_what_manim_writes(manims, thing, pictures):
    def told(module: ModuleType) -> str:
        return module.get_json(thing, include_pixel_array=pictures)

    assert hashing._CustomEncoder._cleaned_iterable is keys.cleaned
    assert told(hashing) == told(manims)


GRID = np.arange(24, dtype=float).reshape(2, 3, 4)
ARRAYS = [
    *(GRID, GRID[:, ::2], GRID.T, np.asfortranarray(GRID[0]), GRID[:0], np.array(2.5)),
    *(GRID.astype(">f8"), GRID.astype("f4"), GRID.astype(int), GRID > 3, GRID + 1j),
    np.zeros(2, dtype=[("x", "f8"), ("y", "i4")]),
]


@pytest.mark.parametrize("array", ARRAYS, ids=range(len(ARRAYS)))
def test_what_stands_for_an_array_is_what_manim_writes(manims, array):
    assert hashing._hash_ndarray is keys.array_key
    assert keys.array_key(array) == manims._hash_ndarray(array)


def test_neither_a_list_nor_a_mapping_is_refused():
    with pytest.raises(TypeError, match="neither a list nor a mapping: int"):
        keys.cleaned(None, 3)
