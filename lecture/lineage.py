"""What a film derives from and which beats it has, read off the sources without Manim."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scenes.script.beat_words import Method, Part

from .options import PROJECT, UserError, shown

BASE = "GrpoScene"


class FilmClass(NamedTuple):
    """A class of a film, and the file that holds it."""

    file: Path
    node: ast.ClassDef


def lineage(file: Path, name: str) -> list[FilmClass]:
    """The class `name` of `file` and all that it derives from, nearest first.

    It is empty for what is no film: a class that does not derive from `GrpoScene`, itself or
    by another film. Raises `UserError` for a file that is no Python.
    """
    return list(_lineage(file, name, frozenset()))


def parts(lines: list[FilmClass]) -> list[Part]:
    """What each class gives to the film, as `beats_of` reads it."""
    return [Part(line.node.name, dict(_methods(line))) for line in lines]


def statements(file: Path) -> list[ast.stmt]:
    """The statements of a Python file; raises `UserError`."""
    return _parsed(file, file.read_bytes())


@cache
def _parsed(file: Path, content: bytes) -> list[ast.stmt]:
    try:
        return ast.parse(content.decode(), file.name).body
    except (SyntaxError, ValueError) as error:
        line = f"line {error.lineno}: " if getattr(error, "lineno", None) else ""
        reason = getattr(error, "msg", error)
        raise UserError(f"{shown(file)}: {line}{reason}; correct it, or move it away") from None


def _lineage(file: Path, name: str, known: frozenset) -> Iterator[FilmClass]:
    if (file, name) in known:  # a circle, which Python itself will complain of
        return
    known |= {(file, name)}
    for node in statements(file):
        if isinstance(node, ast.ClassDef) and node.name == name:
            bases = [ast.unparse(base) for base in node.bases]
            above = [line for base in bases for line in _lineage(file, base, known)]
            if above or any(base.split(".")[-1] == BASE for base in bases):
                yield FilmClass(file, node)
                yield from above
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for module, member in _meant(node, name, file):
                for place in _files_of(module):
                    yield from _lineage(place, member, known)


def _meant(node: ast.Import | ast.ImportFrom, name: str, file: Path) -> Iterator[tuple[str, str]]:
    """The module and the name in it that `name` stands for, if `node` imports it."""
    owner, _, member = name.rpartition(".")
    for entry in node.names:
        called = entry.asname or entry.name
        if called in (name, owner):
            module = _absolute(node, file) if isinstance(node, ast.ImportFrom) else ""
            if module and called == name:
                yield module, entry.name
            elif owner and called == owner:
                yield f"{module}.{entry.name}".lstrip("."), member


def _absolute(node: ast.ImportFrom, file: Path) -> str:
    above = []
    if node.level and file.is_relative_to(PROJECT):
        above = file.relative_to(PROJECT).parts[: -node.level]
    return ".".join([*above, *([node.module] if node.module else [])])


def _files_of(module: str) -> Iterator[Path]:
    place = PROJECT.joinpath(*module.split("."))
    candidates = (place / "__init__.py", place.with_suffix(".py"))
    yield from [file for file in candidates if file.is_file()][:1]


def _methods(line: FilmClass) -> Iterator[tuple[str, Method | None]]:
    for member in line.node.body:
        if isinstance(member, ast.FunctionDef):
            first = min([member.lineno, *(mark.lineno for mark in member.decorator_list)])
            place = f"{shown(line.file)}: line {first}"
            docstring = ast.get_docstring(member, clean=False)
            yield member.name, Method(_is_marked(member), docstring, place)
        elif isinstance(member, ast.Assign) and ast.unparse(member.value) == "None":
            yield from ((ast.unparse(target), None) for target in member.targets)


def _is_marked(method: ast.FunctionDef) -> bool:
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in method.decorator_list]
    return any(ast.unparse(mark).split(".")[-1] == "beat" for mark in marks)
