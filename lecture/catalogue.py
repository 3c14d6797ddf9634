"""The scenes there are: ``scenes/<name in lower case>.py`` holds the class of that name."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.stage.words import say

from .options import PROJECT, UserError, shown

if TYPE_CHECKING:
    from scenes.stage.film import GrpoScene

SCENES = PROJECT / "scenes"
COURSE = "Course"  # what stands for all films of the running order


def scene_names() -> list[str]:
    """The names of all scenes, found without importing Manim."""
    return sorted(film.name for file in SCENES.glob("*.py") for film in _films_in(file))


def running_order() -> list[str]:
    """The films of the course in their order, from ``scenes/order.txt``.

    Raises `UserError` for a name that is no film's.
    """
    lines = (SCENES / "order.txt").read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if unknown := [name for name in names if name not in scene_names()]:
        known = ", ".join(scene_names())
        raise UserError(f"scenes/order.txt: there is no {unknown[0]!r}; name some of: {known}")
    return names


def checked_scene(name: str | None) -> str:
    """`name`, if there is such a scene; raises `UserError` with the list of scenes."""
    names = ", ".join(scene_names()) or "none"
    if not name:
        raise UserError(f"no scene is given; name one of: {names}")
    if name not in scene_names():
        raise UserError(f"scene: there is no {name!r}; name one of: {names}")
    return name


def scene_class(name: str) -> type[GrpoScene]:
    """The class of the scene `name`; this imports Manim."""
    file = SCENES / f"{name.lower()}.py"
    module = f"scenes.{file.stem}"
    if module not in sys.modules:
        spec = importlib.util.spec_from_file_location(module, file)
        sys.modules[module] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(sys.modules[module])
        except BaseException:
            del sys.modules[module]
            raise
    return getattr(sys.modules[module], name)


def check_beat(scene: str, number: int) -> None:
    """Raise `UserError` with the titles of the scene's beats if it has no such beat.

    They are read off the scene's file, without importing Manim.
    """
    titles = _titles(scene)
    if number > len(titles):
        listed = ", ".join(f"{n} {title}" for n, title in enumerate(titles, start=1))
        raise UserError(f"beat: {scene} has no beat {number}; it has {len(titles)}: {listed}")


def _titles(scene: str) -> list[str]:
    """What the beats of a scene are called, in their order."""
    (film,) = (node for node in _films_in(SCENES / f"{scene.lower()}.py") if node.name == scene)
    marks = [
        (method.name, mark)
        for method in film.body
        if isinstance(method, ast.FunctionDef)
        for mark in method.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).split(".")[-1] == "beat"
    ]
    return [_title(scene, method, mark) for method, mark in marks]


def _title(scene: str, method: str, mark: ast.Call) -> str:
    typed = [*mark.args[:1], *(k.value for k in mark.keywords if k.arg == "title")]
    if typed and isinstance(typed[0], ast.Constant):
        return typed[0].value
    return say(f"{scene.lower()}.{method}.title")


def poster_beat(scene: type[GrpoScene]) -> int:
    """The number of the beat whose last frame shows the scene at its richest."""
    return scene.poster_beat if scene.poster_beat > 0 else len(scene.storyboard())


def _films_in(file: Path) -> list[ast.ClassDef]:
    try:
        statements = ast.parse(file.read_text(encoding="utf-8"), file.name).body
    except (SyntaxError, ValueError) as error:
        line = f"line {error.lineno}: " if getattr(error, "lineno", None) else ""
        reason = getattr(error, "msg", error)
        raise UserError(f"{shown(file)}: {line}{reason}; correct it, or move it away") from None
    classes = [
        node
        for node in statements
        if isinstance(node, ast.ClassDef) and node.name.lower() == file.stem
    ]
    return [
        node
        for node in classes
        if any(ast.unparse(base).split(".")[-1] == "GrpoScene" for base in node.bases)
    ]
