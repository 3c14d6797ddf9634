"""Each picture of the stage in its states, as `make pieces` shows them on a sheet.

A film maker sees here what there is; how a piece is called stands in its specimen.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeVar

from manim import Mobject

Picture = Callable[[], Mobject]
Shown = TypeVar("Shown", bound=Picture)


class Specimen(NamedTuple):
    """The `pieces` (classes and functions of the stage) that `picture` shows."""

    pieces: tuple[Callable[..., object], ...]
    picture: Picture


_known: list[Specimen] = []


def shows(*pieces: Callable[..., object]) -> Callable[[Shown], Shown]:
    """Put the decorated function, which builds a picture of `pieces`, on the sheet."""

    def known(picture: Shown) -> Shown:
        _known.append(Specimen(pieces, picture))
        return picture

    return known


def specimens() -> list[Specimen]:
    """All there are, in the order of their modules here."""
    for file in sorted(Path(__file__).parent.glob("[!_]*.py")):
        import_module(f"{__name__}.{file.stem}")
    return list(_known)
