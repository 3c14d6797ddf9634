"""A finished film in another shape: its picture as it is, its words large around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from av import VideoFrame

from ..manifest import Manifest
from ..planes import on_pages
from ..redrawn import redrawn
from .layout import layout_of
from .page import Pages
from .words import words_over


def reshape(film: Path, target: Path, manifest: Manifest, shape: str) -> Path:
    """Write `film`, which `manifest` tells of, in a `shape` to `target`, which is returned.

    Files of the page lie beside `target`, which has a folder of its own.
    """
    layout = layout_of(shape, manifest.height)
    pages = Pages(target.parent, layout, manifest.colours, manifest.language)

    def redraw(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        return on_pages(frames, words_over(manifest.sections), pages.draw, layout.picture)

    return redrawn(film, target, (layout.width, layout.height), redraw)
