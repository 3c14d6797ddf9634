"""What Manim does thousands of times in a film, in less time; the results are the same.

`patches` puts these in the place of Manim's own. A walk through a film spent a third of its
time in the originals.
"""

from __future__ import annotations

from collections.abc import Callable, Reversible
from types import NoneType
from typing import Any, TypeVar

import numpy as np
from manim import BLACK, ManimColor, Mobject, VMobject

T = TypeVar("T")


def last_of_each(things: Reversible[T]) -> list[T]:
    """`things` without repetitions; of equal ones the last stays."""
    return list(dict.fromkeys(reversed(things)))[::-1]


def family_of(mobject: Mobject, recurse: bool = True) -> list[Mobject]:
    """`mobject` and all its parts, each before its own parts and once."""
    parts = mobject.submobjects
    if not parts:
        return [mobject]
    found = [mobject]
    _gather(parts, found)
    return last_of_each(found)


def _gather(parts: list[Mobject], found: list[Mobject]) -> None:
    for part in parts:
        found.append(part)
        if part.submobjects:
            _gather(part.submobjects, found)


_points_defining_boundary: Callable[..., np.ndarray] = VMobject.get_points_defining_boundary


def boundary_of(mobject: VMobject) -> np.ndarray:
    """The ends of all curves of `mobject` and its parts, shape (n, 3); curves have four points."""
    outlines = [part.points for part in mobject.get_family() if len(part.points)]
    if not outlines or any(len(points) % 4 for points in outlines):
        return _points_defining_boundary(mobject)
    return np.concatenate(outlines).reshape(-1, 4, 3)[:, ::3].reshape(-1, 3)


def subpaths_of(mobject: VMobject, points: np.ndarray) -> list[np.ndarray]:
    """`points` where curves hang together; Manim's camera splits them all at once, too."""
    ranges = mobject.get_subpath_split_indices_from_points(points).tolist()
    return [points[start:end] for start, end in ranges if end - start >= 4]


_generate_rgbas_array: Callable[..., np.ndarray] = VMobject.generate_rgbas_array
_PLAIN = (float, int, NoneType)


def rgbas_of(mobject: VMobject, color: Any, opacity: Any) -> np.ndarray:
    """One row for one colour, as nearly all have; gradients and sheen are left to Manim."""
    if mobject.sheen_factor or type(opacity) not in _PLAIN or not _is_single(color):
        return _generate_rgbas_array(mobject, color, opacity)
    row = np.empty((1, 4))
    row[0] = _color(color).to_rgba()
    row[0, 3] = opacity or 0.0
    return row


def _is_single(color: Any) -> bool:
    return color is None or type(color) in (str, ManimColor)


def _color(color: str | ManimColor | None) -> ManimColor:
    if isinstance(color, ManimColor):
        return color
    return BLACK if color is None else ManimColor(color)
