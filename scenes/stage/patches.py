"""The one place where Manim is changed from outside; each change with its reason.

Manim 0.22.0. `tests/scenes/stage/test_patches.py` tells when a patch is no longer needed.
"""

from __future__ import annotations

import atexit
import hashlib
import inspect
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import typst
from manim.mobject.text import typst_mobject
from manim.utils import hashing
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE, TYPST_TEMPLATE

_compiler = typst.Compiler(ignore_system_fonts=True)
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
        file.write_bytes(_compiler.compile(input=source.encode(), format="svg"))
    return file


def closure_in_order(function: Callable) -> inspect.ClosureVars:
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


def apply() -> None:
    """Install the patches; safe to call more than once."""
    typst_mobject.typst_to_svg_file = compile_to_svg
    hashing.inspect = SimpleNamespace(getclosurevars=closure_in_order, getsource=inspect.getsource)
