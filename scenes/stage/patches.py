"""The one place where Manim is changed from outside; each change with its reason.

Manim 0.22.0. `tests/scenes/stage/test_patches.py` tells when a patch is no longer needed.
"""

from __future__ import annotations

import atexit
import copy
import hashlib
import inspect
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import NoneType, SimpleNamespace
from typing import Any

import numpy as np
from manim import Line, ManimColor, Mobject, Transform, VMobject
from manim.constants import CapStyleType, LineJointType
from manim.mobject import mobject as mobject_module
from manim.mobject.text import typst_mobject
from manim.scene import scene_file_writer
from manim.utils import family, hashing
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE, TYPST_TEMPLATE

from scenes.script.fonts import compiler
from scenes.script.manim_config import undo_user_settings

from . import blending, families, keys
from .frame_queue import FrameQueue

_folder: Path | None = None


def _svg_folder() -> Path:
    """A folder of this process alone; removed when it ends."""
    global _folder
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="grpo-typst-"))
        atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    return _folder


def compile_to_svg(
    typst_code: str,
    preamble: str = "",
    text_size: float = TYPST_COMPILATION_FONT_SIZE,
    font_paths: list[str | Path] | None = None,
) -> Path:
    """Compile Typst markup to an SVG file (same contract as Manim's own function).

    Three faults of `manim.utils.typst_file_writing.typst_to_svg_file` go away: it scans
    the system's fonts at each call (27 ms, and another picture on another machine), it
    compiles from disk, and two renders that share its cache folder can break each other.
    """
    source = TYPST_TEMPLATE.format(text_size=text_size, preamble=preamble, body=typst_code)
    file = _svg_folder() / f"{hashlib.sha256(source.encode()).hexdigest()[:16]}.svg"
    if not file.exists():
        svg = compiler().compile(input=source.encode(), format="svg")
        if not isinstance(svg, bytes):
            raise ValueError("a text that Typst breaks into several pages is no picture")
        file.write_bytes(svg)
    return file


# Manim reads the same files again for each formula, and for each of its named parts.
leaf_signatures = cache(typst_mobject._svg_leaf_signatures)


def closure_in_order(function: Callable[..., object]) -> inspect.ClosureVars:
    """`inspect.getclosurevars` with its names in alphabetical order.

    From Python 3.13 on they come in the order of a set, which changes from run to run.
    Manim puts them into the key of a cached segment, so that an unchanged film would be
    rendered again.
    """
    found = inspect.getclosurevars(function)
    return found._replace(
        nonlocals=dict(sorted(found.nonlocals.items())),
        globals=dict(sorted(found.globals.items())),
    )


# What a copy of a mobject may share with it: nobody changes it in place.
_NEVER_CHANGED = {
    *(NoneType, bool, int, float, str, np.float64),
    *(ManimColor, CapStyleType, LineJointType),
}


def copy_of(mobject: Mobject, memo: dict[int, object]) -> Mobject:
    """`Mobject.__deepcopy__` without what needs no copy, which is most of a mobject.

    Each animation copies what it moves, even if it is skipped; three quarters of that time
    went into numbers, names and colours.
    """
    result = memo[id(mobject)] = object.__new__(type(mobject))
    copied = result.__dict__
    for name, value in mobject.__dict__.items():
        if type(value) in _NEVER_CHANGED:
            copied[name] = value
        elif type(value) is np.ndarray and value.dtype != object:
            copied[name] = value.copy(order="K")
        elif name == "submobjects":
            copied[name] = [memo.get(id(part)) or part.__deepcopy__(memo) for part in value]
        elif type(value) is list and not value:
            copied[name] = []
        else:
            copied[name] = copy.deepcopy(value, memo)
    result.original_id = str(id(mobject))
    return result


def apply() -> None:
    """Install the patches; safe to call more than once."""
    undo_user_settings()
    # Of no type: whoever changes a class or a module from outside leaves its types behind.
    mobjects: Any = Mobject
    drawn: Any = VMobject
    lines: Any = Line
    transforms: Any = Transform
    texts: Any = typst_mobject
    hashes: Any = hashing
    writers: Any = scene_file_writer
    mobjects.__deepcopy__ = copy_of
    mobjects.get_family = families.family_of
    mobjects.family_members_with_points = families.members_with_points
    mobjects.update = families.update
    mobjects.get_critical_point = families.critical_point_of
    mobjects.length_over_dim = families.length_of
    mobjects.shift = families.shifted
    lines.put_start_and_end_on = families.put_line
    mobjects.interpolate = families.blend
    drawn.interpolate_color = families.blend_style
    transforms.interpolate_mobject = blending.interpolate_mobject
    transforms.update_mobjects = blending.update_mobjects
    users: tuple[Any, ...] = (mobject_module, family)
    for user in users:
        user.remove_list_redundancies = families.last_of_each
    drawn.generate_rgbas_array = families.rgbas_of
    drawn.get_points_defining_boundary = families.boundary_of
    drawn.get_subpaths_from_points = families.subpaths_of
    texts.typst_to_svg_file = compile_to_svg
    texts._svg_leaf_signatures = leaf_signatures
    writers.Queue = FrameQueue
    hashes.inspect = SimpleNamespace(getclosurevars=closure_in_order, getsource=inspect.getsource)
    hashes._hash_ndarray = keys.array_key
    hashes._CustomEncoder._cleaned_iterable = keys.cleaned
