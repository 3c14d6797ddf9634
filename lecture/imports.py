"""Which of our modules a module reaches by its imports, read off the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+\S+[ \t]+)?import[ \t]*(?:\([^)]*\)|[^\n]*)", re.MULTILINE
)


def reached_from(files: Iterable[Path], root: Path) -> list[Path]:
    """`files` and all modules below the folder `root` that they import, and what those import.

    Imports within functions count, and a package's own ``__init__.py``.
    """
    reached: set[Path] = set()
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting += imported_by(file, root)
    return sorted(reached)


def _statements(source: str) -> Iterator[ast.stmt]:
    """The import statements alone: to parse all the rest would take ten times as long."""
    for match in _IMPORT.finditer(source):
        with suppress(SyntaxError):  # a sentence of a docstring
            yield from ast.parse(match[0].strip()).body


def imported_by(file: Path, root: Path) -> Iterator[Path]:
    """The modules below `root` that `file` itself imports, with the packages on their way."""
    return iter(_imported_by(file, file.read_text(encoding="utf-8"), root))


@cache
def _imported_by(file: Path, source: str, root: Path) -> tuple[Path, ...]:
    """The same of its `source`; kept, as the films of a course have most modules in common."""
    return tuple(_modules_of(file, source, root))


def _modules_of(file: Path, source: str, root: Path) -> Iterator[Path]:
    for node in _statements(source):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield from files_of(name.name.split("."), root)
        elif isinstance(node, ast.ImportFrom):
            named = [part for part in (node.module or "").split(".") if part]
            above = file.parents[: node.level][-1] if node.level else root
            for name in node.names:  # a name may be a module's
                yield from _beside(above, [*named, name.name], root)


def _beside(above: Path, module: list[str], root: Path) -> list[Path]:
    """The files of a dotted name in the package `above`.

    A film of one's own lies elsewhere: what is not beside it is the film's of its name here.
    """
    if above.is_relative_to(root):
        return list(files_of([*above.relative_to(root).parts, *module], root))
    house = root / "scenes"
    found = (list(files_of(module, top)) for top in (above, house / above.name, house))
    return next(filter(None, found), [])


def files_of(module: list[str], root: Path) -> Iterator[Path]:
    """The files of a dotted name below `root`: of each package on its way, and its own."""
    place = root
    for name in module:
        place = place / name
        found = [f for f in (place / "__init__.py", place.with_suffix(".py")) if f.is_file()]
        if not found:
            return  # a name in the module, or no module of ours
        yield from found
