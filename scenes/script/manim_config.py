"""Manim with the project's own settings: no `manim.cfg` elsewhere changes a film.

While Manim 0.22 is imported it reads ``~/.config/manim/manim.cfg`` and the `manim.cfg` of
the working folder, and ends in a traceback where there is no home or a file is broken.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[2]
OURS = PROJECT / "manim.cfg"
_HOMES = ("HOME", "USERPROFILE")
# Of Manim's own command: they open a film that is made, and do not change it.
_FREE = ("preview", "show_in_file_browser", "preview_command")
_DERIVED = ("quality", "frame_x_radius", "frame_y_radius")  # from keys that are set as well


def shield() -> None:
    """Let Manim, when it is first imported, see no settings but ours."""
    if "manim" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def undo_user_settings() -> None:
    """Take back what the user's own files have changed where Manim was imported before us.

    That is so under Manim's own command and in notebooks. What their command line asks for
    differs from those files, and stays.
    """
    import manim

    if isinstance(manim.__loader__, _Loader):
        return
    config = manim.config
    _keep_cairo(config)
    theirs, ours = type(config)().digest_parser(config._parser), _our_config(manim)
    for name in type(config)._OPTS.difference(_FREE, _DERIVED):
        there = getattr(config, name)
        if there == getattr(theirs, name) != getattr(ours, name):
            setattr(config, name, getattr(ours, name))


def _keep_cairo(config) -> None:
    """Films are drawn by Cairo; a user's other choice goes, from his file's settings, too."""
    config._parser["CLI"]["renderer"] = "cairo"
    config.renderer = "cairo"


def _our_config(manim: ModuleType):
    """What Manim's defaults and the project's `manim.cfg` say."""
    parser = ConfigParser()
    parser.read([Path(manim.__file__).parent / "_config" / "default.cfg", OURS], "utf-8")
    return type(manim.config)().digest_parser(parser)


class _Finder(MetaPathFinder):
    """Finds Manim as Python does, and has it loaded by `_Loader`."""

    def find_spec(self, fullname, path=None, target=None) -> ModuleSpec | None:
        if fullname != "manim":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = _Loader(fullname, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        with _no_home():
            super().exec_module(module)
        module.config.update(_our_config(module))


@contextmanager
def _no_home() -> Iterator[None]:
    """Within the block the user's home is a folder that is not there."""
    before = {name: os.environ[name] for name in _HOMES if name in os.environ}
    os.environ.update(dict.fromkeys(_HOMES, str(PROJECT / ".venv" / "no-home")))
    try:
        yield
    finally:
        for name in _HOMES:
            del os.environ[name]
        os.environ.update(before)
