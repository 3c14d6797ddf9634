"""A scene file with one beat edited, as a lecturer edits it."""

from __future__ import annotations

import ast
from pathlib import Path

from ..catalogue import film_file
from ..options import Options

HOLD = 15.0  # seconds; longer than any caption takes to read, so that the film does change


def edited_copy(options: Options, number: int, folder: Path) -> Path:
    """`folder` with a copy of the scene whose beat `number` (from 1) holds for `HOLD` seconds."""
    scene = options.scene
    source = film_file(scene, options.scenes)
    text = source.read_text(encoding="utf-8")
    (films,) = (node for node in ast.parse(text).body if getattr(node, "name", None) == scene)
    marks = [mark for member in films.body for mark in getattr(member, "decorator_list", ())]
    beats = [mark for mark in marks if isinstance(mark, ast.Call) and mark.func.id == "beat"]
    mark = beats[number - 1]
    before = ast.get_source_segment(text, mark)
    mark.keywords = [given for given in mark.keywords if given.arg != "hold"]
    mark.keywords.append(ast.keyword("hold", ast.Constant(HOLD)))
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: mark.lineno - 1])) + mark.col_offset
    edited = text[:start] + ast.unparse(mark) + text[start + len(before) :]
    copy = folder / source.relative_to(options.scenes)
    copy.parent.mkdir(parents=True, exist_ok=True)
    (folder / f"{scene.lower()}.py").touch()  # the entry, from which it is known
    copy.write_text(edited, encoding="utf-8")
    return folder
