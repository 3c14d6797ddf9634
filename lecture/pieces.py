"""`make pieces`: what a film can be built of, a line each, read off the stage's sources.

Then all that has a picture is drawn on a sheet (`piece_sheet`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from .lineage import statements
from .options import PROJECT, shown

STAGE = PROJECT / "scenes" / "stage"
WIDTH = 100  # columns
_FILM = ("Stage", "Questions", "GrpoScene")  # what these can do every film can: `self.zoom_to`
_OF_A_FILM = "self"


class Piece(NamedTuple):
    """A class or function of the stage, or what every film can do, with its first sentence."""

    module: str
    name: str
    summary: str


def run(_: dict[str, str | None]) -> int:
    """Print the index; then draw the sheets and print their paths."""
    print("\n".join(index(pieces(STAGE))), flush=True)
    from .piece_sheet import sheets  # Manim takes seconds; the index is there at once

    for path in sheets():
        print(shown(path))
    return 0


def pieces(folder: Path) -> list[Piece]:
    """The public pieces of a folder, those of a film first, then module by module."""
    found = [piece for file in sorted(folder.glob("*.py")) for piece in _pieces_of(file)]
    return sorted(found, key=lambda piece: piece.module != _OF_A_FILM)


def index(found: list[Piece]) -> list[str]:
    """A line for each piece, cut at `WIDTH`; its module stands before the first of it."""
    left, middle = (max(len(piece[i]) for piece in found) for i in (0, 1))
    lines = []
    for module, group in groupby(found, key=lambda piece: piece.module):
        for number, piece in enumerate(group):
            place = "" if number else module
            lines.append(_cut(f"{place:{left}} {piece.name:{middle}} {piece.summary}"))
    return lines


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1].rpartition(' ')[0]} …"


def _pieces_of(file: Path) -> Iterator[Piece]:
    for node in _public(statements(file)):
        if node.name in _FILM:
            verbs = (_piece(_OF_A_FILM, method) for method in _public(node.body))
            yield from (verb for verb in verbs if verb.summary)  # Manim tells of its own
        else:
            yield _piece(file.stem, node)


def _public(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in body:
        is_piece = isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_"
        if is_piece and "overload" not in map(ast.unparse, node.decorator_list):
            yield node


def _piece(module: str, node: ast.ClassDef | ast.FunctionDef) -> Piece:
    sentence = (ast.get_docstring(node) or "").partition("\n\n")[0]
    return Piece(module, node.name, " ".join(sentence.split()))
