"""The scenes there are: a file ``scenes/<name in lower case>.py`` each.

It holds the class of that name, or the folder beside it does, in its ``film.py``.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scenes.script.beat_words import beats_of
from scenes.script.options import OPTIONS

from .lineage import FilmClass, lineage, parts, statements
from .options import PROJECT, Options, UserError, read

if TYPE_CHECKING:
    from scenes.stage.film import GrpoScene

SCENES: Path = OPTIONS["scenes"].unset  # the house's
COURSE = "Course"  # what stands for all films of the running order


def folder_in(asked: Mapping[str, str | None]) -> Path:
    """The folder of the scenes that command line arguments ask for; raises `UserError`."""
    typed = asked.get("scenes")
    folder = read("scenes", typed) if typed else SCENES
    if not folder.is_dir():
        raise UserError(f"scenes: there is no folder {typed!r}; a film is named by SCENE=")
    return folder


def scene_names(scenes: Path = SCENES) -> list[str]:
    """The names of all scenes of a folder, found without importing Manim."""
    return sorted(name for entry in scenes.glob("*.py") for name in _named(entry.stem, scenes))


def running_order(scenes: Path = SCENES) -> list[str]:
    """The films of the course in their order, from ``order.txt`` in the folder `scenes`.

    A folder without that file is a course of all its films. Raises `UserError` for a name
    that is no film's.
    """
    known, order = scene_names(scenes), scenes / "order.txt"
    if not order.is_file():
        return known
    lines = order.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if unknown := [name for name in names if name not in known]:
        raise UserError(
            f"scenes/order.txt: there is no {unknown[0]!r}; name some of: {', '.join(known)}"
        )
    return names


def checked_scene(name: str | None, scenes: Path = SCENES) -> str:
    """`name`, if there is such a scene; raises `UserError` with the list of scenes."""
    known = scene_names(scenes)
    names = ", ".join(known) or "none"
    if not name:
        raise UserError(f"no scene is given; name one of: {names}")
    if name not in known:
        raise UserError(f"scene: there is no {name!r}; name one of: {names}")
    return name


def film_class(options: Options) -> type[GrpoScene]:
    """The class of the scene that is asked for; this imports Manim."""
    return scene_class(options.scene, options.scenes)


def scene_class(name: str, scenes: Path = SCENES) -> type[GrpoScene]:
    """The class of the scene `name` of a folder; this imports Manim."""
    file = film_file(name, scenes)
    module = ".".join(["scenes", *file.relative_to(scenes).with_suffix("").parts])
    if file.is_relative_to(PROJECT / "scenes"):
        return getattr(importlib.import_module(module), name)
    return getattr(_loaded(module, file), name)


def _loaded(module: str, file: Path) -> ModuleType:
    """The module made from a `file` of another folder."""
    known = sys.modules.get(module)
    if known and known.__file__ == str(file):
        return known
    if "." in module.removeprefix("scenes."):
        _lay_package(module.rpartition(".")[0], file.parent)
    spec = importlib.util.spec_from_file_location(module, file)
    sys.modules[module] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(sys.modules[module])
    except BaseException:
        del sys.modules[module]
        raise
    return sys.modules[module]


def _lay_package(name: str, folder: Path) -> None:
    """Make `folder` the package `name`; what is missing there is the house's, if it has one."""
    for known in [known for known in sys.modules if f"{known}.".startswith(f"{name}.")]:
        del sys.modules[known]
    package = sys.modules[name] = ModuleType(name)
    package.__path__ = [str(folder), str(SCENES / folder.name)]


def check_beat(options: Options) -> None:
    """Raise `UserError` with the titles of the scene's beats if it has not the one asked for.

    They are read off the scene's file, without importing Manim.
    """
    scene, number = options.scene, options.beat
    if not number:
        return
    count = len(told(scene, options.scenes))
    if number > count:
        raise UserError(f"beat: {scene} has no beat {number}; it has {count}: {listed(options)}")


def listed(options: Options) -> str:
    """The beats of a scene by their numbers and titles, in a line."""
    titles = [title for title, _ in told(options.scene, options.scenes)]
    return ", ".join(f"{number} {title}" for number, title in enumerate(titles, start=1))


def told(scene: str, scenes: Path = SCENES) -> list[tuple[str, str]]:
    """Title and caption of each beat of a scene, in the language that is spoken."""
    said = beats_of(parts(_lineage(scene, scenes)))
    return [(words.title, words.caption) for words in said.values()]


def beat_keys(scene: str, scenes: Path = SCENES) -> list[str]:
    """The key of each beat of a scene: the name of its method."""
    return list(beats_of(parts(_lineage(scene, scenes))))


def docstrings(scene: str, scenes: Path = SCENES) -> dict[str, str]:
    """Titles and captions of a scene's own beats in English, by their keys among the words."""
    part, *_ = parts(_lineage(scene, scenes))
    marked = [name for name, method in part.methods.items() if method and method.marked]
    return {key: said for name in marked for key, said in part.docstring_words(name).items()}


def ancestors(options: Options) -> list[str]:
    """Under which names a scene's words may stand: its own, and those it derives from."""
    return [line.node.name.lower() for line in _lineage(options.scene, options.scenes)]


def _lineage(scene: str, scenes: Path) -> list[FilmClass]:
    return lineage(film_file(scene, scenes), scene)


def film_file(name: str, scenes: Path = SCENES) -> Path:
    """The file that holds the class of the scene `name`."""
    inside = scenes / name.lower() / "film.py"
    return inside if inside.is_file() else scenes / f"{name.lower()}.py"


def typed(options: Options) -> list[str]:
    """What is typed in a scene's file, by blanks: it may be shown and may need fonts."""
    file = film_file(options.scene, options.scenes)
    return file.read_text(encoding="utf-8").split() if file.is_file() else []


def poster_beat(scene: type[GrpoScene]) -> int:
    """The number of the beat whose last frame shows the scene at its richest."""
    return scene.poster_beat if scene.poster_beat > 0 else len(scene.storyboard())


def _named(stem: str, scenes: Path) -> list[str]:
    """The films of an entry: the classes that are called `stem`, in any case of letters."""
    file = film_file(stem, scenes)
    named = [node.name for node in statements(file) if isinstance(node, ast.ClassDef)]
    return [name for name in named if name.lower() == stem and lineage(file, name)]
