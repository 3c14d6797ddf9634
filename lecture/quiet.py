"""A film that can run without drawing, encoding or writing anything."""

from __future__ import annotations

from contextlib import AbstractContextManager

from manim import tempconfig

from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene

from .catalogue import scene_class

# Manim allocates a frame of this size that nobody looks at.
_QUIET = {
    "dry_run": True,
    "pixel_width": 64,
    "pixel_height": 36,
    "progress_bar": "none",
    "verbosity": "ERROR",
}


def build(scene: str | type[GrpoScene], settings: Settings) -> GrpoScene:
    """The film, ready to run without drawing or writing; use it inside `without_output`.

    `scene` is a name of the catalogue or a class.
    """
    made = scene_class(scene) if isinstance(scene, str) else scene
    return made(skip_animations=True, settings=settings)


def without_output() -> AbstractContextManager:
    """A block within which Manim writes nothing: no file, no progress."""
    return tempconfig(_QUIET)
